/* A rule: when an alert fires, when it clears, how long it waits and repeats. Values come from the
 * configuration; parsing of conditions is here, so that the check and the evaluator agree. */
#ifndef CORE_ALERT_RULE_H
#define CORE_ALERT_RULE_H

#include "base/error.h"
#include "core/alert/measure.h"
#include "core/time/duration.h"

enum comparison { AT_LEAST, MORE_THAN, LESS_THAN, AT_MOST };
const char *comparison_text(enum comparison comparison); /* ">=", ">", "<", "<=" */

struct condition {
	enum measure measure;
	enum comparison comparison;
	int64_t level; /* in the measure's unit */
};
#define CONDITIONS_MAX 8

enum scope { SCOPE_COMMUNE, SCOPE_FIELD, SCOPE_PROVINCE, SCOPE_PORTAL };
const char *scope_name(enum scope scope); /* "commune", "field", "province", "portal" */

#define REPEATS_MAX 8

struct rule {
	const char *name;
	struct condition fire[CONDITIONS_MAX]; /* all must hold */
	int fire_count;
	struct condition clear[CONDITIONS_MAX]; /* any is enough; none: not fire */
	int clear_count;
	struct condition
		critical[CONDITIONS_MAX]; /* all must hold: the worse band; none: no band */
	int critical_count;
	int64_t min_cases;
	struct duration hold; /* `for`; amount 0: fires at once */
	struct duration keep_firing; /* amount 0: clears at once; also holds the worse band */
	struct duration
		repeat[REPEATS_MAX]; /* the last one goes on for ever; count 0: no reminders */
	int repeat_count;
	enum scope scope;
	const char *const *notify; /* channel names, NULL-terminated */
};

/* "overdue >= 10, overdue-share >= 5%": -EINVAL with what is wrong and what would be right. */
int conditions_parse(struct slice text, struct condition conditions[static CONDITIONS_MAX],
	int *ret_count, struct error *error);
/* The configuration's spelling again: "overdue-share >= 7.5%". */
const char *condition_text(const struct condition *condition, char buffer[static 96]);
/* For people: "tỷ lệ hồ sơ quá hạn ≥ 5%" / "overdue share ≥ 5%"; the title in lower case. */
const char *condition_words(
	const struct condition *condition, bool english, char buffer[static 128]);

/* A share counts for fire and critical only over at least min_cases cases; clearing has no such
 * floor, so that an alert whose base shrinks can still end. */
bool rule_fires(const struct rule *rule, const struct measure_input *input);
/* It would fire but for min_cases: how many cases the first share is over, which is too few; -1: that
 * is not the reason. */
int64_t rule_too_few(const struct rule *rule, const struct measure_input *input);
bool rule_clears(const struct rule *rule, const struct measure_input *input);
bool rule_critical(const struct rule *rule, const struct measure_input *input);
/* What its conditions need beyond the counts: a mask of enum measure_need. */
unsigned rule_needs(const struct rule *rule);
/* -EINVAL, with the sentence naming the key at fault, when a rule measures what its scope does not
 * have (stale is of portals, and nothing else is), can never fire, can never clear,
 * could clear while it fires (clear not below fire), or has a `critical` that is no worse. */
int rule_check(const struct rule *rule, struct error *error);

#endif
