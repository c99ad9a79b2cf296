/* The gate of a poll that is weighed (store/store_doubt.h): what it holds back, counted by kind. */
#ifndef STORE_CASES_GATE_H
#define STORE_CASES_GATE_H

#include "core/case/plausibility.h"
#include "store/cases/batch.h"

#define GATE_CODES 3 /* examples of a kind */
#define GATE_HELD_MOST                                                                             \
	4000 /* records: more are weighed by what was listed so far, and let go or dropped */

struct gate {
	bool on;
	bool letting_go; /* what was held comes again: that is no repetition */
	struct plausibility_bounds bounds;
	unsigned accepted; /* kinds, a mask */
	unsigned doubts; /* found before the end: what comes is dropped */
	struct plausibility sum;
	struct batch *held;
	char *codes[IMPLAUSIBLE_COUNT]; /* a line each */
	int code_count[IMPLAUSIBLE_COUNT];
};
void gate_free(struct gate *gate);

/* An example of a kind, by the key of its case. */
void gate_add_code(struct gate *gate, enum implausible kind, struct slice key);

/* A known case before the change. */
struct held_case {
	const struct case_state *state;
	const struct case_life *life;
	enum bucket bucket;
};
/* Is a change of a known case held back? */
bool gate_holds(struct gate *gate, const struct batch *batch, const struct batch_record *record,
	const struct held_case *known, const struct case_state *state, instant seen);
/* Holds back a new case; `last`: when the last complete poll began. */
void gate_hold_new(struct gate *gate, const struct batch *batch, const struct batch_record *record,
	instant last, instant seen);

#endif
