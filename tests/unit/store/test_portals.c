/* Portals registered again: what a reload does. */
#include <errno.h>

#include <sqlite3.h>

#include "store/store_past.h"
#include "store/store_witness.h"
#include "unit/store/store_fixture.h"

/* Something done to the store's file by another process. */
static sqlite3 *meanwhile(const struct world *world, const char *sql)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(world->location + strlen("sqlite:"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	return db;
}

/* Does the store mean to count all cases again? */
static bool recount_is_due(const struct world *world)
{
	sqlite3 *db;
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_open(world->location + strlen("sqlite:"), &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_prepare_v2(db, "SELECT 1 FROM meta WHERE key = 'recount' AND value", -1,
			&statement, NULL),
		SQLITE_OK);
	bool due = sqlite3_step(statement) == SQLITE_ROW;
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return due;
}

static void register_two(struct world *world, const char *first, const char *second)
{
	world_portals(world, first, true, second, true);
}

static void a_reload_that_changes_no_portal_counts_nothing_again(void **state)
{
	struct world *world = *state;
	register_two(world, "dongnai", "tinh");
	register_two(world, "dongnai", "tinh");
	assert_false(recount_is_due(world));
}

static void a_reload_with_another_order_of_portals_counts_again(void **state)
{
	struct world *world = *state;
	register_two(world, "dongnai", "tinh");
	register_two(world, "tinh", "dongnai");
	assert_true(recount_is_due(world));
}

/* --- a portal under another name, or gone --------------------------------------------------- */

static void see_at(struct world *world, uint32_t portal, const char *code, struct case_facts facts,
	instant now)
{
	world->portal = portal;
	see(world, code, facts, now);
}

static void pass(struct world *world, instant now)
{
	bool more = true;
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now, 100, &world->tally,
			&more, &world->error));
}

/* The configuration is read again, and names these (NULL: one alone). */
static uint32_t configure(struct world *world, const char *first, const char *second)
{
	uint32_t id;
	world_portals(world, first, true, second, true);
	ASSERT_FINE(store_find_portal(world->store, first, &id, &world->error));
	return id;
}

static int count_counted(void *user, const struct store_past *past)
{
	*(int *)user += past->found->counted && past->known.judged.facts.due == end_of(10);
	return 0;
}

/* Counted cases due on day 10 as they were known at an instant. */
static int counted_at(struct world *world, instant at)
{
	int sum = 0;
	ASSERT_FINE(store_walk_past(world->store, at, count_counted, &sum, &world->error));
	return sum;
}

static void assert_audit_is_clean(struct world *world)
{
	struct audit_result result;
	ASSERT_FINE(store_audit(world->store, &world->judge, NULL, NULL, &result, &world->error));
	assert_int_equal(result.differences + result.misjudged + result.suspicions, 0);
}

static void a_portal_that_is_named_otherwise_takes_over_what_it_lists(void **state)
{
	struct world *world = *state;
	see_at(world, world->portal, "A-1", open_case(10), noon(1));
	see_at(world, world->portal, "A-2", open_case(10), noon(1));
	uint32_t anew = configure(world, "dong-nai", NULL);
	see_at(world, anew, "A-1", closed_case(12, 2), noon(2));
	pass(world, noon(2));
	assert_int_equal(counted(world, BUCKET_EARLY), 1);
	assert_int_equal(
		counted(world, BUCKET_IN_TIME), 1); /* A-2 is listed by the old one alone */
	assert_audit_is_clean(world);
	assert_int_equal(counted_at(world, noon(1)), 2);
	assert_int_equal(counted_at(world, noon(2)), 1);
}

static void a_portal_that_is_configured_again_counts_again(void **state)
{
	struct world *world = *state;
	uint32_t old = world->portal;
	see_at(world, old, "A-1", open_case(10), noon(1));
	uint32_t anew = configure(world, "dong-nai", NULL);
	see_at(world, anew, "A-1", closed_case(12, 2), noon(2));
	pass(world, noon(2));
	assert_int_equal(configure(world, "dongnai", "dong-nai"), old);
	pass(world, noon(3));
	assert_int_equal(counted(world, BUCKET_EARLY), 0);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
}

static void a_pass_settles_portals_once(void **state)
{
	struct world *world = *state;
	configure(world, "dong-nai", NULL);
	pass(world, noon(1));
	configure(world, "dong-nai", NULL);
	pass(world, noon(2));
	assert_false(recount_is_due(world));
}

/* What a day was closed by is what configured portals had seen: one that is gone holds nothing back. */
static int keep_observed(void *user, const struct store_day *closed)
{
	*(instant *)user = closed->observed;
	return 0;
}

