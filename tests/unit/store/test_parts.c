/* The parts of the store that know no database: keys, the journal, sets of numbers, lists of
 * numbers, batches. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "store/cases/batch.h"
#include "store/cases/case_key.h"
#include "store/cases/number_text.h"
#include "store/cases/seen.h"
#include "store/cases/tally_journal.h"

static const char *const codes[] = {"H56.14-240823-0001", "000.17.32.H99-261110-0042", "20-1",
	"123", "a-", "-a", "-", "--", "a--b", "ă-ô", ""};

static void a_key_is_as_long_as_its_code_and_leads_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		cleanup(text_free) struct text key = {0}, code = {0};
		key_add(&key, slice_of(codes[i]));
		assert_int_equal(key.length, strlen(codes[i]));
		assert_string_equal(key_code(text_slice(&key), &code), codes[i]);
	}
}

static void codes_of_one_day_stand_together(void **state)
{
	(void)state;
	cleanup(text_free) struct text a = {0}, b = {0}, c = {0};
	key_add(&a, SLICE("H56.14-240823-0001"));
	key_add(&b, SLICE("H99.01-240823-0002"));
	key_add(&c, SLICE("H56.14-240824-0001"));
	assert_true(slice_compare(text_slice(&a), text_slice(&b)) < 0);
	assert_true(slice_compare(text_slice(&b), text_slice(&c)) < 0);
}

static void a_journal_is_read_as_it_was_written(void **state)
{
	(void)state;
	struct tally delta = {0}, back = {0};
	cleanup(text_free) struct text journal = {0};
	for (int i = 0; i < 500; i++) {
		struct tally_key key = {(uint32_t)(i * 7919), (uint32_t)(i % 5), i * 37 - 500};
		tally_add(&delta, key, i % TALLY_COLUMNS, i - 250);
		tally_add(&delta, key, TALLY_RECEIVED, INT32_MAX / 2 - i);
		tally_add(&delta, key, TALLY_RECEIVED_ONLINE, INT32_MIN / 2 + i);
	}
	tally_add(&delta, (struct tally_key){.unit = UINT32_MAX}, 0, 0); /* nothing: left out */
	assert_int_equal(journal_write(&journal, &delta), 500);
	assert_int_equal(journal_read(text_slice(&journal), &back, 1), 0);
	assert_int_equal(back.used, 500);
	for (size_t i = 0; i < back.used; i++)
		assert_memory_equal(back.cells[i].count,
			tally_find(&delta, back.cells[i].key)->count, sizeof(back.cells[i].count));
	tally_clear(&back);
	assert_int_equal(
		journal_read((struct slice){journal.data, journal.length - 1}, &back, 1), -EBADMSG);
	assert_int_equal(journal_read(SLICE("\xff\xff\xff"), &back, 1), -EBADMSG);
	tally_free(&delta);
	tally_free(&back);
}

static void a_set_knows_its_numbers(void **state)
{
	(void)state;
	struct seen seen = {0};
	assert_false(seen_has(&seen, 1));
	assert_true(seen_add(&seen, 1));
	assert_false(seen_add(&seen, 1));
	assert_true(seen_add(&seen, 1000000));
	assert_true(seen_add(&seen, 999999));
	assert_true(seen_has(&seen, 1000000));
	assert_false(seen_has(&seen, 2));
	assert_false(seen_has(&seen, 100000000));
	seen_free(&seen);
}

static void lists_of_numbers_come_back(void **state)
{
	(void)state;
	const int64_t numbers[] = {0, -1, INT64_MAX, INT64_MIN, 500};
	int64_t back[7];
	cleanup(text_free) struct text text = {0};
	numbers_write(&text, numbers, 5);
	numbers_read(text.data, back, 7);
	assert_memory_equal(back, numbers, sizeof(numbers));
	assert_int_equal(back[5], 0);
	assert_int_equal(back[6], 0);
}

static struct case_record record(const char *code, const char *unit, const char *unit_name)
{
	return (struct case_record){.code = slice_of(code),
		.unit = slice_of(unit),
		.unit_name = slice_of(unit_name),
		.facts = {.received = 5}};
}

static uint64_t hash_of(struct case_record added)
{
	struct batch *batch = batch_new();
	batch_add(batch, &added);
	uint64_t hash = batch->records[0].hash;
	batch_free(batch);
	return hash;
}

static void the_hash_covers_everything_stored(void **state)
{
	(void)state;
	struct case_record same = record("A", "12", "3"), other = same;
	uint64_t hash = hash_of(same);
	assert_true(hash == hash_of(record("A", "12", "3")));
	assert_true(hash != hash_of(record("A", "1", "23"))); /* the same letters */
	assert_true(hash != hash_of(record("A", "12", "")));
	other.facts.term = 1;
	assert_true(hash != hash_of(other));
	other = same;
	other.facts.due++;
	assert_true(hash != hash_of(other));
	other = same;
	other.facts.odd = 1;
	assert_true(hash != hash_of(other));
	other = same;
	other.updated = 99; /* not stored */
	other.facts.submitted = 10 * SECOND_MS;
	hash = hash_of(other);
	other.facts.submitted += 999; /* kept to the second */
	assert_true(hash == hash_of(other));
}

static void a_batch_is_sorted_and_keeps_the_order_of_equals(void **state)
{
	(void)state;
	struct batch *batch = batch_new();
	static const char *const given[] = {"u-2", "u-1", "v-1", "u-2", "u-10", "u-1"};
	static const size_t sorted[] = {1, 5, 2, 4, 0, 3};
	for (size_t i = 0; i < ARRAY_SIZE(given); i++) {
		struct case_record added = record(given[i], "", "");
		batch_add(batch, &added);
	}
	struct batch_order *order = batch_sorted(batch);
	for (size_t i = 0; i < ARRAY_SIZE(given); i++)
		assert_int_equal(order[i].record - batch->records, sorted[i]);
	free(order);
	batch_clear(batch);
	assert_int_equal(batch_count(batch), 0);
	assert_int_equal(batch_bytes(batch), 0);
	batch_free(batch);
	batch_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_as_long_as_its_code_and_leads_back),
		cmocka_unit_test(codes_of_one_day_stand_together),
		cmocka_unit_test(a_journal_is_read_as_it_was_written),
		cmocka_unit_test(a_set_knows_its_numbers),
		cmocka_unit_test(lists_of_numbers_come_back),
		cmocka_unit_test(the_hash_covers_everything_stored),
		cmocka_unit_test(a_batch_is_sorted_and_keeps_the_order_of_equals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
