/* Measures that no tally holds, over a store with a few cases. */
#include "unit/app/province_fixture.h"

static instant at_or_none(const char *text)
{
	return text ? at(text) : INSTANT_NONE;
}

static void put_finished(struct province *province, const char *code, int status,
	const char *submitted, const char *received, const char *due, const char *finished)
{
	struct case_record record = province_record(code, "U001");
	record.facts.submitted = at_or_none(submitted);
	record.facts.received = at_or_none(received);
	record.facts.due = at_or_none(due);
	record.facts.finished = at_or_none(finished);
	record.facts.channel = CHANNEL_ONLINE;
	record.facts.status = (uint8_t)status;
	province_put_case(province, &record);
}

static void put(struct province *province, const char *code, int status, const char *submitted,
	const char *received, const char *due)
{
	put_finished(province, code, status, submitted, received, due, NULL);
}

static void put_closed(
	struct province *province, const char *code, const char *due, const char *finished)
{
	put_finished(province, code, 10, NULL, "01-05 08:00", due, finished);
}

static struct measure_input measured_by(struct province *province, unsigned needs)
{
	struct measure_input input;
	struct subject subject;
	struct error error;
	bool more = true;
	while (more)
		fine(store_judge_due(province->app.ground.store, &province->app.ground.judge,
			     province->now, 100, &province->app.ground.tally, &more, &error),
			&error);
	subjects_sum(province->subjects, province->now);
	assert_true(subjects_find(province->subjects, SCOPE_COMMUNE, "22001", &subject));
	fine(subjects_measure(province->subjects, &subject, needs, &input, &error), &error);
	return input;
}

static struct measure_input measured(struct province *province)
{
	return measured_by(province, NEED_FORECAST | NEED_PARKED | NEED_ACCEPTANCE);
}

static const char rules[] = "[rule r]\nfire = overdue >= 10\nnotify = office\n"
			    "[channel office]\ntype = email\nto = office@p.vn\n";

static void the_forecast_is_of_the_end_of_the_next_working_day(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-06 08:00"); /* a Friday */
	put(province, "A", 2, NULL, "03-02 08:00", "03-06 17:00"); /* late from Saturday on */
	put(province, "B", 2, NULL, "03-02 08:00", "03-09 17:00"); /* Monday: on time then */
	put(province, "C", 2, NULL, "03-02 08:00", "03-04 17:00"); /* late already */
	struct measure_input input = measured(province);
	assert_int_equal(input.forecast, 1);
	assert_int_equal(measures[MEASURE_FORECAST_OVERDUE].value(&input), 2);
	province_free(province);
}

static void an_application_has_eight_working_hours_to_be_accepted(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-06 15:00");
	put(province, "A", 1, "03-06 09:00", NULL, NULL);
	assert_int_equal(measured(province).late_acceptance, 0);
	province->now = at("03-09 09:00"); /* 2.5 + 3.5 + 2 hours later */
	assert_int_equal(measured(province).late_acceptance, 0);
	province->now = at("03-09 09:05");
	assert_int_equal(measured(province).late_acceptance, 1);
	province_free(province);
}

static void a_pause_of_more_than_fifteen_working_days_is_parking(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	put(province, "A", 5, NULL, "03-02 07:30", "03-20 17:00");
	province->now = at("03-23 12:00"); /* the fifteenth working day after */
	assert_int_equal(measured(province).parked, 0);
	province->now = at("03-24 12:00");
	assert_int_equal(measured(province).parked, 1);
	province_free(province);
}

