/* Metrics of what the rules measure: a family for each unit, so that numbers of one family can be
 * summed and compared, in the base units of Prometheus (ratios 0 to 1, seconds). Working days have no
 * base unit and keep their own; promtool would have "days" be seconds, which they are not. */
#include "page/exposition.h"
#include "page/exposition_parts.h"

static const struct {
	const char *suffix, *help;
	int64_t times; /* the measure's unit in the family's, when not a share */
} families[] = {
	[UNIT_CASES] = {"cases", "in cases", 1},
	[UNIT_SHARE] = {"ratio", "as a ratio, 0 to 1", 1},
	[UNIT_WORKING_DAYS] = {"workdays", "in working days", 1},
	[UNIT_HOURS] = {"seconds", "in seconds", 3600},
};
_Static_assert(sizeof(families) / sizeof(*families) == UNIT_COUNT, "each unit has its family");

static void family_begin(
	struct text *out, const char *name, const char *said, enum measure_unit unit)
{
	text_printf(out, "# HELP %s_%s %s, %s.\n# TYPE %s_%s gauge\n", name, families[unit].suffix,
		said, families[unit].help, name, families[unit].suffix);
}

static void number_add(struct text *out, enum measure_unit unit, int64_t value)
{
	int64_t size = value < 0 ? -value : value;

	if (unit == UNIT_SHARE)
		text_printf(out, "} %s%lld.%04lld\n", value < 0 ? "-" : "",
			(long long)(size / SHARE_WHOLE), (long long)(size % SHARE_WHOLE));
	else
		text_printf(out, "} %lld\n", (long long)(value * families[unit].times));
}

static void name_add(
	struct text *out, const char *name, const struct rule *rule, enum measure measure)
{
	text_printf(out, "%s_%s{", name, families[measures[measure].unit].suffix);
	exposition_label(out, "rule", rule->name);
	text_add_char(out, ',');
	exposition_label(out, "measure", measures[measure].name);
	text_add_char(out, ',');
}

/* --- values --------------------------------------------------------------------------------- */

static void standing_samples(
	struct text *out, const struct page_standing *standing, enum measure_unit unit)
{
	enum measure found[MEASURE_COUNT];
	int count = rule_measures(standing->rule, found);

	if (standing->reading.at == INSTANT_NONE || standing->reading.stale)
		return;
	for (int i = 0; i < count; i++) {
		struct reading_value value = standing->reading.value[i];
		if (measures[found[i]].unit != unit || value.kind < READING_SMALL)
			continue;
		name_add(out, "hentra_measure", standing->rule, found[i]);
		exposition_label(out, "scope", scope_name(standing->scope));
		text_add_char(out, ',');
		exposition_label(out, "subject", standing->code);
		number_add(out, unit, value.value);
	}
}

/* --- levels --------------------------------------------------------------------------------- */

/* A series stands once: of several levels of one measure in one band, the first. */
static bool said_before(const struct condition *conditions, int index)
{
	for (int i = 0; i < index; i++)
		if (conditions[i].measure == conditions[index].measure)
			return true;
	return false;
}

static void band_samples(struct text *out, const struct rule *rule, const char *band,
	const struct condition *conditions, int count, enum measure_unit unit)
{
	for (int i = 0; i < count; i++) {
		if (measures[conditions[i].measure].unit != unit || said_before(conditions, i))
			continue;
		name_add(out, "hentra_rule_level", rule, conditions[i].measure);
		exposition_label(out, "band", band);
		number_add(out, unit, conditions[i].level);
	}
}

static void level_samples(struct text *out, const struct rule *rule, enum measure_unit unit)
{
	band_samples(out, rule, "fire", rule->fire, rule->fire_count, unit);
	band_samples(out, rule, "critical", rule->critical, rule->critical_count, unit);
	band_samples(out, rule, "clear", rule->clear, rule->clear_count, unit);
}

void exposition_add_measures(struct text *out, const struct exposition *exposition)
{
	for (int unit = 0; unit < UNIT_COUNT; unit++) {
		family_begin(out, "hentra_measure",
			"What a rule measured of a subject at its last pass",
			(enum measure_unit)unit);
		for (size_t i = 0; i < exposition->standing_count; i++)
			if (exposition->standings[i].rule)
				standing_samples(
					out, &exposition->standings[i], (enum measure_unit)unit);
	}
	for (int unit = 0; unit < UNIT_COUNT; unit++) {
		family_begin(out, "hentra_rule_level", "The level of a rule's band",
			(enum measure_unit)unit);
		for (size_t i = 0; i < exposition->rule_count; i++)
			level_samples(out, exposition->rules[i], (enum measure_unit)unit);
	}
	text_printf(out,
		"# HELP hentra_measures_left_out Rules on subjects that are not shown: too many.\n"
		"# TYPE hentra_measures_left_out gauge\nhentra_measures_left_out %lld\n",
		(long long)exposition->left_out);
}
