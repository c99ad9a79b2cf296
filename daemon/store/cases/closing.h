/* How far the closing of a day has come (closing.c), and what it needs of day_sums.c. */
#ifndef STORE_CASES_CLOSING_H
#define STORE_CASES_CLOSING_H

#include "store/cases/kept_tally.h"
#include "store/store_witness.h"

/* In this order, for each day: the evening is judged; what is counted is summed up, when it is not known
 * what came to what was kept last; what differs from the day before is written. */
enum closing_step { CLOSING_JUDGES, CLOSING_SUMS, CLOSING_KEEPS };

struct closing {
	enum closing_step step;
	day date;
	bool whole; /* `sums` is all that is counted, not what came since the day before was closed */
	struct day_sums sums;
	int64_t month, unit,
		journal; /* summing: what was read last of the kept tally and its journal */
	size_t journaled; /* … and how much was journaled when it began */
	size_t scope, number; /* keeping: which is next */
};

/* The newest counts kept up to a day; zeros when there are none. */
int day_kept_counts(struct store *store, enum day_scope scope, uint32_t number, day date,
	struct counts *ret_counts, struct error *error);
void day_counts_add(struct counts *sum, const struct counts *more);

/* store_close_days(), to the end. Before anything of a new day is written. */
int days_follow(struct store *store, const struct judge *judge, instant now, struct tally *tally,
	struct error *error);

#endif
