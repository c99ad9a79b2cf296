/* What does a pass of the rules cost: 20 rules on 3,321 communes, after 1,000 cases changed?
 *
 *   cmake -G Ninja -S . -B build/release -DCMAKE_BUILD_TYPE=Release && ninja -C build/release
 *   cc -O2 -D_GNU_SOURCE -DSOURCE_DIR="\"$PWD\"" -Idaemon -Itests tests/bench/evaluate.c \
 *     -Wl,--start-group build/release/daemon/libhentra_*.a -Wl,--end-group -lcmocka -lev -lcurl \
 *     -lsqlite3 -lyajl -lcrypto -lsystemd -lxlsxwriter -lm -o build/release/evaluate
 *   build/release/evaluate
 *
 * Prints CPU ms: of what the store does first (cases whose moment came, its kept tally), of the rules
 * after 1,000 changes, and of a pass after none (the yardstick). Writing the cases is measured by
 * store.c. */
#define COMMUNES 3321
#include "unit/app/province_fixture.h"

#include <time.h>

static double cpu_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* What the store does before the rules: cases whose moment came, and its kept tally. */
static double judge(struct province *province)
{
	struct error error;
	bool more = true;
	double before = cpu_ms();
	while (more)
		fine(store_judge_due(province->app.store, &province->app.judge,
			     province->now + MINUTE_MS, 1000, &province->app.tally, &more, &error),
			&error);
	return cpu_ms() - before;
}

static double pass(struct province *province)
{
	double before = cpu_ms();
	province->now += MINUTE_MS;
	province_evaluate(province);
	return cpu_ms() - before;
}

int main(void)
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
	printf("first pass   %.1f ms\n", pass(province));
	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 1000; i++)
			province->overdue[(round * 1000 + i) % COMMUNES] += 1;
		province->now += MINUTE_MS;
		province_poll(province);
		double judged = judge(province), changed = pass(province);
		printf("1000 changed: store %.1f ms, rules %.1f ms; none: %.1f ms\n", judged,
			changed, pass(province));
	}
	province_free(province);
	text_free(&rules);
	return 0;
}
