#include "store/cases/number_text.h"

#include <stdlib.h>

void numbers_write(struct text *out, const int64_t *numbers, size_t count)
{
	text_clear(out);
	for (size_t i = 0; i < count; i++)
		text_printf(out, i ? " %lld" : "%lld", (long long)numbers[i]);
}

void numbers_read(const char *text, int64_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *end;
		numbers[i] = strtoll(text, &end, 10);
		text = end;
	}
}

void counts_write(struct text *out, const struct counts *counts)
{
	int64_t numbers[COUNTS_NUMBERS];
	memcpy(numbers, counts->bucket, sizeof(counts->bucket));
	numbers[BUCKET_COUNT] = counts->received;
	numbers[BUCKET_COUNT + 1] = counts->received_online;
	numbers_write(out, numbers, COUNTS_NUMBERS);
}

/* Stores of before `unclear` and `vanished` have counts without these two. */
#define ADDED_BUCKETS 2

static bool is_of_before(const char *text)
{
	size_t count = *text != '\0';
	for (; *text; text++)
		count += *text == ' ';
	return count == COUNTS_NUMBERS - ADDED_BUCKETS;
}

void counts_read(const char *text, struct counts *counts)
{
	int64_t numbers[COUNTS_NUMBERS];
	numbers_read(text, numbers, COUNTS_NUMBERS);
	if (is_of_before(text)) {
		memmove(numbers + BUCKET_UNACCEPTED, numbers + BUCKET_UNCLEAR,
			sizeof(*numbers) * (COUNTS_NUMBERS - BUCKET_UNACCEPTED));
		numbers[BUCKET_UNCLEAR] = numbers[BUCKET_VANISHED] = 0;
	}
	memcpy(counts->bucket, numbers, sizeof(counts->bucket));
	counts->received = numbers[BUCKET_COUNT];
	counts->received_online = numbers[BUCKET_COUNT + 1];
}
