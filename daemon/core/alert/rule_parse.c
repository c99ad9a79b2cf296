/* Conditions as text: reading the configuration's spelling, writing it again, and saying it. */
#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"
#include "core/alert/rule.h"

/* Levels beyond are slips of the keyboard. */
#define LEVEL_MOST INT64_C(1000000000)

static bool is_name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || byte == '-';
}

/* Takes the bytes at the head of *rest that `wanted` says yes to, then skips blanks. */
static struct slice take_while(struct slice *rest, bool (*wanted)(char))
{
	struct slice taken = {rest->data, 0};
	while (taken.length < rest->length && wanted(rest->data[taken.length]))
		taken.length++;
	rest->data += taken.length;
	rest->length -= taken.length;
	*rest = slice_trim(*rest);
	return taken;
}

static bool is_comparison_byte(char byte)
{
	return byte == '<' || byte == '>' || byte == '=' || byte == '!';
}

static bool is_number_byte(char byte)
{
	return (byte >= '0' && byte <= '9') || byte == '.' || byte == '-';
}

static int parse_measure(
	struct slice name, struct slice whole, enum measure *ret_measure, struct error *error)
{
	if (name.length == 0)
		return error_set(error, -EINVAL,
			"\"%.*s\" does not begin with a measure: write a condition such as "
			"overdue >= 10",
			SLICE_ARGS(whole));
	int found = measure_from_name(name);
	if (found >= 0) {
		*ret_measure = (enum measure)found;
		return 0;
	}
	const char *nearest = measure_nearest(name);
	if (nearest)
		return error_set(error, -EINVAL, "there is no measure \"%.*s\": did you mean %s?",
			SLICE_ARGS(name), nearest);
	cleanup(text_free) struct text known = {0};
	for (int i = 0; i < MEASURE_COUNT; i++)
		text_printf(&known, "%s%s", i == 0 ? "" : ", ", measures[i].name);
	return error_set(error, -EINVAL, "there is no measure \"%.*s\": known are %s",
		SLICE_ARGS(name), known.data);
}

static int parse_comparison(
	struct slice sign, struct slice name, enum comparison *ret_comparison, struct error *error)
{
	for (int i = AT_LEAST; i <= AT_MOST; i++) {
		if (slice_is(sign, comparison_text((enum comparison)i))) {
			*ret_comparison = (enum comparison)i;
			return 0;
		}
	}
	if (sign.length == 0)
		return error_set(error, -EINVAL,
			"%.*s needs a comparison (>=, >, < or <=): %.*s >= 10", SLICE_ARGS(name),
			SLICE_ARGS(name));
	return error_set(error, -EINVAL,
		"\"%.*s\" is not a comparison: use >=, >, < or <=", SLICE_ARGS(sign));
}

/* A number with at most two decimals, as hundredths; false when it is none or too large. */
static bool parse_hundredths(struct slice text, int64_t *ret_hundredths)
{
	int64_t value = 0;
	int decimals = -1; /* -1: no point yet */
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.data[i];
		if (byte == '.' && decimals < 0 && i > 0) {
			decimals = 0;
			continue;
		}
		if (byte < '0' || byte > '9' || decimals == 2 || value > INT64_MAX / 10000)
			return false;
		value = value * 10 + (byte - '0');
		if (decimals >= 0)
			decimals++;
	}
	if (text.length == 0 || decimals == 0)
		return false;
	*ret_hundredths = value * (decimals == 2 ? 1 : decimals == 1 ? 10 : 100);
	return true;
}

/* What is wrong with the unit behind the number, and what would be right. */
static int check_unit(enum measure measure, struct slice number, struct slice unit, bool whole,
	struct error *error)
{
	const char *name = measures[measure].name;
	bool days = slice_is(unit, "working days") || slice_is(unit, "working day");
	switch (measures[measure].unit) {
	case UNIT_SHARE:
		if (slice_is(unit, "%"))
			return 0;
		return error_set(
			error, -EINVAL, "%s: a share needs %%: %.*s%%", name, SLICE_ARGS(number));
	case UNIT_WORKING_DAYS:
		if (days && whole)
			return 0;
		return error_set(error, -EINVAL, "%s counts working days: %.*s working days", name,
			whole ? (int)number.length : 1, whole ? number.data : "5");
	case UNIT_HOURS:
		if (whole && (slice_is(unit, "hours") || slice_is(unit, "hour")))
			return 0;
		return error_set(error, -EINVAL, "%s counts hours: %.*s hours", name,
			whole ? (int)number.length : 1, whole ? number.data : "4");
	case UNIT_CASES:
	case UNIT_COUNT:
		break;
	}
	if (unit.length == 0 && whole)
		return 0;
	return error_set(
		error, -EINVAL, "%s counts cases: write a whole number without a unit: 10", name);
}

