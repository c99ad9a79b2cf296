/* kill -9 between every two steps of poll → judge → evaluate → commit → take → send → settle: nothing is
 * lost, nothing is told under a second id, and nobody reads a contradiction.
 *
 * A child process lives through a fortnight of three communes and dies at its n-th step; the next one
 * goes on from what is on disk. What receivers got stands in a file that outlives them all. */
#define COMMUNES 3
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "unit/app/province_fixture.h"

static const char rules[] =
	"[rule pile-up]\nfire = overdue >= 10\nclear = overdue < 6\ncritical = overdue >= 20\n"
	"repeat = 2 working days\nnotify = chair\nescalate = 3 working days: office\n"
	"[rule flood]\nfire = overdue >= 1\nclear = overdue < 1\nscope = province\n"
	"digest = 07:30\nnotify = office\n"
	"[channel chair]\ntype = email\nto = commune\n"
	"[channel office]\ntype = email\nto = office@p.vn\n";

/* What the portal shows from when on. */
static const struct {
	const char *at;
	int overdue[COMMUNES];
} script[] = {
	{"03-02 08:00", {0, 12, 0}},
	{"03-02 14:00", {11, 25, 0}},
	{"03-03 09:00", {4, 25, 30}},
	{"03-05 15:00", {4, 12, 30}},
	{"03-06 10:00", {12, 0, 30}},
	{"03-10 10:00", {12, 0, 8}},
	{"03-11 10:00", {0, 0, 0}},
	{"03-12 10:00", {0, 10, 0}},
};
#define MOST_OVERDUE 30

/* --- the child ------------------------------------------------------------------------------ */

static int steps, die_at; /* 0: never */
static int inbox; /* what receivers got: appended to, also by those who die next */

static void take_step(void)
{
	if (++steps == die_at)
		kill(getpid(), SIGKILL);
}

static void put_all(struct province *province, size_t stage)
{
	struct batch *batch = batch_new();
	struct app *app = &province->app;
	struct put_result result;
	struct error error;
	int64_t poll;
	instant now = province->now;
	for (int i = 0; i < COMMUNES; i++)
		for (int j = 0; j < MOST_OVERDUE; j++) {
			/* finished when the portal first showed it so, however often it is read */
			size_t closed = stage + 1;
			while (closed > 0 && script[closed - 1].overdue[i] <= j)
				closed--;
			if (closed == 0)
				continue; /* never listed */
			province->now = at(script[closed < stage + 1 ? closed : stage].at);
			add_case(province, batch, i, j, closed == stage + 1);
		}
	province->now = now;
	fine(store_poll_begin(app->ground.store, 1, false, now, &poll, &error), &error);
	take_step();
	fine(store_put_page(app->ground.store, poll, batch, &app->ground.judge, now,
		     &app->ground.tally, &result, &error),
		&error);
	take_step();
	fine(store_poll_end(app->ground.store, poll, POLL_COMPLETE, 1, 1, 0, "", now, &error),
		&error);
	take_step();
	batch_free(batch);
	poller_renew(province);
}

static void evaluate(struct province *province)
{
	struct app *app = &province->app;
	struct error error;
	bool more = true, done = false;
	while (more)
		fine(store_judge_due(app->ground.store, &app->ground.judge, province->now, 1000,
			     &app->ground.tally, &more, &error),
			&error);
	take_step();
	subjects_sum(province->subjects, province->now);
	evaluation_begin(province->evaluation, province->now);
	while (!done) { /* one commit a turn */
		fine(evaluation_go_on(province->evaluation, 0, &done, &error), &error);
		take_step();
	}
}

struct sending {
	struct settlement settlements[64];
	size_t count;
};

static int send_one(void *user, const struct delivery *delivery)
{
	struct sending *sending = user;
	char line[256];
	take_step();
	int length = snprintf(line, sizeof(line), "%s %s %lld %d %s\n", delivery->key,
		delivery->recipient, (long long)delivery->episode, delivery->sequence,
		delivery->headers ? strstr(delivery->headers, "X-Hentra-Event: ") + 16 : "");
	char *end = strchr(line, ';'); /* "opened; id=1-1" */
	if (end) {
		strcpy(end, "\n");
		length = (int)strlen(line);
	}
	if (write(inbox, line, (size_t)length) != length)
		abort();
	take_step();
	sending->settlements[sending->count++] =
		(struct settlement){delivery->id, DELIVERY_HANDED_OVER, INSTANT_NONE, ""};
	return 0;
}