static void a_portal_that_is_gone_does_not_hold_back_what_days_are_closed_by(void **state)
{
	struct world *world = *state;
	instant observed = INSTANT_NONE;
	see_at(world, world->portal, "A-1", open_case(10), noon(1));
	uint32_t anew = configure(world, "dong-nai", NULL);
	for (int i = 2; i < 6; i++) {
		see_at(world, anew, "A-1", open_case(10), noon(i));
		pass(world, noon(i));
	}
	ASSERT_FINE(store_days(world->store, civil_day(2026, 11, 2), civil_day(2026, 11, 9),
		keep_observed, &observed, &world->error));
	assert_int_equal(observed, noon(4)); /* the first page of day 5 closed day 4 */
}

/* --- a registration that fails ---------------------------------------------------------------- */

#define TWO(first, second) ((const struct store_registration[]){{first, true}, {second, true}})

static int register_both(
	struct world *world, const struct store_registration *both, uint32_t ids[2])
{
	return store_register_portals(world->store, both, 2, ids, &world->error);
}

static void poll_of(struct world *world, uint32_t portal)
{
	int64_t poll;
	ASSERT_FINE(store_poll_begin(world->store, portal, true, noon(1), &poll, &world->error));
	ASSERT_FINE(store_poll_end(
		world->store, poll, POLL_COMPLETE, 1, 0, 0, "", noon(1), &world->error));
}

/* A locked store: nothing is registered, and nobody waits long; afterwards all goes as if never tried. */
static void a_registration_that_finds_the_store_locked_changes_nothing(void **state)
{
	struct world *world = *state;
	uint32_t ids[2] = {77, 78}, found;
	store_set_patience(world->store, 40);
	sqlite3 *other = meanwhile(world, "BEGIN IMMEDIATE");
	assert_int_equal(register_both(world, TWO("first", "dongnai"), ids), -EBUSY);
	assert_int_equal(ids[0], 77);
	assert_int_equal(store_find_portal(world->store, "first", &found, &world->error), -ENOENT);
	sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
	poll_of(world, world->portal);
	ASSERT_FINE(register_both(world, TWO("first", "dongnai"), ids));
	assert_int_equal(ids[1], world->portal);
	poll_of(world, ids[0]);
	sqlite3_close(other);
}

static void a_registration_that_fails_half_way_takes_out_again_what_it_added(void **state)
{
	struct world *world = *state;
	uint32_t ids[2], found;
	sqlite3 *other = meanwhile(world,
		"CREATE TRIGGER full BEFORE INSERT ON portal WHEN new.name = 'second'"
		" BEGIN SELECT raise(ABORT, 'full'); END");
	assert_true(register_both(world, TWO("first", "second"), ids) < 0);
	assert_int_equal(store_find_portal(world->store, "first", &found, &world->error), -ENOENT);
	assert_string_equal(store_portal_name(world->store, world->portal), "dongnai");
	assert_string_equal(store_portal_name(world->store, world->portal + 1), "");
	see_at(world, world->portal, "A-1", open_case(10), noon(1));
	assert_false(recount_is_due(world));
	sqlite3_exec(other, "DROP TRIGGER full", NULL, NULL, NULL);
	ASSERT_FINE(register_both(world, TWO("first", "second"), ids));
	poll_of(world, ids[0]);
	poll_of(world, ids[1]);
	pass(world, noon(2));
	assert_audit_is_clean(world);
	sqlite3_close(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_reload_that_changes_no_portal_counts_nothing_again, world_new,
			world_free),
		cmocka_unit_test_setup_teardown(
			a_reload_with_another_order_of_portals_counts_again, world_new, world_free),
		cmocka_unit_test_setup_teardown(
			a_portal_that_is_named_otherwise_takes_over_what_it_lists, world_new,
			world_free),
		cmocka_unit_test_setup_teardown(
			a_portal_that_is_configured_again_counts_again, world_new, world_free),
		cmocka_unit_test_setup_teardown(
			a_registration_that_finds_the_store_locked_changes_nothing, world_new,
			world_free),
		cmocka_unit_test_setup_teardown(
			a_registration_that_fails_half_way_takes_out_again_what_it_added, world_new,
			world_free),
		cmocka_unit_test_setup_teardown(a_pass_settles_portals_once, world_new, world_free),
		cmocka_unit_test_setup_teardown(
			a_portal_that_is_gone_does_not_hold_back_what_days_are_closed_by, world_new,
			world_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
