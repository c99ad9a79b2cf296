/* What a letter says, as plain sentences and rows: text and HTML are two ways of setting the same
 * model, so that they cannot differ in content. Private to this layer. */
#ifndef MESSAGE_LETTER_MODEL_H
#define MESSAGE_LETTER_MODEL_H

#include "message/letter.h"

#define LETTER_TOTALS_MOST 4
#define LETTER_NOTES_MOST 8
#define LETTER_CLOSING_MOST 5

/* One line of the totals: "Đang giải quyết" – "52" – "trong hạn 22; quá hạn 30". */
enum letter_bar { LETTER_BAR_NONE, LETTER_BAR_CLOSED, LETTER_BAR_OPEN };
struct letter_total {
	char *label;
	char *value;
	char *detail; /* "" none */
	enum letter_bar bar; /* drawn under it in HTML */
};

/* One case as three texts: code; "quá hạn 12 ngày làm việc, hẹn trả 04/11/2026"; what it is. */
struct letter_line {
	char *code;
	char *state;
	char *about;
};

/* A member that says nothing is "". Everything is owned. */
struct letter_model {
	char *subject;
	char *headline; /* the state first */
	char *greeting;
	char *change; /* what changed since the last letter, or since when it has been so */
	char *lead; /* the numbers now */
	char *request; /* what is asked for */
	char *acknowledge; /* how to say that one knows: by the link, or whom to call */
	char *ack_label; /* what the link is called */
	char *ack_url;
	char *list_title;
	char *list_unit; /* "Đơn vị: …" that all of them share, instead of in every line */
	struct letter_line lines[LETTER_CASES_MOST];
	size_t line_count;
	char *more; /* "và 10 hồ sơ khác" */
	char *attached; /* that the whole list goes with the letter */
	char *totals_title;
	struct letter_total totals[LETTER_TOTALS_MOST];
	size_t total_count;
	char *notes_title;
	char *notes[LETTER_NOTES_MOST]; /* rule, levels, how it was judged, data as of … */
	size_t note_count;
	char *paragraph_title;
	char *paragraph; /* to paste into a chat */
	char *closing[LETTER_CLOSING_MOST]; /* contact, who speaks, that it is automatic */
	size_t closing_count;
	char *guide_label; /* "Thư này nghĩa là gì?", a link among the closing lines */
	char *guide_url;
};

void letter_model_build(const struct news_view *view, struct letter_model *ret_model);
void letter_model_free(struct letter_model *model);

/* Parts of the model by file: letter_numbers.c, letter_request.c, letter_case.c and letter_notes.c. */
void letter_add_change(const struct news_view *view, struct text *out);
void letter_add_lead(const struct news_view *view, struct text *out);
void letter_add_request(const struct news_view *view, struct text *out);
void letter_add_list_title(const struct news_view *view, struct text *out);
void letter_add_case_state(
	const struct news_view *view, const struct letter_case *one, struct text *out);
void letter_add_greeting(const struct news_view *view, struct text *out);
void letter_add_automatic(bool english, struct text *out);
void letter_add_case_about(
	const struct letter_case *one, bool with_unit, bool english, struct text *out);
/* Have several cases one unit, so that it need not stand with each? "Đơn vị: …" is it, said once. */
bool letter_one_unit(const struct letter_case *cases, size_t count);
void letter_add_one_unit(
	const struct letter_case *cases, size_t count, bool english, struct text *out);
void letter_add_contact(const char *contact, bool english, struct text *out);
void letter_add_guide(const char *guide, bool english, struct text *out);
void letter_add_totals(const struct news_view *view, struct letter_model *model);
void letter_add_notes(const struct news_view *view, struct letter_model *model);

/* Setting it. */
void letter_write_text(const struct letter_model *model, struct text *out);
void letter_write_html(
	const struct news_view *view, const struct letter_model *model, struct text *out);

#endif
