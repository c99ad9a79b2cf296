/* A term's arithmetic told day by day. */
#ifndef COMMAND_EXPLAIN_TERM_WORDS_H
#define COMMAND_EXPLAIN_TERM_WORDS_H

#include "command/tool/tool.h"
#include "core/case/term.h"

/* "3 ngày làm việc", "8 working hours" */
void term_words(const struct tool *tool, const struct term *term, struct text *out);

/* The days from receipt to the end as a table, and the due date under it. */
void term_table(const struct tool *tool, const struct term *term, instant received,
	const struct term_pause *pauses, size_t count, struct text *out);

/* The members due, due_date, received_on, remaining … and days[] {date, weekday, step, number,
 * reason}, into an object already begun. */
void term_json(const struct tool *tool, const struct term *term, instant received,
	const struct term_pause *pauses, size_t count, struct json_writer *json);

#endif
