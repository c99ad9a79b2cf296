/* The law of a page: it is read at once, changed in memory and written in bulk, and leaves the same rows in every
 * table as its records do when each is put as a page of its own. */
#include <sqlite3.h>

#include "unit/seeded.h"
#include "unit/store/store_fixture.h"

#define CASES 700 /* more than are read at once */
#define POLLS 14
#define PORTALS 2

/* What a portal says of a case now. */
struct said {
	bool exists, listed;
	bool renamed; /* it was accepted: it has its code, and says the former one */
	struct case_facts facts;
	int unit, field;
};
static struct said lives[PORTALS][CASES];

static void come(struct said *said, instant now)
{
	*said = (struct said){.exists = true, .facts = no_facts()};
	said->facts.status = random_below(3) ? STATUS_PROCESSING : STATUS_REGISTERED;
	said->facts.received = said->facts.status == STATUS_REGISTERED ? INSTANT_NONE : now;
	said->facts.due = random_below(8) ? now + (random_below(12) - 3) * DAY_MS : INSTANT_NONE;
	said->unit = random_below(5);
	said->field = random_below(4);
	said->renamed = random_below(8) == 0;
}

static void move(struct said *said, instant now)
{
	struct case_facts *facts = &said->facts;
	switch (random_below(9)) {
	case 0: /* accepted: the code comes with it, mostly */
		said->renamed |= facts->status == STATUS_REGISTERED && random_below(4);
		facts->status = STATUS_PROCESSING;
		facts->received = now;
		break;
	case 1:
		facts->status = STATUS_SUPPLEMENT;
		facts->supplement_asked = now;
		break;
	case 2:
		facts->status = STATUS_PROCESSED;
		facts->finished = now - random_below(5) * DAY_MS;
		break;
	case 3:
		facts->status = STATUS_RETURNED;
		facts->returned = now;
		break;
	case 4:
		facts->due = random_below(4) ? now + random_below(9) * DAY_MS : INSTANT_NONE;
		break;
	case 5:
		said->unit = random_below(6);
		break;
	case 6:
		facts->locked = !facts->locked;
		break;
	case 7:
		facts->status = STATUS_PROCESSING;
		facts->finished = random_below(2) ? INSTANT_NONE : now;
		break;
	default:
		facts->supplements++;
	}
}

/* One poll's worth of life; `calm`: little changes, so that most records say nothing new. */
static void live(int portal, instant now, bool calm)
{
	for (int i = 0; i < CASES; i++) {
		struct said *said = &lives[portal][i];
		if (!said->exists && random_below(6) == 0)
			come(said, now);
		else if (said->exists && random_below(calm ? 40 : 3) == 0)
			move(said, now);
		said->listed = said->exists && random_below(20) > 0;
	}
}

static char codes[2 * CASES][16], formers[CASES][16];

/* The new code sorts before or behind the former one. */
static struct case_record record_said(const struct said *said, int which, bool former)
{
	static const char *const units[] = {"U-0", "U-1", "U-2", "", "U-4", "U-5"},
				 *const fields[] = {"F-0", "F-1", "", "F-3"};
	char *code = codes[2 * which + former];
	char letter = which % 2 ? 'C' : 'T';
	sprintf(code, "%c-%05d", said->renamed && !former ? letter : 'R', which);
	sprintf(formers[which], "R-%05d", which);
	struct case_record record = record_of(code, said->facts);
	record.unit = slice_of(units[said->unit]);
	record.unit_name = random_below(6) ? record.unit : SLICE("another name");
	record.field = slice_of(fields[said->field]);
	if (said->renamed && !former)
		record.former_code = slice_of(formers[which]);
	if (former) {
		record.facts.status = STATUS_REGISTERED;
		record.facts.received = record.facts.finished = INSTANT_NONE;
	}
	return record;
}

/* In the order of their keys; now and then a case that got its code stands there under its former one, too. */
static size_t list_records(int portal, struct case_record records[static 2 * CASES])
{
	size_t count = 0;
	for (int i = 0; i < CASES; i++) {
		const struct said *said = &lives[portal][i];
		if (!said->listed)
			continue;
		bool both = said->renamed && random_below(4) == 0;
		if (both && i % 2 == 0)
			records[count++] = record_said(said, i, true);
		records[count++] = record_said(said, i, false);
		if (both && i % 2)
			records[count++] = record_said(said, i, true);
	}
	return count;
}

