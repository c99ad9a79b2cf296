/* The tally: how many cases stand in each bucket, per portal unit × field × reporting month.
 *
 * Kept live, moved by deltas in the transaction that moved the cases; a refold of all cases must
 * give the same numbers (`hentractl audit`). Open and uncounted buckets live under month 0; closed
 * ones and receipts under the reporting month of their date (the 15th of the month before … 14th;
 * period.h), so that a new reporting year starts at zero by itself. */
#ifndef CORE_ALERT_TALLY_H
#define CORE_ALERT_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "core/case/verdict.h"
#include "core/time/period.h"

enum tally_column {
	/* 0 .. BUCKET_COUNT-1 are the buckets */
	TALLY_RECEIVED = BUCKET_COUNT,
	TALLY_RECEIVED_ONLINE,
	TALLY_COLUMNS
};

struct tally_key {
	uint32_t unit; /* the store's number of a portal's unit */
	uint32_t field; /* the store's number of a field; 0: none said */
	int32_t month; /* year * 12 + month - 1 of the reporting month; 0 for open and uncounted */
};

struct tally_cell {
	struct tally_key key;
	uint32_t touched; /* 1 << column: to which something was ever added; the others are 0 */
	int32_t count
		[TALLY_COLUMNS]; /* 32 bits: a province keeps a hundred thousand cells a year */
};

/* Where a cell is, beside half of its key's hash: a walk past the slots of other keys looks at none
 * of their cells, which lie all over the memory. */
struct tally_slot {
	uint32_t hash;
	uint32_t cell; /* its place + 1; 0: free */
};

/* A set of cells keyed by unit × field × month. Zero-initialised is empty. Walk cells[0 .. used). */
struct tally {
	struct tally_cell *cells;
	size_t used;
	size_t capacity;
	struct tally_slot *index;
	size_t index_size;
	/* the reporting month that was asked for last, and its days: cases come in order of time */
	int32_t month; /* 0: none */
	struct period month_days;
};

void tally_add(struct tally *tally, struct tally_key key, int column, int64_t amount);
/* Adds all counts of a cell, `sign` times. */
void tally_add_cell(struct tally *tally, const struct tally_cell *cell, int sign);
/* Adds every cell of `delta` (which may be negative). */
void tally_merge(struct tally *tally, const struct tally *delta);
const struct tally_cell *tally_find(const struct tally *tally, struct tally_key key);
void tally_clear(struct tally *tally); /* keeps the memory */
void tally_free(struct tally *tally);

/* What one case adds (sign +1) or takes away (-1): its bucket (closed ones under the month of
 * closed_at) and, when its bucket is counted, its receipt (under the month of `received`). */
void tally_case(struct tally *tally, uint32_t unit, uint32_t field, const struct case_facts *facts,
	const struct verdict *verdict, const struct zone *zone, int sign);

/* The counts of the contract for one commune, field or province: a sum of cells. */
struct counts {
	int64_t bucket[BUCKET_COUNT];
	int64_t received;
	int64_t received_online;
};
int64_t counts_closed(const struct counts *counts);
int64_t counts_open(const struct counts *counts);
/* Open at the start of the period: closed in it + open now − received in it (form II.06, col. 6). */
int64_t counts_carried_over(const struct counts *counts);
/* (early + on time) / (early + on time + late), in ten-thousandths rounded half up, but 0 and the whole
 * only when it is so; -1 when nothing was closed. */
int counts_on_time_rate(const struct counts *counts);
/* The same with open overdue cases counted as late; -1 when there are none of either. */
int counts_kept_rate(const struct counts *counts);
/* Ten-thousandths in tenths of a percent, as screens show them, rounded likewise. */
int share_tenths(int share);

#endif
