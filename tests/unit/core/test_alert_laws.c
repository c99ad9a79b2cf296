/* Laws of the alert's state machine over random rules, counts, outages and restarts. */
#include "unit/core/alert_fixture.h"

static const char *pick(const char *const *texts, size_t count)
{
	return texts[random_between(0, (int64_t)count - 1)];
}

static void random_stage(struct stage *stage)
{
	static const char *const lengths[] = {
		NULL, "10min", "3h", "1d", "2 working hours", "9 working hours", "2 working days"};
	static const char *const repeats[] = {
		NULL, "6h", "1 working day", "2 working days, 5 working days"};
	set_stage(stage, pick(lengths, ARRAY_SIZE(lengths)), pick(lengths, ARRAY_SIZE(lengths)),
		pick(repeats, ARRAY_SIZE(repeats)));
	if (random_between(0, 3) == 0)
		stage->rule.clear_count = 0;
}

/* A walk that visits all bands and sometimes goes stale for a while. */
struct walk {
	instant now;
	int64_t overdue;
	int stale_left;
};

static struct walk walk_begin(void)
{
	return (struct walk){
		moment("03-02 08:00") + random_between(0, 200) * DAY_MS, random_between(0, 40), 0};
}

static int64_t walk_on(struct walk *walk)
{
	walk->now += random_between(1, random_between(0, 9) ? 3 * HOUR_MS : 2 * DAY_MS);
	walk->overdue += random_between(-4, 4);
	if (random_between(0, 19) == 0)
		walk->overdue = random_between(0, 40);
	if (walk->overdue < 0)
		walk->overdue = 0;
	if (walk->stale_left > 0)
		walk->stale_left--;
	else if (random_between(0, 14) == 0)
		walk->stale_left = (int)random_between(1, 6);
	return walk->stale_left > 0 ? STALE : walk->overdue;
}

/* What a store keeps of an alert: numbers and texts, no row for an inactive one. */
static struct alert restarted(const struct alert *before)
{
	struct alert after;
	alert_init(&after, before->rule, before->scope, before->subject);
	if (before->state == ALERT_INACTIVE)
		return after;
	const int64_t row[] = {before->state, before->severity, before->episode, before->sequence,
		before->active_at, before->fired_at, before->keep_since, before->lower_since,
		before->frozen_at};
	after.state = (enum alert_state)row[0];
	after.severity = (enum severity)row[1];
	after.episode = row[2];
	after.sequence = (int)row[3];
	after.active_at = row[4];
	after.fired_at = row[5];
	after.keep_since = row[6];
	after.lower_since = row[7];
	after.frozen_at = row[8];
	for (int i = 0; i < CONDITIONS_MAX; i++)
		after.value[i] = before->value[i];
	return after;
}

static void assert_same_news(const struct alert_news *a, const struct alert_news *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->sequence, b->sequence);
	assert_int_equal(a->episode, b->episode);
	assert_int_equal(a->severity, b->severity);
	assert_int_equal(a->at, b->at);
	assert_int_equal(a->since, b->since);
	assert_int_equal(a->held_since, b->held_since);
	assert_memory_equal(&a->counts, &b->counts, sizeof(a->counts));
}

static void a_restart_at_any_point_changes_nothing(void **state)
{
	struct stage *lasting = *state, restarting = *lasting;
	seed_random("restart");
	int told = 0;
	for (int run = 0; run < 300; run++) {
		random_stage(lasting);
		restarting.rule = lasting->rule;
		restarting.alert = lasting->alert;
		struct walk walk = walk_begin();
		for (int i = 0; i < 100; i++) {
			int64_t overdue = walk_on(&walk);
			restarting.alert = restarted(&restarting.alert);
			int kind = step_at(lasting, walk.now, overdue);
			assert_int_equal(step_at(&restarting, walk.now, overdue), kind);
			assert_int_equal(next_at(&restarting), next_at(lasting));
			if (kind == NO_NEWS)
				continue;
			assert_same_news(&lasting->news, &restarting.news);
			told++;
		}
	}
	assert_true(told > 500);
}

/* An unsaved step must be one that changed nothing: whoever loses it loses nothing. */
static void what_is_not_saved_was_not_needed(void **state)
{
	struct stage *saving = *state, lazy = *saving;
	seed_random("saving");
	for (int run = 0; run < 300; run++) {
		random_stage(saving);
		lazy.rule = saving->rule;
		struct alert row = saving->alert;
		struct walk walk = walk_begin();
		for (int i = 0; i < 100; i++) {
			int64_t overdue = walk_on(&walk);
			lazy.alert = row;
			int kind = step_at(saving, walk.now, overdue);
			assert_int_equal(step_at(&lazy, walk.now, overdue), kind);
			assert_int_equal(lazy.changed, saving->changed);
			if (lazy.changed)
				row = lazy.alert;
			assert_int_equal(row.state, saving->alert.state);
		}
	}
}

