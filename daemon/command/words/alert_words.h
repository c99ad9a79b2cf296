/* Alerts in words and in JSON. */
#ifndef COMMAND_WORDS_ALERT_WORDS_H
#define COMMAND_WORDS_ALERT_WORDS_H

#include "command/tool/tool.h"

/* "đang báo", "pending"; the worse band has a word of its own. */
const char *alert_state_words(const struct tool *tool, const struct alert *alert);
const char *news_words(const struct tool *tool, enum news_kind kind);
/* The name of a commune; "" for other subjects and unknown codes. */
const char *alert_subject_name(const struct tool *tool, enum scope scope, const char *subject);

/* "Quá hạn 30; tỷ lệ quá hạn 57,6 %": the values of the rule's fire conditions. A rule that the
 * configuration has no more shows none: what the values mean stood in it. */
void alert_values_text(
	const struct tool *tool, const char *rule, const int64_t *values, struct text *out);
/* The member measures[] {name, value, unit}; shares are fractions of 1. */
void alert_values_json(
	const struct tool *tool, const char *rule, const int64_t *values, struct json_writer *json);
/* Why somebody is not told now: "nhắc lại", "silenced". */
const char *telling_wait_words(const struct tool *tool, enum telling_wait wait);
/* An object: channel, recipient, what they know and since when, what comes next and why then; whether
 * letters to them come back. */
void telling_json(const struct tool *tool, const struct telling *telling, bool returned,
	struct json_writer *json);

#endif
