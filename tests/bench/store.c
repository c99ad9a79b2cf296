/* What the store costs: CPU µs a case of a full sync, of a second reading of the same, of 1,000
 * changes, of an audit; bytes a case; beside a bare prepared-upsert loop that writes the same rows
 * into the same schema in the same batches (only the ratio means anything: the machine drifts).
 *
 *   cmake -G Ninja -S . -B build/release && ninja -C build/release hentra_store
 *   cc -O2 -std=gnu11 -Idaemon -o build/release/bench-store tests/bench/store.c \
 *       build/release/daemon/libhentra_{store,core,base}.a -lsqlite3 -lyajl -lsystemd -lm
 *   build/release/bench-store FOLDER [cases [records a batch]]
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/memory.h"
#include "core/case/verdict.h"
#include "store/cases/packed.h"
#include "store/inside.h"
#include "store/schema/migration.h"
#include "store/store.h"
#include "store_bench.h"

#define UNITS 600
#define NOW (INT64_C(1790762400) * 1000) /* 2026-09-30 17:00 in Vietnam */

static int cases = 1000000, batch_size = 1000;
static uint32_t serials[UNITS * 400];

struct made {
	char code[32], unit[20], procedure[28], procedure_name[24];
	struct case_record record;
};

static const char *const fields[5][2] = {{"HT", "Hộ tịch"}, {"CT", "Chứng thực"}, {"DD", "Đất đai"},
	{"BT", "Bảo trợ xã hội"}, {"XD", "Xây dựng"}};
static const int terms[5] = {3, 1, 21, 14, 10};

/* Case `number` of a portal that lists in the order of receipt; `later`: 1,000 of them changed. */
static void make(struct made *made, int number, bool later)
{
	uint64_t chance = random_of((uint64_t)number);
	double a = (double)(chance & 0xffff) / 65536, b = (double)(chance >> 16 & 0xffff) / 65536,
	       c = (double)(chance >> 32 & 0xffff) / 65536;
	int unit = (int)(a * a * UNITS), field = (int)(b * b * 5);
	int of_day = (int)((int64_t)number * 290 / cases);
	day date = civil_day(2025, 12, 15) + of_day;
	struct civil_date civil = civil_date(date);
	instant received =
		(instant)date * DAY_MS + 30 * MINUTE_MS + (instant)(chance >> 48) % 540 * MINUTE_MS;
	instant finished = received + (instant)(c * 1.05 * terms[field] * 86400) * 1000;
	struct case_facts facts = {.submitted = INSTANT_NONE,
		.received = received,
		.due = received + terms[field] * DAY_MS,
		.finished = finished,
		.returned = finished,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.status = STATUS_PROCESSED,
		.channel = chance >> 60 < 6 ? CHANNEL_ONLINE : CHANNEL_IN_PERSON};
	if (finished > NOW || chance % 200 == 0) {
		facts.status = STATUS_PROCESSING;
		facts.finished = facts.returned = INSTANT_NONE;
	}
	if (later && facts.finished == INSTANT_NONE) {
		facts.status = STATUS_PROCESSED;
		facts.finished = NOW;
	} else if (later) {
		facts.due += 3 * DAY_MS;
	}
	unsigned service = 1000 + (unsigned)(chance >> 40) % 300;
	sprintf(made->unit, "000.%03d.32.H36", unit);
	sprintf(made->code, "%s-%02d%02d%02d-%04u", made->unit, civil.year % 100, civil.month,
		civil.mday, ++serials[unit * 400 + of_day] % 10000);
	sprintf(made->procedure, "1.%06u.000.00.00.H36", service);
	sprintf(made->procedure_name, "Thủ tục số %u", service);
	made->record = (struct case_record){.code = slice_of(made->code),
		.unit = slice_of(made->unit),
		.procedure = slice_of(made->procedure),
		.procedure_name = slice_of(made->procedure_name),
		.field = slice_of(fields[field][0]),
		.field_name = slice_of(fields[field][1]),
		.facts = facts,
		.updated = received};
}

static int64_t size_of(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 ? status.st_size : 0;
}

static int64_t written(void)
{
	char name[32], line[128];
	long long bytes = 0;
	sprintf(name, "/proc/self/io");
	FILE *file = fopen(name, "r");
	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "wchar: %lld", &bytes);
	if (file)
		fclose(file);
	return bytes;
}

