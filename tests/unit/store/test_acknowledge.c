/* Acknowledging by a link: once, by one key for ever, and only while the alert is open. */
#include <errno.h>

#include "store/store_acknowledge.h"
#include "unit/store/store_fixture.h"

static void news_of(struct world *world, enum news_kind kind, int sequence)
{
	struct alert_news news = {.kind = kind,
		.episode = 1,
		.sequence = sequence,
		.rule = "pile-up",
		.subject = "22954",
		.severity = SEVERITY_WARNING,
		.since = noon(0),
		.at = noon(sequence)};
	struct news_batch batch = {.news = &news, .news_count = 1};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(sequence), &world->error));
}

static struct hold by_link(const char *token)
{
	return (struct hold){.kind = HOLD_ACKNOWLEDGEMENT,
		.episode = 1,
		.scope = -1,
		.starts = noon(1),
		.until = noon(4),
		.by = "chu-tich@example.gov.vn",
		.why = "",
		.token = token};
}

static int count_holds(void *user, const struct hold *hold)
{
	(void)hold;
	++*(int *)user;
	return 0;
}

static int holds(struct world *world, bool all)
{
	int count = 0;
	ASSERT_FINE(store_holds(world->store, all, noon(2), count_holds, &count, &world->error));
	return count;
}

static void a_link_acknowledges_once_also_after_a_restart(void **state)
{
	struct world *world = *state;
	struct hold first = by_link("token-1"), again = first, other = by_link("token-2");
	news_of(world, NEWS_OPENED, 1);
	ASSERT_FINE(store_acknowledge(world->store, &first, &world->error));
	assert_int_not_equal(first.id, 0);
	assert_int_equal(store_acknowledge(world->store, &again, &world->error), -EALREADY);
	assert_int_equal(holds(world, true), 1);
	ASSERT_FINE(store_end_hold(world->store, first.id, noon(2), &world->error));
	store_close(world->store);
	world_open(world);
	assert_int_equal(store_acknowledge(world->store, &again, &world->error), -EALREADY);
	ASSERT_FINE(store_acknowledge(world->store, &other, &world->error));
	assert_int_equal(holds(world, true), 2);
	assert_int_equal(holds(world, false), 1);
}

static void what_is_over_is_not_acknowledged_by_a_link(void **state)
{
	struct world *world = *state;
	struct hold hold = by_link("token-1");
	assert_int_equal(store_acknowledge(world->store, &hold, &world->error), -ENOENT);
	news_of(world, NEWS_OPENED, 1);
	news_of(world, NEWS_CLOSED, 2);
	assert_int_equal(store_acknowledge(world->store, &hold, &world->error), -ENOENT);
	assert_int_equal(holds(world, true), 0);
	hold.token = "";
	assert_int_equal(store_acknowledge(world->store, &hold, &world->error), -EINVAL);
}

static void operators_acknowledge_without_a_link_as_often_as_they_like(void **state)
{
	struct world *world = *state;
	struct hold one = by_link(NULL), two = by_link("");
	ASSERT_FINE(store_add_hold(world->store, &one, &world->error));
	ASSERT_FINE(store_add_hold(world->store, &two, &world->error));
	assert_int_equal(holds(world, true), 2);
}

static void the_key_of_links_is_made_once(void **state)
{
	struct world *world = *state;
	unsigned char first[LINK_KEY_BYTES], second[LINK_KEY_BYTES], kept[LINK_KEY_BYTES];
	assert_int_equal(store_read_link_key(world->store, kept, &world->error), -ENOENT);
	memset(first, 'a', sizeof(first));
	memset(second, 'b', sizeof(second));
	ASSERT_FINE(store_link_key(world->store, first, kept, &world->error));
	assert_memory_equal(kept, first, sizeof(first));
	store_close(world->store);
	world_open(world);
	ASSERT_FINE(store_link_key(world->store, second, kept, &world->error));
	assert_memory_equal(kept, first, sizeof(first));
	ASSERT_FINE(store_read_link_key(world->store, kept, &world->error));
	assert_memory_equal(kept, first, sizeof(first));
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, world_new, world_free)
int main(void)
{
	const struct CMUnitTest tests[] = {
		ONE(a_link_acknowledges_once_also_after_a_restart),
		ONE(what_is_over_is_not_acknowledged_by_a_link),
		ONE(operators_acknowledge_without_a_link_as_often_as_they_like),
		ONE(the_key_of_links_is_made_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
