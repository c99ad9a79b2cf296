#include "unit/core/time_fixture.h"

#include "core/alert/tally.h"

static const struct tally_key key_a = {.unit = 1, .field = 2, .month = 24321};
static const struct tally_key key_b = {.unit = 2, .field = 1, .month = 24321};

static void cells_are_told_apart_by_the_whole_key(void **state)
{
	(void)state;
	struct tally tally = {0};
	assert_null(tally_find(&tally, key_a));
	tally_add(&tally, key_a, BUCKET_LATE, 2);
	tally_add(&tally, key_b, BUCKET_LATE, 3);
	tally_add(&tally, key_a, BUCKET_LATE, -1);
	assert_int_equal(tally_find(&tally, key_a)->count[BUCKET_LATE], 1);
	assert_int_equal(tally_find(&tally, key_b)->count[BUCKET_LATE], 3);
	tally_free(&tally);
}

/* A tally is a sum: whatever is added in parts and merged is what is added at once. */
static void a_merge_of_parts_is_the_whole(void **state)
{
	(void)state;
	struct tally whole = {0}, merged = {0}, part = {0};
	seed_random(__func__);
	for (int i = 0; i < 20000; i++) {
		struct tally_key key = {(uint32_t)random_between(0, 200),
			(uint32_t)random_between(0, 9), (int32_t)random_between(0, 12)};
		int column = (int)random_between(0, TALLY_COLUMNS - 1);
		int64_t amount = random_between(-2, 3);
		tally_add(&whole, key, column, amount);
		tally_add(&part, key, column, amount);
		if (random_between(0, 99) == 0) {
			tally_merge(&merged, &part);
			tally_clear(&part);
			assert_int_equal(part.used, 0);
		}
	}
	tally_merge(&merged, &part);
	assert_int_equal(whole.used, merged.used);
	for (size_t i = 0; i < whole.used; i++)
		assert_memory_equal(tally_find(&merged, whole.cells[i].key)->count,
			whole.cells[i].count, sizeof(whole.cells[i].count));
	tally_free(&whole);
	tally_free(&merged);
	tally_free(&part);
}

/* Clearing frees slots one by one when few are used: nothing of before may be found after. */
static void a_cleared_tally_is_empty_and_can_be_used_again(void **state)
{
	(void)state;
	struct tally tally = {0};
	for (uint32_t i = 0; i < 5000; i++)
		tally_add(&tally, (struct tally_key){.unit = i}, 0, 1);
	tally_clear(&tally);
	for (int round = 0; round < 50; round++) {
		for (uint32_t i = 0; i < 20; i++)
			tally_add(&tally, (struct tally_key){.unit = i * 977}, 0, 1);
		for (uint32_t i = 0; i < 20; i++)
			assert_int_equal(
				tally_find(&tally, (struct tally_key){.unit = i * 977})->count[0],
				1);
		tally_clear(&tally);
		for (uint32_t i = 0; i < 20; i++)
			assert_null(tally_find(&tally, (struct tally_key){.unit = i * 977}));
	}
	tally_free(&tally);
}

static instant noon(const char *date)
{
	return (instant)date_of(date) * DAY_MS + 5 * HOUR_MS;
}

static void a_closed_case_stands_in_the_months_of_its_close_and_its_receipt(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct tally tally = {0};
	struct case_facts facts = {.received = noon("2026-10-14"), .channel = CHANNEL_ONLINE};
	struct verdict verdict = {.bucket = BUCKET_EARLY, .closed_at = noon("2026-10-15")};
	tally_case(&tally, 7, 8, &facts, &verdict, zone, 1);
	const struct tally_cell *october =
		tally_find(&tally, (struct tally_key){7, 8, 2026 * 12 + 9});
	const struct tally_cell *november =
		tally_find(&tally, (struct tally_key){7, 8, 2026 * 12 + 10});
	assert_int_equal(october->count[TALLY_RECEIVED], 1);
	assert_int_equal(october->count[TALLY_RECEIVED_ONLINE], 1);
	assert_int_equal(october->count[BUCKET_EARLY], 0);
	assert_int_equal(november->count[BUCKET_EARLY], 1);
	assert_int_equal(november->count[TALLY_RECEIVED], 0);
	tally_free(&tally);
	zone_free(zone);
}

