/* News of an alert -> a letter (e-mail) or an event (webhook body). Pure.
 *
 * The letter opens with the state and what changed since the last letter, then the worst N cases,
 * then "và M hồ sơ khác", then the totals with the open ones, the rule with its numbers, a short
 * paragraph to paste into Zalo, and the contact line. Text and HTML say the same. No citizen's name
 * can appear: the inputs have none. */
#ifndef MESSAGE_LETTER_H
#define MESSAGE_LETTER_H

#include "base/text.h"
#include "core/alert.h"
#include "core/commune.h"
#include "core/period.h"
#include "core/verdict.h"

struct letter_case {
	const char *code;
	const char *procedure;      /* code */
	const char *procedure_name; /* may be "" */
	const char *field_name;     /* may be the code when no name was said */
	const char *field;          /* code */
	const char *unit;           /* portal unit code */
	instant due;
	int overdue_working_days;
};

/* Everything a message may say: filled by the evaluator, borrowed during the call. */
struct news_view {
	const struct alert_news *news;
	const struct rule *rule;
	const char *province;          /* "75" */
	const char *province_name;     /* may be "" */
	const char *subject_code;      /* commune or field code */
	const char *subject_name;      /* "Phường Tiến Thành" */
	const struct zone *zone;
	const struct judge *judge;     /* printed: how lateness was judged */
	struct period period;          /* that the closed counts cover */
	int oldest_overdue_days;
	const struct letter_case *cases; /* worst first */
	size_t case_count;
	int64_t more;                  /* overdue cases beyond `cases` */
	instant observed;              /* the last complete poll the numbers rest on */
	bool calendar_provisional;
	const char *contact;           /* the contact line, "" when none */
	const char *from;              /* "hentra@example.gov.vn" */
	bool english;
};

struct letter {
	char *subject; /* UTF-8, not encoded, one line */
	char *text;
	char *html;
	char *headers; /* further header lines joined by \n, encoded, see channel_email.h */
};
void letter_free(struct letter *letter);

/* `key` is the delivery's id for ever (Message-ID: <key@host of from>); `thread` the episode's
 * thread id for References. */
void letter_render(const struct news_view *view, const char *key, struct letter *ret_letter);

#endif
