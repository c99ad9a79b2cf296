/* What recipients are told, told as stories over a clock turned by hand. */
#include "core/alert/telling.h"
#include "unit/core/alert_fixture.h"

struct desk {
	struct stage stage; /* for its calendar */
	struct telling telling;
	struct telling_input input;
	struct duration repeat[2];
	int sequence;
	bool accepts; /* the receiver takes what is offered, at once */
};

static int open_desk(void **state)
{
	struct desk *desk = xcalloc(1, sizeof(*desk));
	desk->stage.zone = vietnam();
	desk->stage.calendar = official_calendar(desk->stage.zone, true);
	*state = desk;
	return 0;
}

static int close_desk(void **state)
{
	struct desk *desk = *state;
	calendar_free(desk->stage.calendar);
	zone_free(desk->stage.zone);
	free(desk);
	return 0;
}

static void set_desk(struct desk *desk, const char *opened)
{
	telling_init(&desk->telling, 7, "chair", "chutich@example.gov.vn");
	desk->sequence = 0;
	desk->accepts = true;
	desk->repeat[0] = duration_of("2 working days");
	desk->repeat[1] = duration_of("5 working days");
	desk->input = (struct telling_input){
		.calendar = desk->stage.calendar,
		.open = true,
		.opened = moment(opened),
		.addressed = true,
		.digest_minute = -1,
		.repeat = desk->repeat,
		.repeat_count = 2,
		.held = {INSTANT_NONE, INSTANT_NONE},
	};
}

#define TAKEN_BACK 100
/* The kind that was sent, NO_NEWS or TAKEN_BACK. */
static int look_at(struct desk *desk, instant now)
{
	enum news_kind kind;
	desk->input.now = now;
	struct counts counts = {.received = ++desk->sequence};
	switch (telling_step(&desk->telling, &desk->input, &kind)) {
	case TELL_NOTHING:
		return NO_NEWS;
	case TELL_TAKE_BACK:
		return TAKEN_BACK;
	case TELL_NEWS:
		break;
	}
	telling_offered(&desk->telling, &desk->input, kind, desk->sequence, &counts);
	if (desk->accepts)
		telling_accepted(&desk->telling, &desk->telling.offered);
	return (int)kind;
}

static int look(struct desk *desk, const char *at)
{
	return look_at(desk, moment(at));
}

#define assert_waits(desk, why, at)                                                                \
	do {                                                                                       \
		assert_string_equal(telling_wait_name((desk)->telling.wait), why);                 \
		assert_int_equal((desk)->telling.next_at, (at) ? moment(at) : INSTANT_NONE);       \
	} while (0)

static void an_opening_is_told_once_and_then_reminded_of(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00"); /* a Monday */
	assert_int_equal(look(desk, "11-02 08:00"), NEWS_OPENED);
	assert_int_equal(look(desk, "11-02 08:05"), NO_NEWS);
	assert_waits(desk, "reminder", "11-04 08:00");
	assert_int_equal(look(desk, "11-04 08:00"), NEWS_REMINDER);
	assert_int_equal(desk->telling.offered.reminders, 1);
	assert_waits(desk, "reminder", "11-11 08:00");
	assert_int_equal(look(desk, "11-11 08:00"), NEWS_REMINDER);
	assert_int_equal(look(desk, "11-18 08:00"), NEWS_REMINDER);
	assert_waits(desk, "reminder", "11-26 08:00"); /* Tuesday 24 is a holiday */
}

static void other_news_puts_the_next_reminder_off(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	look(desk, "11-02 08:00");
	desk->input.severity = SEVERITY_CRITICAL;
	assert_int_equal(look(desk, "11-03 16:00"), NEWS_RAISED);
	assert_int_equal(look(desk, "11-04 08:00"), NO_NEWS);
	assert_waits(desk, "reminder", "11-05 16:00");
}