static void deliver(struct province *province)
{
	struct sending sending = {.count = 0};
	struct error error;
	fine(store_take_deliveries(province->app.ground.store, province->now, HOUR_MS, 64, "",
		     send_one, &sending, &error),
		&error);
	take_step();
	for (size_t i = 0; i < sending.count; i++) {
		fine(store_settle_deliveries(province->app.ground.store, &sending.settlements[i], 1,
			     province->now, &error),
			&error);
		take_step();
	}
}

/* Where the story stands: kept beside the store, written when a stage was read by the portal's poll. */
static size_t stage_of(const char *folder, size_t set)
{
	char path[160];
	size_t stage = 0;
	snprintf(path, sizeof(path), "%s/stage", folder);
	FILE *file = fopen(path, set ? "w" : "r");
	if (file && set)
		fprintf(file, "%zu", set);
	else if (file && fscanf(file, "%zu", &stage) != 1)
		stage = 0;
	if (file)
		fclose(file);
	return stage;
}

/* The instants of the fortnight: every script line, and every two hours. */
static void live(struct province *province)
{
	instant end = at("03-16 08:00"), newest = INSTANT_NONE;
	struct error error;
	size_t reached = stage_of(province->folder, 0);
	fine(store_newest(province->app.ground.store, &newest, &error), &error);
	instant now = newest == INSTANT_NONE ? at(script[0].at) : newest;
	for (; now < end; now += 2 * HOUR_MS) {
		size_t stage = 0;
		while (stage + 1 < ARRAY_SIZE(script) && at(script[stage + 1].at) <= now)
			stage++;
		province->now = now;
		if (stage + 1 != reached || now == newest || newest == INSTANT_NONE ||
			(now - at(script[0].at)) % (6 * HOUR_MS) == 0) {
			put_all(province, stage);
			stage_of(province->folder, reached = stage + 1);
		}
		take_step();
		evaluate(province);
		deliver(province);
	}
}

/* --- the parent ------------------------------------------------------------------------------ */

/* A life that ends at a step (0: at the end of the story); true: it was killed. */
static bool life(struct province *province, int dies_at)
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		char path[160];
		die_at = dies_at;
		snprintf(path, sizeof(path), "%s/inbox", province->folder);
		inbox = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
		province_start(province);
		live(province);
		province_stop(province);
		_exit(0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFSIGNALED(status) && WEXITSTATUS(status) != 0)
		fail_msg("a life ended with %d", WEXITSTATUS(status));
	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
		fail_msg("a life ended by signal %d", WTERMSIG(status));
	return WIFSIGNALED(status);
}

static char *inbox_of(const struct province *province)
{
	char path[160], *content = calloc(1, 1 << 20);
	snprintf(path, sizeof(path), "%s/inbox", province->folder);
	FILE *file = fopen(path, "r");
	assert_true(file && fread(content, 1, (1 << 20) - 1, file) > 0);
	fclose(file);
	return content;
}

struct message {
	char key[64], recipient[32], kind[16];
	long long episode;
	int sequence;
};
#define MESSAGES 400

/* Each id once, in the order of their first arrival. */
static size_t read_messages(const struct province *province, struct message *messages)
{
	char *content = inbox_of(province);
	struct slice rest = slice_of(content), line;
	size_t count = 0;
	while (slice_split(&rest, '\n', &line) && line.length > 0) {
		struct message *one = &messages[count];
		char text[300];
		snprintf(text, sizeof(text), "%.*s", SLICE_ARGS(line));
		assert_int_equal(sscanf(text, "%63s %31s %lld %d %15s", one->key, one->recipient,
					 &one->episode, &one->sequence, one->kind),
			5);
		bool again = false;
		for (size_t i = 0; i < count; i++)
			again |= strcmp(messages[i].key, one->key) == 0;
		count += !again;
		assert_true(count < MESSAGES);
	}
	free(content);
	return count;
}

/* What receivers know in the end and how they came to: without ids, sorted by recipient. */
static int by_recipient(const void *a, const void *b)
{
	const struct message *left = a, *right = b;
	int order = strcmp(left->recipient, right->recipient);
	return order ? order : (left->episode > right->episode) - (left->episode < right->episode);
}

