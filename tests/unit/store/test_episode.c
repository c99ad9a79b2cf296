/* Looking up an episode lends strings, not the store: what others write meanwhile is seen. */
#include "unit/store/outbox_fixture.h"

static void open_episode(struct world *world, int64_t episode)
{
	struct alert alert = opened_alert(episode);
	struct alert_news news = opened_news(episode);
	struct news_batch batch = {&alert, 1, &news, 1};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
}

static int count_hold(void *user, const struct hold *hold)
{
	(void)hold;
	++*(int *)user;
	return 0;
}

static int holds_seen(struct world *world)
{
	int count = 0;
	ASSERT_FINE(store_holds(world->store, false, noon(1), count_hold, &count, &world->error));
	return count;
}

static void an_operators_word_is_seen_after_an_episode_was_looked_up(void **state)
{
	struct world *world = *state;
	struct store *tool = NULL;
	struct store_episode episode;
	open_episode(world, 1);
	ASSERT_FINE(store_open(world->location, STORE_OPERATE, &tool, &world->error));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(store_episode(world->store, 1, &episode, &world->error), 1);
		struct hold hold = {.kind = HOLD_SILENCE,
			.rule = "pile-up",
			.scope = -1,
			.subject = "",
			.starts = noon(0),
			.until = noon(9),
			.by = "x",
			.why = "y"};
		ASSERT_FINE(store_add_hold(tool, &hold, &world->error));
		assert_int_equal(holds_seen(world), i + 1);
		assert_string_equal(episode.rule, "pile-up");
		assert_string_equal(episode.subject, "22954");
	}
	store_close(tool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			an_operators_word_is_seen_after_an_episode_was_looked_up, world_new,
			world_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
