/* What is suspected of whole units: looked at evening by evening, explained, audited, as it was seen. */
#include <sqlite3.h>
#include <stdlib.h>

#include "store/store_past.h"
#include "store/store_witness.h"
#include "unit/store/store_fixture.h"

static void judge_at(struct world *world, instant now)
{
	bool more = true;
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now, 100, &world->tally,
			&more, &world->error));
}

static void look(struct world *world)
{
	uint32_t cursor = 0;
	bool done = false;
	do
		ASSERT_FINE(store_look_at_units(
			world->store, &world->judge, 1, &cursor, &world->error));
	while (cursor);
	while (!done)
		ASSERT_FINE(store_look_at_numbers(
			world->store, &world->judge, 50, &done, &world->error));
}

static void list_case(struct world *world, const char *unit, int days, int number)
{
	char code[40];
	struct civil_date date = civil_date(civil_day(2026, 11, 2) + days);
	struct case_facts facts = open_case(90);
	facts.received = noon(days);
	sprintf(code, "%s-%02d%02d%02d-%04d", unit, date.year % 100, date.month, date.mday, number);
	struct case_record record = record_of(code, facts);
	record.unit = slice_of(unit);
	batch_add(world->batch, &record);
}

/* Unit H56.1 takes cases in on the first 20 working days, then it is silent; H56.2 always does, and leaves
 * numbers out on day 9. A night's work after each day but when `sleeps`. */
static void live(struct world *world, int from, int to, bool sleeps)
{
	for (int days = from; days < to; days++) {
		int64_t poll = poll_begin(world, false, noon(days));
		for (int number = 1; days % 7 < 5 && number <= 6; number++) {
			if (days < 26)
				list_case(world, "H56.1", days, number);
			if (days != 9 || number < 2 || number > 4)
				list_case(world, "H56.2", days, number);
		}
		put_batch(world, poll, noon(days));
		poll_end(world, poll, noon(days));
		judge_at(world, noon(days) + MINUTE_MS);
		if (!sleeps)
			look(world);
	}
}

struct found {
	struct store_suspicion all[20];
	int count;
};

static int take(void *user, const struct store_suspicion *suspicion)
{
	struct found *found = user;
	found->all[found->count++] = *suspicion;
	return 0;
}

static struct found found(struct world *world, instant known, enum fact fact)
{
	struct found all = {0}, kept = {0};
	struct suspicion_filter filter = {
		.kind = SUSPICION_SILENT, .since = INSTANT_NONE, .known = known};
	ASSERT_FINE(store_suspicions(world->store, &filter, take, &all, &world->error));
	for (int i = 0; i < all.count; i++)
		if (all.all[i].finding.fact == fact)
			kept.all[kept.count++] = all.all[i];
	return kept;
}

static void print_difference(void *user, const char *sentence)
{
	(void)user;
	print_message("  %s\n", sentence);
}

static int64_t audited(struct world *world)
{
	struct audit_result audit;
	ASSERT_FINE(store_audit(
		world->store, &world->judge, print_difference, NULL, &audit, &world->error));
	assert_int_equal(audit.differences + audit.misjudged, 0);
	return audit.suspicions;
}

/* As somebody does who has a tool for the file. */
static void tamper(struct world *world, const char *sql)
{
	char path[96];
	sqlite3 *db;
	sprintf(path, "%s/store.db", world->folder);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	char *trouble = NULL;
	if (sqlite3_exec(db, sql, NULL, NULL, &trouble) != SQLITE_OK)
		fail_msg("%s: %s", sql, trouble);
	assert_int_equal(sqlite3_changes(db), 1);
	sqlite3_close(db);
}

static void the_audit_finds_again_what_is_suspected_of_units(void **state)
{
	struct world *world = *state;
	live(world, 0, 60, false);
	assert_int_equal(found(world, 0, FACT_RECEIVED).count, 1);
	assert_int_equal(found(world, 0, FACT_LISTED).count, 1);
	assert_int_equal(audited(world), 0);
}

static void nights_that_were_slept_through_are_looked_at_afterwards(void **state)
{
	struct world *world = *state;
	live(world, 0, 22, false);
	live(world, 22, 50, true);
	assert_int_equal(found(world, 0, FACT_RECEIVED).count, 0);
	look(world);
	assert_int_equal(found(world, 0, FACT_RECEIVED).count, 1);
	assert_int_equal(audited(world), 0);
}

