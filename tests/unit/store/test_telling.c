/* What recipients know, and what operators say, across restarts. */
#include <errno.h>

#include "unit/store/outbox_fixture.h"

static struct knowledge knowledge_of(int sequence, bool open)
{
	struct knowledge told = {.sequence = sequence, .open = open, .at = noon(sequence)};
	told.counts.bucket[BUCKET_OVERDUE] = 10 + sequence;
	return told;
}

/* One episode whose opening was written to the outbox for one recipient. */
static struct delivery open_episode(struct world *world, int64_t episode)
{
	struct alert alert = opened_alert(episode);
	struct alert_news news = opened_news(episode);
	struct delivery delivery = {.episode = episode,
		.sequence = 1,
		.channel = "chair",
		.recipient = "a@example.gov.vn",
		.type = "email",
		.subject = "s",
		.body = "b"};
	struct telling_change change = {.delivery = 0};
	telling_init(&change.telling, episode, "chair", "a@example.gov.vn");
	change.telling.offered = knowledge_of(1, true);
	change.telling.next_at = noon(5);
	change.telling.wait = TELLING_IN_OUTBOX;
	struct news_batch batch = {&alert, 1, &news, 1, &delivery, 1, &change, 1};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	return delivery;
}

static int keep_telling(void *user, const struct telling *telling)
{
	struct telling *kept = user;
	assert_string_equal(telling->channel, "chair");
	assert_string_equal(telling->recipient, "a@example.gov.vn");
	*kept = *telling;
	return 0;
}

static struct telling telling_now(struct world *world, int64_t episode)
{
	struct telling kept = {0};
	ASSERT_FINE(store_tellings(world->store, episode, keep_telling, &kept, &world->error));
	return kept;
}

static int keep_episode(void *user, int64_t episode)
{
	*(int64_t *)user = episode;
	return 0;
}

static void what_a_recipient_knows_survives_a_restart(void **state)
{
	struct world *world = *state;
	open_episode(world, 1);
	store_close(world->store);
	tally_clear(&world->tally);
	world_open(world);
	struct telling kept = telling_now(world, 1);
	struct knowledge written = knowledge_of(1, true);
	assert_int_equal(kept.offered.sequence, 1);
	assert_true(kept.offered.open);
	assert_int_equal(kept.offered.at, noon(1));
	assert_memory_equal(&kept.offered.counts, &written.counts, sizeof(written.counts));
	assert_int_equal(kept.accepted.sequence, 0);
	assert_int_equal(kept.accepted.at, INSTANT_NONE);
	assert_int_equal(kept.next_at, noon(5));
	assert_int_equal(kept.owed_since, INSTANT_NONE);
}

static void acceptance_is_known_with_the_settlement(void **state)
{
	struct world *world = *state;
	struct delivery delivery = open_episode(world, 1);
	settle_delivery(world, delivery.id, DELIVERY_HANDED_OVER, INSTANT_NONE, "250 ok", noon(2));
	struct telling kept = telling_now(world, 1);
	assert_int_equal(kept.accepted.sequence, 1);
	assert_true(kept.accepted.open);
	assert_int_equal(kept.wait, TELLING_REMINDS);
	assert_int_equal(kept.next_at, noon(5));
}

static void a_refusal_teaches_nobody_anything(void **state)
{
	struct world *world = *state;
	struct delivery delivery = open_episode(world, 1);
	settle_delivery(world, delivery.id, DELIVERY_DEAD, INSTANT_NONE, "550 no", noon(2));
	assert_int_equal(telling_now(world, 1).accepted.sequence, 0);
}

static int count_delivery(void *user, const struct delivery *delivery)
{
	(void)delivery;
	++*(int *)user;
	return 0;
}

