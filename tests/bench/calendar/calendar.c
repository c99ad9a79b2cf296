/* What a question to the calendar costs, beside a flat table look-up (the least it can cost) and a
 * walk from day to day with localtime (what one would write first), over the same questions. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/case/term.h"
#include "core/case/verdict.h"

#define QUESTIONS 1000000
#define FIRST_YEAR 2010
#define LAST_YEAR 2050
#define FILE_MAX (1 << 20)

struct question {
	day from, to;
	int days;
	instant received, due;
	int64_t work;
};

static struct question questions[QUESTIONS];
static struct calendar *calendar;
static struct zone *zone;

/* The flat table: worked days before a day, and the worked days, with nothing checked. */
static int32_t before[60 * 366];
static day worked[60 * 366];
static day first_day;

/* The walker's calendar: what it asks on each day. */
static unsigned char off[60 * 366];

static volatile int64_t sink;

static int64_t nanoseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static uint64_t random_number(void)
{
	static uint64_t state = 20261124;
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* Fixed +07:00 since 1975: the same data as the tzdata file, as far as these years go. */
static void load(const char *path)
{
	static char content[FILE_MAX];
	FILE *file = fopen(path, "rb");
	if (!file || !(zone = zone_fixed(7 * 3600)))
		exit(3);
	size_t length = fread(content, 1, sizeof(content), file);
	fclose(file);
	struct error error;
	struct slice tzif = {content, length};
	struct zone *real;
	if (zone_parse(tzif, &real, &error) < 0) {
		fprintf(stderr, "%s: %s\n", path, error.text);
		exit(3);
	}
	zone_free(zone);
	zone = real;
}

static void build(void)
{
	static const struct hours office = {2, {{420, 690}, {810, 1020}}};
	struct calendar_plan plan = {.first_year = FIRST_YEAR, .last_year = LAST_YEAR};
	struct error error;
	for (int weekday = MONDAY; weekday <= FRIDAY; weekday++)
		plan.week[weekday] = office;
	int64_t start = nanoseconds();
	if (calendar_new(&plan, zone, &calendar, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		exit(3);
	}
	printf("building %d years: %.2f ms\n\n", LAST_YEAR - FIRST_YEAR + 1,
		(double)(nanoseconds() - start) / 1e6);
	first_day = civil_day(FIRST_YEAR, 1, 1);
	int32_t count = 0;
	for (day date = first_day; date <= civil_day(LAST_YEAR, 12, 31); date++) {
		before[date - first_day] = count;
		off[date - first_day] = calendar_kind(calendar, date) == DAY_OFF;
		if (calendar_worked(calendar, date))
			worked[count++] = date;
	}
}

static void ask(void)
{
	for (int i = 0; i < QUESTIONS; i++) {
		struct question *question = &questions[i];
		question->from = civil_day(2022, 1, 1) + (day)(random_number() % 1700);
		question->to = question->from + (day)(random_number() % 45);
		question->days = 1 + (int)(random_number() % 30);
		question->received = zone_instant(
			zone, question->from, (int64_t)(random_number() % (uint64_t)DAY_MS));
		question->due = zone_instant(zone, question->to, 17 * HOUR_MS);
		question->work = (1 + (int64_t)(random_number() % 80)) * HOUR_MS;
	}
}

/* Each way of answering: one question in, one number out. */
static int64_t count_ours(const struct question *question)
{
	int days = 0;
	calendar_count(calendar, question->from, question->to, &days);
	return days;
}

static int64_t count_flat(const struct question *question)
{
	return before[question->to + 1 - first_day] - before[question->from + 1 - first_day];
}

static bool is_worked(const struct tm *tm, time_t at)
{
	return tm->tm_wday != 0 && tm->tm_wday != 6 && !off[(at + 7 * 3600) / 86400 - first_day];
}

static int64_t count_walker(const struct question *question)
{
	time_t at = question->from * INT64_C(86400), end = question->to * INT64_C(86400);
	int64_t days = 0;
	struct tm tm;
	while (at < end) {
		at += 86400;
		localtime_r(&at, &tm);
		days += is_worked(&tm, at);
	}
	return days;
}

static int64_t add_ours(const struct question *question)
{
	day date = 0;
	calendar_add_days(calendar, question->from, question->days, &date);
	return date;
}

static int64_t add_flat(const struct question *question)
{
	return worked[before[question->from + 1 - first_day] + question->days - 1];
}

static int64_t add_walker(const struct question *question)
{
	time_t at = question->from * INT64_C(86400);
	struct tm tm;
	for (int left = question->days; left > 0;) {
		at += 86400;
		localtime_r(&at, &tm);
		left -= is_worked(&tm, at);
	}
	return at / 86400;
}

static int64_t add_work_ours(const struct question *question)
{
	instant at = 0;
	calendar_add_work(calendar, question->received, question->work, &at);
	return at;
}

/* Spends the budget span by span, day by day, in seconds of the local day. */
static int64_t add_work_walker(const struct question *question)
{
	static const int64_t span[2][2] = {{420 * 60000, 690 * 60000}, {810 * 60000, 1020 * 60000}};
	time_t at = question->received / 1000;
	struct tm tm;
	localtime_r(&at, &tm);
	int64_t now = (tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec) * INT64_C(1000) +
		      question->received % 1000;
	instant midnight = question->received - now;
	for (int64_t left = question->work;; midnight += DAY_MS, now = 0) {
		at = midnight / 1000;
		localtime_r(&at, &tm);
		for (int i = 0; i < 2 && is_worked(&tm, at); i++) {
			int64_t begin = span[i][0] > now ? span[i][0] : now;
			if (begin < span[i][1] && left <= span[i][1] - begin)
				return midnight + begin + left;
			left -= begin < span[i][1] ? span[i][1] - begin : 0;
		}
	}
}

/* A pass has one judge for all its cases. */
static struct judge judge = {.due_soon_days = 2, .pause_on[STATUS_SUPPLEMENT] = true};

static int64_t verdict_ours(const struct question *question)
{
	struct case_facts facts = {.submitted = INSTANT_NONE,
		.received = question->received,
		.due = question->due,
		.finished = INSTANT_NONE,
		.returned = INSTANT_NONE,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.status = STATUS_PROCESSING};
	struct case_life life = {question->received, INSTANT_NONE, true};
	return (int64_t)verdict_of(&facts, &life, &judge, question->received + 3 * DAY_MS).bucket;
}

/* The same by flat tables: two civil days and one difference of counts. */
static int64_t verdict_flat(const struct question *question)
{
	day today = (day)((question->received + 3 * DAY_MS + 7 * HOUR_MS) / DAY_MS);
	day due = (day)((question->due + 7 * HOUR_MS) / DAY_MS);
	if (today > due)
		return BUCKET_OVERDUE;
	int32_t rank = before[due - first_day] - 2;
	return today >= worked[rank] ? BUCKET_DUE_SOON : BUCKET_IN_TIME;
}

static int64_t verdict_walker(const struct question *question)
{
	time_t today = question->received / 1000 + 3 * 86400, due = question->due / 1000;
	struct tm now, end;
	localtime_r(&today, &now);
	localtime_r(&due, &end);
	int days_now = now.tm_year * 366 + now.tm_yday, days_due = end.tm_year * 366 + end.tm_yday;
	if (days_now > days_due)
		return BUCKET_OVERDUE;
	for (int left = 2; left > 0;) {
		due -= 86400;
		localtime_r(&due, &end);
		left -= is_worked(&end, due);
	}
	days_due = end.tm_year * 366 + end.tm_yday;
	return days_now >= days_due ? BUCKET_DUE_SOON : BUCKET_IN_TIME;
}

typedef int64_t answer(const struct question *question);

/* The best of three runs, in ns a question; *ret_sum tells whether two ways agree. */
static double measure(answer *answer, int64_t *ret_sum)
{
	double best = 1e9;
	for (int run = 0; run < 3; run++) {
		int64_t sum = 0, start = nanoseconds();
		for (int i = 0; i < QUESTIONS; i++)
			sum += answer(&questions[i]) * (i % 7 + 1);
		double each = (double)(nanoseconds() - start) / QUESTIONS;
		best = each < best ? each : best;
		sink = *ret_sum = sum;
	}
	return best;
}

static int compare(const char *name, answer *ours, answer *flat, answer *walker)
{
	int64_t our_sum, flat_sum, walker_sum;
	double our_time = measure(ours, &our_sum), walker_time = measure(walker, &walker_sum);
	double flat_time = flat ? measure(flat, &flat_sum) : 0;
	printf("%-22s %8.1f", name, our_time);
	if (flat)
		printf(" %8.1f", flat_time);
	else
		printf(" %8s", "-");
	printf(" %8.1f", walker_time);
	if (flat)
		printf(" %11.1f", our_time / flat_time);
	else
		printf(" %11s", "-");
	printf(" %13.0f\n", walker_time / our_time);
	if (our_sum == walker_sum && (!flat || our_sum == flat_sum))
		return 0;
	printf("  the answers differ\n");
	return 1;
}

int main(int argc, char **argv)
{
	load(argc > 1 ? argv[1] : "/usr/share/zoneinfo/Asia/Ho_Chi_Minh");
	setenv("TZ", "Asia/Ho_Chi_Minh", 1);
	tzset();
	build();
	judge.calendar = calendar;
	ask();
	printf("%d questions, ns each  hentra     flat   walker  ours / flat  walker / ours\n",
		QUESTIONS);
	int wrong = compare("count working days", count_ours, count_flat, count_walker) +
		    compare("add working days", add_ours, add_flat, add_walker) +
		    compare("add working time", add_work_ours, NULL, add_work_walker) +
		    compare("verdict", verdict_ours, verdict_flat, verdict_walker);
	calendar_free(calendar);
	zone_free(zone);
	return wrong ? 1 : 0;
}
