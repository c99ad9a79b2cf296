/* The hash mixes well, depends on every byte, and never reads beyond; the map keeps what it got. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"

static uint64_t random_64(void)
{
	return (uint64_t)rand() << 42 ^ (uint64_t)rand() << 21 ^ (uint64_t)rand();
}

static void the_hash_depends_on_length_seed_and_content(void **state)
{
	(void)state;
	char zeros[32] = {0};
	for (size_t a = 0; a <= sizeof(zeros); a++) {
		assert_true(hash_bytes(zeros, a, 1) != hash_bytes(zeros, a, 2));
		for (size_t b = 0; b < a; b++)
			assert_true(hash_bytes(zeros, a, 0) != hash_bytes(zeros, b, 0));
	}
	assert_int_equal(hash_bytes("abc", 3, 7), hash_bytes("abcd", 3, 7));
	assert_true(hash_mix(hash_mix(1, 2), 3) != hash_mix(hash_mix(1, 3), 2));
}

/* Flipping one bit of the input flips each bit of the output about every second time. */
static void one_bit_moves_half_of_the_hash(void **state)
{
	(void)state;
	unsigned seed = 9;
	print_message("seed %u\n", seed);
	srand(seed);
	enum { ROUNDS = 400 };
	for (size_t length = 1; length <= 40; length += 3) {
		int flips[64] = {0}, total = 0;
		for (int round = 0; round < ROUNDS; round++) {
			unsigned char bytes[40];
			for (size_t i = 0; i < length; i++)
				bytes[i] = (unsigned char)rand();
			uint64_t before = hash_bytes(bytes, length, 0);
			size_t bit = (size_t)rand() % (length * 8);
			bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
			uint64_t moved = before ^ hash_bytes(bytes, length, 0);
			for (int i = 0; i < 64; i++)
				flips[i] += (int)(moved >> i & 1);
		}
		for (int i = 0; i < 64; i++) {
			assert_in_range(flips[i], ROUNDS * 35 / 100, ROUNDS * 65 / 100);
			total += flips[i];
		}
		assert_in_range(total, ROUNDS * 64 * 48 / 100, ROUNDS * 64 * 52 / 100);
	}
}

static void similar_keys_collide_no_more_than_by_chance(void **state)
{
	(void)state;
	enum { COUNT = 200000, BUCKETS = 1 << 21 };
	unsigned char *low = calloc(BUCKETS / 8, 1);
	int collisions = 0;
	for (int i = 0; i < COUNT; i++) {
		char key[40];
		int length = snprintf(key, sizeof(key), "H56.14-240823-%06d", i);
		uint64_t bucket = hash_bytes(key, (size_t)length, 0) % BUCKETS;
		collisions += low[bucket / 8] >> bucket % 8 & 1;
		low[bucket / 8] |= (unsigned char)(1 << bucket % 8);
	}
	free(low);
	/* chance alone gives COUNT² / 2 / BUCKETS ≈ 9,200 */
	assert_in_range(collisions, 8500, 10000);
}

static void a_map_keeps_what_it_got(void **state)
{
	(void)state;
	unsigned seed = 77;
	print_message("seed %u\n", seed);
	srand(seed);
	enum { KEYS = 3000 };
	struct map map = {0};
	int64_t *model = malloc(KEYS * sizeof(*model));
	for (int i = 0; i < KEYS; i++)
		model[i] = -1;
	assert_null(map_get(&map, SLICE("x")));
	for (int step = 0; step < 20000; step++) {
		char key[16];
		int number = rand() % KEYS;
		int length = snprintf(key, sizeof(key), "k%d", number);
		struct slice slice = {key, (size_t)length};
		if (rand() % 2) {
			model[number] = rand();
			map_put(&map, slice, (uint32_t)model[number]);
		}
		uint32_t *value = map_get(&map, slice);
		assert_int_equal(value ? (int64_t)*value : -1, model[number]);
	}
	map_free(&map);
	free(model);
}

static void a_key_may_be_empty_or_hold_nul(void **state)
{
	(void)state;
	struct map map = {0};
	map_put(&map, (struct slice){NULL, 0}, 1);
	map_put(&map, (struct slice){"a\0b", 3}, 2);
	map_put(&map, (struct slice){"a\0c", 3}, 3);
	assert_int_equal(*map_get(&map, (struct slice){"", 0}), 1);
	assert_int_equal(*map_get(&map, (struct slice){"a\0b", 3}), 2);
	assert_null(map_get(&map, SLICE("a")));
	map_free(&map);
}

static void pieces_of_an_arena_do_not_move_or_overlap(void **state)
{
	(void)state;
	struct arena arena = {0};
	unsigned seed = 5;
	print_message("seed %u\n", seed);
	srand(seed);
	enum { PIECES = 500 };
	unsigned char *pieces[PIECES];
	size_t sizes[PIECES];
	for (int i = 0; i < PIECES; i++) {
		sizes[i] = (size_t)(random_64() % (i % 50 ? 300 : 20000));
		pieces[i] = arena_alloc(&arena, sizes[i], 1);
		assert_int_equal((uintptr_t)pieces[i] % sizeof(void *), 0);
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(pieces[i][k], 0);
		memset(pieces[i], i & 0xFF, sizes[i]);
	}
	for (int i = 0; i < PIECES; i++) {
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(pieces[i][k], i & 0xFF);
	}
	assert_string_equal(arena_copy(&arena, (struct slice){NULL, 0}), "");
	arena_free(&arena);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hash_depends_on_length_seed_and_content),
		cmocka_unit_test(one_bit_moves_half_of_the_hash),
		cmocka_unit_test(similar_keys_collide_no_more_than_by_chance),
		cmocka_unit_test(a_map_keeps_what_it_got),
		cmocka_unit_test(a_key_may_be_empty_or_hold_nul),
		cmocka_unit_test(pieces_of_an_arena_do_not_move_or_overlap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
