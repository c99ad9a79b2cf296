/* A rule: when an alert fires, when it clears, how long it waits and repeats. Values come from the
 * configuration; parsing of conditions is here, so that the check and the evaluator agree. */
#ifndef CORE_RULE_H
#define CORE_RULE_H

#include "base/error.h"
#include "core/duration.h"
#include "core/measure.h"

enum comparison { AT_LEAST, MORE_THAN, LESS_THAN, AT_MOST };

struct condition {
	enum measure measure;
	enum comparison comparison;
	int64_t level; /* in the measure's unit */
};
#define CONDITIONS_MAX 8

enum scope { SCOPE_COMMUNE, SCOPE_FIELD, SCOPE_PROVINCE, SCOPE_PORTAL };

struct rule {
	const char *name;
	struct condition fire[CONDITIONS_MAX];     /* all must hold */
	int fire_count;
	struct condition clear[CONDITIONS_MAX];    /* any is enough; none: not fire */
	int clear_count;
	struct condition critical[CONDITIONS_MAX]; /* all must hold: the worse band; none: no such band */
	int critical_count;
	int64_t min_cases;
	struct duration hold;         /* `for` */
	struct duration keep_firing;
	struct duration repeat[8];    /* the last one goes on for ever; count 0: no reminders */
	int repeat_count;
	enum scope scope;
	const char *const *notify;    /* channel names, NULL-terminated */
};

/* "overdue >= 10, overdue-share >= 5%": -EINVAL with what is wrong and what would be right. */
int conditions_parse(struct slice text, struct condition conditions[static CONDITIONS_MAX],
	int *ret_count, struct error *error);
/* "overdue ≥ 10 và overdue-share ≥ 5 %" for letters uses measure titles. */
bool rule_fires(const struct rule *rule, const struct measure_input *input);
bool rule_clears(const struct rule *rule, const struct measure_input *input);
bool rule_critical(const struct rule *rule, const struct measure_input *input);
/* A rule that can never clear, or clears while it fires: -EINVAL. */
int rule_check(const struct rule *rule, struct error *error);

#endif
