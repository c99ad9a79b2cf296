/* A hold: a person's word that somebody need not be told for now. One idea for acknowledging and
 * silencing: a scope, an end, an author and a reason.
 *
 * - An acknowledgement belongs to one episode. While it stands nobody is reminded, the ladder is not
 *   climbed and nobody new is told; a change of the band and the closing are told. It ends with the
 *   episode, at its time, and for good when the band rises above the one it was given at.
 * - A silence names what it hides: an episode, or any of rule, scope and subject. While it stands
 *   nothing is told of these but the closing, to those who know of the opening. What was not told is
 *   owed when it ends (telling.h): nothing has to be remembered for that.
 *
 * Holds are looked at when something is to be said, never before: they change no alert. */
#ifndef CORE_ALERT_HOLD_H
#define CORE_ALERT_HOLD_H

#include "core/alert/alert.h"

enum hold_kind { HOLD_ACKNOWLEDGEMENT, HOLD_SILENCE };
const char *hold_kind_name(enum hold_kind kind); /* "acknowledgement", "silence" */

struct hold {
	int64_t id;
	enum hold_kind kind;
	int64_t episode; /* 0: not of one episode */
	const char *rule; /* "": any */
	int scope; /* enum scope; -1: any */
	const char *subject; /* "": any */
	enum severity severity; /* of an acknowledgement: the band it was given at */
	instant starts;
	instant until;
	const char *by;
	const char *why;
	instant ended; /* before its time; NONE: it was not */
	const char
		*token; /* of the link that made it (message/ack_token.h); NULL or "": none did */
};

/* What a hold is asked about. */
struct hold_subject {
	int64_t episode;
	const char *rule;
	enum scope scope;
	const char *subject;
	enum severity severity;
};

/* Is it in force at `now`? From `starts` on, and before `until`. */
bool hold_stands(const struct hold *hold, instant now);
/* Does it speak of this, whatever the time? */
bool hold_covers(const struct hold *hold, const struct hold_subject *subject);

/* What the holds in force do to a subject, and when the longest of each kind ends; NONE: none. */
struct hold_effect {
	instant silenced_until;
	instant acknowledged_until;
};
struct hold_effect holds_effect(
	const struct hold *holds, size_t count, const struct hold_subject *subject, instant now);

#endif
