/* Replay: the rules run over past days as the facts were known then, in memory. Nothing is written and
 * nothing is sent: it answers what would have been told, to whom and when.
 *
 * Every message is taken to be accepted at once; holds, trial mode and who was told before the first day
 * are left out, and so are rules that warn. Facts are folded at a few instants a day; what time alone
 * brings (for, keep-firing, reminders, office hours) happens at its own instant between them. */
#ifndef COMMAND_EXPLAIN_REPLAY_H
#define COMMAND_EXPLAIN_REPLAY_H

#include "command/tool/tool.h"
#include "conf/settings.h"
#include "core/alert/alert.h"

struct replayed {
	instant at;
	enum news_kind kind;
	enum severity severity;
	int64_t episode; /* counted from 1 in this replay */
	const struct rule_settings *rule;
	const char *subject, *name;
	int64_t value[CONDITIONS_MAX];
	const char *channel, *recipient;
};
typedef void replayed_fn(void *user, const struct replayed *told);

/* The days from..to, both included, or up to the tool's now. The store is open. */
int replay(
	struct tool *tool, day from, day to, replayed_fn *on_told, void *user, struct error *error);

#endif
