/* Which job is stuck: by two clocks, of which one may be set. */
#define COMMUNES 1
#include "unit/app/province_fixture.h"

#include "app/service.h"
#include "deliver/dispatcher.h"
#include "evaluate/evaluator.h"
#include "ground/wall_timer.h"
#include "site/clock.h"

#define SLACK (61 * SECOND_MS)

static const char rules[] = "[channel office]\ntype = email\nto = a@b.vn\n"
			    "[rule pile-up]\nfire = overdue >= 10\nnotify = office\n";

/* --- a timer on the wall clock ---------------------------------------------------------------- */

struct alarm {
	struct ev_loop *loop;
	struct wall_timer timer;
	int rung;
};

static void on_time(void *user)
{
	((struct alarm *)user)->rung++;
}

static int set_alarm(void **state)
{
	struct alarm *alarm = xcalloc(1, sizeof(*alarm));
	alarm->loop = ev_loop_new(EVFLAG_AUTO);
	wall_timer_init(&alarm->timer, alarm->loop, on_time, alarm);
	*state = alarm;
	return 0;
}

static int free_alarm(void **state)
{
	struct alarm *alarm = *state;
	wall_timer_stop(&alarm->timer);
	ev_loop_destroy(alarm->loop);
	free(alarm);
	return 0;
}

static void a_timer_whose_instant_has_not_come_is_not_late(void **state)
{
	struct alarm *alarm = *state;
	instant now = clock_real();
	assert_int_equal(wall_timer_moves_by(&alarm->timer, now, 1), INT64_MAX);
	wall_timer_start(&alarm->timer, now + HOUR_MS);
	assert_int_equal(wall_timer_moves_by(&alarm->timer, now, 1), INT64_MAX);
	assert_int_equal(wall_timer_moves_by(&alarm->timer, now + HOUR_MS - 1, HOUR_MS), INT64_MAX);
}

static void a_clock_set_back_makes_no_timer_late(void **state)
{
	struct alarm *alarm = *state;
	instant now = clock_real();
	wall_timer_start(&alarm->timer, now + HOUR_MS);
	/* two hours pass, and the clock was set back by a day */
	assert_int_equal(
		wall_timer_moves_by(&alarm->timer, now - 22 * HOUR_MS, 2 * HOUR_MS), INT64_MAX);
	/* it was late by the clock once, for a moment, and is not any more */
	int64_t by = wall_timer_moves_by(&alarm->timer, now + 2 * HOUR_MS, 3 * HOUR_MS);
	assert_int_equal(by, 3 * HOUR_MS + WALL_TIMER_SLACK_MS);
	assert_int_equal(wall_timer_moves_by(&alarm->timer, now, 4 * HOUR_MS), INT64_MAX);
	by = wall_timer_moves_by(&alarm->timer, now + 2 * HOUR_MS, 5 * HOUR_MS);
	assert_int_equal(by, 5 * HOUR_MS + WALL_TIMER_SLACK_MS);
}

static void a_clock_set_ahead_leaves_the_slack_from_when_that_is_seen(void **state)
{
	struct alarm *alarm = *state;
	instant now = clock_real();
	wall_timer_start(&alarm->timer, now + HOUR_MS);
	for (int64_t later = 1000; later < 100000; later += 30000)
		assert_int_equal(
			wall_timer_moves_by(&alarm->timer, now + 365 * DAY_MS + later, later),
			1000 + WALL_TIMER_SLACK_MS);
}

static void a_timer_rings_once_at_its_instant(void **state)
{
	struct alarm *alarm = *state;
	wall_timer_start(&alarm->timer, clock_real() + 30);
	ev_run(alarm->loop, 0); /* ends when nothing is left to wait for */
	assert_int_equal(alarm->rung, 1);
	assert_int_equal(wall_timer_moves_by(&alarm->timer, clock_real() + DAY_MS, 1), INT64_MAX);
}

/* --- the jobs --------------------------------------------------------------------------------- */

static int set_jobs(void **state)
{
	struct province *province = province_new(rules, "06-01 08:00");
	struct app *app = &province->app;
	struct error error;
	app->ground.once = false;
	app->service = service_new(&app->ground);
	app->dispatcher = dispatcher_new(&app->ground);
	fine(evaluator_new(&app->ground, &app->evaluator, &error), &error);
	*state = province;
	return 0;
}

static int free_jobs(void **state)
{
	struct province *province = *state;
	dispatcher_free(province->app.dispatcher);
	evaluator_free(province->app.evaluator);
	service_free(province->app.service);
	province_free(province);
	return 0;
}

static const char *stuck_in(const struct province *province, int64_t ms)
{
	return province->app.ground.calls->stuck_job(
		province->app.ground.user, clock_monotonic_ms() + ms);
}

static void jobs_with_nothing_to_do_are_not_stuck(void **state)
{
	assert_null(stuck_in(*state, 0));
	assert_null(stuck_in(*state, 100 * DAY_MS));
}

static void an_evaluator_whose_turn_does_not_come_is_stuck(void **state)
{
	struct province *province = *state;
	evaluator_kick(province->app.evaluator); /* and the loop does not run */
	assert_null(stuck_in(province, 0));
	assert_string_equal(stuck_in(province, SLACK), "evaluator");
}

static void a_dispatcher_whose_turn_does_not_come_is_stuck(void **state)
{
	struct province *province = *state;
	dispatcher_kick(province->app.dispatcher);
	assert_null(stuck_in(province, 0));
	assert_string_equal(stuck_in(province, SLACK), "dispatcher");
	dispatcher_kick(province->app.dispatcher); /* being told again is no progress */
	assert_string_equal(stuck_in(province, SLACK), "dispatcher");
}

static void a_poller_whose_turn_does_not_come_is_stuck(void **state)
{
	struct province *province = *state;
	pollers_start(&province->app.pollers, &(struct pollers){0});
	assert_null(stuck_in(province, 0));
	assert_string_equal(stuck_in(province, SLACK), "p");
}

static void jobs_that_had_their_turn_are_not_stuck(void **state)
{
	struct province *province = *state;
	struct app *app = &province->app;
	evaluator_kick(app->evaluator);
	dispatcher_kick(app->dispatcher);
	while (evaluator_busy(app->evaluator))
		ev_run(app->ground.loop, EVRUN_ONCE);
	ev_run(app->ground.loop, EVRUN_NOWAIT);
	assert_null(stuck_in(province, SLACK));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_timer_whose_instant_has_not_come_is_not_late, set_alarm, free_alarm),
		cmocka_unit_test_setup_teardown(
			a_clock_set_back_makes_no_timer_late, set_alarm, free_alarm),
		cmocka_unit_test_setup_teardown(
			a_clock_set_ahead_leaves_the_slack_from_when_that_is_seen, set_alarm,
			free_alarm),
		cmocka_unit_test_setup_teardown(
			a_timer_rings_once_at_its_instant, set_alarm, free_alarm),
		cmocka_unit_test_setup_teardown(
			jobs_with_nothing_to_do_are_not_stuck, set_jobs, free_jobs),
		cmocka_unit_test_setup_teardown(
			an_evaluator_whose_turn_does_not_come_is_stuck, set_jobs, free_jobs),
		cmocka_unit_test_setup_teardown(
			a_dispatcher_whose_turn_does_not_come_is_stuck, set_jobs, free_jobs),
		cmocka_unit_test_setup_teardown(
			a_poller_whose_turn_does_not_come_is_stuck, set_jobs, free_jobs),
		cmocka_unit_test_setup_teardown(
			jobs_that_had_their_turn_are_not_stuck, set_jobs, free_jobs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
