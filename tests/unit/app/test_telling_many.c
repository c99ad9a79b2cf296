/* One letter instead of ninety: trial mode, the day's letter, wider episodes. */
#include "unit/app/province_fixture.h"

static const char rules_plain[] = "[rule pile-up]\nfire = overdue >= 10\nclear = overdue < 6\n"
				  "repeat = 2 working days\nnotify = chair\n"
				  "escalate = 3 working days: office\n"
				  "[channel chair]\ntype = email\nto = commune\n"
				  "[channel office]\ntype = email\nto = office@p.vn\n";

static void the_first_reading_of_a_province_sends_one_summary(void **state)
{
	(void)state;

	struct province *province = province_new(rules_plain, "03-02 08:00");
	province->trial = true;
	province_reload(province);
	for (int i = 0; i < 90; i++)
		province->overdue[i] = 12;
	province_run(province, at("03-02 10:00"));
	assert_string_equal(province->read.data, "03-02 08:00 - digest office@p.vn\n");
	/* a restart sends no second one, and nobody is reminded */
	province->restarts = true;
	province_run(province, at("03-12 10:00"));
	assert_int_equal(province->letters, 1);
	struct error error;
	fine(store_arm(province->app.ground.store, province->now, &error), &error);
	province_run(province, at("03-12 11:00"));
	assert_int_equal(province->letters, 1 + 90 + 90); /* the chairs, and the ladder's office */
	province_free(province);
}

static void the_days_letter_gathers_what_is_new(void **state)
{
	(void)state;
	struct province *province = province_new(
		"[rule pile-up]\nfire = overdue >= 10\nclear = overdue < 6\nnotify = office\n"
		"digest = 07:30\n[channel office]\ntype = email\nto = office@p.vn\n",
		"03-06 08:00"); /* a Friday */
	province->overdue[1] = province->overdue[2] = 12;
	province_run(province, at("03-07 08:00"));
	province->overdue[2] = 0; /* on Saturday: it is never told */
	province->overdue[3] = 15;
	province_run(province, at("03-09 12:00"));
	assert_string_equal(province->read.data, "03-09 07:30 - digest office@p.vn\n");
	province->overdue[1] = 0;
	province_run(province, at("03-11 12:00"));
	assert_string_equal(province->read.data,
		"03-09 07:30 - digest office@p.vn\n03-10 07:30 - digest office@p.vn\n");
	province_free(province);
}

static void rules_that_share_an_hour_share_a_letter(void **state)
{
	(void)state;
	struct province *province = province_new(
		"[rule a]\nfire = overdue >= 10\nnotify = office\ndigest = 07:30\n"
		"[rule b]\nfire = overdue-share >= 5%\nnotify = office\ndigest = 07:30\n"
		"[rule c]\nfire = overdue >= 5\nnotify = office\ndigest = 09:00\n"
		"[channel office]\ntype = email\nto = office@p.vn\n",
		"03-06 08:00"); /* a Friday */
	province->overdue[1] = 12;
	province_run(province, at("03-09 12:00"));
	assert_string_equal(province->read.data, "03-06 09:00 - digest office@p.vn\n"
						 "03-09 07:30 - digest office@p.vn\n");
	province_free(province);
}

static int count_unwatched(void *user, const struct delivery *delivery)
{
	*(int *)user += strstr(delivery->body, "không còn được theo dõi") != NULL;
	return 0;
}

/* What a rule that is gone, or is of another scope now, would say of the numbers nobody knows. */
static void an_alert_that_loses_its_rule_closes_unmeasured(void **state)
{
	(void)state;
	static const char *const changed[] = {
		"[rule other]\nfire = overdue >= 100\nnotify = office\n"
		"[channel office]\ntype = email\nto = office@p.vn\n",
		"[rule a]\nfire = overdue >= 100\nscope = province\nnotify = office\n"
		"[channel office]\ntype = email\nto = office@p.vn\n"};
	for (int i = 0; i < 2; i++) {
		struct province *province =
			province_new("[rule a]\nfire = overdue-share >= 5%\nnotify = office\n"
				     "[channel office]\ntype = email\nto = office@p.vn\n",
				"03-02 08:00");
		struct error error;
		int unwatched = 0;
		province->overdue[1] = 12;
		province_run(province, at("03-02 09:00"));
		province->rules = changed[i];
		province_reload(province);
		province_run(province, at("03-02 10:00"));
		assert_int_equal(province->letters, 2);
		assert_non_null(strstr(province->read.data, " 22001 closed office@p.vn\n"));
		fine(store_deliveries(province->app.ground.store,
			     &(struct delivery_filter){.part = DELIVERY_WHOLE}, count_unwatched,
			     &unwatched, &error),
			&error);
		assert_int_equal(unwatched, 1);
		province_free(province);
	}
}