static void the_late_share_is_of_what_was_finished_in_the_last_thirty_days(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-31 08:00");
	put_closed(province, "A", "03-10 17:00", "03-12 09:00"); /* late */
	put_closed(province, "B", "03-10 17:00", "03-10 09:00"); /* on time */
	put_closed(province, "C", "03-10 17:00", "03-09 09:00"); /* early */
	put_closed(province, "D", "02-10 17:00", "03-02 09:00"); /* late, thirty days ago */
	put_closed(province, "E", "02-10 17:00", "03-01 09:00"); /* late, before that */
	struct measure_input input = measured_by(province, NEED_RECENT);
	assert_int_equal(input.recent_closed, 4);
	assert_int_equal(measures[MEASURE_LATE_SHARE].value(&input), 5000);
	assert_int_equal(measures[MEASURE_LATE_SHARE].base(&input), 4);
	/* what is finished after the walk follows from the tally */
	put(province, "F", 2, NULL, "03-02 08:00", "03-30 17:00");
	put_finished(province, "F", 10, NULL, "03-02 08:00", "03-30 17:00", "03-31 07:30");
	input = measured_by(province, NEED_RECENT);
	assert_int_equal(input.recent_closed, 5);
	assert_int_equal(input.recent_late, 3);
	/* the next day begins anew: one more has left the thirty days */
	province->now = at("04-01 08:00");
	assert_int_equal(measured_by(province, NEED_RECENT).recent_closed, 4);
	province_free(province);
}

static void growth_is_what_became_overdue_less_what_was_finished(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-09 08:00"); /* a Monday */
	put(province, "A", 2, NULL, "03-02 08:00", "03-04 17:00"); /* late since Thursday */
	put(province, "B", 2, NULL, "03-02 08:00", "03-06 17:00"); /* since Saturday */
	put(province, "C", 2, NULL, "03-02 08:00", "03-06 17:00");
	put_closed(province, "D", "03-04 17:00", "03-08 10:00"); /* was late on Friday */
	put_closed(province, "E", "03-04 17:00", "03-06 10:00"); /* was finished by then */
	struct measure_input input = measured_by(province, NEED_BEFORE);
	assert_int_equal(input.overdue_before, 2); /* A and D */
	assert_int_equal(measures[MEASURE_GROWTH].value(&input), 1); /* A, B, C now */
	put_finished(province, "A", 10, NULL, "03-02 08:00", "03-04 17:00", "03-09 07:30");
	put_finished(province, "B", 10, NULL, "03-02 08:00", "03-06 17:00", "03-09 07:30");
	input = measured_by(province, NEED_BEFORE);
	assert_int_equal(measures[MEASURE_GROWTH].value(&input), -1);
	province_free(province);
}

static void a_commune_is_silent_for_whole_working_days(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-05 08:00");
	assert_int_equal(measured_by(province, NEED_RECEIPTS).unknown, NEED_RECEIPTS);
	put(province, "A", 2, NULL, "03-05 07:30", "03-20 17:00"); /* a Thursday */
	assert_int_equal(measured_by(province, NEED_RECEIPTS).silent_days, 0);
	province->now = at("03-06 16:00");
	assert_int_equal(measured_by(province, NEED_RECEIPTS).silent_days, 0);
	province->now = at("03-10 08:00"); /* Friday and Monday went by */
	assert_int_equal(measured_by(province, NEED_RECEIPTS).silent_days, 2);
	put(province, "B", 2, NULL, "03-10 07:30", "03-20 17:00");
	assert_int_equal(measured_by(province, NEED_RECEIPTS).silent_days, 0);
	province_free(province);
}

static void what_cannot_be_said_neither_fires_nor_clears(void **state)
{
	(void)state;
	struct province *province =
		province_new("[rule silent]\nfire = silent-days >= 2 working days\n"
			     "notify = office\n[channel office]\ntype = email\n"
			     "to = office@p.vn\n",
			"03-05 08:00");
	put(province, "A", 2, NULL, "03-05 07:30", "03-20 17:00");
	province_run(province, at("03-11 08:00"));
	assert_string_equal(province->read.data, "03-10 08:00 22001 opened office@p.vn\n");
	province_free(province);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_forecast_is_of_the_end_of_the_next_working_day),
		cmocka_unit_test(an_application_has_eight_working_hours_to_be_accepted),
		cmocka_unit_test(a_pause_of_more_than_fifteen_working_days_is_parking),
		cmocka_unit_test(the_late_share_is_of_what_was_finished_in_the_last_thirty_days),
		cmocka_unit_test(growth_is_what_became_overdue_less_what_was_finished),
		cmocka_unit_test(a_commune_is_silent_for_whole_working_days),
		cmocka_unit_test(what_cannot_be_said_neither_fires_nor_clears),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
