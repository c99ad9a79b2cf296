/* The cases that a message about a rule and subject lists (enum measure_list of the rule's first
 * condition): those behind its number, not just any that are overdue. */
#ifndef EVALUATE_NEWS_CASES_H
#define EVALUATE_NEWS_CASES_H

#include "base/arena.h"
#include "evaluate/subjects.h"
#include "message/letter.h"
#include "store/store.h"

struct ground;

/* A case as messages show it. Its code is borrowed from `found`, names from the store. */
void news_case(struct ground *ground, const struct store_case *found, instant now,
	struct letter_case *ret_case);

/* One after the other, the worst first; the code is good during the call, names live in the store. A
 * non-zero return stops, and is no error when it is positive. *ret_all: how many there are. */
typedef int news_case_fn(void *user, const struct letter_case *one);
int news_cases_walk(struct ground *ground, struct subjects *subjects, const struct rule *rule,
	const struct subject *subject, instant now, news_case_fn *on_case, void *user,
	int64_t *ret_all, struct error *error);

/* The worst `most` in `arena`, and how many more there are. */
struct news_cases {
	struct letter_case *items;
	size_t count;
	int64_t more;
};
int news_cases_list(struct ground *ground, struct subjects *subjects, const struct rule *rule,
	const struct subject *subject, instant now, size_t most, struct arena *arena,
	struct news_cases *ret_cases, struct error *error);

#endif
