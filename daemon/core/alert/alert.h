/* An alert: one rule on one subject, and the one function that moves its state.
 *
 * inactive -> pending -> firing -> inactive (resolved). An episode is one stretch of firing; it has
 * a number for life, and every piece of news in it a growing sequence. Semantics: alerting.md 6.1,
 * with the decisions of its head:
 *
 * - Pending never becomes resolved: a condition that goes away before `for` leaves no trace.
 * - `for` and keep-firing run in the unit they are written in, working time included. When the
 *   calendar cannot answer (-ERANGE) nothing moves: pending stays pending, firing stays firing. A
 *   guess would be worse, and check and status already say that the calendar ends.
 * - keep-firing holds both ends: an episode closes, and a worse band is lowered, only after its
 *   condition has been away for so long.
 * - Stale data freezes: nothing fires or clears; what was running (for, keep-firing) goes on where
 *   it stood when fresh data comes, because its mark is moved by the frozen time, counted in the unit
 *   of the duration itself.
 * - A change of the rule's `for` does not send a firing alert back to pending: who was told stays told.
 * - One news a step: closed before raised or lowered.
 *
 * This is what is so. Who is told of it, when, and reminded, is telling.h.
 *
 * Everything needed to go on after a restart is in the struct; an inactive alert needs no row. */
#ifndef CORE_ALERT_ALERT_H
#define CORE_ALERT_ALERT_H

#include "core/alert/rule.h"

enum alert_state { ALERT_INACTIVE, ALERT_PENDING, ALERT_FIRING };
enum severity { SEVERITY_WARNING, SEVERITY_CRITICAL };
const char *alert_state_name(enum alert_state state); /* "inactive", "pending", "firing" */
const char *severity_name(enum severity severity); /* "warning", "critical" */

struct alert {
	const char *rule; /* name */
	enum scope scope;
	const char *subject; /* commune code, field code, province code, portal name */
	enum alert_state state;
	enum severity severity;
	int64_t episode; /* 0 until it fires and the caller gave it a number */
	int sequence; /* of the last news; 0 before the first */
	instant active_at; /* since when the condition holds (moved by frozen time) */
	instant fired_at;
	instant keep_since; /* since when it would clear but keep-firing holds; NONE */
	instant lower_since; /* since when the worse band is away but keep-firing holds; NONE */
	instant frozen_at; /* since when its data is stale; NONE */
	int64_t value[CONDITIONS_MAX]; /* of the rule's fire conditions at the last evaluation */
};

/* An inactive alert; rule and subject are borrowed. Needed because absent instants are not zero. */
void alert_init(struct alert *alert, const char *rule, enum scope scope, const char *subject);

enum news_kind { NEWS_OPENED, NEWS_RAISED, NEWS_LOWERED, NEWS_CLOSED, NEWS_REMINDER, NEWS_KINDS };
const char *news_kind_name(enum news_kind kind); /* "opened" … as in the event type */

/* A transition worth telling, or a recipient's share of it, and its record in history. */
struct alert_news {
	enum news_kind kind;
	int64_t episode;
	int sequence;
	const char *rule;
	enum scope scope;
	const char *subject;
	enum severity severity;
	instant at;
	instant since; /* fired_at of the episode */
	instant held_since; /* since when the condition holds: active_at */
	int64_t value[CONDITIONS_MAX];
	struct counts counts;
	/* of the recipient, in a message; not kept in history */
	struct counts told_before; /* what they were told last */
	instant told_before_at; /* and when; NONE: this is the first */
	bool told_any; /* is told_before filled? */
	int reminders; /* this is the n-th reminder, for NEWS_REMINDER */
};

struct alert_input {
	const struct rule *rule;
	const struct calendar *calendar;
	instant now;
	bool stale;
	/* Since when, as far as the caller knows (last complete poll + max-lag); 0 or NONE: since now.
	 * So a daemon that was down does not count its absence towards `for`. */
	instant stale_since;
	const struct measure_input *measures; /* may be NULL while stale */
};

/* Moves one alert. Returns true when there is news (filled in *ret_news, sequence already counted;
 * episode is 0 when the episode is new: the caller gives alert and news a number). *ret_changed
 * says whether the alert must be saved. After NEWS_CLOSED the alert is inactive and still carries
 * the number of the episode that ended. Deterministic: the same alert and input, the same result. */
bool alert_step(struct alert *alert, const struct alert_input *input, struct alert_news *ret_news,
	bool *ret_changed);
/* The next instant at which alert_step could do something by time alone, given its last step (the
 * measures are not looked at); NONE: never. */
instant alert_next_at(const struct alert *alert, const struct alert_input *input);

#endif
