/* How a rule stands on a subject: what it measures there now, beside its levels, and what became of it.
 * Names, units and spelling of the numbers come from the rows of core/alert/measure.c, as in letters: a new
 * row appears by itself. */
#ifndef PAGE_STANDING_H
#define PAGE_STANDING_H

#include "base/json.h"
#include "core/alert/alert.h"
#include "core/alert/reading.h"
#include "page/frame.h"

struct page_standing { /* strings are borrowed */
	const char *name; /* of the rule */
	const struct rule *rule; /* NULL: it is not configured any more */
	const int *
		warn; /* a rule that warns so many working days before due dates measures nothing */
	int warn_count;
	enum scope scope;
	const char *code; /* of the subject */
	const char *subject; /* its name, or code */
	bool has_page; /* a commune of today: where it is named, its name leads there */
	struct reading reading;
	/* the alert; inactive: calm */
	enum alert_state state;
	enum severity severity;
	int64_t episode; /* 0: it has none yet */
	instant since; /* fired, or pending since */
	bool frozen; /* its data is stale */
	instant acknowledged_until, silenced_until; /* NONE: neither */
	const char *acknowledged_by;
};

/* Worst first: firing, pending, calm; then the band; then the longest. For qsort. */
int page_standing_compare(const void *left, const void *right);

/* A table, a line for each measure. `elsewhere`: on several subjects, so that each is named, with the
 * number of its episode; else of one subject. Nothing when there are none. */
void standings_add(struct text *out, const struct page_look *look,
	const struct page_standing *standings, size_t count, bool elsewhere);

/* "Đo lúc 08:00 20/11/2026": of the newest of them; nothing when none was measured. */
void page_measured_at(struct text *out, const struct page_look *look,
	const struct page_standing *standings, size_t count);

/* "12", "7,5% (ít hơn 20 hồ sơ: chưa xét)", "chưa biết" */
void standing_value(struct text *out, const struct page_look *look,
	const struct page_standing *standing, enum measure measure);
/* "BÁO ĐỘNG", "cảnh báo", "chờ", "bình thường" */
const char *alert_word(
	const struct page_look *look, enum alert_state state, enum severity severity);
/* "cảnh báo từ 08:00 20/11/2026; đã nhận, đến 17:00 25/11/2026 (chu-tich@…)" */
void standing_state(
	struct text *out, const struct page_look *look, const struct page_standing *standing);

/* Its members, into an object that is open: names as hentractl alerts --json has them. */
void standing_json(struct json_writer *json, const struct page_look *look,
	const struct page_standing *standing);
/* Time as RFC 3339, or null. */
void page_instant_json(
	struct json_writer *json, const struct page_look *look, const char *key, instant at);

#endif
