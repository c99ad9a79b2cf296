/* Measures that no tally holds, over a store with a few cases. */
#include "unit/app/province_fixture.h"

static void put(struct province *province, const char *code, int status, const char *submitted,
	const char *received, const char *due)
{
	struct batch *batch = batch_new();
	struct put_result result;
	struct error error;
	int64_t poll;
	struct case_record record = {.code = slice_of(code),
		.unit = SLICE("U001"),
		.procedure = SLICE("1.001234"),
		.field = SLICE("F1"),
		.facts = {.submitted = submitted ? at(submitted) : INSTANT_NONE,
			.received = received ? at(received) : INSTANT_NONE,
			.due = due ? at(due) : INSTANT_NONE,
			.finished = INSTANT_NONE,
			.returned = INSTANT_NONE,
			.supplement_asked = INSTANT_NONE,
			.supplement_done = INSTANT_NONE,
			.channel = CHANNEL_ONLINE,
			.status = (uint8_t)status},
		.updated = INSTANT_NONE};
	batch_add(batch, &record);
	struct app *app = &province->app;
	fine(store_poll_begin(app->store, 1, false, province->now, &poll, &error), &error);
	fine(store_put_page(app->store, poll, batch, &app->judge, province->now, &app->tally,
		     &result, &error),
		&error);
	fine(store_poll_end(app->store, poll, POLL_COMPLETE, 1, 1, 0, "", province->now, &error),
		&error);
	batch_free(batch);
	poller_renew(province);
}

static struct measure_input measured(struct province *province)
{
	struct measure_input input;
	struct subject subject;
	struct error error;
	bool more = true;
	while (more)
		fine(store_judge_due(province->app.store, &province->app.judge, province->now, 100,
			     &province->app.tally, &more, &error),
			&error);
	subjects_sum(province->subjects, province->now);
	assert_true(subjects_find(province->subjects, SCOPE_COMMUNE, "22001", &subject));
	fine(subjects_measure(province->subjects, &subject,
		     NEED_FORECAST | NEED_PARKED | NEED_ACCEPTANCE, &input, &error),
		&error);
	return input;
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_forecast_is_of_the_end_of_the_next_working_day),
		cmocka_unit_test(an_application_has_eight_working_hours_to_be_accepted),
		cmocka_unit_test(a_pause_of_more_than_fifteen_working_days_is_parking),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