static void assert_no_contradiction(const struct message *messages, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct message *one = &messages[i];
		bool opened = strcmp(one->kind, "opened") == 0 || one->episode == 0;
		for (size_t j = 0; j < i; j++) {
			const struct message *before = &messages[j];
			if (one->episode == 0 || before->episode != one->episode ||
				strcmp(before->recipient, one->recipient) != 0)
				continue;
			opened = true;
			if (before->sequence >= one->sequence)
				fail_msg("%s of episode %lld after %s", one->kind, one->episode,
					before->kind);
			assert_string_not_equal(before->kind, "closed");
			assert_string_not_equal(one->kind, "opened");
		}
		if (!opened)
			fail_msg("%s of episode %lld, never opened", one->kind, one->episode);
	}
}

static struct message wanted[MESSAGES], told[MESSAGES];
static size_t wanted_count;

static void forget(const struct province *province)
{
	char command[240];
	snprintf(command, sizeof(command), "rm -f %s/hentra.db* %s/inbox %s/stage",
		province->folder, province->folder, province->folder);
	assert_int_equal(system(command), 0);
}

static void assert_all_was_told(struct province *province, const char *how)
{
	size_t count = read_messages(province, told);
	assert_no_contradiction(told, count);
	qsort(told, count, sizeof(told[0]), by_recipient);
	bool same = count == wanted_count;
	for (size_t i = 0; i < count && same; i++)
		same = strcmp(told[i].recipient, wanted[i].recipient) == 0 &&
		       strcmp(told[i].kind, wanted[i].kind) == 0;
	if (same)
		return;
	for (size_t i = 0; i < count || i < wanted_count; i++)
		print_error("%s %s | %s %s\n", i < wanted_count ? wanted[i].recipient : "",
			i < wanted_count ? wanted[i].kind : "", i < count ? told[i].recipient : "",
			i < count ? told[i].kind : "");
	fail_msg("%s: another story was told", how);
}

static struct province *scene(void)
{
	struct province *province = province_new(rules, script[0].at);
	province_stop(province);
	forget(province);
	return province;
}

static void leave(struct province *province)
{
	province_start(province); /* what province_free() ends */
	province_free(province);
}

/* HENTRA_KILLS: as the full run asks for it. */
static bool thorough(void)
{
	return getenv("HENTRA_KILLS") != NULL;
}

static void a_kill_between_any_two_steps_loses_doubles_and_contradicts_nothing(void **state)
{
	(void)state;
	struct province *province = scene();
	int kills = 0, all;
	assert_false(life(province, 0));
	wanted_count = read_messages(province, wanted);
	assert_no_contradiction(wanted, wanted_count);
	qsort(wanted, wanted_count, sizeof(wanted[0]), by_recipient);
	assert_true(wanted_count > 15);
	/* every step of the story … */
	for (all = 1;; all++) {
		char how[64];
		forget(province);
		if (!life(province, all))
			break;
		kills++;
		assert_false(life(province, 0));
		snprintf(how, sizeof(how), "killed at step %d", all);
		assert_all_was_told(province, how);
		if (all > 20) /* the first pass step by step, later ones here and there */
			all += thorough() ? 6 : 100;
	}
	print_message("%d kills at %d steps\n", kills, all - 1);
	leave(province);
}

/* … and lives that end again and again, after a few steps each. */
static void lives_that_end_again_and_again_tell_the_same_story(void **state)
{
	(void)state;
	const char *said = getenv("HENTRA_SEED");
	unsigned seed = said ? (unsigned)atoi(said) : (unsigned)getpid();
	struct province *province = scene();
	int kills = 0, most = getenv("HENTRA_KILLS") ? atoi(getenv("HENTRA_KILLS")) : 30;
	print_message("HENTRA_SEED=%u\n", seed);
	srandom(seed);
	while (kills < most) {
		forget(province);
		/* at least as many steps as a poll, a pass and a letter take, so that it gets on */
		while (life(province, 14 + (int)(random() % 60)))
			kills++;
		assert_all_was_told(province, "killed again and again");
	}
	print_message("%d kills\n", kills);
	leave(province);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_kill_between_any_two_steps_loses_doubles_and_contradicts_nothing),
		cmocka_unit_test(lives_that_end_again_and_again_tell_the_same_story),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
