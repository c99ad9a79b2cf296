/* The witness: what changed between two observations, and what was known at an earlier one.
 *
 * The store keeps the facts as said last and, for every change, the EARLIER value with the two
 * polls between which the change happened. So a change costs one row a fact, an unchanged case
 * costs nothing, nothing is overwritten, and rewinding the rows from the newest gives the facts as
 * known at any past instant. Pure. */
#ifndef CORE_CASE_WITNESS_H
#define CORE_CASE_WITNESS_H

#include "core/case/case_record.h"
#include "core/case/verdict.h"

enum fact { /* stored: the order is fixed */
	FACT_STATUS = 1,
	FACT_UNIT,
	FACT_DUE,
	FACT_FINISHED,
	FACT_RETURNED,
	FACT_RECEIVED,
	FACT_FIELD,
	FACT_PROCEDURE,
	FACT_CHANNEL,
	FACT_LOCK,
	FACT_SUPPLEMENTS,
	FACT_SUPPLEMENT_ASKED,
	FACT_SUPPLEMENT_DONE,
	FACT_SUBMITTED,
	FACT_TERM, /* value: fact_term() */
	FACT_ODD,
	FACT_LISTED, /* enum listed_as. Not a part of state but of the life */
	FACT_COUNT
};
/* What complete sweeps said of a case, as the values of FACT_LISTED. */
enum listed_as { LISTED_NOT, LISTED, LISTED_SETTLED_GONE };
const char *fact_name(enum fact fact); /* "status", "due" …: the names of a profile's fields */
bool fact_is_instant(enum fact fact);

static inline int64_t fact_term(int32_t term, uint8_t term_unit)
{
	return (int64_t)term * 4 + term_unit;
}

/* A case as an observation leaves it: facts and the store's numbers of what it belongs to. */
struct case_state {
	struct case_facts facts;
	uint32_t unit, procedure, field; /* 0: none said */
};

/* One fact's value as a number: instant (INSTANT_NONE: absent), status, number of a unit … */
int64_t state_value(const struct case_state *state, enum fact fact);
void state_set(struct case_state *state, enum fact fact, int64_t value);

/* The facts that differ, in the order of enum fact; returns how many. */
size_t state_diff(const struct case_state *before, const struct case_state *after,
	enum fact ret_changed[static FACT_COUNT]);

/* An earlier value: it held until it was seen changed at the poll `by`; `after` is the last poll
 * that can have seen it still so. */
struct change {
	enum fact fact;
	int64_t value; /* as state_value() */
	instant after;
	instant by;
};

/* A date that the portal shows but nobody can read (31/02, year 0001, 9999 …) is no statement: where the
 * last readable one is known it stays in force, with the odd mark saying so. Otherwise a slip of the
 * portal would turn overdue cases into undated ones and end a real alert. */
void state_keep_readable(const struct case_state *before, struct case_state *after);

/* The life after one more observation at `seen`: acceptance is for ever, closed_seen begins when the
 * facts are first closed and ends when they are open again. */
void life_observe(struct case_life *life, const struct case_facts *facts, instant seen);

/* The life after change `i`, which is of FACT_LISTED: what it became stands in the next one of its kind,
 * else in the life of today. */
void life_listed(struct case_life *lived, const struct case_life *today,
	const struct change *changes, size_t count, size_t i);

/* What was known at `at`: rewinds `changes` (ascending by `by`, all that the case has) from the
 * state of today. False, results untouched: the case was not known then. */
bool witness_at(const struct case_state *state, const struct case_life *life,
	const struct change *changes, size_t count, instant at, struct case_state *ret_state,
	struct case_life *ret_life);

#endif
