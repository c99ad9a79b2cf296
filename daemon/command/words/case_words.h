/* A case in words and in JSON, as several commands show it. */
#ifndef COMMAND_WORDS_CASE_WORDS_H
#define COMMAND_WORDS_CASE_WORDS_H

#include "command/tool/view.h"
#include "core/case/national.h"

/* "quá hạn", "due soon": the bucket in the reader's language. */
const char *bucket_words(const struct tool *tool, enum bucket bucket);
const char *status_words(const struct tool *tool, enum status status);
/* "quá hạn", "on time": the verdict by the national rule. */
const char *national_words(enum national national, bool english);
/* The fact that a history row is about, "due date". */
const char *fact_words(const struct tool *tool, enum fact fact);
/* One odd thing about a record; NULL when the bit says nothing worth a sentence. */
const char *odd_words(const struct tool *tool, enum odd odd);
const char *odd_name(enum odd odd);

/* The day of an instant for people, "–" for none. */
const char *when_day_of(const struct tool *tool, instant at, char buffer[static WHEN_MAX]);

/* The members of `cases --json` (contract §3), into an object already begun. */
void case_json(struct json_writer *json, const struct tool *tool, const struct view *view,
	const struct store_case *found, const struct verdict *verdict);

/* "unknown bucket …; the buckets are …" */
enum exit_code unknown_bucket(const char *bucket);

#endif