/* Puts the records made so far; returns CPU seconds inside the store. */
static double put(struct store *store, int64_t poll, struct made *made, int count, instant now,
	struct tally *tally, double *longest)
{
	static struct batch *batch;
	struct put_result result;
	struct error error;
	if (!batch)
		batch = batch_new();
	for (int i = 0; i < count; i++) { /* the slices point into the array */
		made[i].record.code = slice_of(made[i].code);
		made[i].record.unit = slice_of(made[i].unit);
		made[i].record.procedure = slice_of(made[i].procedure);
		made[i].record.procedure_name = slice_of(made[i].procedure_name);
	}
	double before = cpu();
	for (int i = 0; i < count; i++)
		batch_add(batch, &made[i].record);
	double at = cpu();
	must(store_put_page(store, poll, batch, &judge, now, tally, &result, &error), &error);
	batch_clear(batch);
	double after = cpu();
	if (after - at > *longest)
		*longest = after - at;
	return after - before;
}

/* One poll; `step` 0: all cases, else every step-th, changed. Returns CPU seconds inside the store. */
static double sync_all(struct store *store, uint32_t portal, struct tally *tally, int step,
	instant now, double *ret_longest)
{
	struct made *made = xcalloc((size_t)batch_size, sizeof(*made));
	struct error error;
	int64_t poll;
	double spent = 0;
	int count = 0;
	*ret_longest = 0;
	memset(serials, 0, sizeof(serials));
	must(store_poll_begin(store, portal, step == 0, now, &poll, &error), &error);
	for (int i = 0; i < cases; i++) {
		make(&made[count], i, step && i % step == 0);
		if (step && i % step)
			continue;
		if (++count == batch_size) {
			spent += put(store, poll, made, count, now, tally, ret_longest);
			count = 0;
		}
	}
	spent += put(store, poll, made, count, now, tally, ret_longest);
	double before = cpu();
	must(store_poll_end(store, poll, POLL_COMPLETE, 1, cases, 0, "", now, &error), &error);
	free(made);
	return spent + cpu() - before;
}

static void report(const char *what, double seconds, int64_t bytes, double longest)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	printf("%-28s %7.3f µs/case  %7.1f ms CPU  written %6.1f MiB  longest %5.1f ms  peak %3ld"
	       " MiB\n",
		what, seconds / cases * 1e6, seconds * 1e3, (double)bytes / 1048576, longest * 1e3,
		usage.ru_maxrss / 1024);
	fflush(stdout);
}

static void run_store(const char *path)
{
	struct store *store;
	struct error error;
	struct tally tally = {0};
	struct audit_result audit;
	uint32_t portal;
	char location[256];
	double longest;
	sprintf(location, "sqlite:%s", path);
	must(store_open(location, STORE_OWN, &store, &error), &error);
	must(store_register_portals(
		     store, &(struct store_registration){"synthetic", true}, 1, &portal, &error),
		&error);
	int64_t from = written();
	double spent = sync_all(store, portal, &tally, 0, NOW, &longest);
	report("full sync", spent, written() - from, longest);
	store_close(store);
	printf("%-28s %7.1f bytes/case\n", "", (double)size_of(path) / cases);

	double at = cpu();
	must(store_open(location, STORE_OWN, &store, &error), &error);
	must(store_register_portals(
		     store, &(struct store_registration){"synthetic", true}, 1, &portal, &error),
		&error);
	report("open", cpu() - at, 0, 0);
	from = written();
	spent = sync_all(store, portal, &tally, 0, NOW + HOUR_MS, &longest);
	report("the same again", spent, written() - from, longest);
	from = written();
	spent = sync_all(store, portal, &tally, cases / 1000, NOW + 2 * HOUR_MS, &longest);
	report("1,000 changes", spent, written() - from, longest);
	at = cpu();
	must(store_audit(store, &judge, NULL, NULL, &audit, &error), &error);
	report("audit", cpu() - at, 0, 0);
	if (audit.differences || audit.misjudged)
		printf("AUDIT: %lld differences, %lld misjudged\n", (long long)audit.differences,
			(long long)audit.misjudged);
	store_close(store);
	printf("%-28s %7.1f bytes/case\n", "after all", (double)size_of(path) / cases);
}

/* --- the yardstick --- */

struct bare_row {
	char key[32];
	uint32_t unit, procedure;
	int field;
	uint64_t hash;
	struct case_facts facts;
	struct verdict verdict;
};

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct bare_row *)a)->key, ((const struct bare_row *)b)->key);
}

static void exec(sqlite3 *db, const char *sql)
{
	char *message = NULL;
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
		fprintf(stderr, "%s: %s\n", sql, message);
		exit(1);
	}
}

static void bind_time(sqlite3_stmt *s, int place, instant at)
{
	if (at == INSTANT_NONE)
		sqlite3_bind_null(s, place);
	else
		sqlite3_bind_int64(s, place, at / 1000);
}

static int64_t bare_id;

