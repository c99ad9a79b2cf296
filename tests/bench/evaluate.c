/* What does a pass of the rules cost: 20 rules on 3,321 communes, after 1,000 cases changed, among so
 * many that did not?
 *
 *   cmake -G Ninja -S . -B build/release -DCMAKE_BUILD_TYPE=Release && ninja -C build/release
 *   cc -O2 -D_GNU_SOURCE -DSOURCE_DIR="\"$PWD\"" -Idaemon -Itests tests/bench/evaluate.c \
 *     -Wl,--start-group build/release/daemon/libhentra_*.a -Wl,--end-group -lcmocka -lev -lcurl \
 *     -lsqlite3 -lyajl -lcrypto -lsystemd -lxlsxwriter -lmicrohttpd -lm -o build/release/evaluate
 *   build/release/evaluate [UNCHANGED]        # 0 unless said; then 1000000
 *
 * Prints CPU ms of closing a day (and of its longest piece, which holds the loop), and of passes: after 1,000 cases changed on the portal; after 1,000 whose due date passed
 * over night, which are judged again first (`store`); and after none (the yardstick). `looks` is what
 * detectors cost: each case is looked at once, when the first poll after its due date is complete, so
 * from the third round on these are the 1,000 that were due in the round before. Writing what the
 * portal said is measured by store.c. */
#define COMMUNES 3321
#include "unit/app/province_fixture.h"

#include "store/store_closing.h"

#include <time.h>

#define PIECE 250 /* as the evaluator does */
#define CHANGED 1000
#define ROUNDS 5

static double cpu_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void put(struct province *province, struct batch *batch, int64_t *poll)
{
	struct app *app = &province->app;
	struct put_result result;
	struct error error;
	fine(store_put_page(app->ground.store, *poll, batch, &app->ground.judge, province->now,
		     &app->ground.tally, &result, &error),
		&error);
	batch_clear(batch);
}

/* Open cases that are due on a day; every tenth of `count` is closed instead. */
static void stock(struct province *province, const char *name, int count, instant due)
{
	struct app *app = &province->app;
	struct batch *batch = batch_new();
	struct error error;
	int64_t poll;
	fine(store_poll_begin(app->ground.store, 1, false, province->now, &poll, &error), &error);
	for (int i = 0; i < count; i++) {
		char code[48], unit[16], field[16];
		snprintf(code, sizeof(code), "%s-%07d", name, i);
		snprintf(unit, sizeof(unit), "U%03d", i % COMMUNES);
		snprintf(field, sizeof(field), "F%d", i % 5);
		bool closed = i % 10 == 9 && count > CHANGED;
		struct case_record record = {.code = slice_of(code),
			.unit = slice_of(unit),
			.procedure = SLICE("1.001234"),
			.field = slice_of(field),
			.facts = {.submitted = INSTANT_NONE,
				.received = at("02-20 08:00"),
				.due = due,
				.finished = closed ? at("02-27 09:00") : INSTANT_NONE,
				.returned = INSTANT_NONE,
				.supplement_asked = INSTANT_NONE,
				.supplement_done = INSTANT_NONE,
				.channel = CHANNEL_IN_PERSON,
				.status = closed ? 10 : 2},
			.updated = INSTANT_NONE};
		batch_add(batch, &record);
		if (batch_count(batch) == 5000)
			put(province, batch, &poll);
	}
	put(province, batch, &poll);
	fine(store_poll_end(app->ground.store, poll, POLL_COMPLETE, 1, count, 0, "", province->now,
		     &error),
		&error);
	batch_free(batch);
}

static double judge(struct province *province)
{
	struct error error;
	bool more = true;
	double before = cpu_ms();
	while (more)
		fine(store_judge_due(province->app.ground.store, &province->app.ground.judge,
			     province->now, 1000, &province->app.ground.tally, &more, &error),
			&error);
	return cpu_ms() - before;
}

static double close_days(struct province *province, double *ret_longest)
{
	struct error error;
	bool more = true;
	double all = 0;
	*ret_longest = 0;
	while (more) {
		double before = cpu_ms();
		fine(store_close_days(province->app.ground.store, &province->app.ground.judge,
			     province->now, PIECE, &province->app.ground.tally, &more, &error),
			&error);
		double took = cpu_ms() - before;
		*ret_longest = took > *ret_longest ? took : *ret_longest;
		all += took;
	}
	return all;
}

static double pass(struct province *province)
{
	double before = cpu_ms();
	province_evaluate(province);
	return cpu_ms() - before;
}

static void round_of(struct province *province, int round)
{
	for (int i = 0; i < CHANGED; i++)
		province->overdue[(round * CHANGED + i) % COMMUNES] += 1;
	province->now += MINUTE_MS;
	province_poll(province);
	double looked = judge(province), changed = pass(province);
	province->now += DAY_MS;
	poller_renew(province);
	double longest, closed = close_days(province, &longest);
	double judged = judge(province), passed = pass(province);
	province->now += MINUTE_MS;
	printf("looks: %.1f ms; %d changed: %.1f ms; closing: %.1f ms (longest piece %.1f); "
	       "%d due: store %.1f, rules %.1f ms; none: %.1f ms\n",
		looked, CHANGED, changed, closed, longest, CHANGED, judged, passed, pass(province));
}

int main(int count, char **arguments)
{
	struct text rules = {0};
	for (int i = 0; i < 20; i++)
		text_printf(&rules,
			"[rule r%d]\nfire = overdue >= %d\nclear = overdue < %d\nnotify = office\n",
			i, 30 + i, 20 + i);
	text_add(&rules, "[channel office]\ntype = email\nto = office@p.vn\n");
	struct province *province = province_new(rules.data, "03-02 08:00");
	for (int i = 0; i < COMMUNES; i++)
		province->overdue[i] = 10;
	province_poll(province);
	stock(province, "S", count > 1 ? atoi(arguments[1]) : 0, at("12-01 17:00"));
	for (int round = 0; round < ROUNDS; round++) {
		char name[8];
		snprintf(name, sizeof(name), "D%d", round);
		stock(province, name, CHANGED, at("03-02 17:00") + round * DAY_MS);
	}
	printf("first pass   %.1f ms\n", pass(province));
	for (int round = 0; round < ROUNDS; round++)
		round_of(province, round);
	province_free(province);
	text_free(&rules);
	return 0;
}