static void nothing_is_ever_told_on_stale_data_and_the_state_stands(void **state)
{
	struct stage *stage = *state;
	seed_random("stale");
	for (int run = 0; run < 300; run++) {
		random_stage(stage);
		struct walk walk = walk_begin();
		for (int i = 0; i < 100; i++) {
			enum alert_state before = stage->alert.state;
			int64_t overdue = walk_on(&walk);
			int kind = step_at(stage, walk.now, overdue);
			if (overdue != STALE)
				continue;
			assert_int_equal(kind, NO_NEWS);
			assert_int_equal(stage->alert.state, before);
			assert_int_equal(next_at(stage), INSTANT_NONE);
		}
	}
}

/* Which news may follow which within an episode, and that each is counted. */
static void an_episode_reads_opened_then_changes_then_closed(void **state)
{
	struct stage *stage = *state;
	seed_random("episodes");
	for (int run = 0; run < 300; run++) {
		random_stage(stage);
		struct walk walk = walk_begin();
		int sequence = 0;
		bool open = false;
		enum severity severity = SEVERITY_WARNING;
		for (int i = 0; i < 100; i++) {
			int kind = step_at(stage, walk.now, walk_on(&walk));
			if (kind == NO_NEWS)
				continue;
			const struct alert_news *news = &stage->news;
			assert_int_equal(open, kind != NEWS_OPENED);
			sequence = kind == NEWS_OPENED ? 1 : sequence + 1;
			assert_int_equal(news->sequence, sequence);
			if (kind == NEWS_RAISED || kind == NEWS_LOWERED)
				assert_int_not_equal(news->severity, severity);
			severity = news->severity;
			open = kind != NEWS_CLOSED;
			assert_int_equal(stage->alert.state, open ? ALERT_FIRING : ALERT_INACTIVE);
		}
	}
}

/* `for`, told by adding up the time between steps that saw fresh data. */
static void for_runs_exactly_while_fresh_data_holds_the_condition(void **state)
{
	struct stage *stage = *state;
	static const char *const holds[] = {
		"10min", "3h", "1d", "2 working hours", "9 working hours", "30 working hours"};
	seed_random("for");
	int opened = 0;
	for (int run = 0; run < 1000; run++) {
		set_stage(stage, pick(holds, ARRAY_SIZE(holds)), NULL, NULL);
		bool working = stage->rule.hold.kind == DURATION_WORKING_HOURS;
		struct walk walk = walk_begin();
		int64_t held = -1, worked;
		instant before = walk.now;
		bool fresh_before = false;
		for (int i = 0; i < 60 && stage->alert.state != ALERT_FIRING; i++) {
			int64_t overdue = walk_on(&walk);
			assert_int_equal(
				calendar_work(stage->calendar, before, walk.now, &worked), 0);
			if (held >= 0 && fresh_before)
				held += working ? worked : walk.now - before;
			if (overdue != STALE && overdue < 10)
				held = -1;
			else if (overdue != STALE && held < 0)
				held = 0;
			bool due = overdue != STALE && held >= stage->rule.hold.amount;
			assert_int_equal(
				step_at(stage, walk.now, overdue), due ? NEWS_OPENED : NO_NEWS);
			opened += due;
			before = walk.now;
			fresh_before = overdue != STALE;
		}
	}
	assert_true(opened > 300);
}

/* Stepping more often, at instants between, neither adds nor takes away: only the announced
 * instants matter while the numbers stand still. */
static void the_announced_instant_is_the_next_at_which_something_happens(void **state)
{
	struct stage *stage = *state;
	seed_random("announced");
	for (int run = 0; run < 500; run++) {
		random_stage(stage);
		struct walk walk = walk_begin();
		for (int i = 0; i < 20; i++)
			step_at(stage, walk.now, walk_on(&walk));
		int64_t overdue = walk.overdue;
		step_at(stage, walk.now += MINUTE_MS, overdue);
		for (int i = 0; i < 5; i++) {
			instant next = next_at(stage);
			instant until = next == INSTANT_NONE ? walk.now + 9 * DAY_MS : next;
			for (int j = 0; j < 5 && until - 1 > walk.now; j++) {
				walk.now = random_between(walk.now, until - 1);
				assert_int_equal(step_at(stage, walk.now, overdue), NO_NEWS);
			}
			if (next == INSTANT_NONE)
				break;
			walk.now = next > walk.now ? next : walk.now + 1;
			assert_int_not_equal(step_at(stage, walk.now, overdue), NO_NEWS);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_restart_at_any_point_changes_nothing),
		cmocka_unit_test(what_is_not_saved_was_not_needed),
		cmocka_unit_test(nothing_is_ever_told_on_stale_data_and_the_state_stands),
		cmocka_unit_test(an_episode_reads_opened_then_changes_then_closed),
		cmocka_unit_test(for_runs_exactly_while_fresh_data_holds_the_condition),
		cmocka_unit_test(the_announced_instant_is_the_next_at_which_something_happens),
	};
	return cmocka_run_group_tests(tests, open_stage, close_stage);
}