static void what_is_taken_back_is_not_sent_but_known_if_it_was_under_way(void **state)
{
	struct world *world = *state;
	struct delivery delivery = open_episode(world, 1);
	struct telling_change back = {.delivery = -1, .take_back = true};
	telling_init(&back.telling, 1, "chair", "a@example.gov.vn");
	int taken = 0;
	take_deliveries(world, noon(1), count_delivery, &taken);
	assert_int_equal(taken, 1);
	struct news_batch batch = {.tellings = &back, .telling_count = 1};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	/* it was under way: accepted after all, and to be looked at again */
	settle_delivery(world, delivery.id, DELIVERY_HANDED_OVER, INSTANT_NONE, "250 ok", noon(2));
	struct telling kept = telling_now(world, 1);
	assert_int_equal(kept.accepted.sequence, 1);
	assert_int_equal(kept.offered.sequence, 1);
	assert_int_equal(kept.next_at, noon(2));
	int64_t due = 0;
	ASSERT_FINE(store_tellings_due(world->store, noon(2), keep_episode, &due, &world->error));
	assert_int_equal(due, 1);
	/* and one that would be tried again is not */
	delivery = open_episode(world, 2);
	take_deliveries(world, noon(1), count_delivery, &taken);
	back.telling.episode = 2;
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	settle_delivery(world, delivery.id, DELIVERY_WAITING, noon(3), "451 later", noon(2));
	instant next;
	ASSERT_FINE(store_next_delivery(world->store, &next, &world->error));
	assert_int_equal(next, INSTANT_NONE);
}

static int keep_hold(void *user, const struct hold *hold)
{
	struct hold *kept = user;
	*kept = *hold;
	assert_string_equal(hold->by, "Lan");
	return 0;
}

static struct hold hold_now(struct world *world, bool all, instant now)
{
	struct hold kept = {0};
	ASSERT_FINE(store_holds(world->store, all, now, keep_hold, &kept, &world->error));
	return kept;
}

static void a_hold_ends_at_its_time_by_a_word_or_with_its_episode(void **state)
{
	struct world *world = *state;
	struct hold silence = {.kind = HOLD_SILENCE,
		.rule = "",
		.scope = -1,
		.subject = "22954",
		.starts = noon(0),
		.until = noon(4),
		.by = "Lan",
		.why = "Chuyển trụ sở"};
	ASSERT_FINE(store_add_hold(world->store, &silence, &world->error));
	assert_int_equal(hold_now(world, false, noon(1)).id, silence.id);
	assert_int_equal(hold_now(world, false, noon(4)).id, 0);
	assert_int_equal(hold_now(world, true, noon(4)).id, silence.id);
	ASSERT_FINE(store_end_hold(world->store, silence.id, noon(2), &world->error));
	assert_int_equal(hold_now(world, false, noon(2)).id, 0);
	assert_int_equal(store_end_hold(world->store, silence.id, noon(2), &world->error), -ENOENT);
	struct hold ack = silence;
	ack.kind = HOLD_ACKNOWLEDGEMENT;
	ack.episode = 1;
	ASSERT_FINE(store_add_hold(world->store, &ack, &world->error));
	struct alert_news raised = {.kind = NEWS_RAISED,
		.episode = 1,
		.sequence = 2,
		.rule = "pile-up",
		.subject = "22954",
		.severity = SEVERITY_CRITICAL,
		.at = noon(1)};
	struct news_batch batch = {.news = &raised, .news_count = 1};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	assert_int_equal(hold_now(world, false, noon(1)).id, 0); /* it got worse */
}

static void arming_is_remembered(void **state)
{
	struct world *world = *state;
	instant armed;
	ASSERT_FINE(store_armed(world->store, &armed, &world->error));
	assert_int_equal(armed, INSTANT_NONE);
	ASSERT_FINE(store_arm(world->store, noon(1), &world->error));
	ASSERT_FINE(store_armed(world->store, &armed, &world->error));
	assert_int_equal(armed, noon(1));
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, world_new, world_free)
int main(void)
{
	const struct CMUnitTest tests[] = {
		ONE(what_a_recipient_knows_survives_a_restart),
		ONE(acceptance_is_known_with_the_settlement),
		ONE(a_refusal_teaches_nobody_anything),
		ONE(what_is_taken_back_is_not_sent_but_known_if_it_was_under_way),
		ONE(a_hold_ends_at_its_time_by_a_word_or_with_its_episode),
		ONE(arming_is_remembered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
