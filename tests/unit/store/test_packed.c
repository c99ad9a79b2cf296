/* The packed facts of a case: what goes in comes out, and a damaged file is told, never believed. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/memory.h"
#include "store/cases/packed.h"
#include "store/cases/varint.h"

static uint64_t chance;

static uint64_t any(void)
{
	chance = chance * 6364136223846793005u + 1442695040888963407u;
	return chance >> 33 ^ chance << 17;
}

static instant any_instant(bool whole)
{
	static const int64_t spans[] = {1, DAY_MS, 400 * DAY_MS, PACKED_INSTANT_MOST};
	instant at = INT64_C(1790762400000) + (int64_t)(any() % (uint64_t)spans[any() % 4]);
	if (at > PACKED_INSTANT_MOST)
		at = -(at / 2);
	return whole ? at / SECOND_MS * SECOND_MS : at;
}

static instant maybe(bool whole)
{
	return any() % 3 ? any_instant(whole) : INSTANT_NONE;
}

static bool same(const struct packed *a, const struct packed *b)
{
	return a->hash == b->hash && a->procedure == b->procedure && a->officer == b->officer &&
	       a->ruling == b->ruling && a->first_seen == b->first_seen &&
	       a->closed_seen == b->closed_seen && a->frozen_at == b->frozen_at &&
	       a->received == b->received && a->finished == b->finished &&
	       a->returned == b->returned && a->supplement_asked == b->supplement_asked &&
	       a->supplement_done == b->supplement_done && a->closed_at == b->closed_at &&
	       a->term == b->term && a->supplements == b->supplements && a->due_ms == b->due_ms &&
	       a->submitted_ms == b->submitted_ms && a->vanished == b->vanished &&
	       a->settled == b->settled;
}

static void make(struct packed *packed)
{
	bool whole = any() % 2;
	packed->hash = any();
	packed->procedure = (uint32_t)any() >> any() % 32;
	packed->officer = any() % 2 ? (uint32_t)any() >> any() % 32 : 0;
	packed->ruling = any() % 2 ? (int64_t)any() >> any() % 64 : 0;
	packed->first_seen = any_instant(true);
	packed->closed_seen = maybe(true);
	packed->frozen_at = maybe(true);
	packed->received = maybe(whole);
	packed->finished = maybe(whole);
	packed->returned = maybe(whole);
	packed->supplement_asked = maybe(whole);
	packed->supplement_done = maybe(whole);
	packed->closed_at = maybe(any() % 2);
	packed->vanished = any() % 2 ? any_instant(true) : 0;
	packed->settled = any() % 2 ? any_instant(true) : 0;
	packed->term = any() % 2 ? (int32_t)any() >> any() % 32 : 0;
	packed->supplements = (uint16_t)((any() & 0xffff) >> any() % 17);
	packed->due_ms = any() % 2 ? (uint16_t)(any() % 1000) : 0;
	packed->submitted_ms = any() % 2 ? (uint16_t)(any() % 1000) : 0;
}

static struct slice pack(const struct packed *packed, uint8_t bytes[static PACKED_MOST])
{
	size_t length = packed_write(packed, bytes);
	assert_true(length <= PACKED_MOST);
	return (struct slice){(const char *)bytes, length};
}

static void facts_are_read_as_they_were_written(void **state)
{
	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct packed packed, back;
		uint8_t bytes[PACKED_MOST];
		uint64_t hash;
		make(&packed);
		struct slice written = pack(&packed, bytes);
		assert_int_equal(packed_read(written, &back), 0);
		assert_true(same(&back, &packed));
		assert_true(packed_hash(written, &hash));
		assert_true(hash == packed.hash);
	}
}

static void the_widest_facts_have_room(void **state)
{
	(void)state;
	instant far = PACKED_INSTANT_MOST, near = -PACKED_INSTANT_MOST;
	struct packed back, packed = {UINT64_MAX, UINT32_MAX, UINT32_MAX, INT64_MIN,
				    near / SECOND_MS * SECOND_MS, far / SECOND_MS * SECOND_MS,
				    far / SECOND_MS * SECOND_MS, far, near, far, near, near, near,
				    far / SECOND_MS * SECOND_MS, near / SECOND_MS * SECOND_MS,
				    INT32_MIN, UINT16_MAX, 999, 999};
	uint8_t bytes[PACKED_MOST];
	assert_int_equal(packed_read(pack(&packed, bytes), &back), 0);
	assert_true(back.first_seen == packed.first_seen && back.frozen_at == packed.frozen_at &&
		    back.returned == far && back.closed_at == near && back.term == INT32_MIN &&
		    back.ruling == INT64_MIN && back.submitted_ms == 999);
}

static void most_cases_take_few_bytes(void **state)
{
	(void)state;
	instant seen = INT64_C(1790762400000);
	struct packed packed = {.hash = UINT64_MAX,
		.procedure = 300,
		.ruling = 1,
		.first_seen = seen,
		.closed_seen = INSTANT_NONE,
		.frozen_at = INSTANT_NONE,
		.received = seen - 200 * DAY_MS,
		.finished = seen - 190 * DAY_MS,
		.returned = seen - 190 * DAY_MS,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.closed_at = INSTANT_NONE};
	uint8_t bytes[PACKED_MOST];
	assert_true(pack(&packed, bytes).length <= 25);
}

static void what_is_cut_off_or_longer_is_damaged(void **state)
{
	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct packed packed, back;
		uint8_t bytes[PACKED_MOST + 1] = {0};
		uint64_t hash;
		make(&packed);
		struct slice written = pack(&packed, bytes);
		for (size_t length = 0; length < written.length; length++) {
			struct slice cut = {written.data, length};
			assert_int_equal(packed_read(cut, &back), -EBADMSG);
			assert_int_equal(packed_hash(cut, &hash), length >= 8);
		}
		written.length++;
		assert_int_equal(packed_read(written, &back), -EBADMSG);
	}
	assert_int_equal(packed_read((struct slice){0}, &(struct packed){0}), -EBADMSG);
}

/* Whatever bytes stand there, what is read can be written and read again. */
static void damaged_bytes_are_refused_or_plain_facts(void **state)
{
	(void)state;
	int refused = 0;
	for (int i = 0; i < 100000; i++) {
		struct packed packed, back;
		uint8_t bytes[PACKED_MOST], again[PACKED_MOST];
		make(&packed);
		struct slice written = pack(&packed, bytes);
		for (uint64_t flips = any() % 3 + 1; flips > 0; flips--)
			bytes[any() % written.length] ^= (uint8_t)(1 << any() % 8);
		if (packed_read(written, &packed) < 0) {
			refused++;
			continue;
		}
		assert_int_equal(packed_read(pack(&packed, again), &back), 0);
		assert_true(same(&back, &packed));
	}
	assert_true(refused > 10000 && refused < 90000);
}

