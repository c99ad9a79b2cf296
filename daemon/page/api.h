/* The same as JSON, under /api/v1/. Names are those of hentractl --json; times RFC 3339. */
#ifndef PAGE_API_H
#define PAGE_API_H

#include "page/lists.h"
#include "page/overview.h"

/* `trouble`: one sentence why it is not healthy; "" when it is. */
void api_status(struct text *out, const struct page_look *look, const struct overview *overview,
	const char *trouble);
void api_communes(struct text *out, const struct page_look *look,
	const struct page_commune *communes, size_t count);
void api_alerts(struct text *out, const struct page_look *look, const struct page_standing *alerts,
	size_t count, bool more);

/* One case, for the hotline's operators: nothing about a person. */
struct case_answer {
	const char *code, *portal;
	const char *commune, *commune_name;
	const char *procedure;
	enum bucket bucket;
	instant received, due, closed; /* NONE: not said; closed: still open */
};
void api_case(struct text *out, const struct page_look *look, const struct case_answer *state);
/* "Hồ sơ … do Phường Tiến Thành giải quyết: quá hạn, hẹn trả 13/04/2023." */
void case_sentence(struct text *out, const struct page_look *look, const struct case_answer *state);

#endif
