/* Procedures: what the audit of due dates and the reports know of them beside the portal's words.
 * Built from procedures.csv. */
#ifndef CORE_PROCEDURE_H
#define CORE_PROCEDURE_H

#include "base/slice.h"
#include "core/case/term.h"

struct procedure {
	const char *code;
	bool linked; /* inter-linked: several agencies work on it */
	struct term term; /* unit TERM_NONE: not said */
	int line; /* of procedures.csv */
};

struct procedures;

/* Copies the rows; codes must differ (-EINVAL names both lines). */
int procedures_new(const struct procedure *rows, size_t count, struct procedures **ret_procedures,
	struct error *error);
void procedures_free(struct procedures *procedures);
size_t procedures_count(const struct procedures *procedures);
/* NULL: not in the table. */
const struct procedure *procedures_find(const struct procedures *procedures, struct slice code);

#endif
