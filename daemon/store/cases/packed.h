/* What no statement asks of a case's row, packed into a few bytes: the column `facts`. A walk over
 * all cases then reads one column in place of many, and most cases leave most of it out. Pure. */
#ifndef STORE_CASES_PACKED_H
#define STORE_CASES_PACKED_H

#include "base/slice.h"
#include "core/time/civil.h"

/* Instants are ms; absent ones INSTANT_NONE, absent numbers 0. */
struct packed {
	uint64_t hash; /* of the record: the same hash writes nothing */
	uint32_t procedure;
	uint32_t officer;
	int64_t ruling; /* under which the bucket was frozen; 0: not frozen */
	instant first_seen; /* observations are whole seconds; this one is always there */
	instant closed_seen; /* absent in a closed bucket: as first_seen */
	instant frozen_at; /* absent: as closed_seen, when frozen */
	instant received;
	instant finished;
	instant returned;
	instant supplement_asked;
	instant supplement_done;
	instant closed_at; /* absent: finished, else returned, else closed_seen */
	instant vanished; /* 0: listed; whole seconds */
	instant settled; /* 0: not settled; whole seconds */
	int32_t term;
	uint16_t supplements;
	uint16_t due_ms; /* the ms of the columns that hold seconds */
	uint16_t submitted_ms;
};

/* Instants further off than this come from a damaged file. */
#define PACKED_INSTANT_MOST (INT64_C(1) << 60)
#define PACKED_MOST 192 /* bytes; some 25 of most cases */

/* Returns how many bytes were written. */
size_t packed_write(const struct packed *packed, uint8_t bytes[static PACKED_MOST]);
/* -EBADMSG, result untouched: these bytes were not written by packed_write(). */
int packed_read(struct slice bytes, struct packed *ret_packed);
/* The hash alone; false: the bytes are cut off. */
bool packed_hash(struct slice bytes, uint64_t *ret_hash);

#endif
