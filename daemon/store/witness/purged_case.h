/* What the national score needs of a purged case: no code, no name, and as coarse as the rule allows, so
 * that alike cases are one row with a count. Pure.
 *
 * Form II.06 is a sum of days and needs no more than sums (`past`). The national rule compares instants
 * anew for every period: at its end a case may wait for the citizen, be stopped, or be unfinished. So the
 * facts stay by which core/case/national.h and core/case/path.h tell every evening the same as of the case itself. */
#ifndef STORE_WITNESS_PURGED_CASE_H
#define STORE_WITNESS_PURGED_CASE_H

#include "base/text.h"
#include "store/store_past.h"

struct past_pause {
	uint8_t status;
	bool uncertain;
	instant from, to; /* of the span; to = NONE: it lasts */
};

struct past_case {
	uint8_t status; /* 1, 4, 5, 7 or 9: what others of the catalogue come to */
	bool observed; /* nobody said when it was closed: `closing` is an observation */
	int frozen; /* the bucket that froze; -1: none did */
	uint8_t term_unit; /* the portal's own term, where no due date is said */
	uint16_t supplements; /* 2: more than one request; 0 */
	int32_t term;
	instant received, due, closing, asked, done;
	instant closed_seen; /* written when `closing` lies after it, and counts then: core/case/verdict.h */
	struct past_pause *pauses;
	size_t pause_count, pause_capacity;
};
void past_case_free(struct past_case *past);

/* Takes what is known of a case, or returns false: neither rule counts it. `frozen` as above. */
bool past_case_of(const struct known_case *known, const struct pause *pauses, size_t count,
	int frozen, struct past_case *ret_past);
/* Takes back what happened from an instant on: as evenings before it see it. */
void past_case_before(struct past_case *past, instant at);
/* Takes the hours off its instants where no evening's verdict of either rule depends on them. */
void past_case_round(struct past_case *past, const struct zone *zone);
/* When it was received or closed, whichever is later; NONE: it is open. */
instant past_case_last(const struct past_case *past);

/* Equal facts are equal bytes. */
void past_case_write(const struct past_case *past, struct text *out);
/* -EBADMSG: past_case_write() did not write this. */
int past_case_read(struct slice bytes, struct past_case *ret_past);
/* As a walk tells of a case; ret_pauses has room for its pauses. `found` is filled, without a code. */
void past_case_tell(const struct past_case *past, struct store_case *found,
	struct pause *ret_pauses, struct store_past *ret_past);

#endif
