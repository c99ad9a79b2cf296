#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/schema/migration.h"
#include "unit/store/store_fixture.h"

static const char *file_of(const struct world *world)
{
	return world->location + strlen("sqlite:");
}

static int reopen(struct world *world, enum store_mode mode)
{
	store_close(world->store);
	world->store = NULL;
	world->error.text[0] = '\0';
	return store_open(world->location, mode, &world->store, &world->error);
}

/* Bytes and size, to see that a file was left alone. */
struct copy {
	char bytes[400000];
	size_t size;
};

static struct copy read_all(const char *path)
{
	struct copy copy;
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	copy.size = fread(copy.bytes, 1, sizeof(copy.bytes), file);
	fclose(file);
	assert_true(copy.size < sizeof(copy.bytes));
	return copy;
}

static void write_all(const char *path, const struct copy *copy)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(copy->bytes, 1, copy->size, file), copy->size);
	fclose(file);
}

static void assert_refused_and_untouched(struct world *world, int expected, const char *word)
{
	struct copy before = read_all(file_of(world));
	assert_int_equal(
		store_open(world->location, STORE_OWN, &world->store, &world->error), expected);
	assert_null(world->store);
	assert_non_null(strstr(world->error.text, word));
	struct copy after = read_all(file_of(world));
	assert_int_equal(before.size, after.size);
	assert_memory_equal(before.bytes, after.bytes, before.size);
}

static void there_is_one_daemon_a_store(void **state)
{
	struct world *world = *state;
	struct store *second = NULL;
	assert_int_equal(store_open(world->location, STORE_OWN, &second, &world->error), -EBUSY);
	assert_non_null(strstr(world->error.text, "in use"));
	assert_null(second);
}

static void the_tool_reads_and_operates_while_the_daemon_runs(void **state)
{
	struct world *world = *state;
	struct store *reader = NULL, *tool = NULL;
	struct tally tally = {0};
	see(world, "A-1", open_case(10), noon(1));
	ASSERT_FINE(store_open(world->location, STORE_READ, &reader, &world->error));
	ASSERT_FINE(store_open(world->location, STORE_OPERATE, &tool, &world->error));
	see(world, "A-2", open_case(10), noon(2));
	ASSERT_FINE(store_load_tally(reader, &tally, &world->error));
	assert_int_equal(tally.cells[0].count[BUCKET_IN_TIME], 2);
	assert_int_equal(store_drop_delivery(tool, 1, noon(2), &world->error), -ENOENT);
	int64_t poll;
	assert_int_equal(store_poll_begin(tool, 1, true, noon(2), &poll, &world->error), -EPERM);
	assert_int_equal(store_drop_delivery(reader, 1, noon(2), &world->error), -EROFS);
	see(world, "A-3", open_case(10), noon(3));
	tally_free(&tally);
	store_close(reader);
	store_close(tool);
}

static void whoever_asks_learns_whether_a_daemon_runs(void **state)
{
	struct world *world = *state;
	struct store *second = NULL;
	assert_int_equal(store_owner(world->location), STORE_OWNER_RUNS);
	assert_int_equal(store_owner("sqlite:/nowhere/none.db"), STORE_OWNER_NONE);
	ASSERT_FINE(reopen(world, STORE_READ));
	assert_int_equal(store_owner(world->location), STORE_OWNER_NONE);
	/* asking, again and again, keeps no daemon from starting */
	pid_t asking = fork();
	while (asking == 0)
		store_owner(world->location);
	for (int i = 0; i < 200; i++) {
		ASSERT_FINE(store_open(world->location, STORE_OWN, &second, &world->error));
		assert_int_equal(store_owner(world->location), STORE_OWNER_RUNS);
		store_close(second);
	}
	kill(asking, SIGKILL);
	waitpid(asking, NULL, 0);
	if (geteuid() == 0) {
		char lock[160];
		sprintf(lock, "%s.lock", file_of(world));
		assert_int_equal(chmod(lock, 0600), 0);
		assert_int_equal(seteuid(65534), 0);
		assert_int_equal(store_owner(world->location), STORE_OWNER_UNKNOWN);
		assert_int_equal(
			store_open(world->location, STORE_READ, &second, &world->error), -EACCES);
		assert_non_null(strstr(world->error.text, "Permission denied (as user nobody)"));
		assert_non_null(strstr(world->error.text, "try it as root"));
		assert_int_equal(seteuid(0), 0);
	}
}