static int count_kind(void *user, const struct alert_news *news)
{
	int *kinds = user;
	kinds[news->kind]++;
	return 0;
}

static void assert_news(struct province *province, int64_t episode, int opened, int closed)
{
	int kinds[NEWS_KINDS] = {0};
	struct error error;
	fine(store_news(province->app.ground.store, episode, count_kind, kinds, &error), &error);
	assert_int_equal(kinds[NEWS_OPENED], opened);
	assert_int_equal(kinds[NEWS_CLOSED], closed);
	assert_int_equal(kinds[NEWS_RAISED] + kinds[NEWS_LOWERED] + kinds[NEWS_REMINDER], 0);
}

/* The day's letter and one that waits for office hours tell the transition: they are none themselves. */
static void what_a_letter_tells_later_happened_once(void **state)
{
	(void)state;
	struct province *province =
		province_new("[rule a]\nfire = overdue >= 10\nnotify = office\ndigest = 07:30\n"
			     "[rule b]\nfire = overdue >= 10\nnotify = chair\n"
			     "[channel office]\ntype = email\nto = office@p.vn\n"
			     "[channel chair]\ntype = email\nto = commune\nhours = working\n",
			"03-06 18:00"); /* a Friday */
	province->overdue[1] = 12;
	province_run(province, at("03-09 12:00"));
	assert_int_equal(province->letters, 2);
	assert_news(province, 1, 1, 0);
	assert_news(province, 2, 1, 0);
	province->overdue[1] = 0;
	province_run(province, at("03-09 18:00"));
	province_run(province, at("03-11 12:00"));
	assert_int_equal(province->letters, 4);
	assert_news(province, 1, 1, 1);
	assert_news(province, 2, 1, 1);
	province_free(province);
}

static void who_knows_of_the_province_is_not_told_of_each_commune(void **state)
{
	(void)state;
	struct province *province = province_new(
		"[rule pile-up]\nfire = overdue >= 10\nclear = overdue < 6\nnotify = chair, "
		"office\n"
		"[rule flood]\nfire = overdue >= 100\nclear = overdue < 50\nscope = province\n"
		"notify = office\n[channel chair]\ntype = email\nto = commune\n"
		"[channel office]\ntype = email\nto = office@p.vn\n",
		"03-02 08:00");
	for (int i = 0; i < 10; i++)
		province->overdue[i] = 12;
	province_run(province, at("03-03 08:00"));
	assert_int_equal(province->letters, 10 + 1); /* ten chairs; the office once */
	assert_non_null(strstr(province->read.data, " 68 opened office@p.vn\n"));
	for (int i = 2; i < 10; i++)
		province->overdue[i] = 0;
	province_run(province, at("03-04 08:00"));
	/* eight closings for chairs, the province's for the office; then the two that remain */
	assert_non_null(strstr(province->read.data, " 68 closed office@p.vn\n"));
	province_run(province, at("03-05 08:00"));
	assert_non_null(strstr(province->read.data, " 22000 opened office@p.vn\n"));
	assert_non_null(strstr(province->read.data, " 22001 opened office@p.vn\n"));
	assert_null(strstr(province->read.data, " 22002 opened office@p.vn\n"));
	assert_int_equal(province->letters, 11 + 8 + 1 + 2);
	province_free(province);
}

static void a_portal_that_is_stale_is_news_of_its_own(void **state)
{
	(void)state;
	struct province *province = province_new(
		"[rule portal]\nfire = stale >= 30 hours\nscope = portal\nnotify = office\n"
		"[rule pile-up]\nfire = overdue >= 10\nnotify = chair\n"
		"[channel chair]\ntype = email\nto = commune\n"
		"[channel office]\ntype = email\nto = office@p.vn\n",
		"03-02 08:00");
	province_run(province, at("03-02 09:00"));
	province->portal_down = true;
	province->overdue[1] = 12;
	province_run(province, at("03-04 09:00"));
	assert_string_equal(province->read.data, "03-03 14:00 p opened office@p.vn\n");
	province->portal_down = false;
	province_run(province, at("03-04 10:00"));
	assert_string_equal(province->read.data, "03-03 14:00 p opened office@p.vn\n"
						 "03-04 09:00 p closed office@p.vn\n"
						 "03-04 09:00 22001 opened 1@c.vn\n");
	province_free(province);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_reading_of_a_province_sends_one_summary),
		cmocka_unit_test(the_days_letter_gathers_what_is_new),
		cmocka_unit_test(an_alert_that_loses_its_rule_closes_unmeasured),
		cmocka_unit_test(rules_that_share_an_hour_share_a_letter),
		cmocka_unit_test(what_a_letter_tells_later_happened_once),
		cmocka_unit_test(a_portal_that_is_stale_is_news_of_its_own),
		cmocka_unit_test(who_knows_of_the_province_is_not_told_of_each_commune),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
