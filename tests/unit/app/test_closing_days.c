/* A page that comes after midnight waits until the evaluator has closed the day before, by pieces. */
#define COMMUNES 95
#include "unit/app/province_fixture.h"

#include "app/service.h"
#include "deliver/dispatcher.h"
#include "evaluate/evaluator.h"
#include "poll/intake.h"
#include "site/clock.h"
#include "store/store_closing.h"
#include "store/store_witness.h"

static const char rules[] = "[channel office]\ntype = email\nto = a@b.vn\n"
			    "[rule pile-up]\nfire = overdue >= 10\nnotify = office\n";

struct night {
	struct province *province;
	struct intake *intake;
	int64_t poll;
};

static void on_progress(void *user)
{
	(void)user;
}

/* The day ended; what is counted of it is read, and a page of the new one is at hand. */
static int begin(void **state)
{
	struct night *night = xcalloc(1, sizeof(*night));
	struct province *province = province_new(rules, "06-01 08:00");
	struct app *app = &province->app;
	struct error error;
	bool more;
	night->province = province;
	for (int i = 0; i < COMMUNES; i++)
		province->overdue[i] = 2;
	province_poll(province);
	fine(store_close_days(app->ground.store, &app->ground.judge, province->now, 10,
		     &app->ground.tally, &more, &error),
		&error);
	app->ground.once = false;
	app->service = service_new(&app->ground);
	app->dispatcher = dispatcher_new(&app->ground);
	fine(evaluator_new(&app->ground, &app->evaluator, &error), &error);
	province->now = at("06-02 00:01");
	clock_set(province->now);
	night->intake = intake_new(&app->ground, on_progress, night);
	fine(store_poll_begin(app->ground.store, 1, false, province->now, &night->poll, &error),
		&error);
	intake_begin(night->intake, night->poll);
	*state = night;
	return 0;
}

static int end(void **state)
{
	struct night *night = *state;
	struct province *province = night->province;
	intake_free(night->intake);
	dispatcher_free(province->app.dispatcher);
	evaluator_free(province->app.evaluator);
	service_free(province->app.service);
	clock_set(INSTANT_NONE);
	province_free(province);
	free(night);
	return 0;
}

static void put_one(struct night *night)
{
	intake_record(night->intake, &(struct case_record){
					     .code = SLICE("H68-000-999"),
					     .unit = SLICE("U000"),
					     .procedure = SLICE("1.001234"),
					     .field = SLICE("F1"),
					     .facts = {.submitted = INSTANT_NONE,
						     .received = at("06-02 00:00"),
						     .due = at("06-09 17:00"),
						     .finished = INSTANT_NONE,
						     .returned = INSTANT_NONE,
						     .supplement_asked = INSTANT_NONE,
						     .supplement_done = INSTANT_NONE,
						     .status = STATUS_PROCESSING,
						     .channel = CHANNEL_ONLINE},
				     });
	intake_page_whole(night->intake);
	intake_flush(night->intake);
}

static int64_t received_on(struct night *night, const char *evening)
{
	struct app *app = &night->province->app;
	struct counts counts = {0};
	struct error error;
	uint32_t unit = 1;
	fine(store_day_counts(app->ground.store, DAY_OF_UNIT, &unit, 1,
		     zone_day(ground_zone(&app->ground), at(evening)), &counts, &error),
		&error);
	return counts.received;
}

static void a_page_waits_for_the_pieces_of_a_closing(void **state)
{
	struct night *night = *state;
	struct app *app = &night->province->app;
	put_one(night);
	assert_false(evaluator_busy(app->evaluator));
	ev_run(app->ground.loop, EVRUN_NOWAIT);
	assert_false(intake_empty(night->intake)); /* it waits, and a pass begins */
	assert_true(store_days_wait(app->ground.store, night->province->now));
	assert_true(evaluator_busy(app->evaluator));
	while (!intake_empty(night->intake))
		ev_run(app->ground.loop, EVRUN_ONCE);
	assert_false(store_days_wait(app->ground.store, night->province->now));
	assert_int_equal(intake_changed(night->intake), 1);
	assert_int_equal(received_on(night, "06-01 20:00"), 2);
}

static void without_an_evaluator_that_can_the_page_closes_the_day_itself(void **state)
{
	struct night *night = *state;
	struct app *app = &night->province->app;
	struct evaluator *evaluator = app->evaluator;
	app->evaluator = NULL;
	put_one(night);
	ev_run(app->ground.loop, EVRUN_NOWAIT);
	assert_true(intake_empty(night->intake));
	assert_int_equal(received_on(night, "06-01 20:00"), 2);
	app->evaluator = evaluator;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_page_waits_for_the_pieces_of_a_closing, begin, end),
		cmocka_unit_test_setup_teardown(
			without_an_evaluator_that_can_the_page_closes_the_day_itself, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
