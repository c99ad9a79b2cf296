/* News of an alert -> a letter (e-mail) or an event (webhook body). Pure.
 *
 * The letter opens with the state and what changed since the last letter, then the worst N cases,
 * then "và M hồ sơ khác", then the totals with the open ones, the rule with its numbers, a short
 * paragraph to paste into Zalo, and the contact line. Text and HTML say the same: both are written
 * from one model. No citizen's name can appear: the inputs have none. */
#ifndef MESSAGE_LETTER_H
#define MESSAGE_LETTER_H

#include "base/text.h"
#include "core/alert/alert.h"
#include "core/case/verdict.h"
#include "core/commune.h"
#include "core/time/period.h"

/* A message shows at most so many cases, however many the view has; the rest are in `more`. */
#define LETTER_CASES_MOST 20

/* What a case is listed for, beside its lateness. */
enum case_story {
	STORY_NONE,
	STORY_DUE_MOVED, /* `was`: the due date before, `became`: the new one, `seen`: by when */
	STORY_BACK_DATED, /* `became`: its finish as said now, `seen`: when it was seen open still */
	STORY_FINISHED_LATE, /* `became`: its finish */
	STORY_WARNED /* `days_left` */
};

struct letter_case {
	const char *code;
	const char *procedure; /* code */
	const char *procedure_name; /* may be "" */
	const char *field_name; /* may be the code when no name was said */
	const char *field; /* code */
	const char *unit; /* portal unit code */
	const char *unit_name; /* "" when the portal does not say */
	instant received; /* NONE: not said */
	instant due;
	int overdue_working_days;
	enum case_story story;
	instant was, became, seen; /* NONE: not known */
	int days_left; /* working days until it is due */
};

/* Everything a message may say: filled by the evaluator, borrowed during the call. Text that is not
 * there may be "" or NULL. */
struct news_view {
	const struct alert_news *news;
	const struct rule *rule;
	const char *province; /* "75" */
	const char *province_name; /* may be "" */
	const char *subject_code; /* commune or field code, portal name */
	const char *subject_name; /* "Phường Tiến Thành" */
	enum commune_kind subject_kind; /* for SCOPE_COMMUNE: whom the letter greets */
	const char *addressee; /* greeted instead, e.g. "Văn phòng UBND tỉnh"; "" derived */
	const struct zone *zone;
	const struct judge *judge; /* printed: how lateness was judged */
	struct period period; /* that the closed counts cover */
	int oldest_overdue_days;
	day silent_since; /* when a case was last received; 0: not asked, or not known */
	const struct letter_case *cases; /* worst first */
	size_t case_count;
	int64_t more; /* cases of the same kind beyond `cases` */
	instant observed; /* the last complete poll the numbers rest on; NONE: there are none */
	bool calendar_provisional;
	const char *organisation; /* who speaks: signature and From; "" when not said */
	const char *contact; /* the contact line, "" when none */
	const char *guide; /* where it is explained what such a letter means; "" none */
	const char *page_url; /* where details stand, without a slash at the end; "" none */
	const char *ack_url; /* by which this recipient acknowledges (ack_token.h); "" none: call */
	const char *attachment; /* the name of the list that goes with it (case_list.h); "" none */
	instant ack_until; /* the midnight it works before */
	const char *from; /* "hentra@example.gov.vn" */
	bool english;
	bool retired; /* its rule or subject is gone from the configuration: it closes unmeasured */
	bool warning; /* before due dates (warning.h), no alert */
	bool sample; /* a test of the channel: it says that it is none */
};

struct letter {
	char *subject; /* UTF-8, not encoded, one line; the same through an episode but for [state] */
	char *text; /* lines of at most 78 columns, ended by \n */
	char *html; /* one document */
	char *headers; /* the header lines that never change: see channel_email.h */
};
void letter_free(struct letter *letter);

/* `key` is the delivery's id for ever (Message-ID: <key@host of from>). */
void letter_render(const struct news_view *view, const char *key, struct letter *ret_letter);

/* The short paragraph to paste into a chat, which is also the event's `text`. */
void letter_paragraph(const struct news_view *view, struct text *out);

#endif
