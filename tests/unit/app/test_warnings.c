/* Warnings before due dates: each case once a step, one letter a day to a commune, whatever restarts. */
#include "unit/app/province_fixture.h"

static const char rules[] = "[rule due]\nwarn = 3 working days, 1 working day\nnotify = chair\n"
			    "[channel chair]\ntype = email\nto = commune\nhours = working\n";

static void put(
	struct province *province, const char *code, const char *unit, const char *due, bool open)
{
	struct case_record record = province_record(code, unit);
	record.facts.received = at("02-20 08:00");
	record.facts.due = at(due);
	if (!open) {
		record.facts.finished = province->now;
		record.facts.status = 10;
	}
	province_put_case(province, &record);
}

struct bodies {
	struct text text;
	const char *recipient;
};

static int keep_body(void *user, const struct delivery *delivery)
{
	struct bodies *bodies = user;
	if (strcmp(delivery->recipient, bodies->recipient) == 0)
		text_printf(&bodies->text, "%s\n%s\n", delivery->subject, delivery->body);
	return 0;
}

/* Every letter to somebody, the newest first. */
static char *letters_to(struct province *province, const char *recipient)
{
	struct bodies bodies = {.recipient = recipient};
	struct error error;
	fine(store_deliveries(province->app.ground.store,
		     &(struct delivery_filter){.part = DELIVERY_WHOLE}, keep_body, &bodies, &error),
		&error);
	text_add(&bodies.text, "");
	return text_take(&bodies.text);
}

static void assert_says(char *letters, const char *words)
{
	if (!strstr(letters, words))
		fail_msg("\"%s\" is not in:\n%s", words, letters);
	free(letters);
}

static void each_case_is_told_once_a_step_in_one_letter_a_day(void **state)
{
	(void)state;
	for (int restarts = 0; restarts < 2; restarts++) {
		struct province *province = province_new(rules, "03-02 08:00"); /* a Monday */
		province->restarts = restarts;
		put(province, "A", "U001", "03-12 17:00", true); /* a Thursday: told 9th and 11th */
		put(province, "B", "U001", "03-12 11:00", true);
		put(province, "C", "U001", "03-13 17:00", true); /* told 10th and 12th */
		put(province, "D", "U002", "03-16 17:00", true); /* a Monday: told 11th and 13th */
		province_run(province, at("03-20 08:00"));
		assert_string_equal(province->read.data, "03-09 07:30 - digest 1@c.vn\n"
							 "03-10 07:30 - digest 1@c.vn\n"
							 "03-11 07:30 - digest 1@c.vn\n"
							 "03-11 07:30 - digest 2@c.vn\n"
							 "03-12 07:30 - digest 1@c.vn\n"
							 "03-13 07:30 - digest 2@c.vn\n");
		assert_says(letters_to(province, "1@c.vn"), "2 hồ sơ còn 3 ngày làm việc.");
		assert_says(
			letters_to(province, "2@c.vn"), "còn 1 ngày làm việc, hẹn trả 16/03/2026");
		assert_says(letters_to(province, "2@c.vn"), "[Nhắc hạn] Hồ sơ sắp đến hạn");
		province_free(province);
	}
}

static void a_case_that_was_finished_is_told_of_no_more(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	put(province, "A", "U001", "03-12 17:00", true);
	province_run(province, at("03-10 08:00"));
	assert_int_equal(province->letters, 1);
	put(province, "A", "U001", "03-12 17:00", false);
	province_run(province, at("03-20 08:00"));
	assert_int_equal(province->letters, 1);
	province_free(province);
}

static void a_due_date_that_is_moved_on_is_warned_of_at_its_own_steps(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	put(province, "A", "U001", "03-12 17:00", true);
	province_run(province, at("03-10 08:00")); /* told on the 9th */
	put(province, "A", "U001", "03-19 17:00", true);
	province_run(province, at("03-31 08:00"));
	assert_string_equal(province->read.data, "03-09 07:30 - digest 1@c.vn\n"
						 "03-16 07:30 - digest 1@c.vn\n"
						 "03-18 07:30 - digest 1@c.vn\n");
	province_free(province);
}

static void a_missed_step_is_told_when_the_portal_is_back(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	put(province, "A", "U001", "03-12 17:00", true);
	province_run(province, at("03-06 18:00"));
	province->portal_down = true;
	province_run(province, at("03-10 09:00")); /* the 9th went by with stale data */
	assert_int_equal(province->letters, 0);
	province->portal_down = false;
	province_run(province, at("03-10 10:00"));
	assert_string_equal(province->read.data, "03-10 09:00 - digest 1@c.vn\n");
	assert_says(letters_to(province, "1@c.vn"), "còn 2 ngày làm việc");
	province_free(province);
}

static void what_a_silence_hid_is_told_when_it_ends(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	struct hold hold = {.kind = HOLD_SILENCE,
		.rule = "due",
		.scope = -1,
		.subject = "",
		.starts = province->now,
		.until = at("03-10 15:00"),
		.by = "test",
		.why = ""};
	struct error error;
	put(province, "A", "U001", "03-12 17:00", true);
	fine(store_add_hold(province->app.ground.store, &hold, &error), &error);
	province_run(province, at("03-10 20:00"));
	assert_int_equal(province->letters, 1);
	assert_null(strstr(province->read.data, "03-09"));
	province_free(province);
}

static void trial_mode_warns_nobody_and_new_year_does_not_count(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "02-02 08:00");
	struct error error;
	province->trial = true;
	province_reload(province);
	put(province, "A", "U001", "02-06 17:00", true);
	province_run(province, at("02-08 08:00"));
	assert_int_equal(province->letters, 0);
	fine(store_arm(province->app.ground.store, province->now, &error), &error);
	put(province, "B", "U001", "02-24 17:00", true); /* three working days after Tết */
	province_run(province, at("02-28 08:00"));
	assert_string_equal(province->read.data, "02-12 07:30 - digest 1@c.vn\n"
						 "02-23 07:30 - digest 1@c.vn\n");
	province_free(province);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_case_is_told_once_a_step_in_one_letter_a_day),
		cmocka_unit_test(a_case_that_was_finished_is_told_of_no_more),
		cmocka_unit_test(a_due_date_that_is_moved_on_is_warned_of_at_its_own_steps),
		cmocka_unit_test(a_missed_step_is_told_when_the_portal_is_back),
		cmocka_unit_test(what_a_silence_hid_is_told_when_it_ends),
		cmocka_unit_test(trial_mode_warns_nobody_and_new_year_does_not_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
