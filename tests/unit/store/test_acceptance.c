/* What a settlement writes of tellings is what core/alert/telling.h says of an acceptance, whatever they knew
 * before, and for every episode that one message speaks of. */
#include <stdlib.h>
#include <time.h>

#include "core/alert/telling.h"
#include "unit/store/outbox_fixture.h"

#define EPISODES 3
#define ROUNDS 60
#define RECIPIENT "a@example.gov.vn"

static uint64_t chance;

static int pick(int below)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (int)(chance % (uint64_t)below);
}

static struct knowledge some_knowledge(int sequence)
{
	struct knowledge said = {.sequence = sequence, .at = INSTANT_NONE};
	if (sequence == 0)
		return said;
	said.open = pick(2) != 0;
	said.severity = (enum severity)pick(2);
	said.at = noon(pick(9));
	said.reminders = pick(4);
	said.counts.bucket[pick(BUCKET_COUNT)] = 1 + pick(1000);
	return said;
}

/* As evaluations may leave it while a message that says `told` is under way. */
static void move_on(struct telling *telling, const struct knowledge *told)
{
	telling->accepted = some_knowledge(pick(4));
	telling->offered = pick(3) ? *told : some_knowledge(telling->accepted.sequence + pick(3));
	telling->next_at = pick(2) ? noon(10 + pick(5)) : INSTANT_NONE;
	telling->owed_since = pick(2) ? noon(pick(9)) : INSTANT_NONE;
	telling->wait = (enum telling_wait)pick(TELLING_WAITS);
	if (told->sequence > telling->offered.sequence && telling->wait == TELLING_IN_OUTBOX)
		telling->wait = TELLING_IDLE; /* it was taken back: nothing stands there any more */
}

static void assert_same(const struct knowledge *kept, const struct knowledge *expected)
{
	assert_int_equal(kept->sequence, expected->sequence);
	assert_int_equal(kept->open, expected->open);
	assert_int_equal(kept->severity, expected->severity);
	assert_int_equal(kept->at, expected->at);
	assert_int_equal(kept->reminders, expected->reminders);
	assert_memory_equal(&kept->counts, &expected->counts, sizeof(kept->counts));
}

static int compare(void *user, const struct telling *kept)
{
	const struct telling *expected = user;
	assert_same(&kept->accepted, &expected->accepted);
	assert_same(&kept->offered, &expected->offered);
	assert_int_equal(kept->next_at, expected->next_at);
	assert_int_equal(kept->owed_since, expected->owed_since);
	assert_int_equal(kept->wait, expected->wait);
	return 0;
}

/* One message, of several episodes, in the outbox; `told` is what it says of each. */
static int64_t write_message(
	struct world *world, int64_t first, struct telling_change *changes, struct knowledge *told)
{
	struct alert_news news[EPISODES];
	struct delivery delivery = {.channel = "chair",
		.recipient = RECIPIENT,
		.type = "email",
		.subject = "s",
		.body = "b"};
	for (int i = 0; i < EPISODES; i++) {
		news[i] = opened_news(first + i);
		told[i] = some_knowledge(1 + pick(4));
		changes[i] = (struct telling_change){.delivery = 0};
		telling_init(&changes[i].telling, first + i, "chair", RECIPIENT);
		changes[i].telling.offered = told[i];
	}
	struct news_batch batch = {
		NULL, 0, news, EPISODES, &delivery, 1, changes, EPISODES, NULL, 0};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	return delivery.id;
}

static void what_is_accepted_is_known_as_core_says(void **state)
{
	struct world *world = *state;
	struct telling_change changes[EPISODES];
	struct knowledge told[EPISODES];
	const char *given = getenv("HENTRA_SEED");
	chance = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 2654435761u + 1;
	print_message("HENTRA_SEED=%llu\n", (unsigned long long)chance);
	for (int round = 0; round < ROUNDS; round++) {
		int64_t first = 1 + round * EPISODES;
		int64_t id = write_message(world, first, changes, told);
		for (int i = 0; i < EPISODES; i++) {
			move_on(&changes[i].telling, &told[i]);
			changes[i].delivery = -1;
		}
		struct news_batch batch = {.tellings = changes, .telling_count = EPISODES};
		ASSERT_FINE(store_commit_news(world->store, &batch, noon(2), &world->error));
		settle_delivery(world, id, DELIVERY_HANDED_OVER, INSTANT_NONE, "250 ok", noon(20));
		for (int i = 0; i < EPISODES; i++) {
			struct telling *telling = &changes[i].telling;
			bool news = told[i].sequence > telling->accepted.sequence;
			bool late = news && told[i].sequence > telling->offered.sequence;
			telling_accepted(telling, &told[i]);
			if (late) /* it was taken back: to be looked at again, at once */
				telling->next_at = noon(20);
			ASSERT_FINE(store_tellings(
				world->store, first + i, compare, telling, &world->error));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_is_accepted_is_known_as_core_says, world_new, world_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