static void nobody_is_reminded_of_what_is_about_to_close(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	look(desk, "11-02 08:00");
	desk->input.holding = true;
	assert_int_equal(look(desk, "11-04 09:00"), NO_NEWS);
	desk->input.holding = false; /* it came back */
	assert_int_equal(look(desk, "11-04 09:30"), NEWS_REMINDER);
}

static void the_ladder_is_not_climbed_for_what_is_about_to_close(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	desk->input.after = duration_of("1 working day");
	assert_int_equal(look(desk, "11-02 08:00"), NO_NEWS);
	assert_waits(desk, "escalation", "11-03 08:00");
	desk->input.holding = true;
	assert_int_equal(look(desk, "11-03 09:00"), NO_NEWS);
	assert_waits(desk, "idle", NULL);
	desk->input.holding = false; /* it came back */
	assert_int_equal(look(desk, "11-03 09:30"), NEWS_OPENED);
	/* and what closes unheard of is not told at all */
	set_desk(desk, "11-02 08:00");
	desk->input.holding = true;
	assert_int_equal(look(desk, "11-02 09:00"), NO_NEWS);
	desk->input.open = desk->input.holding = false;
	assert_int_equal(look(desk, "11-02 12:00"), NO_NEWS);
}

static void a_changed_repeat_list_is_followed_from_the_last_message(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	desk->input.repeat_count = 0;
	look(desk, "11-02 08:00");
	assert_waits(desk, "idle", NULL);
	desk->input.repeat_count = 1;
	assert_int_equal(look(desk, "11-02 09:00"), NO_NEWS);
	assert_waits(desk, "reminder", "11-04 08:00");
}

static void what_falls_on_a_saturday_waits_for_monday_and_is_looked_at_again(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-14 10:00");
	desk->input.office_hours = true;
	assert_int_equal(look(desk, "11-14 10:00"), NO_NEWS);
	assert_waits(desk, "office-hours", "11-16 07:00");
	desk->input.severity = SEVERITY_CRITICAL; /* on Sunday it gets worse */
	assert_int_equal(look(desk, "11-15 10:00"), NO_NEWS);
	assert_int_equal(look(desk, "11-16 07:00"), NEWS_OPENED);
	assert_int_equal(desk->telling.offered.severity, SEVERITY_CRITICAL);
}

static void what_comes_and_goes_in_a_weekend_is_never_told(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-14 10:00");
	desk->input.office_hours = true;
	look(desk, "11-14 10:00");
	desk->input.open = false;
	assert_int_equal(look(desk, "11-15 10:00"), NO_NEWS);
	assert_true(telling_over(&desk->telling, &desk->input));
	assert_int_equal(look(desk, "11-16 08:00"), NO_NEWS);
}

static void the_days_letter_goes_at_its_time_on_a_working_day(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-13 09:00"); /* a Friday */
	desk->input.digest_minute = 7 * 60 + 30;
	assert_int_equal(look(desk, "11-13 09:00"), NO_NEWS);
	assert_waits(desk, "digest", "11-16 07:30");
	assert_int_equal(look(desk, "11-16 07:29"), NO_NEWS);
	assert_int_equal(
		look(desk, "11-16 07:31"), NEWS_OPENED); /* a late pass is not a lost day */
	desk->input.open = false;
	assert_int_equal(look(desk, "11-16 12:00"), NO_NEWS);
	assert_waits(desk, "digest", "11-17 07:30");
	assert_int_equal(look(desk, "11-17 07:30"), NEWS_CLOSED);
}

static void the_ladder_is_climbed_in_working_days(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-12 08:00"); /* a Thursday */
	desk->input.after = duration_of("3 working days");
	assert_int_equal(look(desk, "11-12 08:00"), NO_NEWS);
	assert_waits(desk, "escalation", "11-17 08:00");
	assert_int_equal(look(desk, "11-17 07:59"), NO_NEWS);
	assert_int_equal(look(desk, "11-17 08:00"), NEWS_OPENED);
}