/* What an administrator's command makes before the service's first start. */
static void what_root_makes_belongs_to_the_owner_of_the_folder(void **state)
{
	struct world *world = *state;
	struct store *store = NULL;
	struct stat made;
	char folder[128], location[160], path[192], target[128];
	static const char *const names[] = {"store.db", "store.db-wal"};
	if (geteuid() != 0) {
		print_message("skipped: a file of somebody else needs root\n");
		skip();
	}
	sprintf(folder, "%s/service", world->folder);
	sprintf(location, "sqlite:%s/store.db", folder);
	sprintf(target, "%s/of-root", world->folder);
	sprintf(path, "%s/store.db.lock", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(chown(folder, 65534, 65534), 0);
	fclose(fopen(target, "w"));
	assert_int_equal(symlink(target, path), 0); /* a trap: not to be given away */
	ASSERT_FINE(store_open(location, STORE_OWN, &store, &world->error));
	assert_int_equal(stat(target, &made), 0);
	assert_int_equal(made.st_uid, 0);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		sprintf(path, "%s/%s", folder, names[i]);
		assert_int_equal(stat(path, &made), 0);
		assert_int_equal(made.st_uid, 65534);
		assert_int_equal(made.st_gid, 65534);
	}
	store_close(store);
}

static void the_tool_does_not_make_a_store(void **state)
{
	struct world *world = *state;
	struct store *store = NULL;
	char location[128];
	sprintf(location, "sqlite:%s/none.db", world->folder);
	assert_int_equal(store_open(location, STORE_READ, &store, &world->error), -ENOENT);
	assert_non_null(strstr(world->error.text, "no store yet at "));
	assert_non_null(strstr(world->error.text, "systemctl start hentra"));
	assert_int_equal(store_open(location, STORE_OPERATE, &store, &world->error), -ENOENT);
	assert_int_equal(
		store_open("sqlite:/nowhere/none.db", STORE_READ, &store, &world->error), -ENOENT);
	assert_non_null(strstr(world->error.text, "no store yet at /nowhere/none.db"));
	assert_int_equal(
		store_open("sqlite:/nowhere/none.db", STORE_OWN, &store, &world->error), -ENOENT);
	assert_non_null(strstr(world->error.text, "folder is not there: /nowhere;"));
	assert_int_not_equal(access(location + strlen("sqlite:"), F_OK), 0);
	assert_int_equal(store_open("store.db", STORE_READ, &store, &world->error), -EINVAL);
	assert_int_equal(store_open("sqlite:", STORE_READ, &store, &world->error), -EINVAL);
}

static void nobody_else_may_read_the_store(void **state)
{
	struct world *world = *state;
	struct stat status;
	assert_int_equal(stat(file_of(world), &status), 0);
	assert_int_equal(status.st_mode & 07, 0);
}

static void a_file_that_is_no_database_is_refused(void **state)
{
	struct world *world = *state;
	struct copy copy = {"# a text file\n", 14};
	store_close(world->store);
	world->store = NULL;
	write_all(file_of(world), &copy);
	assert_refused_and_untouched(world, -EBADMSG, "not a hentra store");
}

static void another_programs_database_is_refused(void **state)
{
	struct world *world = *state;
	store_close(world->store);
	world->store = NULL;
	struct copy copy = read_all(file_of(world));
	memset(copy.bytes + 68, 0, 4); /* the application id */
	write_all(file_of(world), &copy);
	assert_refused_and_untouched(world, -EBADMSG, "another program");
}

static void a_newer_schema_is_refused(void **state)
{
	struct world *world = *state;
	store_close(world->store);
	world->store = NULL;
	struct copy copy = read_all(file_of(world));
	copy.bytes[63] = 99; /* the user version */
	write_all(file_of(world), &copy);
	assert_refused_and_untouched(world, -EPROTO, "newer");
}

