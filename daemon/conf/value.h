/* Values: from the text behind `=` to a member of the settings.
 *
 * A parser checks shape and bounds and says what would be right; it never sees the file. Its sentence
 * names the wrong value but never a secret. Members are as settings.h has them. */
#ifndef CONF_VALUE_H
#define CONF_VALUE_H

#include "base/arena.h"
#include "base/error.h"
#include "core/time/civil.h"

struct key;

struct value_context {
	struct arena *arena; /* what the value keeps */
	const char *folder; /* relative paths start here */
	const struct key *key;
};

/* 0, or -EINVAL with a sentence. `target` is the member (a list's pointer, its first element). */
typedef int value_fn(
	const struct value_context *context, struct slice text, void *target, struct error *error);

struct value_type {
	const char *name; /* for the manual: "duration" */
	value_fn *parse;
};

/* One value. */
extern const struct value_type type_text; /* const char *; bounds: bytes */
extern const struct value_type type_required_text; /* the same, not empty */
extern const struct value_type type_name; /* const char *: letters, digits, - _ . */
extern const struct value_type type_province; /* const char *: two digits */
extern const struct value_type type_timezone; /* const char *: an IANA name */
extern const struct value_type type_store; /* const char *: sqlite:/absolute/path */
extern const struct value_type type_path; /* const char *: absolute after parsing */
extern const struct value_type type_url; /* const char *: http(s), no user in it */
extern const struct value_type
	type_base_url; /* const char *: the same, no query, no slash at the end */
extern const struct value_type type_token_url; /* const char *: the same, or a path */
extern const struct value_type type_relay; /* const char *: smtp:// or smtps:// */
extern const struct value_type type_listen; /* const char *: "" for none */
extern const struct value_type type_address; /* const char *: one e-mail address */
extern const struct value_type type_count; /* int64_t */
extern const struct value_type type_duration; /* int64_t: ms of wall clock */
extern const struct value_type type_working_days; /* int64_t: whole working days */
extern const struct value_type type_choice; /* an enum: the word's place in `words` + least */
extern const struct value_type type_flag; /* bool: the second word of `words` is true */
extern const struct value_type type_secret; /* struct secret */

/* Several values, or one that fills several members: see value_list.c. */
extern const struct value_type type_headers; /* portal_settings.headers: one line each */
extern const struct value_type type_mask; /* uint32_t: words by comma, or none */
extern const struct value_type type_any_duration; /* struct duration */
extern const struct value_type type_statuses; /* portal.statuses: appends */
extern const struct value_type type_repeat; /* rule.repeat */
extern const struct value_type type_fire; /* rule.fire */
extern const struct value_type type_clear; /* rule.clear */
extern const struct value_type type_critical; /* rule.critical */
extern const struct value_type type_warn; /* rule_settings.warn */
extern const struct value_type type_channels; /* rule.notify */
extern const struct value_type type_escalation; /* rule_settings.escalate */
extern const struct value_type type_digest; /* int: minute of the day, -1 for none */
extern const struct value_type type_recipients; /* channel_settings.to and to_commune */
extern const struct value_type type_secrets; /* channel_settings.secret: one or two */

struct secret;
/* credential:NAME, file:PATH or nothing; a literal is refused. */
int secret_parse(const struct value_context *context, struct slice text, struct secret *ret_secret,
	struct error *error);

/* What is wrong with an e-mail address, or NULL. */
const char *address_problem(struct slice address);

#endif