static void read_portal(struct world *world, uint32_t portal, const struct case_record *records,
	size_t count, bool one_by_one, instant now)
{
	int64_t poll;
	bool more = true;
	ASSERT_FINE(store_poll_begin(world->store, portal, true, now, &poll, &world->error));
	for (size_t i = 0; i < count; i++) {
		batch_add(world->batch, &records[i]);
		if (one_by_one || i + 1 == count)
			put_batch(world, poll, now);
	}
	ASSERT_FINE(store_poll_end(
		world->store, poll, POLL_COMPLETE, 1, (int64_t)count, 0, "", now, &world->error));
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now, 1000, &world->tally,
			&more, &world->error));
}

/* --- tables beside each other ----------------------------------------------------------------- */

static sqlite3_stmt *rows_of(sqlite3 *db, const char *table)
{
	char sql[200];
	sqlite3_stmt *rows;
	snprintf(sql, sizeof(sql), "SELECT * FROM \"%s\"%s", table,
		strcmp(table, "meta") == 0 ? " WHERE key <> 'instance' ORDER BY key" : "");
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
	return rows;
}

static void assert_same_rows(sqlite3 *a, sqlite3 *b, const char *table)
{
	sqlite3_stmt *left = rows_of(a, table), *right = rows_of(b, table);
	for (int row = 0, step = SQLITE_ROW; step == SQLITE_ROW; row++) {
		step = sqlite3_step(left);
		if (sqlite3_step(right) != step)
			fail_msg("%s: one of them ends at row %d", table, row);
		for (int i = 0; step == SQLITE_ROW && i < sqlite3_column_count(left); i++) {
			int size = sqlite3_column_bytes(left, i);
			const char *is = (const char *)sqlite3_column_blob(left, i),
				   *should = (const char *)sqlite3_column_blob(right, i);
			if (size != sqlite3_column_bytes(right, i) ||
				(size && memcmp(is, should, (size_t)size) != 0))
				fail_msg("%s, row %d, %s: %s, and by single records %s", table, row,
					sqlite3_column_name(left, i),
					(const char *)sqlite3_column_text(left, i),
					(const char *)sqlite3_column_text(right, i));
		}
	}
	sqlite3_finalize(left);
	sqlite3_finalize(right);
}

static sqlite3 *open_beside(const struct world *world)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(world->location + strlen("sqlite:"), &db), SQLITE_OK);
	return db;
}

/* Cells of the kept tally may stand in another order: they are compared as what they count. */
static void assert_same_tally(struct world *world, struct world *other)
{
	struct tally is = {0}, should = {0};
	ASSERT_FINE(store_load_tally(world->store, &is, &world->error));
	ASSERT_FINE(store_load_tally(other->store, &should, &other->error));
	for (size_t i = 0; i < should.used; i++) {
		const struct tally_cell *cell = tally_find(&is, should.cells[i].key);
		for (int column = 0; column < TALLY_COLUMNS; column++)
			assert_int_equal(
				cell ? cell->count[column] : 0, should.cells[i].count[column]);
	}
	tally_free(&is);
	tally_free(&should);
}

static void assert_same_tables(const struct world *at_once, const struct world *one_by_one)
{
	sqlite3 *a = open_beside(at_once), *b = open_beside(one_by_one);
	sqlite3_stmt *tables;
	assert_int_equal(sqlite3_prepare_v2(a,
				 "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT "
				 "LIKE 'tally%'",
				 -1, &tables, NULL),
		SQLITE_OK);
	while (sqlite3_step(tables) == SQLITE_ROW)
		assert_same_rows(a, b, (const char *)sqlite3_column_text(tables, 0));
	sqlite3_finalize(tables);
	sqlite3_close(a);
	sqlite3_close(b);
}

static void a_page_leaves_what_its_records_leave_one_by_one(void **state)
{
	struct world *at_once = *state, *one_by_one;
	static struct case_record records[2 * CASES];
	seed_random("a page is its records");
	world_new((void **)&one_by_one);
	struct world *worlds[] = {at_once, one_by_one};
	for (int i = 0; i < 2; i++)
		world_portals(worlds[i], "dongnai", true, "tinh", true);
	memset(lives, 0, sizeof(lives));
	for (int poll = 0; poll < POLLS; poll++) {
		instant now = noon(poll) + random_below(3) * HOUR_MS;
		int portal = poll % PORTALS;
		live(portal, now, poll > POLLS / 2);
		size_t count = list_records(portal, records);
		for (int i = 0; i < 2; i++)
			read_portal(worlds[i], (uint32_t)portal + 1, records, count, i == 1, now);
		assert_same_tables(at_once, one_by_one);
		assert_same_tally(at_once, one_by_one);
		assert_same_tally(one_by_one, at_once);
	}
	world_free((void **)&one_by_one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_page_leaves_what_its_records_leave_one_by_one, world_new, world_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
