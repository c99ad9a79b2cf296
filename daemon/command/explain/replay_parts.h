/* What the files replay*.c share. */
#ifndef COMMAND_EXPLAIN_REPLAY_PARTS_H
#define COMMAND_EXPLAIN_REPLAY_PARTS_H

#include "command/explain/fold.h"
#include "command/explain/replay.h"
#include "conf/recipients.h"
#include "core/alert/roll_up.h"
#include "core/alert/telling.h"

/* One thing that a rule speaks of. */
struct replay_subject {
	const char *code, *name;
	const struct commune *commune; /* NULL: it is none */
	const uint32_t *units;
	size_t unit_count;
	uint32_t field; /* 0: all */
	bool known; /* its portals had been read by then */
	bool stale;
	struct fold_sum sum;
	struct measure_input input;
};

struct replay_alert {
	struct alert alert;
	struct telling *tellings;
	size_t telling_count, telling_capacity;
};

struct replay {
	struct tool *tool;
	const struct settings *settings;
	struct fold fold;
	size_t slot;
	instant now;
	struct roll_up *roll_up;
	uint32_t *units; /* all */
	size_t unit_count;
	struct replay_subject *subjects[4]; /* by scope; a commune's place is its directory row */
	size_t subject_count[4];
	struct replay_alert **alerts; /* by rule, then subject */
	int64_t episodes;
	struct recipients recipients;
	replayed_fn *on_told;
	void *user;
	struct error *error;
};

/* Who is told of an alert at this instant (replay_tell.c). `news` NULL: it did not move. */
void replay_tell(struct replay *replay, const struct rule_settings *rule,
	const struct replay_subject *subject, struct replay_alert *alert,
	const struct alert_news *news);
/* When one of its tellings wants to be looked at; NONE: none. */
instant replay_next_telling(const struct replay_alert *alert);

#endif
