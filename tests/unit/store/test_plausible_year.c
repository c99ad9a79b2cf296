/* A year of a portal with 95 communes: honest mass events – a re-organisation, a renumbering, holidays, bulk
 * entry before each report – beside lies. Each lie is doubted on its first day and moves nothing; of the
 * honest events none is doubted but the first reading of what changes nearly everything, which an operator
 * accepts. The short form lives for 120 days; tests/full for a year with twenty seeds. */
#include <stdlib.h>

#include "store/store_doubt.h"
#include "unit/store/store_fixture.h"

#define COMMUNES 95
#define MOST 9000
#define A_DAY 24 /* cases received on a working day */
#define LISTED_DAYS 40 /* so long after its end the portal lists a case */
#define FIRST 200 /* days before noon(0): the tests' calendar holds them */

static const struct plausibility_bounds bounds = {
	.least = 10, .vanished = 20, .lost = 10, .changed = 50, .ended = 80, .added = 20};

static uint64_t random_state;

static int pick(int below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (int)(random_state % (uint64_t)below);
}

struct life {
	int commune, received, due, finished; /* days */
};
enum lie {
	NONE,
	EMPTY,
	HALF,
	NO_DUE,
	FAR,
	NO_UNIT,
	NO_STATUS,
	ALL_ENDED,
	TWICE,
	OTHER_CODES,
	LIES
};

struct year {
	struct world *world;
	struct life lives[MOST];
	int count;
	int era; /* of codes: a renumbering begins a new one */
	int names; /* of units: 0, or from the re-organisation on 1 */
	int doubted, accepted, false_doubts, missed;
};

static struct case_facts facts_of(const struct life *life, int today, enum lie lie)
{
	struct case_facts facts = no_facts();
	bool ended = life->finished <= today;
	facts.status = ended || lie == ALL_ENDED ? STATUS_PROCESSED : STATUS_PROCESSING;
	facts.received = noon(life->received);
	facts.due = lie == NO_DUE ? INSTANT_NONE : end_of(lie == FAR ? 9000 : life->due);
	if (facts.status == STATUS_PROCESSED)
		facts.finished = noon(ended ? life->finished : today);
	if (lie == NO_STATUS)
		facts.status = STATUS_UNKNOWN;
	return facts;
}

static void tell(struct year *year, int i, int today, enum lie lie)
{
	const struct life *life = &year->lives[i];
	char code[40], unit[20];
	sprintf(code, "%s%d-%05d", lie == OTHER_CODES ? "Z" : "H", year->era, i);
	sprintf(unit, "%s-%02d", year->names ? "N" : "U", life->commune);
	struct case_record record = record_of(code, facts_of(life, today, lie));
	record.unit = lie == NO_UNIT ? SLICE("") : slice_of(unit);
	batch_add(year->world->batch, &record);
	if (lie != TWICE)
		return;
	sprintf(code, "H\xc2\xad%d-%05d", year->era, i);
	record.code = slice_of(code);
	batch_add(year->world->batch, &record);
}

static unsigned sweep(struct year *year, int today, int minute, enum lie lie)
{
	struct world *world = year->world;
	instant now = noon(today) + minute * MINUTE_MS;
	struct put_result put;
	unsigned doubts = 0;
	int64_t poll = poll_begin(world, true, now);
	store_poll_weigh(world->store, poll, &bounds);
	for (int i = 0; i < year->count && lie != EMPTY; i++) {
		const struct life *life = &year->lives[i];
		if (life->received > today || life->finished + LISTED_DAYS < today ||
			(lie == HALF && i % 2))
			continue;
		tell(year, i, today, lie);
		if (batch_count(world->batch) >= 500)
			put_batch(world, poll, now);
	}
	put_batch(world, poll, now);
	ASSERT_FINE(store_poll_settle(world->store, poll, true, &world->judge, now, &world->tally,
		&doubts, &put, &world->error));
	ASSERT_FINE(store_poll_end(world->store, poll, doubts ? POLL_DOUBTFUL : POLL_COMPLETE, 1, 1,
		0, "", now, &world->error));
	return doubts;
}

