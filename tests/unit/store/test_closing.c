/* Closing days piece by piece: the same is kept however it is cut and wherever it is interrupted. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "base/text.h"
#include "store/store_closing.h"
#include "store/store_witness.h"
#include "unit/store/store_fixture.h"

#define UNITS 40
#define FIELDS 6
#define DAYS 6
#define CASES 300 /* listed a day: more cells than are written to the tally's rows at once */

static uint64_t chance;

static int pick(int below)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (int)(chance % (uint64_t)below);
}

static uint64_t seed(void)
{
	const char *given = getenv("HENTRA_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 2654435761u + 1;
	print_message("HENTRA_SEED=%llu\n", (unsigned long long)seed);
	return seed;
}

static day date_of(int days)
{
	return civil_day(2026, 11, 2) + days;
}

static void list_cases(struct world *world, int64_t poll, int days)
{
	for (int i = 0; i < CASES; i++) {
		char code[16], unit[16], field[16];
		int due = pick(9);
		snprintf(code, sizeof(code), "c-%d", pick(2 * CASES));
		snprintf(unit, sizeof(unit), "U%02d", pick(UNITS));
		snprintf(field, sizeof(field), "F%d", pick(FIELDS));
		struct case_record record =
			record_of(code, pick(4) ? open_case(due) : closed_case(due, days));
		record.unit = slice_of(unit);
		record.field = slice_of(field);
		batch_add(world->batch, &record);
	}
	put_batch(world, poll, noon(days));
}

static void see_day(struct world *world, int days)
{
	int64_t poll = poll_begin(world, false, noon(days));
	list_cases(world, poll, days);
	poll_end(world, poll, noon(days));
}

/* One piece; false: there is nothing more to close. */
static bool close_piece(struct world *world, instant now, int most)
{
	bool more;
	ASSERT_FINE(store_close_days(
		world->store, &world->judge, now, most, &world->tally, &more, &world->error));
	return more;
}

static void judge_at(struct world *world, instant now)
{
	for (bool more = true; more;)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now, 100, &world->tally,
			&more, &world->error));
}

/* --- what was kept, as text ----------------------------------------------------------------- */

static int tell_day(void *user, const struct store_day *found)
{
	text_printf(user, "day %d observed %lld\n", found->day, (long long)found->observed);
	return 0;
}

static char *all_kept(struct world *world)
{
	struct text kept = {0};
	ASSERT_FINE(
		store_days(world->store, date_of(-9), date_of(99), tell_day, &kept, &world->error));
	for (int days = 0; days < DAYS; days++)
		for (int i = 0; i < 2 * (UNITS + FIELDS); i++) {
			uint32_t number = (uint32_t)(i / 2);
			struct counts counts;
			int result = store_day_counts(world->store, (enum day_scope)(i % 2),
				&number, 1, date_of(days), &counts, &world->error);
			if (result < 0)
				continue;
			text_printf(&kept, "%d %d %u: %lld", days, i % 2, number,
				(long long)counts.received);
			for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
				text_printf(&kept, " %lld", (long long)counts.bucket[bucket]);
			text_add_char(&kept, '\n');
		}
	return text_take(&kept);
}

/* Some days of a made-up portal; then `close` closes each, again and again until all are closed. */
typedef void close_fn(struct world *world, instant now, int cut);

static char *live(uint64_t seed, close_fn *close, int cut)
{
	struct world *world;
	chance = seed;
	world_new((void **)&world);
	for (int days = 0; days < DAYS; days += days == 1 ? 3 : 1) { /* nobody was there on some */
		close(world, noon(days) - 11 * HOUR_MS, cut);
		see_day(world, days);
	}
	close(world, noon(DAYS), cut);
	char *kept = all_kept(world);
	world_free((void **)&world);
	return kept;
}

static void close_at_once(struct world *world, instant now, int cut)
{
	(void)cut;
	judge_at(world, now);
}

static void close_in_pieces(struct world *world, instant now, int most)
{
	while (close_piece(world, now, most))
		;
	judge_at(world, now);
}

static void reopen(struct world *world)
{
	tally_clear(&world->tally);
	world_open(world);
}

/* After each `cut` pieces the process ends, and another begins; each gets a bit further. */
static void close_between_restarts(struct world *world, instant now, int cut)
{
	int pieces = cut;
	for (bool more = true; more; pieces += cut) {
		for (int i = 0; i < pieces && more; i++)
			more = close_piece(world, now, 7);
		store_close(world->store);
		reopen(world);
	}
	judge_at(world, now);
}

