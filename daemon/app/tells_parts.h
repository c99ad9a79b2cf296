/* What the files tells*.c share. */
#ifndef APP_TELLS_PARTS_H
#define APP_TELLS_PARTS_H

#include <string.h>

#include "app/app.h"
#include "app/tells.h"
#include "app/warnings.h"
#include "base/memory.h"
#include "conf/recipients.h"

/* Somebody who knows of an open episode of a province or portal. */
struct tells_wide {
	const char *channel;
	const char *recipient;
	enum measure about;
};

/* A line of a letter about many, until the pass ends. */
struct tells_line {
	struct news_view view;
	struct telling_change change; /* of the day's letter */
	bool written;
};

struct tells {
	struct app *app;
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
	struct tells_wide *wide;
	size_t wide_count, wide_capacity;
	const char **returned; /* addresses whose letters come back, ended by NULL */
	size_t returned_count, returned_capacity;
	struct recipients recipients;
	struct telling *known; /* of the episode under way */
	size_t known_count, known_capacity;
	struct tells_line *lines; /* of the day's letters, or of the summary of trial mode */
	size_t line_count, line_capacity;
	bool summarised;
	struct warnings *warnings;
};

/* An episode being told. */
struct tells_account {
	struct tells *tells;
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
	struct tidings *tidings;
};

/* What each recipient of the episode is owed: written, or kept for the letters about many. */
int tells_tell(struct tells_account *account, struct error *error);

/* A copy that lives as long as the pass. */
const char *tells_keep(struct tells *tells, const char *text);
/* Somebody knows of an open episode of a province or portal from now on. */
void tells_add_wide(
	struct tells *tells, const char *channel, const char *recipient, enum measure about);
/* Where it is noted whether a due episode was looked at; NULL: it is not due. */
bool *tells_due_place(const struct tells *tells, int64_t episode);

#endif
