/* Several processes on one store: what one opens and closes for itself takes nothing from another. */
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/store/store_fixture.h"

static void add_silence(const char *location)
{
	struct store *tool = NULL;
	struct error error;
	struct hold hold = {.kind = HOLD_SILENCE,
		.rule = "",
		.scope = -1,
		.subject = "",
		.starts = noon(0),
		.until = noon(9),
		.by = "x",
		.why = "y"};
	if (store_open(location, STORE_OPERATE, &tool, &error) < 0 ||
		store_add_hold(tool, &hold, &error) < 0)
		_exit(1);
	store_close(tool);
	_exit(0);
}

/* A tool that waits for a byte, writes and ends. Forked while this process has no store open. */
static pid_t fork_tool(const char *location, int *ret_go)
{
	int ends[2];
	char byte;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		close(ends[1]);
		if (read(ends[0], &byte, 1) == 1)
			add_silence(location);
		_exit(2);
	}
	close(ends[0]);
	*ret_go = ends[1];
	return child;
}

static void let_go(pid_t tool, int go)
{
	int status;
	assert_int_equal(write(go, "x", 1), 1);
	close(go);
	assert_int_equal(waitpid(tool, &status, 0), tool);
	assert_int_equal(status, 0);
}

static int count_hold(void *user, const struct hold *hold)
{
	(void)hold;
	++*(int *)user;
	return 0;
}

static ino_t log_of(const struct world *world)
{
	char name[512];
	struct stat status;
	snprintf(name, sizeof(name), "%s-wal", world->location + strlen("sqlite:"));
	return stat(name, &status) == 0 ? status.st_ino : 0;
}

/* The daemon's survey and its nightly audit read beside the owner, in the same process. */
static void a_reader_of_the_daemons_own_costs_it_no_lock(void **state)
{
	struct world *world = *state;
	struct store *reader = NULL;
	pid_t tools[2];
	int go[2], seen = 0;
	store_close(world->store);
	world->store = NULL;
	tally_clear(&world->tally);
	for (int i = 0; i < 2; i++)
		tools[i] = fork_tool(world->location, &go[i]);
	world_open(world);
	see(world, "A", open_case(5), noon(1));
	ino_t log = log_of(world);
	assert_int_not_equal(log, 0);
	ASSERT_FINE(store_open(world->location, STORE_READ, &reader, &world->error));
	store_close(reader);
	for (int i = 0; i < 2; i++) {
		let_go(tools[i], go[i]);
		assert_int_equal(log_of(world), log);
	}
	ASSERT_FINE(store_holds(world->store, false, noon(1), count_hold, &seen, &world->error));
	assert_int_equal(seen, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_reader_of_the_daemons_own_costs_it_no_lock, world_new, world_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
