#include "core/alert/rule.h"

const char *comparison_text(enum comparison comparison)
{
	static const char *const texts[] = {">=", ">", "<", "<="};
	return texts[comparison];
}

static const char *const scope_names[] = {"commune", "field", "province", "portal"};

const char *scope_name(enum scope scope)
{
	return scope_names[scope];
}

static bool compare(int64_t value, enum comparison comparison, int64_t level)
{
	switch (comparison) {
	case AT_LEAST:
		return value >= level;
	case MORE_THAN:
		return value > level;
	case LESS_THAN:
		return value < level;
	case AT_MOST:
		return value <= level;
	}
	return false;
}

static bool holds(const struct condition *condition, const struct measure_input *input)
{
	return compare(
		measures[condition->measure].value(input), condition->comparison, condition->level);
}

static bool base_is_large_enough(
	const struct rule *rule, enum measure measure, const struct measure_input *input)
{
	const struct measure_row *row = &measures[measure];
	return !row->base || row->base(input) >= rule->min_cases;
}

static bool all_hold(const struct rule *rule, const struct condition *conditions, int count,
	const struct measure_input *input)
{
	for (int i = 0; i < count; i++) {
		if (!holds(&conditions[i], input) ||
			!base_is_large_enough(rule, conditions[i].measure, input))
			return false;
	}
	return count > 0;
}

bool rule_fires(const struct rule *rule, const struct measure_input *input)
{
	return all_hold(rule, rule->fire, rule->fire_count, input);
}

int64_t rule_too_few(const struct rule *rule, const struct measure_input *input)
{
	int64_t few = -1;
	for (int i = 0; i < rule->fire_count; i++) {
		if (!holds(&rule->fire[i], input))
			return -1;
		if (few < 0 && !base_is_large_enough(rule, rule->fire[i].measure, input))
			few = measures[rule->fire[i].measure].base(input);
	}
	return few;
}

bool rule_clears(const struct rule *rule, const struct measure_input *input)
{
	if (rule->clear_count == 0)
		return !rule_fires(rule, input);
	for (int i = 0; i < rule->clear_count; i++) {
		if (holds(&rule->clear[i], input))
			return true;
	}
	return false;
}

bool rule_critical(const struct rule *rule, const struct measure_input *input)
{
	return all_hold(rule, rule->critical, rule->critical_count, input);
}

static unsigned needs_of(const struct condition *conditions, int count)
{
	unsigned needs = 0;
	for (int i = 0; i < count; i++)
		needs |= measures[conditions[i].measure].needs;
	return needs;
}

unsigned rule_needs(const struct rule *rule)
{
	return needs_of(rule->fire, rule->fire_count) | needs_of(rule->clear, rule->clear_count) |
	       needs_of(rule->critical, rule->critical_count);
}