static void bare_put(sqlite3_stmt *s, const struct bare_row *row)
{
	bool closed = bucket_closed(row->verdict.bucket);
	sqlite3_bind_text(s, 1, row->key, -1, SQLITE_STATIC);
	struct packed packed = {.hash = row->hash,
		.procedure = row->procedure,
		.ruling = closed,
		.first_seen = NOW,
		.closed_seen = INSTANT_NONE,
		.frozen_at = INSTANT_NONE,
		.received = row->facts.received,
		.finished = row->facts.finished,
		.returned = row->facts.returned,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.closed_at = INSTANT_NONE};
	uint8_t facts[PACKED_MOST];
	sqlite3_bind_blob(s, 2, facts, (int)packed_write(&packed, facts), SQLITE_STATIC);
	sqlite3_bind_int64(s, 3, row->unit);
	sqlite3_bind_int64(s, 4, row->field);
	sqlite3_bind_int(s, 5,
		row->facts.status | row->facts.channel << 4 | 3 << 9 | (closed ? 1 << 11 : 0));
	sqlite3_bind_int(s, 6, (int)row->verdict.bucket);
	bind_time(s, 7, row->facts.due);
	if (row->verdict.next_change == INSTANT_NONE)
		sqlite3_bind_null(s, 8);
	else
		sqlite3_bind_int64(s, 8, row->verdict.next_change);
	sqlite3_bind_int64(s, 9, ++bare_id);
	if (sqlite3_step(s) != SQLITE_DONE)
		abort();
	sqlite3_reset(s);
}

static void run_bare(const char *path)
{
	sqlite3 *db;
	sqlite3_stmt *s;
	struct bare_row *rows = xcalloc((size_t)batch_size, sizeof(*rows));
	struct case_life life = {.first_seen = NOW, .closed_seen = INSTANT_NONE};
	struct made made;
	double spent = 0;
	int count = 0;
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_open_v2(
		path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
		 "PRAGMA wal_autocheckpoint = 4096; PRAGMA cache_size = -12288");
	exec(db, migrations_sqlite[0].sql);
	sqlite3_prepare_v3(db,
		"INSERT INTO cases (key, portal, id, traits, unit, field, bucket, due, odd,"
		" next_change, facts) VALUES (?1, 1, ?9, ?5, ?3, ?4, ?6, ?7, 0, ?8, ?2)"
		" ON CONFLICT DO UPDATE SET traits = excluded.traits, unit = excluded.unit, field ="
		" excluded.field, bucket = excluded.bucket, due = excluded.due, next_change ="
		" excluded.next_change, facts = excluded.facts WHERE facts <> excluded.facts",
		-1, SQLITE_PREPARE_PERSISTENT, &s, NULL);
	int64_t from = written();
	for (int i = 0; i < cases; i++) {
		make(&made, i, false);
		struct bare_row *row = &rows[count++];
		sprintf(row->key, "%s\t%s", made.code + strlen(made.unit) + 1, made.unit);
		row->unit = (uint32_t)atoi(made.unit + 4);
		row->procedure = (uint32_t)atoi(made.procedure + 2) - 999;
		row->field = 1 + (made.record.field.data[0] & 3);
		row->hash = random_of((uint64_t)i);
		row->facts = made.record.facts;
		row->verdict = verdict_of(&row->facts, &life, &judge, NOW);
		if (count < batch_size && i + 1 < cases)
			continue;
		double before = cpu();
		qsort(rows, (size_t)count, sizeof(*rows), by_key);
		exec(db, "BEGIN IMMEDIATE");
		for (int j = 0; j < count; j++)
			bare_put(s, &rows[j]);
		exec(db, "COMMIT");
		spent += cpu() - before;
		count = 0;
	}
	report("bare upsert loop", spent, written() - from, 0);
	sqlite3_finalize(s);
	sqlite3_close(db);
	printf("%-28s %7.1f bytes/case\n", "", (double)size_of(path) / cases);
}

static void in_a_process(void (*run)(const char *), const char *folder, const char *name)
{
	char path[256], command[300];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	snprintf(
		command, sizeof(command), "rm -f %s %s-wal %s-shm %s.lock", path, path, path, path);
	if (system(command) != 0)
		exit(1);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		run(path);
		exit(0);
	}
	waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: bench-store FOLDER [cases [records a batch]]\n");
		return 2;
	}
	cases = argc > 2 ? atoi(argv[2]) : cases;
	batch_size = argc > 3 ? atoi(argv[3]) : batch_size;
	make_judge();
	in_a_process(run_bare, argv[1], "bare.db");
	in_a_process(run_store, argv[1], "store.db");
	return 0;
}