static void a_row_taken_out_or_put_in_makes_the_audit_fail(void **state)
{
	static const char *const tricks[] = {
		"DELETE FROM suspicion WHERE \"case\" < 0 AND fact = 6",
		"DELETE FROM suspicion WHERE \"case\" < 0 AND fact = 17",
		"INSERT INTO suspicion SELECT \"case\" - 7, kind, portal, key, unit, field,"
		" confidence, doubt, fact, was, became, after, \"by\", at, times, found, ended, "
		"last"
		" FROM suspicion WHERE \"case\" < 0 AND fact = 6",
		"INSERT INTO suspicion SELECT \"case\" - 7, kind, portal, key, unit, field,"
		" confidence, doubt, fact, was, became, after, \"by\", at, times, found, ended, "
		"last"
		" FROM suspicion WHERE \"case\" < 0 AND fact = 17",
		"UPDATE suspicion SET at = at + 86400000 WHERE \"case\" < 0 AND fact = 6",
		"UPDATE suspicion SET times = 1 WHERE \"case\" < 0 AND fact = 17",
		"INSERT INTO suspicion SELECT 9, 0, 1, 'nobody', unit, field, confidence, doubt,"
		" 3, was, became, after, \"by\", at, times, found, ended, last FROM suspicion"
		" WHERE \"case\" < 0 AND fact = 6"};
	struct world *world = *state;
	live(world, 0, 45, false);
	for (size_t i = 0; i < ARRAY_SIZE(tricks); i++) {
		char keep[200], back[200];
		sprintf(keep, "cp %s/store.db %s/kept.db", world->folder, world->folder);
		sprintf(back, "cp %s/kept.db %s/store.db", world->folder, world->folder);
		store_close(world->store); /* what is in the log goes into the file */
		assert_int_equal(system(keep), 0);
		tamper(world, tricks[i]);
		world_open(world);
		if (audited(world) != 1)
			fail_msg("nothing was noticed: %s", tricks[i]);
		store_close(world->store);
		assert_int_equal(system(back), 0);
		world_open(world);
		assert_int_equal(audited(world), 0);
	}
}

static void what_the_night_does_hides_no_trick_of_the_day(void **state)
{
	struct world *world = *state;
	live(world, 0, 45, false);
	store_close(world->store);
	tamper(world, "DELETE FROM suspicion WHERE \"case\" < 0 AND fact = 17");
	world_open(world);
	live(world, 45, 50, false);
	assert_int_equal(audited(world), 1);
}

static void a_suspicion_of_a_unit_is_explained_by_who_when_and_why(void **state)
{
	struct world *world = *state;
	live(world, 0, 45, false);
	struct found silent = found(world, 0, FACT_RECEIVED);
	assert_int_equal(silent.count, 1);
	assert_false(silent.all[0].explained);
	assert_true(silent.all[0].subject < 0);
	struct mark mark = {.case_id = silent.all[0].subject,
		.kind = MARK_EXPLAINED,
		.suspicion = SUSPICION_SILENT,
		.at = noon(44) + HOUR_MS,
		.by = "Lan",
		.note = "sửa trụ sở",
		.letter = DAY_NONE,
		.new_due = DAY_NONE};
	ASSERT_FINE(store_add_mark(world->store, &mark, &world->error));
	assert_true(found(world, 0, FACT_RECEIVED).all[0].explained);
	assert_int_equal(audited(world), 0);
	/* before that it was not explained, and before it was found it was not there */
	assert_false(found(world, noon(44), FACT_RECEIVED).all[0].explained);
	assert_int_equal(found(world, silent.all[0].found - 1, FACT_RECEIVED).count, 0);
	/* and the nights that find it again leave it explained */
	live(world, 45, 50, false);
	assert_true(found(world, 0, FACT_RECEIVED).all[0].explained);
}

static void a_gap_taken_back_is_seen_as_of_the_days_before(void **state)
{
	struct world *world = *state;
	live(world, 0, 20, false);
	assert_int_equal(found(world, 0, FACT_LISTED).count, 1);
	int64_t poll = poll_begin(world, false, noon(20));
	for (int number = 2; number <= 4; number++)
		list_case(world, "H56.2", 9, number);
	put_batch(world, poll, noon(20));
	poll_end(world, poll, noon(20));
	judge_at(world, noon(20) + MINUTE_MS);
	look(world);
	assert_int_equal(found(world, 0, FACT_LISTED).count, 0);
	assert_int_equal(found(world, noon(19) + HOUR_MS, FACT_LISTED).count, 1);
	assert_int_equal(audited(world), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		T(the_audit_finds_again_what_is_suspected_of_units),
		T(nights_that_were_slept_through_are_looked_at_afterwards),
		T(a_row_taken_out_or_put_in_makes_the_audit_fail),
		T(what_the_night_does_hides_no_trick_of_the_day),
		T(a_suspicion_of_a_unit_is_explained_by_who_when_and_why),
		T(a_gap_taken_back_is_seen_as_of_the_days_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
