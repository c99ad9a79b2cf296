#include "core/alert/reading.h"

static int add_measures(
	const struct condition *conditions, int condition_count, enum measure *found, int count)
{
	for (int i = 0; i < condition_count; i++) {
		int at = 0;
		while (at < count && found[at] != conditions[i].measure)
			at++;
		if (at == count)
			found[count++] = conditions[i].measure;
	}
	return count;
}

int rule_measures(const struct rule *rule, enum measure found[static MEASURE_COUNT])
{
	int count = add_measures(rule->fire, rule->fire_count, found, 0);

	count = add_measures(rule->critical, rule->critical_count, found, count);
	return add_measures(rule->clear, rule->clear_count, found, count);
}

struct reading_value reading_of(
	const struct rule *rule, enum measure measure, const struct measure_input *input)
{
	const struct measure_row *row = &measures[measure];
	struct reading_value result = {READING_WHOLE, 0};

	if (input->unknown & row->needs)
		result.kind = READING_UNKNOWN;
	else if (row->base && row->base(input) <= 0)
		result.kind = READING_EMPTY;
	else if (row->base && row->base(input) < rule->min_cases)
		result.kind = READING_SMALL;
	if (result.kind >= READING_SMALL)
		result.value = row->value(input);
	return result;
}

struct reading_value reading_find(
	const struct reading *reading, const struct rule *rule, enum measure measure)
{
	enum measure found[MEASURE_COUNT];
	int count = rule_measures(rule, found);

	for (int i = 0; i < count; i++)
		if (found[i] == measure && reading->at != INSTANT_NONE)
			return reading->value[i];
	return (struct reading_value){READING_UNKNOWN, 0};
}