static void numbers_out_of_range_are_damaged(void **state)
{
	(void)state;
	/* hash, mask, procedure, first_seen: ORIGIN; then one part */
	static const struct {
		const char *bytes;
		size_t length;
		int result;
	} rows[] = {
		{"12345678\x00\x01\x00", 11, 0},
		{"12345678\x80\x80\x02\x01\x00", 13, -EBADMSG}, /* a part nobody knows */
		{"12345678\x00\xff\xff\xff\xff\x0f\x00", 15, 0},
		{"12345678\x00\xff\xff\xff\xff\x1f\x00", 15, -EBADMSG}, /* procedure */
		{"12345678\x40\x01\x00\xe7\x07", 13, 0},
		{"12345678\x40\x01\x00\xe8\x07", 13, -EBADMSG}, /* 1000 ms */
		{"12345678\x80\x40\x01\x00\xff\xff\x03", 15, 0},
		{"12345678\x80\x40\x01\x00\x80\x80\x04", 15, -EBADMSG}, /* supplements */
		{"12345678\x01\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 20, -EBADMSG},
		{"12345678\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 20, -EBADMSG},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(packed_read((struct slice){rows[i].bytes, rows[i].length},
					 &(struct packed){0}),
			rows[i].result);
}

static void varints_keep_every_number(void **state)
{
	(void)state;
	for (int i = 0; i < 100000; i++) {
		uint64_t number = any() * any() >> any() % 64, back;
		uint8_t bytes[VARINT_MOST];
		struct slice rest = {(const char *)bytes, varint_write(bytes, number)};
		assert_true(varint_read(&rest, &back) && back == number && rest.length == 0);
		assert_true(unzigzag(zigzag((int64_t)number)) == (int64_t)number);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_are_read_as_they_were_written),
		cmocka_unit_test(the_widest_facts_have_room),
		cmocka_unit_test(most_cases_take_few_bytes),
		cmocka_unit_test(what_is_cut_off_or_longer_is_damaged),
		cmocka_unit_test(damaged_bytes_are_refused_or_plain_facts),
		cmocka_unit_test(numbers_out_of_range_are_damaged),
		cmocka_unit_test(varints_keep_every_number),
	};
	const char *seed = getenv("HENTRA_SEED");
	chance = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
	printf("HENTRA_SEED=%llu\n", (unsigned long long)chance);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
