/* Portals registered again: what a reload does. */
#include <sqlite3.h>

#include "unit/store/store_fixture.h"

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
	uint32_t id;
	store_portals_anew(world->store);
	ASSERT_FINE(store_portal(world->store, first, true, &id, &world->error));
	ASSERT_FINE(store_portal(world->store, second, true, &id, &world->error));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_reload_that_changes_no_portal_counts_nothing_again, world_new,
			world_free),
		cmocka_unit_test_setup_teardown(
			a_reload_with_another_order_of_portals_counts_again, world_new, world_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
