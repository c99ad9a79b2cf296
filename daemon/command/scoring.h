/* What hentractl report score has folded, and how it is written. */
#ifndef COMMAND_SCORING_H
#define COMMAND_SCORING_H

#include "command/view.h"
#include "report/score.h"

enum score_format { SCORE_TEXT, SCORE_JSON, SCORE_CSV };

/* A case that the two rules tell differently, for the list on request. */
struct parting {
	char *code;
	size_t line;
	enum bucket bucket;
	enum score_gap gap;
	struct national_verdict national;
};

struct scoring {
	struct tool *tool;
	struct view view;
	struct period period;
	instant from, until, as_of; /* [from, until); open cases stand as of as_of */
	enum score_format format;
	int only; /* the line of --commune; -1: all */
	bool list; /* --cases */
	struct score *lines; /* by line of the roll-up */
	struct score total;
	struct parting *partings;
	size_t parting_count, parting_capacity;
	struct error error;
};

/* "counted", "on_time" … per commune, lowest score first, then why the two rules part. */
void scoring_text(struct scoring *scoring);
void scoring_json(struct scoring *scoring);
/* The communes alone. */
void scoring_csv(struct scoring *scoring);

#endif