static void who_was_not_reached_by_the_ladder_hears_of_no_closing(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-12 08:00");
	desk->input.after = duration_of("3 working days");
	look(desk, "11-12 08:00");
	desk->input.open = false;
	assert_int_equal(look(desk, "11-13 08:00"), NO_NEWS);
	assert_true(telling_over(&desk->telling, &desk->input));
}

static void an_acknowledgement_stops_reminders_and_the_ladder_but_no_closing(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	look(desk, "11-02 08:00");
	desk->input.held.acknowledged_until = moment("11-09 08:00");
	assert_int_equal(look(desk, "11-04 08:00"), NO_NEWS);
	assert_waits(desk, "acknowledged", "11-09 08:00");
	desk->input.severity = SEVERITY_CRITICAL; /* then holds_effect() has none: see hold */
	assert_int_equal(look(desk, "11-05 08:00"), NEWS_RAISED);
	desk->input.open = false;
	assert_int_equal(look(desk, "11-06 08:00"), NEWS_CLOSED);
	set_desk(desk, "11-02 08:00");
	desk->input.after = duration_of("1 working day");
	desk->input.held.acknowledged_until = moment("11-09 08:00");
	assert_int_equal(look(desk, "11-04 08:00"), NO_NEWS);
	desk->input.held.acknowledged_until = INSTANT_NONE; /* it ran out */
	assert_int_equal(look(desk, "11-09 08:00"), NEWS_OPENED);
}

/* The reminder of 4 November falls into the hold, the one after it does not. */
static void the_next_instant_of_a_held_reminder_is_the_end_of_the_hold(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	look(desk, "11-02 08:00");
	assert_waits(desk, "reminder", "11-04 08:00");
	desk->input.held.acknowledged_until = moment("11-05 10:00");
	assert_int_equal(look(desk, "11-02 09:00"), NO_NEWS);
	assert_waits(desk, "acknowledged", "11-05 10:00");
	desk->input.held.acknowledged_until = moment("11-03 10:00");
	assert_int_equal(look(desk, "11-02 09:00"), NO_NEWS);
	assert_waits(desk, "reminder", "11-04 08:00");
	desk->input.held.silenced_until = moment("11-06 17:00");
	assert_int_equal(look(desk, "11-02 10:00"), NO_NEWS);
	assert_waits(desk, "silenced", "11-06 17:00");
	desk->input.held = (struct hold_effect){INSTANT_NONE, INSTANT_NONE}; /* taken back */
	assert_int_equal(look(desk, "11-02 11:00"), NO_NEWS);
	assert_waits(desk, "reminder", "11-04 08:00");
}

static void what_a_silence_hid_is_told_when_it_ends_if_it_still_holds(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	desk->input.held.silenced_until = moment("11-06 17:00");
	assert_int_equal(look(desk, "11-02 08:00"), NO_NEWS);
	assert_waits(desk, "silenced", "11-06 17:00");
	desk->input.held.silenced_until = INSTANT_NONE;
	assert_int_equal(look(desk, "11-06 17:00"), NEWS_OPENED);
}

static void opposite_debts_cancel_under_a_silence(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	desk->input.repeat_count = 0;
	look(desk, "11-02 08:00");
	desk->input.held.silenced_until = moment("11-06 17:00");
	desk->input.severity = SEVERITY_CRITICAL;
	assert_int_equal(look(desk, "11-03 08:00"), NO_NEWS);
	desk->input.severity = SEVERITY_WARNING;
	assert_int_equal(look(desk, "11-04 08:00"), NO_NEWS);
	desk->input.held.silenced_until = INSTANT_NONE;
	assert_int_equal(look(desk, "11-06 17:00"), NO_NEWS);
}

static void a_closing_goes_through_a_silence_to_who_was_told(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	look(desk, "11-02 08:00");
	desk->input.held.silenced_until = moment("11-06 17:00");
	desk->input.open = false;
	assert_int_equal(look(desk, "11-03 08:00"), NEWS_CLOSED);
}

