/* Everything there is to say about one case: collected once, told in words or as JSON. */
#ifndef COMMAND_EXPLAIN_EXPLAINED_H
#define COMMAND_EXPLAIN_EXPLAINED_H

#include "command/tool/view.h"
#include "core/case/national.h"
#include "core/case/term_audit.h"

struct explained {
	struct tool *tool;
	const struct view *view;
	struct store_case found; /* code is owned, officer empty */
	struct verdict verdict;
	int days_late; /* working days: of an open case now, of a closed one when it closed, of a paused
			  one when it was paused (there it stands still) */
	int days_paused; /* of these, the ones that passed in pauses */
	instant late_until; /* up to when they are counted; NONE: not late */
	struct verdict
		restated; /* by what the portal says now, when that differs from the frozen one */
	bool is_restated;
	struct pause *pauses;
	size_t pause_count, pause_capacity;
	struct change *changes;
	size_t change_count, change_capacity;
	struct national_verdict national; /* of the state in which the case is judged */
	struct term term; /* TERM_NONE: not known */
	struct term_pause *term_pauses;
	size_t term_pause_count; /* those that stop the clock by the settings */
	struct term_audit_result audit;
	struct acceptance acceptance;
	bool has_acceptance; /* an online case: the 8 working hours of its acceptance */
};

/* Calls for every portal's case with this code; -ENOENT when there is none. */
typedef void explained_fn(void *user, const struct explained *explained);
int explain_case(struct tool *tool, const struct view *view, const char *code,
	explained_fn *on_case, void *user, struct error *error);

/* `each`: every day has its line, also in long stretches. */
void explained_text(const struct explained *explained, bool each, struct text *out);
void explained_json(const struct explained *explained, struct json_writer *json);
/* Their parts of what is suspected and what officials recorded. */
void explained_witness_text(const struct explained *explained, struct text *out);
void explained_witness_json(const struct explained *explained, struct json_writer *json);

/* The years without a notice in which the case's days lie: its dates may still move. */
void explained_provisional(
	const struct explained *explained, void (*on_year)(void *user, int year), void *user);

/* The earlier value of a history row in words. */
#define VALUE_MAX 800
void explained_value(const struct explained *explained, const struct change *change,
	char buffer[static VALUE_MAX]);
/* The same for programs: an instant, the name of a status, a code, a number, a list of odd things. */
void explained_value_json(const struct explained *explained, const char *key,
	const struct change *change, struct json_writer *json);

#endif
