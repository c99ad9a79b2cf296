/* The worst cases below each line of a letter about many, set as a letter of its own sets them. */
#include "base/html.h"
#include "base/memory.h"
#include "message/digest_parts.h"
#include "message/frame.h"
#include "message/letter_model.h"
#include "message/letter_words.h"
#include "report/width.h"

#define TEXT_COLUMNS 78
#define INDENT "  "

size_t digest_cases_each(size_t lines)
{
	size_t each = DIGEST_CASES_MOST / (lines > 0 ? lines : 1);
	if (each > LETTER_CASES_MOST)
		return LETTER_CASES_MOST;
	return each < DIGEST_CASES_EACH ? DIGEST_CASES_EACH : each;
}

/* An end lists nothing. */
static size_t shown(const struct news_view *line, size_t each)
{
	if (line->news->kind == NEWS_CLOSED)
		return 0;
	return line->case_count < each ? line->case_count : each;
}

static int64_t not_shown(const struct news_view *line, size_t each)
{
	return line->more + (int64_t)(line->case_count - shown(line, each));
}

static void add_case(const struct news_view *line, const struct letter_case *one, bool with_unit,
	struct text *out)
{
	struct text state = {0}, about = {0};
	letter_add_case_state(line, one, &state);
	letter_add_case_about(one, with_unit, line->english, &about);
	text_printf(out, "%s: %s", or_empty(one->code), state.data);
	if (about.length > 0)
		text_printf(out, " – %s", about.data);
	text_free(&state);
	text_free(&about);
}

void digest_text_cases(const struct news_view *line, size_t each, struct text *out)
{
	bool one_unit = letter_one_unit(line->cases, shown(line, each));
	cleanup(text_free) struct text unit = {0};
	letter_add_one_unit(line->cases, shown(line, each), line->english, &unit);
	if (unit.length > 0) {
		text_add(out, INDENT);
		wrap_add(out, text_slice(&unit), TEXT_COLUMNS, 2, INDENT);
		text_add_char(out, '\n');
	}
	for (size_t i = 0; i < shown(line, each); i++) {
		cleanup(text_free) struct text raw = {0};
		add_case(line, &line->cases[i], !one_unit, &raw);
		text_add(out, INDENT "+ ");
		wrap_add(out, text_slice(&raw), TEXT_COLUMNS, 4, INDENT INDENT);
		text_add_char(out, '\n');
	}
	if (shown(line, each) > 0 && not_shown(line, each) > 0) {
		text_add(out, INDENT INDENT);
		words_more_cases(not_shown(line, each), line->english, out);
		text_add_char(out, '\n');
	}
}

static void html_case(const struct news_view *line, const struct letter_case *one, bool with_unit,
	struct text *out)
{
	cleanup(text_free) struct text state = {0}, about = {0};
	letter_add_case_state(line, one, &state);
	letter_add_case_about(one, with_unit, line->english, &about);
	text_add(out, "<li style=\"margin:4px 0 0 0;\"><strong>");
	html_add_string(out, or_empty(one->code));
	text_add(out, "</strong>: ");
	html_add(out, text_slice(&state));
	if (about.length > 0) {
		text_add(out, " – ");
		html_add(out, text_slice(&about));
	}
	text_add(out, "</li>\n");
}

void digest_html_cases(const struct news_view *line, size_t each, struct text *out)
{
	if (shown(line, each) == 0)
		return;
	bool one_unit = letter_one_unit(line->cases, shown(line, each));
	cleanup(text_free) struct text unit = {0};
	letter_add_one_unit(line->cases, shown(line, each), line->english, &unit);
	if (unit.length > 0) {
		text_add(out, "<br>\n<span style=\"" FRAME_SMALL "\">");
		html_add(out, text_slice(&unit));
		text_add(out, "</span>");
	}
	text_add(out, "\n<ul style=\"" FRAME_SMALL "margin:4px 0 0 0;padding:0 0 0 18px;\">\n");
	for (size_t i = 0; i < shown(line, each); i++)
		html_case(line, &line->cases[i], !one_unit, out);
	if (not_shown(line, each) > 0) {
		text_add(out, "<li style=\"margin:4px 0 0 0;\">");
		words_more_cases(not_shown(line, each), line->english, out);
		text_add(out, "</li>\n");
	}
	text_add(out, "</ul>\n");
}
