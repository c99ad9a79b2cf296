/* What history and tallies cost: beside the same sync of a portal that is not counted (no tally, no
 * detector), a year's form, the audit, and bytes a case, a recorded change and an unchanged year.
 * Over the synthetic portal of tests/bench/store.c. Run by tests/bench/fold/run. */
#define main bench_store_main
#include "../store.c"
#undef main

#include <sys/mman.h>

#include "store/store_past.h"
#include "store/store_witness.h"

#define CHANGES 4 /* of each tenth case */

static struct store *begin(const char *path, bool counted, uint32_t *ret_portal)
{
	char location[256];
	struct store *store;
	struct error error;
	sprintf(location, "sqlite:%s", path);
	must(store_open(location, STORE_OWN, &store, &error), &error);
	must(store_register_portals(store, &(struct store_registration){"synthetic", counted}, 1,
		     ret_portal, &error),
		&error);
	return store;
}

/* --- what counting adds to a first sync ------------------------------------------------------- */

#define PAIRS 11

struct first_sync {
	double spent; /* CPU seconds inside the store */
	double user, system; /* of the whole process */
};

static struct first_sync *measured; /* shared with the child that measures */

static void sync_first(const char *path, bool counted)
{
	struct tally tally = {0};
	struct rusage usage;
	double longest;
	uint32_t portal;
	struct store *store = begin(path, counted, &portal);
	measured->spent = sync_all(store, portal, &tally, 0, NOW, &longest);
	getrusage(RUSAGE_SELF, &usage);
	measured->user = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
	measured->system = (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec / 1e6;
	store_close(store);
}

static void sync_uncounted(const char *path)
{
	sync_first(path, false);
}

static void sync_counted(const char *path)
{
	sync_first(path, true);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Pair by pair, for a machine drifts, and each second pair the other way round, for the second run of
 * a pair meets other caches than the first. */
static void compare_first_syncs(const char *folder)
{
	double ratios[PAIRS], least[2] = {1e9, 1e9};
	measured = mmap(
		NULL, sizeof(*measured), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (measured == MAP_FAILED)
		abort();
	for (int pair = 0; pair < PAIRS; pair++) {
		double spent[2];
		for (int turn = 0; turn < 2; turn++) {
			int counted = (pair + turn) % 2;
			in_a_process(counted ? sync_counted : sync_uncounted, folder, "first.db");
			spent[counted] = measured->spent;
			if (spent[counted] < least[counted])
				least[counted] = spent[counted];
			printf("%-28s %7.3f s CPU in the store; whole process user %6.3f, system "
			       "%6.3f\n",
				counted ? "first sync, counted" : "first sync, not counted",
				measured->spent, measured->user, measured->system);
		}
		ratios[pair] = spent[1] / spent[0];
	}
	qsort(ratios, PAIRS, sizeof(*ratios), by_size);
	printf("%-28s %+6.1f %% by the median of %d pairs (%+.1f to %+.1f), %+.1f %% by the least "
	       "of each\n",
		"counting adds", (ratios[PAIRS / 2] - 1) * 100, PAIRS, (ratios[0] - 1) * 100,
		(ratios[PAIRS - 1] - 1) * 100, (least[1] / least[0] - 1) * 100);
	fflush(stdout);
}

/* --- folds ------------------------------------------------------------------------------------ */

struct form {
	instant from, as_of;
	int64_t before[BUCKET_COUNT], at_end[BUCKET_COUNT];
};

static int meet(void *user, const struct store_past *past)
{
	struct form *form = user;
	int before = store_past_bucket(past, &judge, form->from - 1);
	int at_end = store_past_bucket(past, &judge, form->as_of);
	if (before >= 0)
		form->before[before]++;
	if (at_end >= 0)
		form->at_end[at_end]++;
	return 0;
}

static void fold_form(struct store *store)
{
	struct form form = {.from = zone_midnight(zone, civil_day(2025, 12, 15)), .as_of = NOW};
	struct error error;
	double at = cpu();
	must(store_walk_past(store, INSTANT_NONE, meet, &form, &error), &error);
	report("a year's form", cpu() - at, 0, 0);
}

static void audit(struct store *store)
{
	struct audit_result result;
	struct error error;
	double at = cpu();
	must(store_audit(store, &judge, NULL, NULL, &result, &error), &error);
	report("audit", cpu() - at, 0, 0);
	if (result.differences || result.misjudged || result.suspicions)
		printf("AUDIT: %lld differences, %lld misjudged, %lld suspicions\n",
			(long long)result.differences, (long long)result.misjudged,
			(long long)result.suspicions);
}

/* --- growth ----------------------------------------------------------------------------------- */

static int64_t rows_of_history;

static int count_changes(void *user, const struct store_case *found)
{
	(void)user;
	rows_of_history += found->changes;
	return 0;
}

/* Each tenth case says another due date, again and again. */
static double change_some(
	struct store *store, uint32_t portal, struct tally *tally, instant now, int shift)
{
	struct made *made = xcalloc((size_t)batch_size, sizeof(*made));
	struct error error;
	int64_t poll;
	double spent = 0, longest = 0;
	int count = 0;
	memset(serials, 0, sizeof(serials));
	must(store_poll_begin(store, portal, false, now, &poll, &error), &error);
	for (int i = 0; i < cases; i++) {
		make(&made[count], i, false);
		if (i % 10)
			continue;
		made[count].record.facts.due += shift * DAY_MS;
		if (++count == batch_size) {
			spent += put(store, poll, made, count, now, tally, &longest);
			count = 0;
		}
	}
	spent += put(store, poll, made, count, now, tally, &longest);
	must(store_poll_end(store, poll, POLL_COMPLETE, 1, cases, 0, "", now, &error), &error);
	free(made);
	return spent;
}

/* A year of polls that bring nothing new, one an hour, and the passes after them. */
static void live_a_year(struct store *store, uint32_t portal, struct tally *tally, instant from)
{
	struct put_result nothing;
	struct batch *batch = batch_new();
	struct error error;
	int64_t poll;
	for (int hour = 0; hour < 365 * 24; hour++) {
		instant now = from + hour * HOUR_MS;
		bool more = true;
		must(store_poll_begin(store, portal, false, now, &poll, &error), &error);
		must(store_put_page(store, poll, batch, &judge, now, tally, &nothing, &error),
			&error);
		must(store_poll_end(store, poll, POLL_COMPLETE, 1, 0, 0, "", now, &error), &error);
		while (more)
			must(store_judge_due(store, &judge, now, 1000, tally, &more, &error),
				&error);
	}
	batch_free(batch);
}

static int64_t closed_size(struct store **store, const char *path, uint32_t *portal)
{
	store_close(*store);
	int64_t size = size_of(path);
	*store = begin(path, true, portal);
	return size;
}

static void run_counted(const char *path)
{
	struct tally tally = {0};
	double longest, spent = 0;
	uint32_t portal;
	struct error error;
	struct store *store = begin(path, true, &portal);
	spent = sync_all(store, portal, &tally, 0, NOW, &longest);
	report("sync with tallies", spent, 0, longest);
	int64_t before = closed_size(&store, path, &portal);
	printf("%-28s %7.1f bytes/case\n", "without changes", (double)before / cases);
	fold_form(store);
	audit(store);

	live_a_year(store, portal, &tally, NOW + HOUR_MS);
	int64_t after = closed_size(&store, path, &portal);
	printf("%-28s %7.1f bytes/case\n", "an unchanged year more",
		(double)(after - before) / cases);

	before = after;
	spent = 0;
	for (int i = 1; i <= CHANGES; i++)
		spent += change_some(store, portal, &tally, NOW + (366 + i) * DAY_MS, i);
	after = closed_size(&store, path, &portal);
	must(store_walk_cases(store, count_changes, NULL, &error), &error);
	printf("%-28s %7.2f µs/change\n", "changes recorded",
		spent * 1e6 / (double)rows_of_history);
	printf("%-28s %7.1f bytes/change (%lld)\n", "",
		(double)(after - before) / (double)rows_of_history, (long long)rows_of_history);
	double at = cpu();
	bool more = true;
	while (more)
		must(store_judge_due(
			     store, &judge, NOW + 372 * DAY_MS, 1000, &tally, &more, &error),
			&error);
	report("detectors over the changed", cpu() - at, 0, 0);
	after = closed_size(&store, path, &portal);
	printf("%-28s %7.1f bytes/case in all\n", "", (double)after / cases);
	fold_form(store);
	audit(store);
	store_close(store);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: bench-fold FOLDER [cases]\n");
		return 2;
	}
	cases = argc > 2 ? atoi(argv[2]) : cases;
	make_judge();
	compare_first_syncs(argv[1]);
	if (argc > 3 && strcmp(argv[3], "first") == 0)
		return 0;
	in_a_process(run_counted, argv[1], "counted.db");
	return 0;
}
