/* An alert: one rule on one subject, and the one function that moves its state.
 *
 * inactive -> pending -> firing -> inactive (resolved). An episode is one stretch of firing; it has
 * a number for life, and every piece of news in it a growing sequence. A stale subject freezes the
 * alert: nothing fires or clears, `for` stops, reminders wait. Semantics: alerting.md 6.1, with the
 * decisions of its head. Everything needed to go on after a restart is in the struct. */
#ifndef CORE_ALERT_H
#define CORE_ALERT_H

#include "core/rule.h"

enum alert_state { ALERT_INACTIVE, ALERT_PENDING, ALERT_FIRING };
enum severity { SEVERITY_WARNING, SEVERITY_CRITICAL };

struct alert {
	const char *rule;     /* name */
	enum scope scope;
	const char *subject;  /* commune code, field code, province code, portal name */
	enum alert_state state;
	enum severity severity;
	int64_t episode;      /* 0 until it fires */
	int sequence;         /* of the last news; 0 before the first */
	instant active_at;    /* since when the condition holds (shifted by stale time) */
	instant fired_at;
	instant keep_since;   /* since when it would clear but keep-firing holds; NONE */
	instant next_reminder;/* NONE: none */
	int reminders;        /* sent so far in this episode */
	instant frozen_at;    /* since when its data is stale; NONE */
	int64_t value[CONDITIONS_MAX]; /* of the rule's fire conditions at the last evaluation */
	struct counts told;   /* the counts at the last news, for "what changed since" */
	instant told_at;      /* NONE before the first news */
};

enum news_kind { NEWS_OPENED, NEWS_RAISED, NEWS_LOWERED, NEWS_CLOSED, NEWS_REMINDER, NEWS_KINDS };
const char *news_kind_name(enum news_kind kind); /* "opened" … as in the event type */

/* A transition worth telling, and its record in history. */
struct alert_news {
	enum news_kind kind;
	int64_t episode;
	int sequence;
	const char *rule;
	enum scope scope;
	const char *subject;
	enum severity severity;
	instant at;
	instant since;   /* fired_at of the episode */
	int64_t value[CONDITIONS_MAX];
	struct counts counts;
	struct counts told_before; /* what the news before this one said */
	bool told_any;             /* is told_before filled? */
};

struct alert_input {
	const struct rule *rule;
	const struct calendar *calendar;
	instant now;
	bool stale;
	const struct measure_input *measures;
};

/* Moves one alert. Returns true when there is news (filled in *ret_news, sequence already counted;
 * episode is 0 when the episode is new: the caller gives it a number). *ret_changed says whether
 * the alert must be saved. Deterministic: the same alert and input give the same result. */
bool alert_step(struct alert *alert, const struct alert_input *input, struct alert_news *ret_news,
	bool *ret_changed);
/* The next instant at which alert_step could do something by time alone; NONE: never. */
instant alert_next_at(const struct alert *alert, const struct alert_input *input);

#endif
