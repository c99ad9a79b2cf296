/* What is owed to recipients of alerts and not written yet, by what it waits for. A letter that is in
 * the outbox already is counted there (store_count_deliveries). */
#ifndef COMMAND_EXPLAIN_WAITING_H
#define COMMAND_EXPLAIN_WAITING_H

#include "command/tool/tool.h"
#include "conf/recipients.h"

struct waiting {
	int64_t count[TELLING_WAITS]; /* recipients */
	instant next
		[TELLING_WAITS]; /* when the first of them is looked at; NONE: not by time alone */
};

/* `next` must say "none" before the first is added. */
#define WAITING_NONE                                                                               \
	{                                                                                          \
		.next = { [0 ... TELLING_WAITS - 1] = INSTANT_NONE }                               \
	}
void waiting_add(struct waiting *waiting, const struct telling *telling);
/* Who is to be told of the alert, by today's configuration and directory. False: its rule is gone. */
bool waiting_recipients(
	struct tool *tool, const struct alert *alert, struct recipients *recipients);
/* Sums the tellings of all open alerts, and of those that are over but not told to the end. */
int waiting_load(struct waiting *ret_waiting, struct tool *tool, struct error *error);
/* "5 wait for office hours (2026-11-23 07:00), 2 held by an operator": nothing when nothing waits. */
void waiting_text(const struct waiting *waiting, const struct tool *tool, struct text *out);
/* The member waiting{office_hours, office_hours_until, digest, digest_until, held, held_until, stale,
 * trial}. */
void waiting_json(const struct waiting *waiting, const struct tool *tool, struct json_writer *json);

#endif
