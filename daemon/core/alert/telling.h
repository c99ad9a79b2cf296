/* Telling: what one recipient knows of one episode, what they are owed, and when they get it.
 *
 * What is owed is never stored: it is the difference between what is so and what this recipient was
 * last told. So opposite debts cancel, a mute leaves no list to work off, newer news takes the place
 * of what was not accepted yet, and a restart at any point changes nothing.
 *
 *   knows of nothing, the episode is open    -> opened
 *   knows it open in another band            -> raised, lowered
 *   knows it open, it is closed              -> closed: through every mute, to nobody else
 *   knows it as it is, a repeat has passed   -> reminder
 *   knows of nothing, it is closed           -> nothing, ever
 *
 * Two memories make that true: `accepted` is what a relay or receiver took, `offered` what stands in
 * the outbox. Whether there is something to write is a matter of `offered`; what it is called, of
 * `accepted`: an opening that nobody took yet is still an opening when the band has risen since.
 *
 * There is one next instant, and the reason for it. A letter is written when it may be sent, with
 * the numbers of that moment: what waits for office hours is looked at again then. */
#ifndef CORE_ALERT_TELLING_H
#define CORE_ALERT_TELLING_H

#include "core/alert/hold.h"

/* What a message said of an episode. sequence 0: nothing was said. */
struct knowledge {
	int sequence;
	bool open; /* false: it told of the closing */
	enum severity severity;
	instant at; /* NONE with sequence 0 */
	int reminders; /* how many reminders of this episode, this one included */
	struct counts counts;
};

/* Why nothing is sent now, or when it will be. The order is stored. */
enum telling_wait {
	TELLING_IDLE, /* nothing is owed and nothing will be by time alone */
	TELLING_IN_OUTBOX, /* written, not accepted yet */
	TELLING_REMINDS, /* the next reminder, at next_at */
	TELLING_ESCALATES, /* its rung of the ladder is reached at next_at */
	TELLING_OFFICE_HOURS, /* waits for an office to open, at next_at */
	TELLING_DIGEST, /* waits for the day's one letter, at next_at */
	TELLING_SILENCED, /* by a silence, until next_at */
	TELLING_ACKNOWLEDGED, /* by an acknowledgement, until next_at */
	TELLING_COVERED, /* a wider episode that this recipient knows of covers it */
	TELLING_STALE, /* the data are stale: nobody knows whether it is still so */
	TELLING_TRIAL, /* hentra is not armed yet */
	TELLING_LET_GO, /* not a recipient any more: only the closing is owed */
	TELLING_NO_CALENDAR, /* the calendar does not know when: nothing is guessed */
	TELLING_WAITS
};
const char *telling_wait_name(enum telling_wait wait); /* "idle", "office-hours" … */

struct telling {
	int64_t episode;
	const char *channel;
	const char *recipient;
	struct knowledge accepted;
	struct knowledge offered;
	instant owed_since; /* since when what is owed is owed; NONE: nothing is */
	instant next_at; /* when to look again; NONE: not by time alone */
	enum telling_wait wait;
};
/* Strings are borrowed. */
void telling_init(
	struct telling *telling, int64_t episode, const char *channel, const char *recipient);

struct telling_input {
	const struct calendar *calendar;
	instant now;
	/* the episode */
	bool open;
	enum severity severity;
	instant opened;
	bool stale;
	/* It would close, but keep-firing holds it: nobody is reminded, and whoever has not heard of
	 * it hears only when it is so again. */
	bool holding;
	/* the recipient */
	bool addressed; /* by today's configuration and directory */
	struct duration after; /* the rung of the ladder: so long after the opening; 0: at once */
	bool office_hours; /* outside office hours it waits */
	int digest_minute; /* of the local day, on working days; -1: at once */
	const struct duration *repeat; /* the last one goes on for ever */
	int repeat_count;
	/* the world */
	struct hold_effect held;
	bool covered;
	bool trial;
};

enum telling_act {
	TELL_NOTHING,
	TELL_NEWS, /* write *ret_kind to the outbox now; then telling_offered() */
	TELL_TAKE_BACK /* what waits in the outbox is not true any more: take it out, unsent */
};
/* Decides, and plans next_at and wait. `offered` follows on TAKE_BACK; for NEWS the caller says what
 * was written by telling_offered(). Deterministic. */
enum telling_act telling_step(
	struct telling *telling, const struct telling_input *input, enum news_kind *ret_kind);
/* The message was written with this sequence and these counts: plans what comes next. */
void telling_offered(struct telling *telling, const struct telling_input *input,
	enum news_kind kind, int sequence, const struct counts *counts);
/* A relay or receiver took what `told` says; older than what it took before: no change. */
void telling_accepted(struct telling *telling, const struct knowledge *told);
/* The episode is closed and so is the last word in the outbox: the row may go, unless this very step
 * took something back, which may be under way and be accepted yet. */
bool telling_over(const struct telling *telling, const struct telling_input *input);

#endif