/* The last migration is applied a second time here, which fails: the copy was made before. */
static void a_copy_is_kept_before_the_form_changes(void **state)
{
	struct world *world = *state;
	char kept[300], half[310];
	see(world, "A-1", open_case(10), noon(1));
	snprintf(kept, sizeof(kept), "%s.before-%s", file_of(world),
		migrations_sqlite[migrations_sqlite_count - 1].name);
	snprintf(half, sizeof(half), "%s.half", kept);
	store_close(world->store);
	world->store = NULL;
	struct copy copy = read_all(file_of(world));
	copy.bytes[63] = (char)(migrations_sqlite_count - 1);
	write_all(file_of(world), &copy);
	assert_int_equal(mkdir(kept, 0700), 0); /* where no copy can be put nothing is changed */
	assert_refused_and_untouched(world, -EISDIR, "no copy of it can be kept");
	assert_int_equal(rmdir(kept), 0);
	assert_true(store_open(world->location, STORE_OWN, &world->store, &world->error) < 0);
	struct stat info;
	assert_int_equal(stat(kept, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(stat(half, &info), -1);
	copy = read_all(kept);
	assert_int_equal(copy.bytes[63], migrations_sqlite_count - 1);
	/* put in the store's place and with its number it is the store */
	copy.bytes[63] = (char)migrations_sqlite_count;
	write_all(file_of(world), &copy);
	ASSERT_FINE(store_open(world->location, STORE_OWN, &world->store, &world->error));
	struct tally tally = {0};
	ASSERT_FINE(store_load_tally(world->store, &tally, &world->error));
	assert_int_equal(tally.cells[0].count[BUCKET_IN_TIME], 1);
	tally_free(&tally);
}

static void a_file_cut_off_is_refused(void **state)
{
	struct world *world = *state;
	store_close(world->store);
	world->store = NULL;
	struct copy copy = read_all(file_of(world));
	copy.size -= 4096;
	write_all(file_of(world), &copy);
	assert_refused_and_untouched(world, -EBADMSG, "cut off");
}

static void a_damaged_schema_is_refused(void **state)
{
	struct world *world = *state;
	store_close(world->store);
	world->store = NULL;
	struct copy copy = read_all(file_of(world));
	memset(copy.bytes + 100, 0x5a, 3000);
	write_all(file_of(world), &copy);
	assert_refused_and_untouched(world, -EBADMSG, "");
}

/* Damage anywhere is an error or goes unnoticed, but never a crash. */
static void damage_never_crashes(void **state)
{
	struct world *world = *state;
	struct audit_result audit;
	char code[32];
	for (int i = 0; i < 200; i++) {
		sprintf(code, "H19.32-261102-%04d", i);
		see(world, code, i % 2 ? open_case(i % 9) : closed_case(5, i % 9), noon(8));
	}
	store_close(world->store);
	world->store = NULL;
	struct copy whole = read_all(file_of(world));
	unsigned random = 12345;
	int opened = 0;
	for (int i = 0; i < 150; i++) {
		struct copy copy = whole;
		for (int flips = 0; flips < 20; flips++) {
			random = random * 1103515245 + 12345;
			copy.bytes[4096 + random / 8 % (copy.size - 4096)] ^=
				(char)(1 << random % 8);
		}
		write_all(file_of(world), &copy);
		if (store_open(world->location, STORE_OWN, &world->store, &world->error) < 0)
			continue;
		opened++;
		uint32_t portal;
		if (store_find_portal(world->store, "dongnai", &portal, &world->error) == 0 &&
			portal == world->portal)
			(void)store_load_tally(world->store, &world->tally, &world->error);
		(void)store_audit(world->store, &world->judge, NULL, NULL, &audit, &world->error);
		store_close(world->store);
		world->store = NULL;
	}
	assert_true(opened > 20);
}

static void what_was_newest_is_remembered(void **state)
{
	struct world *world = *state;
	instant newest;
	ASSERT_FINE(store_newest(world->store, &newest, &world->error));
	assert_int_equal(newest, INSTANT_NONE);
	see(world, "A-1", open_case(10), noon(3) + 5);
	ASSERT_FINE(reopen(world, STORE_OWN));
	ASSERT_FINE(store_newest(world->store, &newest, &world->error));
	assert_int_equal(newest, noon(3) + 5);
}

static void a_read_only_store_knows_portals_but_registers_none(void **state)
{
	struct world *world = *state;
	uint32_t portal;
	ASSERT_FINE(reopen(world, STORE_READ));
	ASSERT_FINE(store_find_portal(world->store, "dongnai", &portal, &world->error));
	assert_int_equal(portal, world->portal);
	assert_int_equal(store_find_portal(world->store, "other", &portal, &world->error), -ENOENT);
}

/* --- crashes --- */

/* In a child: puts pages and dies without a word after some of them. */
static void put_and_die(struct world *world, int pages)
{
	int64_t poll = poll_begin(world, true, noon(1));
	for (int page = 0; page < pages; page++) {
		for (int i = 0; i < 150; i++) {
			char code[32], unit[16];
			sprintf(code, "H19.%d-261102-%04d", i % 37, page * 150 + i);
			sprintf(unit, "H19.%d", i % 37);
			struct case_record record =
				record_of(code, i % 3 ? open_case(i % 9) : closed_case(5, i % 9));
			record.unit = slice_of(unit);
			batch_add(world->batch, &record);
		}
		put_batch(world, poll, noon(1));
	}
	_exit(0);
}

static void after_a_crash_the_tally_is_the_refold(void **state)
{
	struct world *world = *state;
	for (int pages = 1; pages <= 4; pages++) {
		struct audit_result audit;
		struct store_poll complete, sweep, newest;
		store_close(world->store);
		world->store = NULL;
		pid_t child = fork();
		if (child == 0) {
			world_open(world);
			put_and_die(world, pages);
		}
		int status;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
		world_open(world);
		ASSERT_FINE(store_audit(
			world->store, &world->judge, NULL, NULL, &audit, &world->error));
		assert_int_equal(audit.cases, pages * 150);
		assert_int_equal(audit.differences, 0);
		assert_int_equal(audit.misjudged, 0);
		assert_int_equal(counted(world, TALLY_RECEIVED), pages * 150);
		ASSERT_FINE(store_last_polls(
			world->store, world->portal, &complete, &sweep, &newest, &world->error));
		assert_int_equal(newest.result, POLL_CUT_SHORT);
		assert_int_equal(complete.id, 0);
	}
}

/* A page of many new units that cannot be written, for the disk is full. */
static int put_on_a_full_disk(struct world *world, int64_t poll)
{
	struct rlimit limit, full = {.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
	struct put_result result;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	full.rlim_max = limit.rlim_max;
	setrlimit(RLIMIT_FSIZE, &full);
	int failed = store_put_page(world->store, poll, world->batch, &world->judge, noon(1),
		&world->tally, &result, &world->error);
	setrlimit(RLIMIT_FSIZE, &limit);
	return failed;
}

static void a_full_disk_loses_the_page_and_nothing_else(void **state)
{
	struct world *world = *state;
	struct audit_result audit;
	size_t units;
	see(world, "A-0", open_case(10), noon(1));
	int64_t poll = poll_begin(world, true, noon(1));
	for (int i = 0; i < 500; i++) {
		char code[32], unit[16];
		sprintf(code, "A-%d", i);
		sprintf(unit, "U-%d", i);
		struct case_record record = record_of(code, open_case(9));
		record.unit = slice_of(unit);
		batch_add(world->batch, &record);
	}
	assert_true(put_on_a_full_disk(world, poll) < 0);
	assert_int_equal(counted(world, TALLY_RECEIVED), 1);
	store_units(world->store, &units);
	assert_int_equal(units, 1);
	struct put_result result = put_batch(world, poll, noon(1)); /* there is room again */
	assert_int_equal(result.added, 499);
	assert_int_equal(result.changed, 1);
	assert_int_equal(result.repeated, 0);
	poll_end(world, poll, noon(1));
	store_close(world->store);
	world_open(world);
	store_units(world->store, &units);
	assert_int_equal(units, 501);
	ASSERT_FINE(store_audit(world->store, &world->judge, NULL, NULL, &audit, &world->error));
	assert_int_equal(audit.differences, 0);
	assert_int_equal(audit.misjudged, 0);
	assert_int_equal(audit.cases, 500);
}

static void an_end_as_told_is_known_until_the_next_start(void **state)
{
	struct world *world = *state;
	instant at = 1;
	ASSERT_FINE(store_stopped(world->store, &at, &world->error));
	assert_int_equal(at, INSTANT_NONE);
	ASSERT_FINE(store_note_stop(world->store, noon(1), &world->error));
	assert_int_equal(reopen(world, STORE_READ), 0);
	ASSERT_FINE(store_stopped(world->store, &at, &world->error));
	assert_int_equal(at, noon(1));
	assert_int_equal(reopen(world, STORE_OWN), 0);
	ASSERT_FINE(store_note_stop(world->store, INSTANT_NONE, &world->error));
	ASSERT_FINE(store_stopped(world->store, &at, &world->error));
	assert_int_equal(at, INSTANT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		TEST(there_is_one_daemon_a_store),
		TEST(the_tool_reads_and_operates_while_the_daemon_runs),
		TEST(whoever_asks_learns_whether_a_daemon_runs),
		TEST(what_root_makes_belongs_to_the_owner_of_the_folder),
		TEST(the_tool_does_not_make_a_store),
		TEST(nobody_else_may_read_the_store),
		TEST(a_file_that_is_no_database_is_refused),
		TEST(another_programs_database_is_refused),
		TEST(a_newer_schema_is_refused),
		TEST(a_copy_is_kept_before_the_form_changes),
		TEST(a_file_cut_off_is_refused),
		TEST(a_damaged_schema_is_refused),
		TEST(damage_never_crashes),
		TEST(what_was_newest_is_remembered),
		TEST(an_end_as_told_is_known_until_the_next_start),
		TEST(a_read_only_store_knows_portals_but_registers_none),
		TEST(a_full_disk_loses_the_page_and_nothing_else),
		TEST(after_a_crash_the_tally_is_the_refold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
