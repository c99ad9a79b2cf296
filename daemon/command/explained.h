/* Everything there is to say about one case: collected once, told in words or as JSON. */
#ifndef COMMAND_EXPLAINED_H
#define COMMAND_EXPLAINED_H

#include "command/view.h"
#include "core/national.h"
#include "core/term.h"

/* How the due date recomputed from the term stands to the promised one: an audit, no verdict. */
enum agreement {
	AGREEMENT_NO_TERM, /* no term is known */
	AGREEMENT_NO_DUE, /* nothing was promised */
	AGREEMENT_UNKNOWN, /* the calendar does not reach, or the clock stands still */
	AGREEMENT_SAME, /* the same date */
	AGREEMENT_ONE_DAY, /* one working day apart: the portal keeps another calendar */
	AGREEMENT_DIFFERENT
};

struct explained {
	struct tool *tool;
	const struct view *view;
	struct store_case found; /* code is owned, officer empty */
	struct verdict verdict;
	int days_late; /* working days, of an open case now, of a closed one when it closed */
	struct verdict
		restated; /* by what the portal says now, when that differs from the frozen one */
	bool is_restated;
	struct pause *pauses;
	size_t pause_count, pause_capacity;
	struct change *changes;
	size_t change_count, change_capacity;
	struct national_verdict national;
	struct term term; /* TERM_NONE: not known */
	struct term_pause *term_pauses;
	struct term_result recomputed; /* good unless NO_TERM or UNKNOWN for want of a calendar */
	bool recomputed_known;
	enum agreement agreement;
	int apart; /* working days between promised and recomputed; + = promised later */
};

/* Calls for every portal's case with this code; -ENOENT when there is none. */
typedef void explained_fn(void *user, const struct explained *explained);
int explain_case(struct tool *tool, const struct view *view, const char *code,
	explained_fn *on_case, void *user, struct error *error);

void explained_text(const struct explained *explained, struct text *out);
void explained_json(const struct explained *explained, struct json_writer *json);

/* The earlier value of a history row in words. */
#define VALUE_MAX 200
void explained_value(const struct explained *explained, const struct change *change,
	char buffer[static VALUE_MAX]);

/* "agrees", "one_day_apart" …: for programs. */
const char *agreement_name(enum agreement agreement);

#endif
