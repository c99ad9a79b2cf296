/* Short lists of numbers as text ("12 500 -3"), as the store keeps measured values and counts. */
#ifndef STORE_CASES_NUMBER_TEXT_H
#define STORE_CASES_NUMBER_TEXT_H

#include <stdint.h>

#include "base/text.h"
#include "core/alert/tally.h"

void numbers_write(struct text *out, const int64_t *numbers, size_t count);
/* Reads at most `count`; what the text does not have is 0. */
void numbers_read(const char *text, int64_t *numbers, size_t count);

#define COUNTS_NUMBERS (BUCKET_COUNT + 2)
void counts_write(struct text *out, const struct counts *counts);
void counts_read(const char *text, struct counts *counts);

#endif
