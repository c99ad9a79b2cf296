/* Random numbers for laws, with a printed seed: HENTRA_SEED repeats a run. */
#ifndef UNIT_SEEDED_H
#define UNIT_SEEDED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

/* xorshift64*: small, fast, and the same on every machine. Never 0. */
static uint64_t random_state;

static inline void seed_random(const char *law)
{
	const char *given = getenv("HENTRA_SEED");
	random_state = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 2654435761u + 1;
	print_message("%s: HENTRA_SEED=%llu\n", law, (unsigned long long)random_state);
	if (!random_state)
		random_state = 1;
}

static inline uint64_t random_number(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return random_state * UINT64_C(2685821657736338717);
}

static inline int64_t random_between(int64_t low, int64_t high) /* both included */
{
	return low + (int64_t)(random_number() % (uint64_t)(high - low + 1));
}

static inline int random_below(int end)
{
	return (int)(random_number() % (uint64_t)end);
}

#endif