static void open_and_uncounted_cases_stand_in_no_month(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct tally tally = {0};
	struct case_facts facts = {.received = noon("2026-10-14"), .channel = CHANNEL_IN_PERSON};
	struct verdict verdict = {.bucket = BUCKET_OVERDUE, .closed_at = INSTANT_NONE};
	tally_case(&tally, 7, 8, &facts, &verdict, zone, 1);
	facts.received = INSTANT_NONE;
	verdict.bucket = BUCKET_UNACCEPTED;
	tally_case(&tally, 7, 8, &facts, &verdict, zone, 1);
	const struct tally_cell *none = tally_find(&tally, (struct tally_key){7, 8, 0});
	assert_int_equal(none->count[BUCKET_OVERDUE], 1);
	assert_int_equal(none->count[BUCKET_UNACCEPTED], 1);
	assert_int_equal(none->count[TALLY_RECEIVED], 0);
	assert_int_equal(tally.used, 2);
	tally_free(&tally);
	zone_free(zone);
}

/* Commune Tiến Thành, first half of 2023 (domain §3): received 408 = 339 + 17 + 30 + 22. */
static void the_counts_of_tien_thanh_add_up(void **state)
{
	(void)state;
	struct counts counts = {.received = 408};
	counts.bucket[BUCKET_EARLY] = 339;
	counts.bucket[BUCKET_ON_TIME] = 17;
	counts.bucket[BUCKET_OVERDUE] = 30;
	counts.bucket[BUCKET_IN_TIME] = 22;
	counts.bucket[BUCKET_UNACCEPTED] = 5; /* shown, not counted */
	assert_int_equal(counts_closed(&counts), 356);
	assert_int_equal(counts_open(&counts), 52);
	assert_int_equal(counts_carried_over(&counts), 0);
	assert_int_equal(counts_on_time_rate(&counts), 10000);
	counts.bucket[BUCKET_LATE] = 44;
	assert_int_equal(counts_on_time_rate(&counts), 8900);
	assert_int_equal(counts_on_time_rate(&(struct counts){.received = 1}), -1);
	assert_int_equal(
		counts_kept_rate(&(struct counts){
			.bucket = {[BUCKET_EARLY] = 1, [BUCKET_LATE] = 1, [BUCKET_OVERDUE] = 1}}),
		3333);
	assert_int_equal(counts_kept_rate(&(struct counts){.bucket = {[BUCKET_OVERDUE] = 1}}), 0);
	assert_int_equal(counts_kept_rate(&(struct counts){.received = 1}), -1);
	/* all or nothing only when it is so */
	assert_int_equal(counts_on_time_rate(&(struct counts){
				 .bucket = {[BUCKET_EARLY] = 99999, [BUCKET_LATE] = 1}}),
		9999);
	assert_int_equal(counts_on_time_rate(&(struct counts){
				 .bucket = {[BUCKET_EARLY] = 1, [BUCKET_LATE] = 99999}}),
		1);
	assert_int_equal(share_tenths(9999), 999);
	assert_int_equal(share_tenths(1), 1);
	assert_int_equal(share_tenths(3335), 334);
	assert_int_equal(share_tenths(10000), 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_told_apart_by_the_whole_key),
		cmocka_unit_test(a_merge_of_parts_is_the_whole),
		cmocka_unit_test(a_cleared_tally_is_empty_and_can_be_used_again),
		cmocka_unit_test(a_closed_case_stands_in_the_months_of_its_close_and_its_receipt),
		cmocka_unit_test(open_and_uncounted_cases_stand_in_no_month),
		cmocka_unit_test(the_counts_of_tien_thanh_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
