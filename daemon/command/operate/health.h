/* The state of the installation, collected for `hentractl status`. */
#ifndef COMMAND_OPERATE_HEALTH_H
#define COMMAND_OPERATE_HEALTH_H

#include "base/memory.h"
#include "command/explain/bounced_addresses.h"
#include "command/explain/waiting.h"
#include "command/operate/ask_daemon.h"
#include "command/tool/view.h"
#include "command/words/delivery_words.h"
#include "conf/settings.h"
#include "store/store_witness.h"

enum portal_state {
	PORTAL_NEVER, /* no complete poll yet */
	PORTAL_READING, /* a first poll is under way */
	PORTAL_FINE,
	PORTAL_DOUBTFUL, /* what it says is in doubt, and not taken over (store_doubt.h) */
	PORTAL_FAILING, /* the last poll was not complete, but a complete one is recent enough */
	PORTAL_STALE /* longer than max-lag without a complete poll */
};

#define UNKNOWN_WORDS_SHOWN 5
struct portal_health {
	const char *name, *profile;
	uint32_t id; /* the store's number; 0: not known yet */
	bool counted;
	enum portal_state state;
	bool stale;
	instant doubtful; /* since when; NONE */
	char *doubts; /* what looks wrong; NULL */
	instant last_complete, last_sweep, last_poll; /* NONE: never */
	char *error; /* of the last poll; NULL when it was fine */
	int64_t set_aside; /* records that could not be read */
	int64_t duplicates; /* codes of which one cycle said two things */
	struct store_oddities oddities;
	bool asks; /* unknown-status = ask */
	struct unknown_word {
		char *word;
		instant since;
		int64_t cases;
	} words[UNKNOWN_WORDS_SHOWN]; /* statuses that nobody has explained, the most frequent first */
	size_t word_count;
	struct counts counts; /* zero for one that is not counted */
	int32_t received; /* the newest reporting month in which it received a case; 0: none */
};

/* A record that could not be used; the same trouble again only counts. */
struct health_aside {
	uint32_t portal;
	char *code, *detail; /* "" when not said */
	enum record_problem problem;
	instant seen;
	int64_t count;
};

/* A channel whose receiver answered 410. */
struct health_channel {
	char *name, *answer;
	instant since;
};

struct health {
	struct view view;
	enum store_owner owner; /* is hentrad at work? */
	instant stopped_at; /* when it ended as it was told to; NONE: it runs, or ended otherwise */
	/* Of the running daemon, as far as it may be asked: was the last reload refused? */
	struct daemon_configuration configuration;
	bool wrong; /* the configuration has mistakes: what could be read of it is used here */
	instant judged_at;
	instant clock_ahead; /* how far ahead the machine's clock once was; NONE: never */
	bool trial; /* nobody is told until an operator arms it */
	struct portal_health *portals;
	size_t portal_count;
	struct counts total;
	int64_t firing, critical, pending;
	int64_t deliveries[DELIVERY_STATES];
	struct waiting waiting; /* what is owed and not in the outbox yet */
	instant audited; /* NONE: never */
	struct audit_result audit;
	int64_t set_aside, duplicates;
	struct health_channel *channels_off;
	size_t channel_off_count, channel_off_capacity;
	struct bounced_addresses returned; /* addresses whose letters come back */
	struct health_aside *asides;
	size_t aside_count, aside_capacity;
	int provisional[2]; /* years in use without a notice */
	int provisional_count;
	char **needs; /* sentences: what a person should look at, the most pressing first */
	size_t need_count, need_capacity;
};

/* How many differences the last audit found. */
int64_t health_differences(const struct health *health);

bool health_stale(const struct health *health); /* a counted portal is */

/* `wrong`: of the configuration, as tool_site_as_far() found it. */
enum exit_code health_load(struct health *health, struct tool *tool, bool wrong);
void health_free(struct health *health);

/* Fills `needs` from the rest (health_needs.c). */
void health_needs(struct health *health, const struct tool *tool);
/* So many portals are in this state that one need speaks for all of them. */
bool health_together(const struct health *health, enum portal_state state);

/* For people: on one screen (screen.h), unless `all` is asked for (health_text.c). */
void health_text(const struct health *health, struct tool *tool, bool all);

#endif
