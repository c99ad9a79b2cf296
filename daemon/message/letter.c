#include "message/letter.h"

#include "base/memory.h"
#include "message/channel_email.h"
#include "message/letter_model.h"
#include "message/letter_words.h"

static void add_headers(
	const struct news_view *view, const char *subject, const char *key, struct text *out)
{
	const struct alert_news *news = view->news;
	struct email_fixed fixed = {
		.subject = subject,
		.key = key,
		.from = view->from,
		.province = or_empty(view->province),
		.episode = news->episode,
		.sequence = news->sequence,
		.rule = or_empty(news->rule),
		.scope = scope_name(news->scope),
		.alert_subject = or_empty(news->subject),
		.severity = severity_name(news->severity),
		.event = news_kind_name(news->kind),
	};
	email_fixed_headers(&fixed, out);
}

void letter_render(const struct news_view *view, const char *key, struct letter *ret_letter)
{
	struct letter_model model;
	struct text text = {0}, html = {0}, headers = {0};
	letter_model_build(view, &model);
	letter_write_text(&model, &text);
	letter_write_html(view, &model, &html);
	add_headers(view, model.subject, key, &headers);
	*ret_letter = (struct letter){
		.subject = xstrdup(model.subject),
		.text = text_take(&text),
		.html = text_take(&html),
		.headers = text_take(&headers),
	};
	letter_model_free(&model);
}

void letter_free(struct letter *letter)
{
	free(letter->subject);
	free(letter->text);
	free(letter->html);
	free(letter->headers);
	*letter = (struct letter){0};
}
