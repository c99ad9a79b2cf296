/* What the files letter*.c share with each other and with what else is set on paper: the parts of a
 * letter as phrases, and the parts of it that are set the same in each. Private to this layer. */
#ifndef MESSAGE_LETTER_PARTS_H
#define MESSAGE_LETTER_PARTS_H

#include "message/channel_email.h"
#include "message/letter.h"
#include "message/paper.h"

/* Adds what is to be said; nothing when there is nothing. */
typedef void phrase_fn(const struct news_view *view, struct text *out);

/* What a letter about one subject says where it is not the same in all. NULL says nothing. */
struct letter_kind {
	phrase_fn *subject, *headline; /* the state first */
	phrase_fn *change; /* what changed since the last letter, or since when it has been so */
	phrase_fn *lead; /* the numbers now */
	phrase_fn *request; /* what is asked for */
	phrase_fn *list_title;
	phrase_fn *paragraph; /* to paste into a chat */
	void (*notes)(const struct news_view *view, struct paper *paper);
	bool acknowledged; /* it says how to say that one knows */
	const char *colour;
	const char *event; /* X-Hentra-Event */
};
void letter_set(const struct news_view *view, const struct letter_kind *kind, const char *key,
	struct letter *ret_letter);
/* What is fixed in its header. */
struct email_fixed letter_header(const struct news_view *view, const char *event);
/* The end of every letter: the paper becomes it. */
void letter_seal(struct paper *paper, const struct email_fixed *fixed, struct letter *ret_letter);

void letter_add_change(const struct news_view *view, struct text *out);
void letter_add_lead(const struct news_view *view, struct text *out);
void letter_add_request(const struct news_view *view, struct text *out);
void letter_add_list_title(const struct news_view *view, struct text *out);
void letter_add_greeting(const struct news_view *view, struct text *out);
void letter_add_case_state(
	const struct news_view *view, const struct letter_case *one, struct text *out);
void letter_add_case_about(
	const struct letter_case *one, bool with_unit, bool english, struct text *out);
/* Have several cases one unit, so that it need not stand with each? "Đơn vị: …" is it, said once. */
bool letter_one_unit(const struct letter_case *cases, size_t count);
void letter_add_one_unit(
	const struct letter_case *cases, size_t count, bool english, struct text *out);

void letter_set_totals(const struct news_view *view, struct paper *paper);
void letter_set_notes(const struct news_view *view, struct paper *paper);
/* Contact, who speaks, that it is automatic, where it is explained. */
void letter_set_closing(const struct news_view *view, struct paper *paper);

/* A phrase as a paragraph. */
void letter_say(struct paper *paper, enum ink ink, phrase_fn *phrase, const struct news_view *view);

#endif
