/* The progress score beside the local rate: sums, and why the two rules part. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "report/score.h"

static enum score_gap gap_of(enum bucket bucket, bool closed, enum national verdict,
	enum national_reason reason, int64_t waited)
{
	const struct national_verdict national = {
		.verdict = verdict, .reason = reason, .supplement_ms = waited};
	return score_gap_of(score_local_of(bucket, closed), bucket, &national);
}

static void rules_that_agree_make_no_gap(void **state)
{
	(void)state;
	assert_int_equal(
		gap_of(BUCKET_EARLY, true, NATIONAL_ON_TIME, NATIONAL_BY_DUE, 0), SCORE_GAP_NONE);
	assert_int_equal(
		gap_of(BUCKET_LATE, true, NATIONAL_OVERDUE, NATIONAL_BY_DUE, 0), SCORE_GAP_NONE);
	assert_int_equal(
		gap_of(BUCKET_REFUSED, false, NATIONAL_NOT_COUNTED, NATIONAL_BY_NOTHING, 0),
		SCORE_GAP_NONE);
}

static void each_sentence_of_the_national_rule_has_a_gap_of_its_own(void **state)
{
	(void)state;
	assert_int_equal(
		gap_of(BUCKET_ON_TIME, true, NATIONAL_OVERDUE, NATIONAL_BY_DUE, 0), SCORE_GAP_HOUR);
	assert_int_equal(gap_of(BUCKET_EARLY, true, NATIONAL_OVERDUE, NATIONAL_BY_SUPPLEMENTS, 0),
		SCORE_GAP_SUPPLEMENTS);
	assert_int_equal(gap_of(BUCKET_LATE, true, NATIONAL_ON_TIME, NATIONAL_BY_DUE, DAY_MS),
		SCORE_GAP_SUPPLEMENT_TIME);
	assert_int_equal(gap_of(BUCKET_PAUSED, false, NATIONAL_ON_TIME, NATIONAL_BY_REQUEST, 0),
		SCORE_GAP_REQUEST);
	assert_int_equal(gap_of(BUCKET_OVERDUE, false, NATIONAL_OVERDUE, NATIONAL_BY_PERIOD_END, 0),
		SCORE_GAP_UNFINISHED);
	assert_int_equal(gap_of(BUCKET_UNDATED_CLOSED, true, NATIONAL_ON_TIME, NATIONAL_BY_TERM, 0),
		SCORE_GAP_TERM);
	assert_int_equal(
		gap_of(BUCKET_UNDATED_CLOSED, true, NATIONAL_NO_DEADLINE, NATIONAL_BY_NOTHING, 0),
		SCORE_GAP_NO_DEADLINE);
	assert_int_equal(gap_of(BUCKET_WITHDRAWN, true, NATIONAL_ON_TIME, NATIONAL_BY_DUE, 0),
		SCORE_GAP_WITHDRAWN);
	assert_int_equal(
		gap_of(BUCKET_LATE, true, NATIONAL_ON_TIME, NATIONAL_BY_DUE, 0), SCORE_GAP_OTHER);
}

static void a_case_closed_before_the_period_is_not_in_the_local_rate(void **state)
{
	(void)state;
	assert_int_equal(score_local_of(BUCKET_LATE, false), SCORE_LOCAL_NONE);
	assert_int_equal(score_local_of(BUCKET_LATE, true), SCORE_LOCAL_LATE);
	assert_int_equal(score_local_of(BUCKET_EARLY, true), SCORE_LOCAL_ON_TIME);
	assert_int_equal(score_local_of(BUCKET_WITHDRAWN, true), SCORE_LOCAL_NONE);
}

static void nothing_counted_has_no_rate(void **state)
{
	(void)state;
	struct score score = {0};
	assert_int_equal(score_national_rate(&score), -1);
	assert_int_equal(score_local_rate(&score), -1);
}

/* Whatever the cases: the sums of both rules are the agreeing cases and the gaps, and merging parts is
 * adding all. */
static void the_sums_hold_for_any_cases(void **state)
{
	(void)state;
	unsigned seed = (unsigned)time(NULL);
	print_message("seed %u\n", seed);
	srand(seed);
	struct score all = {0}, parts[3] = {0}, merged = {0};
	int64_t local = 0, counted = 0;
	for (int i = 0; i < 100000; i++) {
		enum bucket bucket = (enum bucket)(rand() % BUCKET_COUNT);
		bool closed = bucket_closed(bucket) && rand() % 2;
		struct national_verdict national = {.verdict = (enum national)(rand() % 4),
			.reason = (enum national_reason)(rand() % 6),
			.supplement_ms = rand() % 2};
		score_add(&all, bucket, closed, &national, 1);
		score_add(&parts[rand() % 3], bucket, closed, &national, 1);
		local += score_local_of(bucket, closed) != SCORE_LOCAL_NONE;
		counted += national.verdict != NATIONAL_NOT_COUNTED;
	}
	for (int i = 0; i < 3; i++)
		score_merge(&merged, &parts[i]);
	assert_memory_equal(&all, &merged, sizeof(all));
	assert_int_equal(all.national.counted, counted);
	assert_int_equal(all.national.on_time + all.overdue + all.no_deadline, counted);
	assert_int_equal(all.local_on_time + all.local_late, local);
	int64_t cases = 0;
	for (int gap = 0; gap < SCORE_GAP_COUNT; gap++)
		cases += all.gap[gap][0] + all.gap[gap][1];
	assert_int_equal(cases, 100000);
	assert_int_equal(all.gap[SCORE_GAP_HOUR][1], 0);
	assert_int_equal(all.gap[SCORE_GAP_SUPPLEMENT_TIME][0], 0);
	assert_int_equal(all.gap[SCORE_GAP_NO_DEADLINE][1], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_that_agree_make_no_gap),
		cmocka_unit_test(each_sentence_of_the_national_rule_has_a_gap_of_its_own),
		cmocka_unit_test(a_case_closed_before_the_period_is_not_in_the_local_rate),
		cmocka_unit_test(nothing_counted_has_no_rate),
		cmocka_unit_test(the_sums_hold_for_any_cases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
