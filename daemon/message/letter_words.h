/* The words of letters and events in both languages: small phrases that several parts use. Private
 * to this layer. */
#ifndef MESSAGE_LETTER_WORDS_H
#define MESSAGE_LETTER_WORDS_H

#include "message/letter.h"

static inline bool said(const char *text)
{
	return text && *text;
}
static inline const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* The condition the letter is about: the first of `fire`. */
enum measure words_measure(const struct news_view *view);

/* Are there cases to speak of? A portal has none, nor a commune that is no more. */
bool words_counted(const struct news_view *view);
/* "Cảnh báo": the state in the subject's brackets. */
const char *words_prefix(const struct news_view *view);
/* "NHẮC LẠI LẦN 2": the state at the head of the body. */
void words_state(const struct news_view *view, struct text *out);
/* "phường Tiến Thành", "lĩnh vực Đất đai": the subject inside a sentence. */
void words_place(const struct news_view *view, struct text *out);
/* The same at the head of a sentence. */
void words_place_first(const struct news_view *view, struct text *out);
/* "Phường Tiến Thành có 30 hồ sơ quá hạn" / "vẫn còn …" by the kind of news. */
void words_has(const struct news_view *view, struct text *out);
/* "1.234" / "1,234" */
void words_number(struct text *out, int64_t number, bool english);
/* "3 hồ sơ" / "1 case", "2 cases" */
void words_cases(struct text *out, int64_t count, bool english);
/* "và 3 hồ sơ khác" / "and 1 more case" */
void words_more_cases(int64_t more, bool english, struct text *out);
/* "08:05 ngày 20/11/2026" / "08:05 on 20 November 2026" */
void words_time(const struct news_view *view, instant at, struct text *out);
/* "20/11/2026" / "20 November 2026" */
void words_day(day date, bool english, struct text *out);
/* The due time of a case: the date alone where days are compared. */
void words_due(const struct news_view *view, instant due, struct text *out);
/* "quá hạn 12 ngày làm việc"; nothing for a case that is not overdue. */
void words_late(const struct news_view *view, const struct letter_case *one, struct text *out);
/* "còn 3 ngày làm việc" / "3 working days left"; 0: "đến hạn hôm nay" */
void words_days_left(int days, bool english, struct text *out);
/* "4 giờ làm việc" / "4 working hours" */
void words_duration(struct duration duration, bool english, struct text *out);
/* "57,69%" of ten-thousandths: as the rule's own number is written, so that one number looks one way */
void words_share(int64_t share, bool english, struct text *out);

#endif
