/* Does a listing go round in circles? A portal that ignores the page asked for, or begins again after
 * its last one, never shows an empty page. Each page is remembered by a number made of its codes,
 * whatever their order; a page whose number was there before brings nothing new. */
#ifndef POLL_REPEATS_H
#define POLL_REPEATS_H

#include <stdint.h>

#include "base/slice.h"

struct repeats {
	uint64_t *pages; /* of the listing so far */
	size_t count, capacity;
	uint64_t sum; /* of the page under way */
	int64_t records;
	int in_a_row;
};

void repeats_begin(struct repeats *repeats); /* a listing */
void repeats_page(
	struct repeats *repeats); /* a page: what came of one that broke off is forgotten */
void repeats_code(struct repeats *repeats, struct slice code);
/* The page came whole, with so many records (as many as its codes, or it is not looked at: one that
 * had not changed brings none). How many in a row, this one the last, have brought nothing new. */
int repeats_end(struct repeats *repeats, int64_t records);
void repeats_free(struct repeats *repeats);

#endif
