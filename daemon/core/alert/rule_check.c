/* Can a rule do its work? Each condition is a range of its measure's values, so that the questions
 * are whether ranges are empty, overlap or contain each other. */
#include <errno.h>

#include "core/alert/rule.h"

struct range {
	int64_t least;
	int64_t most; /* included */
};

static struct range domain(enum measure measure)
{
	int64_t most = measures[measure].unit == UNIT_SHARE ? SHARE_WHOLE : INT64_MAX;
	int64_t least = measures[measure].below_zero ? -INT64_MAX : 0;
	return (struct range){least, most};
}

static struct range narrowed(struct range range, const struct condition *condition)
{
	int64_t level = condition->level;
	switch (condition->comparison) {
	case MORE_THAN:
		level++;
		__attribute__((fallthrough));
	case AT_LEAST:
		range.least = level > range.least ? level : range.least;
		break;
	case LESS_THAN:
		level--;
		__attribute__((fallthrough));
	case AT_MOST:
		range.most = level < range.most ? level : range.most;
		break;
	}
	return range;
}

static bool empty(struct range range)
{
	return range.least > range.most;
}

static bool possible(const struct condition *condition)
{
	return !empty(narrowed(domain(condition->measure), condition));
}

static bool always(const struct condition *condition)
{
	struct range all = domain(condition->measure);
	struct range some = narrowed(all, condition);
	return some.least == all.least && some.most == all.most;
}

/* The values each measure can have while the rule fires. */
static void firing_ranges(const struct rule *rule, struct range ranges[static MEASURE_COUNT])
{
	bool some_overdue = false;
	for (int i = 0; i < MEASURE_COUNT; i++)
		ranges[i] = domain((enum measure)i);
	for (int i = 0; i < rule->fire_count; i++) {
		enum measure measure = rule->fire[i].measure;
		ranges[measure] = narrowed(ranges[measure], &rule->fire[i]);
		some_overdue |= measures[measure].needs_overdue && ranges[measure].least > 0;
	}
	const enum measure counts_of_overdue[] = {MEASURE_OVERDUE, MEASURE_OVERDUE_SHARE};
	for (int i = 0; i < 2 && some_overdue; i++) {
		struct range *range = &ranges[counts_of_overdue[i]];
		range->least = range->least > 1 ? range->least : 1;
	}
}

static const struct condition *fire_condition_on(const struct rule *rule, enum measure measure)
{
	for (int i = 0; i < rule->fire_count; i++) {
		if (rule->fire[i].measure == measure)
			return &rule->fire[i];
	}
	return NULL;
}

static int check_fire(const struct rule *rule, const struct range *firing, struct error *error)
{
	char text[96];
	if (rule->fire_count == 0)
		return error_set(error, -EINVAL, "fire is missing: write fire = overdue >= 10");
	for (int i = 0; i < rule->fire_count; i++) {
		const struct condition *condition = &rule->fire[i];
		if (empty(firing[condition->measure]))
			return error_set(error, -EINVAL,
				"fire can never hold: no value of %s is %s and meets the other "
				"conditions",
				measures[condition->measure].name, condition_text(condition, text));
	}
	if (rule->clear_count > 0)
		return 0;
	for (int i = 0; i < rule->fire_count; i++) {
		if (!always(&rule->fire[i]))
			return 0;
	}
	return error_set(error, -EINVAL, "fire always holds (%s): the rule could never clear",
		condition_text(&rule->fire[0], text));
}

/* The condition that holds exactly where `condition` does not. */
static struct condition opposite(const struct condition *condition)
{
	static const enum comparison opposites[] = {LESS_THAN, AT_MOST, AT_LEAST, MORE_THAN};
	struct condition result = *condition;
	result.comparison = opposites[condition->comparison];
	return result;
}

static int check_clear(const struct rule *rule, const struct range *firing, struct error *error)
{
	char text[96], fire_text[96], right[96];
	for (int i = 0; i < rule->clear_count; i++) {
		const struct condition *clear = &rule->clear[i];
		if (!possible(clear))
			return error_set(error, -EINVAL,
				"clear can never hold: %s is never true, so the rule could never "
				"clear by it",
				condition_text(clear, text));
		if (empty(narrowed(firing[clear->measure], clear)))
			continue;
		const struct condition *fire = fire_condition_on(rule, clear->measure);
		if (!fire)
			return error_set(error, -EINVAL,
				"clear: %s can hold while it fires: clear by a measure of fire, "
				"such as %s",
				condition_text(clear, text), measures[rule->fire[0].measure].name);
		struct condition suggested = opposite(fire);
		return error_set(error, -EINVAL,
			"clear: %s can hold while it fires (%s): clear must be below fire, at most "
			"%s",
			condition_text(clear, text), condition_text(fire, fire_text),
			condition_text(&suggested, right));
	}
	return 0;
}

static int check_critical(const struct rule *rule, const struct range *firing, struct error *error)
{
	char text[96];
	bool worse = rule->critical_count == 0;
	for (int i = 0; i < rule->critical_count; i++) {
		const struct condition *critical = &rule->critical[i];
		struct range fires = firing[critical->measure];
		struct range both = narrowed(fires, critical);
		if (empty(both))
			return error_set(error, -EINVAL,
				"critical can never hold while it fires: %s",
				condition_text(critical, text));
		worse |= both.least != fires.least || both.most != fires.most;
	}
	if (worse)
		return 0;
	return error_set(error, -EINVAL,
		"critical: %s holds whenever fire does: the worse band needs a worse level",
		condition_text(&rule->critical[0], text));
}

/* Of fire alone: clear and critical speak of its measures. */
static int check_scope(const struct rule *rule, struct error *error)
{
	bool portal = rule->scope == SCOPE_PORTAL;
	for (int i = 0; i < rule->fire_count; i++) {
		const struct measure_row *row = &measures[rule->fire[i].measure];
		if (row->of_portal && !portal)
			return error_set(error, -EINVAL,
				"fire: %s is of portals: write scope = portal", row->name);
		if (!row->of_portal && portal)
			return error_set(error, -EINVAL,
				"fire: a portal has no %s: with scope = portal only stale is known",
				row->name);
	}
	return 0;
}

int rule_check(const struct rule *rule, struct error *error)
{
	struct range firing[MEASURE_COUNT];
	firing_ranges(rule, firing);
	int result = check_scope(rule, error);
	if (result == 0)
		result = check_fire(rule, firing, error);
	if (result == 0)
		result = check_clear(rule, firing, error);
	if (result == 0)
		result = check_critical(rule, firing, error);
	return result;
}