static void an_address_that_is_given_up_hears_only_the_closing(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	look(desk, "11-02 08:00");
	desk->input.addressed = false;
	assert_int_equal(look(desk, "11-04 08:00"), NO_NEWS);
	assert_waits(desk, "let-go", NULL);
	desk->input.severity = SEVERITY_CRITICAL;
	assert_int_equal(look(desk, "11-05 08:00"), NO_NEWS);
	desk->input.open = false;
	assert_int_equal(look(desk, "11-06 08:00"), NEWS_CLOSED);
}

static void an_opening_nobody_took_is_still_an_opening_when_the_band_rises(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	desk->accepts = false;
	assert_int_equal(look(desk, "11-02 08:00"), NEWS_OPENED);
	assert_waits(desk, "in-outbox", "11-04 08:00");
	desk->input.severity = SEVERITY_CRITICAL;
	assert_int_equal(look(desk, "11-02 09:00"), NEWS_OPENED);
}

static void what_came_and_went_before_it_was_taken_is_taken_back(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	desk->accepts = false;
	look(desk, "11-02 08:00");
	desk->input.open = false;
	assert_int_equal(look(desk, "11-02 09:00"), TAKEN_BACK);
	assert_int_equal(look(desk, "11-02 09:05"), NO_NEWS);
	set_desk(desk, "11-02 08:00");
	look(desk, "11-02 08:00");
	desk->accepts = false;
	desk->input.severity = SEVERITY_CRITICAL;
	assert_int_equal(look(desk, "11-02 09:00"), NEWS_RAISED);
	desk->input.severity = SEVERITY_WARNING;
	assert_int_equal(look(desk, "11-02 10:00"), TAKEN_BACK);
	assert_waits(desk, "reminder", "11-04 08:00"); /* from what they know */
}

/* The opening was under way when it was taken back, and got there. */
static void who_hears_of_an_opening_after_all_hears_of_the_closing(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	desk->accepts = false;
	look(desk, "11-02 08:00");
	struct knowledge under_way = desk->telling.offered;
	desk->input.open = false;
	assert_int_equal(look(desk, "11-02 09:00"), TAKEN_BACK);
	telling_accepted(&desk->telling, &under_way);
	desk->accepts = true;
	assert_int_equal(look(desk, "11-02 09:01"), NEWS_CLOSED);
}

static void stale_data_tells_nobody_anything(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	look(desk, "11-02 08:00");
	desk->input.stale = true;
	assert_int_equal(look(desk, "11-04 08:00"), NO_NEWS);
	assert_waits(desk, "stale", NULL);
	desk->input.stale = false;
	assert_int_equal(look(desk, "11-06 08:00"), NEWS_REMINDER);
}

static void before_it_is_armed_nobody_is_told(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	desk->input.trial = true;
	assert_int_equal(look(desk, "11-02 08:00"), NO_NEWS);
	assert_waits(desk, "trial", NULL);
	desk->input.trial = false;
	assert_int_equal(look(desk, "11-03 08:00"), NEWS_OPENED);
}

static void what_a_wider_episode_covers_is_told_when_that_is_over(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "11-02 08:00");
	desk->input.covered = true;
	assert_int_equal(look(desk, "11-02 08:00"), NO_NEWS);
	assert_waits(desk, "covered", NULL);
	desk->input.covered = false;
	assert_int_equal(look(desk, "11-03 08:00"), NEWS_OPENED);
}

static void without_a_calendar_nothing_is_guessed(void **state)
{
	struct desk *desk = *state;
	set_desk(desk, "12-31 08:00"); /* the calendar ends with 2026 */
	desk->input.after = duration_of("3 working days");
	assert_int_equal(look(desk, "12-31 09:00"), NO_NEWS);
	assert_waits(desk, "no-calendar", NULL);
	desk->input.after = (struct duration){0};
	assert_int_equal(look(desk, "12-31 09:00"), NEWS_OPENED);
	assert_waits(desk, "idle", NULL); /* the reminder's instant is not known */
}