static int parse_level(
	struct slice number, struct slice unit, struct condition *condition, struct error *error)
{
	const char *name = measures[condition->measure].name;
	const char *sign = comparison_text(condition->comparison);
	if (number.length == 0)
		return error_set(error, -EINVAL, "%s %s needs a number behind it%s%.*s%s", name,
			sign, unit.length ? ", not \"" : "", SLICE_ARGS(unit),
			unit.length ? "\"" : "");
	int64_t hundredths = 0;
	if (!parse_hundredths(number, &hundredths))
		return error_set(error, -EINVAL,
			"%s %s %.*s: not a number of at most two decimals, zero or more", name,
			sign, SLICE_ARGS(number));
	bool share = measures[condition->measure].unit == UNIT_SHARE;
	int result = check_unit(condition->measure, number, unit, hundredths % 100 == 0, error);
	if (result < 0)
		return result;
	if (share && hundredths > SHARE_WHOLE)
		return error_set(error, -EINVAL, "%s: %.*s%% is more than the whole", name,
			SLICE_ARGS(number));
	condition->level = share ? hundredths : hundredths / 100;
	if (condition->level > LEVEL_MOST)
		return error_set(error, -EINVAL, "%s: %.*s is too large", name, SLICE_ARGS(number));
	return 0;
}

static int parse_condition(struct slice text, struct condition *ret_condition, struct error *error)
{
	struct condition condition = {0};
	struct slice rest = text;
	struct slice name = take_while(&rest, is_name_byte);
	int result = parse_measure(name, text, &condition.measure, error);
	if (result < 0)
		return result;
	struct slice sign = take_while(&rest, is_comparison_byte);
	result = parse_comparison(sign, name, &condition.comparison, error);
	if (result < 0)
		return result;
	struct slice number = take_while(&rest, is_number_byte);
	result = parse_level(number, rest, &condition, error);
	if (result < 0)
		return result;
	*ret_condition = condition;
	return 0;
}

int conditions_parse(struct slice text, struct condition conditions[static CONDITIONS_MAX],
	int *ret_count, struct error *error)
{
	struct condition parsed[CONDITIONS_MAX];
	struct slice piece;
	int count = 0;
	struct slice rest = slice_trim(text);
	if (rest.length == 0)
		return error_set(error, -EINVAL, "a condition is missing, such as overdue >= 10");
	while (slice_split(&rest, ',', &piece)) {
		if (count == CONDITIONS_MAX)
			return error_set(error, -EINVAL, "more than %d conditions", CONDITIONS_MAX);
		piece = slice_trim(piece);
		if (piece.length == 0)
			return error_set(error, -EINVAL, "a condition is missing beside a comma");
		int result = parse_condition(piece, &parsed[count], error);
		if (result < 0)
			return result;
		count++;
	}
	memcpy(conditions, parsed, (size_t)count * sizeof(parsed[0]));
	*ret_count = count;
	return 0;
}

const char *condition_text(const struct condition *condition, char buffer[static 96])
{
	char level[48];
	measure_format(condition->measure, condition->level, true, level);
	for (char *comma; (comma = strchr(level, ','));) /* between conditions it means "and" */
		memmove(comma, comma + 1, strlen(comma));
	snprintf(buffer, 96, "%s %s %s", measures[condition->measure].name,
		comparison_text(condition->comparison), level);
	return buffer;
}

const char *condition_words(
	const struct condition *condition, bool english, char buffer[static 128])
{
	static const char *const signs[] = {"≥", ">", "<", "≤"};
	const struct measure_row *row = &measures[condition->measure];
	char level[48];
	/* a no-break space: a line must not end between the sign and its level */
	snprintf(buffer, 128, "%s %s\u00A0%s", english ? row->title_en : row->title_vi,
		signs[condition->comparison],
		measure_format(condition->measure, condition->level, english, level));
	/* every title begins with an ASCII capital (a test holds it) */
	buffer[0] = (char)(buffer[0] | 0x20);
	return buffer;
}
