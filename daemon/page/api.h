/* The same as JSON, under /api/v1/. Names are those of hentractl --json; times RFC 3339. */
#ifndef PAGE_API_H
#define PAGE_API_H

#include "core/case/suspicion.h"
#include "page/lists.h"
#include "page/overview.h"

/* `trouble`: one sentence why it is not healthy; "" when it is. */
void api_status(struct text *out, const struct page_look *look, const struct overview *overview,
	const char *trouble);
void api_communes(struct text *out, const struct page_look *look,
	const struct page_commune *communes, size_t count);
void api_alerts(struct text *out, const struct page_look *look, const struct page_standing *alerts,
	size_t count, bool more);

/* Cases as hentractl cases --json lists them. "": not said. */
struct listed_case {
	const char *code, *portal, *commune, *unit;
	const char *procedure, *procedure_name, *field, *field_name;
	enum status status;
	enum bucket bucket;
	bool counted;
	instant received, due, due_first_seen, finished, returned; /* NONE: not said */
	int overdue_days; /* working days */
	bool doubled; /* another portal's case with this code counts */
	uint64_t suspicions; /* bits 1 << enum suspicion, of those that count */
};
void api_cases(struct text *out, const struct page_look *look, const struct listed_case *cases,
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

#endif
