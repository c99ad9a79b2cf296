/* What purged cases leave behind: bytes a case, by table; CPU of the purge, of an audit, of a year's
 * score and form over nothing but purged cases. Each case was read open on the day of its receipt and
 * again when it was closed, as a daemon that polls every day would have it.
 *
 *   cmake -G Ninja -S . -B build/release -DCMAKE_BUILD_TYPE=Release && ninja -C build/release hentra_store
 *   cc -O2 -std=gnu11 -Idaemon -o build/release/bench-past tests/bench/past.c \
 *       build/release/daemon/libhentra_{store,core,base}.a -lsqlite3 -lyajl -lsystemd -lm
 *   build/release/bench-past FOLDER [cases]
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "core/case/verdict.h"
#include "store/store.h"
#include "store/store_past.h"
#include "store/store_witness.h"
#include "store_bench.h"

#define DAYS 290 /* of receipts */
#define LAST (DAYS + 60) /* by then all are closed */
#define UNITS 600
#define PAGE 1000

static int cases = 1000000;
static const int terms[5] = {3, 1, 21, 14, 10};
static const char *const fields[5] = {"HT", "CT", "DD", "BT", "XD"};

/* --- the cases ------------------------------------------------------------------------------ */

struct made {
	char code[48], unit[24], procedure[40];
	instant received, finished;
	int field;
};

static struct made make(int number)
{
	uint64_t chance = random_of((uint64_t)number);
	double a = (double)(chance & 0xffff) / 65536, b = (double)(chance >> 16 & 0xffff) / 65536,
	       c = (double)(chance >> 32 & 0xffff) / 65536;
	struct made made = {.field = (int)(b * b * 5)};
	day date = civil_day(2025, 1, 1) + (int)((int64_t)number * DAYS / cases);
	made.received =
		zone_midnight(zone, date) + 450 * MINUTE_MS + (int)(chance >> 48) % 540 * MINUTE_MS;
	made.finished =
		made.received + (instant)(c * 1.05 * terms[made.field] * 86400 + 600) * 1000;
	sprintf(made.unit, "000.%03d.32.H36", (int)(a * a * UNITS));
	sprintf(made.code, "%s-%07d", made.unit, number);
	sprintf(made.procedure, "1.%06u.000.00.00.H36", 1000 + (unsigned)(chance >> 40) % 300);
	return made;
}

static int day_of(instant at)
{
	return zone_day(zone, at) - civil_day(2025, 1, 1);
}

/* The numbers of the cases by the day of their closing: those of day d from start[d] on. */
static int *by_closing(int start[static LAST + 1])
{
	int *order = xcalloc((size_t)cases, sizeof(*order)), at[LAST + 1] = {0};
	memset(start, 0, (LAST + 1) * sizeof(*start));
	for (int i = 0; i < cases; i++)
		start[day_of(make(i).finished) + 1]++;
	for (int i = 1; i <= LAST; i++)
		start[i] += start[i - 1];
	memcpy(at, start, sizeof(at));
	for (int i = 0; i < cases; i++)
		order[at[day_of(make(i).finished)]++] = i;
	return order;
}

/* --- the life ------------------------------------------------------------------------------- */

struct reading {
	struct store *store;
	int64_t poll;
	instant now;
	struct tally tally;
	struct batch *batch;
	struct made page[PAGE];
	int count;
};

static void put(struct reading *reading)
{
	struct put_result result;
	struct error error;
	must(store_put_page(reading->store, reading->poll, reading->batch, &judge, reading->now,
		     &reading->tally, &result, &error),
		&error);
	batch_clear(reading->batch);
	reading->count = 0;
}

static void read_case(struct reading *reading, int number, bool closed)
{
	struct made *made = &reading->page[reading->count];
	*made = make(number);
	struct case_facts facts = {.submitted = INSTANT_NONE,
		.received = made->received,
		.due = made->received + terms[made->field] * DAY_MS,
		.finished = closed ? made->finished : INSTANT_NONE,
		.returned = closed ? made->finished : INSTANT_NONE,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.status = closed ? STATUS_PROCESSED : STATUS_PROCESSING,
		.channel = number % 3 ? CHANNEL_IN_PERSON : CHANNEL_ONLINE};
	struct case_record record = {.code = slice_of(made->code),
		.unit = slice_of(made->unit),
		.procedure = slice_of(made->procedure),
		.procedure_name = slice_of("Thủ tục"),
		.field = slice_of(fields[made->field]),
		.field_name = slice_of(fields[made->field]),
		.facts = facts,
		.updated = closed ? made->finished : made->received};
	batch_add(reading->batch, &record);
	if (++reading->count == PAGE)
		put(reading);
}

