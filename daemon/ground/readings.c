#include "ground/readings.h"

#include "base/memory.h"

struct mark {
	instant at;
	bool stale;
};

/* Of a rule; values and marks grow with the subjects that were measured. */
struct shelf {
	enum measure measures[MEASURE_COUNT];
	int measure_count;
	struct mark *marks; /* by subject */
	struct reading_value *values; /* by subject, measure_count of each */
	size_t count, marks_capacity, values_capacity;
};

struct readings {
	const struct settings *settings;
	struct shelf *shelves; /* by rule */
	size_t count; /* of rules: freed may be after the settings are */
};

struct readings *readings_new(const struct settings *settings)
{
	struct readings *readings = xcalloc(1, sizeof(*readings));

	readings->settings = settings;
	readings->count = settings->rule_count;
	readings->shelves = xcalloc(settings->rule_count + 1, sizeof(*readings->shelves));
	for (size_t i = 0; i < readings->count; i++) {
		struct shelf *shelf = &readings->shelves[i];
		shelf->measure_count = rule_measures(&settings->rules[i].rule, shelf->measures);
	}
	return readings;
}

void readings_free(struct readings *readings)
{
	if (!readings)
		return;
	for (size_t i = 0; i < readings->count; i++) {
		free(readings->shelves[i].marks);
		free(readings->shelves[i].values);
	}
	free(readings->shelves);
	free(readings);
}

static void make_room(struct shelf *shelf, size_t count)
{
	size_t width = (size_t)shelf->measure_count;

	array_reserve(shelf->marks, &shelf->marks_capacity, count);
	array_reserve(shelf->values, &shelf->values_capacity, count * width + 1);
	for (; shelf->count < count; shelf->count++)
		shelf->marks[shelf->count] = (struct mark){INSTANT_NONE, false};
}

void readings_keep(struct readings *readings, size_t rule, size_t subject,
	const struct measure_input *input, bool stale, instant now)
{
	struct shelf *shelf = &readings->shelves[rule];
	size_t width = (size_t)shelf->measure_count;

	if (subject >= shelf->count)
		make_room(shelf, subject + 1);
	shelf->marks[subject] = (struct mark){now, stale};
	for (size_t i = 0; i < width; i++)
		shelf->values[subject * width + i] = reading_of(
			&readings->settings->rules[rule].rule, shelf->measures[i], input);
}

void readings_get(
	const struct readings *readings, size_t rule, size_t subject, struct reading *ret_reading)
{
	const struct shelf *shelf = &readings->shelves[rule];
	size_t width = (size_t)shelf->measure_count;

	*ret_reading = (struct reading){.at = INSTANT_NONE};
	if (subject >= shelf->count || shelf->marks[subject].at == INSTANT_NONE)
		return;
	ret_reading->at = shelf->marks[subject].at;
	ret_reading->stale = shelf->marks[subject].stale;
	for (size_t i = 0; i < width; i++)
		ret_reading->value[i] = shelf->values[subject * width + i];
}