static void close_between_kills(struct world *world, instant now, int cut)
{
	int pieces = cut, status;
	store_close(world->store);
	do {
		pid_t child = fork();
		if (child == 0) {
			bool more = true;
			reopen(world);
			for (int i = 0; i < pieces && more; i++)
				more = close_piece(world, now, 7);
			raise(more ? SIGKILL : SIGTERM);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		pieces += cut;
	} while (WTERMSIG(status) == SIGKILL);
	assert_int_equal(WTERMSIG(status), SIGTERM);
	reopen(world);
	judge_at(world, now);
}

static void the_same_is_kept_however_a_closing_is_cut(void **state)
{
	(void)state;
	static const struct {
		close_fn *close;
		int cut;
	} ways[] = {{close_in_pieces, 1}, {close_in_pieces, 13}, {close_in_pieces, 100000},
		{close_between_restarts, 5}, {close_between_kills, 8}};
	uint64_t start = seed();
	char *wanted = live(start, close_at_once, 0);
	assert_non_null(strstr(wanted, "day "));
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		char *kept = live(start, ways[i].close, ways[i].cut);
		assert_string_equal(kept, wanted);
		free(kept);
	}
	free(wanted);
}

/* --- what comes between the pieces ---------------------------------------------------------- */

static void a_page_between_two_pieces_closes_the_day_before_it_is_put(void **state)
{
	struct world *world = *state;
	struct counts counts = {0};
	uint32_t unit = 1;
	see(world, "a-1", open_case(3), noon(0));
	assert_true(close_piece(world, noon(1), 1));
	assert_int_equal(store_day_counts(world->store, DAY_OF_UNIT, &unit, 1, date_of(0), &counts,
				 &world->error),
		-ENOENT);
	see(world, "a-2", open_case(5), noon(1));
	assert_false(close_piece(world, noon(1), 1));
	assert_false(store_days_wait(world->store, noon(1)));
	ASSERT_FINE(store_day_counts(
		world->store, DAY_OF_UNIT, &unit, 1, date_of(0), &counts, &world->error));
	assert_int_equal(counts.received, 1);
}

/* The day that was closed holds all that is counted. */
static void assert_all_counted(struct world *world)
{
	struct counts sum = {0};
	while (close_piece(world, noon(1), 5))
		;
	for (uint32_t unit = 0; unit <= UNITS; unit++) {
		struct counts counts;
		ASSERT_FINE(store_day_counts(
			world->store, DAY_OF_UNIT, &unit, 1, date_of(0), &counts, &world->error));
		sum.received += counts.received;
		for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
			sum.bucket[bucket] += counts.bucket[bucket];
	}
	assert_int_equal(sum.received, counted(world, TALLY_RECEIVED));
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		assert_int_equal(sum.bucket[bucket], counted(world, bucket));
}

/* The end of a poll adds the journal to the rows of the tally, some of which were read already. */
static void a_poll_that_ends_while_a_day_is_summed_up_is_counted_once(void **state)
{
	struct world *world = *state;
	chance = seed();
	see_day(world, 0); /* rows … */
	int64_t poll = poll_begin(world, false, noon(0));
	list_cases(world, poll, 0); /* … and a journal */
	for (int i = 0; i < 20; i++)
		assert_true(close_piece(world, noon(1), 5));
	poll_end(world, poll, noon(0));
	assert_all_counted(world);
	assert_int_not_equal(counted(world, TALLY_RECEIVED), 0);
}

/* So few cells are written as rows, without the journal. */
static void a_portal_that_ceases_to_count_while_a_day_is_summed_up_is_not_in_it(void **state)
{
	struct world *world = *state;
	see(world, "a-1", open_case(3), noon(0));
	assert_true(close_piece(world, noon(1), 1));
	assert_true(close_piece(world, noon(1), 1));
	world->portal = world_portals(world, "dongnai", false, NULL, false);
	assert_all_counted(world);
	assert_int_equal(counted(world, TALLY_RECEIVED), 0);
}

static void a_clock_that_jumps_a_century_within_a_closing_leaves_nothing_half_counted(void **state)
{
	struct world *world = *state;
	struct counts counts = {0};
	uint32_t unit = 1;
	see(world, "a-1", open_case(3), noon(0));
	assert_true(close_piece(world, noon(1), 1));
	assert_true(close_piece(world, noon(1), 1));
	assert_false(close_piece(world, noon(7000), 1));
	see(world, "a-2", open_case(5), noon(7000));
	while (close_piece(world, noon(7001), 1))
		;
	ASSERT_FINE(store_day_counts(
		world->store, DAY_OF_UNIT, &unit, 1, date_of(7000), &counts, &world->error));
	assert_int_equal(counts.received, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_is_kept_however_a_closing_is_cut),
#define T(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		T(a_page_between_two_pieces_closes_the_day_before_it_is_put),
		T(a_poll_that_ends_while_a_day_is_summed_up_is_counted_once),
		T(a_portal_that_ceases_to_count_while_a_day_is_summed_up_is_not_in_it),
		T(a_clock_that_jumps_a_century_within_a_closing_leaves_nothing_half_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