/* What a pass does behind a poll: what is due by now is judged, detectors look at what changed. */
static void pass(struct reading *reading)
{
	struct error error;
	bool more = true;
	while (more)
		must(store_judge_due(reading->store, &judge, reading->now, PAGE, &reading->tally,
			     &more, &error),
			&error);
}

static void live(struct store *store)
{
	static int start[LAST + 1];
	struct reading *reading = xcalloc(1, sizeof(*reading));
	struct error error;
	int *order = by_closing(start), received = 0;
	uint32_t portal;
	reading->store = store;
	reading->batch = batch_new();
	must(store_register_portals(
		     store, &(struct store_registration){"synthetic", true}, 1, &portal, &error),
		&error);
	for (int date = 0; date < LAST; date++) {
		reading->now = zone_midnight(zone, civil_day(2025, 1, 1) + date + 1) - HOUR_MS;
		must(store_poll_begin(store, portal, false, reading->now, &reading->poll, &error),
			&error);
		for (; received < cases && day_of(make(received).received) <= date; received++)
			read_case(reading, received, false);
		for (int i = start[date]; i < start[date + 1]; i++)
			read_case(reading, order[i], true);
		put(reading);
		must(store_poll_end(store, reading->poll, POLL_COMPLETE, 1, cases, 0, "",
			     reading->now, &error),
			&error);
		pass(reading);
	}
	free(order);
	batch_free(reading->batch);
	free(reading);
}

/* --- what is measured ----------------------------------------------------------------------- */

static void sizes(const char *path, const char *when)
{
	static const char sql[] = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"
				  " HAVING sum(pgsize) > 100000 ORDER BY 2 DESC";
	sqlite3 *db;
	sqlite3_stmt *s;
	int64_t all = 0;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		exit(1);
	printf("%s, bytes a case:", when);
	while (sqlite3_step(s) == SQLITE_ROW) {
		printf(" %s %.1f", (const char *)sqlite3_column_text(s, 0),
			(double)sqlite3_column_int64(s, 1) / cases);
		all += sqlite3_column_int64(s, 1);
	}
	printf("; all %.1f\n", (double)all / cases);
	sqlite3_finalize(s);
	sqlite3_close(db);
}

static double audit(struct store *store)
{
	struct audit_result result;
	struct error error;
	double from = cpu();
	must(store_audit(store, &judge, NULL, NULL, &result, &error), &error);
	if (result.differences || result.misjudged)
		printf("AUDIT: %lld differences, %lld misjudged\n", (long long)result.differences,
			(long long)result.misjudged);
	return cpu() - from;
}

static int64_t told;

static int meet_cases(void *user, const struct store_past *past, int64_t amount)
{
	(void)user, (void)past;
	told += amount;
	return 0;
}

static int meet_sums(void *user, uint32_t unit, uint32_t field, uint32_t procedure, day date,
	int column, int64_t amount)
{
	(void)user, (void)unit, (void)field, (void)procedure, (void)date, (void)column;
	told += amount;
	return 0;
}

static void purge(struct store *store)
{
	struct purge_result result = {0};
	struct error error;
	bool done = false;
	double from = cpu();
	while (!done)
		must(store_purge_step(store, &judge, zone_midnight(zone, civil_day(2027, 1, 1)),
			     10000, false, &result, &done, &error),
			&error);
	printf("purge %.2f s: %.2f µs a case (%lld, %lld are left)\n", cpu() - from,
		(cpu() - from) / cases * 1e6, (long long)result.cases, (long long)result.left);
}

static void read_past(struct store *store)
{
	struct error error;
	day first = civil_day(2025, 1, 1);
	double from = cpu();
	must(store_walk_purged(store, first, DAY_NONE, meet_cases, NULL, &error), &error);
	printf("a year's walk over purged cases %.2f s (%lld cases)", cpu() - from,
		(long long)told);
	from = cpu();
	must(store_purged(store, first, first + LAST, DAY_NONE, meet_sums, NULL, &error), &error);
	printf(", a year's sums %.2f s\n", cpu() - from);
}

int main(int argc, char **argv)
{
	struct store *store;
	struct error error;
	char path[200], location[256];
	if (argc < 2)
		return 2;
	if (argc > 2)
		cases = atoi(argv[2]);
	snprintf(path, sizeof(path), "%s/past.db", argv[1]);
	snprintf(location, sizeof(location), "sqlite:%s", path);
	unlink(path);
	make_judge();
	must(store_open(location, STORE_OWN, &store, &error), &error);
	double from = cpu();
	live(store);
	printf("%d cases lived through %d days in %.1f s\n", cases, LAST, cpu() - from);
	printf("audit of them %.2f s\n", audit(store));
	store_close(store);
	sizes(path, "kept");
	must(store_open(location, STORE_OWN, &store, &error), &error);
	purge(store);
	printf("audit when all are purged %.3f s\n", audit(store));
	read_past(store);
	store_close(store);
	sizes(path, "purged");
	return 0;
}
