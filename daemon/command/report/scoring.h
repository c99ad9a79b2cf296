/* What hentractl report score has folded, and how it is written. */
#ifndef COMMAND_REPORT_SCORING_H
#define COMMAND_REPORT_SCORING_H

#include "command/report/reporting.h"
#include "report/score.h"

/* A case that the two rules tell differently, for the list on request. */
struct parting {
	char *code;
	size_t line;
	enum bucket bucket;
	enum score_gap gap;
	struct national_verdict national;
};

struct scoring {
	struct reporting reporting;
	bool list; /* --cases */
	struct score *lines; /* by line of the roll-up */
	struct score total;
	struct text unknown; /* what is not known of the period; "": nothing */
	int64_t unnamed; /* of the cases told differently: purged, so that the list lacks them */
	struct parting *partings;
	size_t parting_count, parting_capacity;
};

/* Writes the communes, lowest score first, why the two rules part and, with --cases, every case that
 * they tell differently and that is still kept; as CSV the cases alone with --cases, else the communes alone. */
enum exit_code scoring_put(struct scoring *scoring);

#endif
