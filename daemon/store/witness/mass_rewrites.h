/* Mass rewrites: what a poll rewrites so widely that it says nothing of single cases (core/case/detector.h). */
#ifndef STORE_WITNESS_MASS_REWRITES_H
#define STORE_WITNESS_MASS_REWRITES_H

#include "base/hash.h"
#include "store/cases/case_row.h"

/* What a poll under way rewrote, a unit and in all (core/case/detector.h). */
struct rewrites {
	struct rewrites_unit {
		uint32_t unit;
		int64_t rewritten, gained;
		int64_t arrivals; /* new cases that were received long before */
		bool written; /* as a mass rewrite */
	} * units;
	struct map places; /* unit -> its place in units */
	size_t count, capacity;
	int64_t rewritten, gained;
	bool written;
};

struct running_poll; /* polls.h */
/* A change of a known case in a poll under way, for its rewrites. */
void rewrites_count(struct running_poll *poll, const struct case_row *before,
	const struct case_row *after, const struct judge *judge, instant last_poll, instant now);
/* A new case. */
void rewrites_count_new(struct running_poll *poll, const struct case_row *row, instant last_poll);
/* A case that the sweep at its end found to be missing. */
void rewrites_missing(struct running_poll *poll, const struct case_row *row);
/* Writes which units (and whether the portal) are in a mass rewrite; in the transaction. */
int rewrites_write(
	struct store *store, struct running_poll *poll, instant now, struct error *error);
void rewrites_free(struct rewrites *rewrites);
int mass_rewrites_load(struct store *store, struct error *error);

#endif
