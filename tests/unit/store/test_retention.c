/* Deliveries are forgotten after the retention, but never while their episode lives. */
#include "store/store_bounce.h"
#include "store/store_retention.h"
#include "unit/store/outbox_fixture.h"

static void news_of(struct world *world, int64_t episode, enum news_kind kind, int at)
{
	struct alert_news news = {.kind = kind,
		.episode = episode,
		.sequence = kind == NEWS_CLOSED ? 2 : 1,
		.rule = "pile-up",
		.subject = "22954",
		.since = noon(0),
		.at = noon(at)};
	struct delivery delivery = {.episode = episode,
		.sequence = news.sequence,
		.channel = "chair",
		.recipient = "a@x.vn",
		.type = "email",
		.subject = "s",
		.body = "b",
		.attachment_name = "a.xlsx",
		.attachment = SLICE("PK")};
	struct news_batch batch = {
		.news = &news, .news_count = 1, .deliveries = &delivery, .delivery_count = 1};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(at), &world->error));
	settle_delivery(world, delivery.id, DELIVERY_HANDED_OVER, INSTANT_NONE, "250", noon(at));
}

static int count_one(void *user, const struct delivery *delivery)
{
	(void)delivery;
	++*(int *)user;
	return 0;
}

static int kept(struct world *world)
{
	int count = 0;
	ASSERT_FINE(store_deliveries(
		world->store, &(struct delivery_filter){0}, count_one, &count, &world->error));
	return count;
}

static bool purge(struct world *world, int before, int most)
{
	bool done;
	ASSERT_FINE(store_purge_deliveries(world->store, noon(before), most, &done, &world->error));
	return done;
}

static void what_an_open_episode_was_told_stays_however_old_it_is(void **state)
{
	struct world *world = *state;
	news_of(world, 1, NEWS_OPENED, 1);
	assert_true(purge(world, 1000, 10));
	assert_int_equal(kept(world), 1);
	news_of(world, 1, NEWS_CLOSED, 5);
	assert_true(purge(world, 5, 10)); /* closed at that very instant: not before it */
	assert_int_equal(kept(world), 2);
	assert_true(purge(world, 6, 10));
	assert_int_equal(kept(world), 0);
}

static void what_waits_stays_and_what_goes_goes_whole_in_small_steps(void **state)
{
	struct world *world = *state;
	struct store_bounce bounce;
	struct delivery waits = {.channel = "office",
		.recipient = "b@x.vn",
		.type = "email",
		.subject = "s",
		.body = "b",
		.key = "stays"};
	struct news_batch batch = {.deliveries = &waits, .delivery_count = 1};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(0), &world->error));
	for (int episode = 1; episode <= 3; episode++) {
		news_of(world, episode, NEWS_OPENED, 1);
		news_of(world, episode, NEWS_CLOSED, 2);
	}
	struct delivery came_back = waits;
	strcpy(came_back.key, "came-back");
	batch.deliveries = &came_back;
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	ASSERT_FINE(store_bounce(
		world->store, "came-back", "5.1.1 550", true, noon(2), &bounce, &world->error));
	assert_int_equal(bounce.count, 1);
	assert_int_equal(kept(world), 8);
	assert_false(purge(world, 9, 4));
	assert_int_equal(kept(world), 4);
	assert_true(purge(world, 9, 4));
	assert_int_equal(kept(world), 1);
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, world_new, world_free)
int main(void)
{
	const struct CMUnitTest tests[] = {
		ONE(what_an_open_episode_was_told_stays_however_old_it_is),
		ONE(what_waits_stays_and_what_goes_goes_whole_in_small_steps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
