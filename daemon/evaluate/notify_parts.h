/* What the files notify*.c share. */
#ifndef EVALUATE_NOTIFY_PARTS_H
#define EVALUATE_NOTIFY_PARTS_H

#include <string.h>

#include "base/memory.h"
#include "conf/recipients.h"
#include "evaluate/notify.h"
#include "evaluate/warnings.h"
#include "ground/ground.h"

/* Somebody who knows of an open episode of a province or portal. */
struct notify_wide {
	const char *channel;
	const char *recipient;
	enum measure about;
};

/* A line of a letter about many, until the pass ends. */
struct notify_line {
	struct news_view view;
	struct telling_change change; /* of the day's letter */
	bool written;
};

struct notify {
	struct ground *ground;
	struct subjects *subjects;
	instant now;
	struct arena arena; /* of the pass */
	bool all; /* every episode is to be looked at */
	/* A hash of holds, arming and the site, of this pass and of the last one that came to its
	 * end: another one, and all is looked at. */
	uint64_t world, world_before;
	bool trial;
	struct hold *holds;
	size_t hold_count, hold_capacity;
	int64_t *due; /* episodes, ascending */
	size_t due_count, due_capacity;
	bool *seen; /* of the due ones: looked at in this pass */
	size_t seen_capacity;
	struct notify_wide *wide;
	size_t wide_count, wide_capacity;
	const char **returned; /* addresses whose letters come back, ended by NULL */
	size_t returned_count, returned_capacity;
	struct recipients recipients;
	struct telling *known; /* of the episode under way */
	size_t known_count, known_capacity;
	struct notify_line *lines; /* of the day's letters, or of the summary of trial mode */
	size_t line_count, line_capacity;
	bool summarised;
	struct warnings *warnings;
};

/* An episode being told. */
struct notify_account {
	struct notify *notify;
	const struct rule_settings *rule;
	const struct subject *subject;
	struct alert *alert;
	bool open;
	bool retired; /* its rule or subject is configured no more */
	struct alert_news sample; /* what all its news of this pass have in common */
	int sequences[NEWS_KINDS]; /* of this pass's news by kind; 0: none yet */
	enum news_kind last_kind; /* of the news an earlier pass wrote last, once it is looked up */
	int last_sequence;
	bool last_known;
	struct news_draft draft;
	struct findings *findings;
};

/* What each recipient of the episode is owed: written, or kept for the letters about many. */
int notify_tell(struct notify_account *account, struct error *error);

/* A copy that lives as long as the pass. */
const char *notify_keep(struct notify *notify, const char *text);
/* Somebody knows of an open episode of a province or portal from now on. */
void notify_add_wide(
	struct notify *notify, const char *channel, const char *recipient, enum measure about);
/* Where it is noted whether a due episode was looked at; NULL: it is not due. */
bool *notify_due_place(const struct notify *notify, int64_t episode);

#endif