/* Of what is true. */
static void read_honestly(struct year *year, int today, int minute)
{
	unsigned doubts = sweep(year, today, minute, NONE);
	if (doubts && year->false_doubts++ < 5)
		print_message("  wrongly in doubt on day %d: %x\n", today + FIRST, doubts);
}

static void receive(struct year *year, int today)
{
	for (int n = A_DAY / 2 + pick(A_DAY); n > 0 && year->count < MOST; n--) {
		struct life *life = &year->lives[year->count++];
		int term = 3 + pick(15);
		*life = (struct life){pick(COMMUNES), today, today + term,
			today + 1 + pick(term + (pick(6) ? 0 : 12))};
	}
}

static struct counts open_counts(const struct world *world)
{
	struct counts counts = {0};
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		counts.bucket[bucket] = counted(world, bucket);
	return counts;
}

/* A lie of a day or two: doubted each time, and nothing moves by it. */
static void lie_to(struct year *year, int today, enum lie lie)
{
	struct counts before = open_counts(year->world);
	for (int times = 0; times < 2; times++) {
		unsigned doubts = sweep(year, today, 60 + times * 60, lie);
		struct counts now = open_counts(year->world);
		year->doubted += doubts != 0;
		year->missed += doubts == 0;
		if (!doubts)
			print_message("  missed: lie %d on day %d\n", (int)lie, today + FIRST);
		assert_memory_equal(&before, &now, sizeof(now));
	}
}

/* Nearly everything is other: doubted once, accepted, and then it is so. */
static void change_all(struct year *year, int today)
{
	struct world *world = year->world;
	assert_int_not_equal(sweep(year, today, 60, NONE), 0);
	ASSERT_FINE(store_decide_doubt(world->store, world->portal, DOUBT_ACCEPTED, "Lan",
		noon(today) + 61 * MINUTE_MS, &world->error));
	year->accepted++;
	read_honestly(year, today, 120);
}

static void bulk_entry(struct year *year, int today)
{
	for (int i = 0; i < year->count; i++)
		if (year->lives[i].finished > today && pick(3))
			year->lives[i].finished = today;
}

static void live(struct year *year, int days)
{
	for (int today = -FIRST; today < days - FIRST; today++) {
		int in_year = today + FIRST;
		bool holiday = in_year % 7 >= 5 || (in_year >= 40 && in_year < 51);
		if (!holiday)
			receive(year, today);
		if (in_year % 30 == 29)
			bulk_entry(year, today);
		/* all units get other codes; later all cases do */
		if (in_year == 60) {
			year->names = 1;
			change_all(year, today);
		} else if (in_year == 90) {
			year->era = 1;
			change_all(year, today);
		}
		read_honestly(year, today, 240);
		if (in_year > 20 && in_year % 9 == 4 && in_year != 60 && in_year != 90) {
			lie_to(year, today, (enum lie)(EMPTY + in_year / 9 % (LIES - 1)));
			read_honestly(year, today, 300);
		}
	}
}

static void lies_are_doubted_and_honest_events_are_not(void **state)
{
	struct world *world = *state;
	struct audit_result audit;
	const char *given = getenv("HENTRA_SEED"), *days = getenv("HENTRA_DAYS");
	struct year *year = xcalloc(1, sizeof(*year));
	uint64_t seed = given ? strtoull(given, NULL, 10) : 1;
	random_state = seed * 2654435761u + 1;
	year->world = world;
	live(year, days ? atoi(days) : 120);
	print_message("seed %llu: %d cases; lies doubted %d, missed %d; honest events accepted %d, "
		      "doubted otherwise %d\n",
		(unsigned long long)seed, year->count, year->doubted, year->missed, year->accepted,
		year->false_doubts);
	assert_int_equal(year->missed, 0);
	assert_int_equal(year->false_doubts, 0);
	assert_true(year->doubted > 0 && year->accepted == 2);
	ASSERT_FINE(store_audit(world->store, &world->judge, NULL, NULL, &audit, &world->error));
	assert_int_equal(audit.differences + audit.misjudged, 0);
	free(year);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			lies_are_doubted_and_honest_events_are_not, world_new, world_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
