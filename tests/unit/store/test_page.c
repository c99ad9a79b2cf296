#include "unit/store/store_fixture.h"

static void a_new_case_is_added_and_counted(void **state)
{
	struct world *world = *state;
	struct put_result result = see(world, "A-1", open_case(10), noon(1));
	assert_int_equal(result.added, 1);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
	assert_int_equal(counted(world, TALLY_RECEIVED), 1);
}

static void an_unchanged_case_writes_nothing(void **state)
{
	struct world *world = *state;
	see(world, "A-1", open_case(10), noon(1));
	struct put_result result = see(world, "A-1", open_case(10), noon(2));
	assert_int_equal(result.unchanged, 1);
	assert_int_equal(result.changed, 0);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
}

static void a_closed_case_moves_to_its_bucket(void **state)
{
	struct world *world = *state;
	see(world, "A-1", open_case(10), noon(1));
	struct put_result result = see(world, "A-1", closed_case(10, 3), noon(3));
	assert_int_equal(result.changed, 1);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 0);
	assert_int_equal(counted(world, BUCKET_EARLY), 1);
	assert_int_equal(counted(world, TALLY_RECEIVED), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		TEST(a_new_case_is_added_and_counted),
		TEST(an_unchanged_case_writes_nothing),
		TEST(a_closed_case_moves_to_its_bucket),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