static void holds_stand_between_their_instants_and_speak_of_what_they_name(void **state)
{
	(void)state;
	struct hold_subject what = {7, "pile-up", SCOPE_COMMUNE, "22954", SEVERITY_WARNING};
	struct hold hold = {.kind = HOLD_ACKNOWLEDGEMENT,
		.episode = 7,
		.scope = -1,
		.starts = moment("11-02 08:00"),
		.until = moment("11-04 08:00"),
		.ended = INSTANT_NONE};
	assert_false(hold_stands(&hold, moment("11-02 07:59")));
	assert_true(hold_stands(&hold, moment("11-02 08:00")));
	assert_false(hold_stands(&hold, moment("11-04 08:00")));
	assert_true(hold_covers(&hold, &what));
	what.severity = SEVERITY_CRITICAL; /* worse than when it was acknowledged */
	assert_false(hold_covers(&hold, &what));
	hold = (struct hold){.kind = HOLD_SILENCE,
		.rule = "",
		.scope = SCOPE_COMMUNE,
		.subject = "22954",
		.starts = moment("11-02 08:00"),
		.until = moment("11-04 08:00"),
		.ended = INSTANT_NONE};
	assert_true(hold_covers(&hold, &what));
	assert_int_equal(holds_effect(&hold, 1, &what, moment("11-03 08:00")).silenced_until,
		moment("11-04 08:00"));
	hold.rule = "slow";
	assert_false(hold_covers(&hold, &what));
	hold.rule = "pile-up";
	hold.ended = moment("11-03 08:00");
	assert_false(hold_stands(&hold, moment("11-03 08:00")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_opening_is_told_once_and_then_reminded_of),
		cmocka_unit_test(other_news_puts_the_next_reminder_off),
		cmocka_unit_test(nobody_is_reminded_of_what_is_about_to_close),
		cmocka_unit_test(the_ladder_is_not_climbed_for_what_is_about_to_close),
		cmocka_unit_test(a_changed_repeat_list_is_followed_from_the_last_message),
		cmocka_unit_test(what_falls_on_a_saturday_waits_for_monday_and_is_looked_at_again),
		cmocka_unit_test(what_comes_and_goes_in_a_weekend_is_never_told),
		cmocka_unit_test(the_days_letter_goes_at_its_time_on_a_working_day),
		cmocka_unit_test(the_ladder_is_climbed_in_working_days),
		cmocka_unit_test(who_was_not_reached_by_the_ladder_hears_of_no_closing),
		cmocka_unit_test(an_acknowledgement_stops_reminders_and_the_ladder_but_no_closing),
		cmocka_unit_test(the_next_instant_of_a_held_reminder_is_the_end_of_the_hold),
		cmocka_unit_test(what_a_silence_hid_is_told_when_it_ends_if_it_still_holds),
		cmocka_unit_test(opposite_debts_cancel_under_a_silence),
		cmocka_unit_test(a_closing_goes_through_a_silence_to_who_was_told),
		cmocka_unit_test(an_address_that_is_given_up_hears_only_the_closing),
		cmocka_unit_test(an_opening_nobody_took_is_still_an_opening_when_the_band_rises),
		cmocka_unit_test(what_came_and_went_before_it_was_taken_is_taken_back),
		cmocka_unit_test(who_hears_of_an_opening_after_all_hears_of_the_closing),
		cmocka_unit_test(stale_data_tells_nobody_anything),
		cmocka_unit_test(before_it_is_armed_nobody_is_told),
		cmocka_unit_test(what_a_wider_episode_covers_is_told_when_that_is_over),
		cmocka_unit_test(without_a_calendar_nothing_is_guessed),
		cmocka_unit_test(holds_stand_between_their_instants_and_speak_of_what_they_name),
	};
	return cmocka_run_group_tests(tests, open_desk, close_desk);
}
