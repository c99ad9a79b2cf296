#include "portal/date_format.h"

#include <errno.h>

static const struct {
	const char *letters;
	enum date_step step;
} letter_steps[] = {
	{"yyyy", STEP_YEAR},
	{"yy", STEP_YEAR_SHORT},
	{"MM", STEP_MONTH},
	{"M", STEP_MONTH_LOOSE},
	{"dd", STEP_DAY},
	{"d", STEP_DAY_LOOSE},
	{"HH", STEP_HOUR},
	{"H", STEP_HOUR_LOOSE},
	{"hh", STEP_HOUR},
	{"h", STEP_HOUR_LOOSE},
	{"a", STEP_HALF_DAY},
	{"mm", STEP_MINUTE},
	{"ss", STEP_SECOND},
	{"SSS", STEP_FRACTION},
	{"XXX", STEP_OFFSET_COLON},
	{"XX", STEP_OFFSET},
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int add_step(
	struct date_format *format, enum date_step step, char literal, struct error *error)
{
	if (format->count == DATE_STEPS_MAX)
		return error_set(
			error, -EINVAL, "the date format is longer than %d parts", DATE_STEPS_MAX);
	format->step[format->count] = (uint8_t)step;
	format->literal[format->count++] = literal;
	return 0;
}

/* The run of one letter at the start of `rest`: a field, or the T between date and time. */
static int compile_letters(
	struct date_format *format, struct slice rest, size_t *ret_used, struct error *error)
{
	size_t run = 1;
	while (run < rest.length && rest.data[run] == rest.data[0])
		run++;
	*ret_used = run;
	if (rest.data[0] == 'T' && run == 1)
		return add_step(format, STEP_LITERAL, 'T', error);
	for (size_t i = 0; i < sizeof(letter_steps) / sizeof(letter_steps[0]); i++)
		if (slice_is((struct slice){rest.data, run}, letter_steps[i].letters))
			return add_step(format, letter_steps[i].step, 0, error);
	return error_set(error, -EINVAL,
		"\"%.*s\" is no part of a date format: known are yyyy yy MM M dd d HH H hh h a mm "
		"ss SSS XXX XX, other letters stand between '…'",
		(int)run, rest.data);
}

static bool has_step(const struct date_format *format, enum date_step step)
{
	return memchr(format->step, (int)step, format->count) != NULL;
}

/* A format of literals and whole numbers is read at fixed places. */
static void fix_places(struct date_format *format)
{
	size_t width = 0;
	memset(format->place, 0xFF, sizeof(format->place));
	for (int i = 0; i < format->count; i++) {
		int step = format->step[i];
		size_t length = step == STEP_LITERAL ? 1 : step == STEP_YEAR ? 4 : 2;
		if (step > STEP_SECOND || width + length > DATE_WIDTH_MAX)
			return;
		if (step == STEP_LITERAL)
			format->literals[width] = 0xFF;
		else
			format->place[step] = (uint8_t)width;
		memset(format->shape + width,
			step == STEP_LITERAL ? (unsigned char)format->literal[i] : '0', length);
		width += length;
	}
	format->width = (uint8_t)width;
}

/* Where one of two steps stands; -1: neither does. */
static int place_of(const struct date_format *format, enum date_step one, enum date_step other)
{
	for (int i = 0; i < format->count; i++)
		if (format->step[i] == one || format->step[i] == other)
			return i;
	return -1;
}

static int look_at_whole(struct date_format *format, bool half_hour, struct error *error)
{
	int mday = place_of(format, STEP_DAY, STEP_DAY_LOOSE);
	int month = place_of(format, STEP_MONTH, STEP_MONTH_LOOSE);
	int year = place_of(format, STEP_YEAR, STEP_YEAR_SHORT);
	if (mday < 0 || month < 0 || year < 0)
		return error_set(error, -EINVAL, "the date format needs yyyy, MM and dd");
	if (half_hour && !has_step(format, STEP_HALF_DAY))
		return error_set(
			error, -EINVAL, "hh and h need a (AM or PM); the day's hour is HH");
	format->timed = place_of(format, STEP_HOUR, STEP_HOUR_LOOSE) >= 0;
	format->year_last = year > mday && year > month;
	format->month_first = month < mday;
	return 0;
}

int date_format_compile(struct slice pattern, struct date_format *ret_format, struct error *error)
{
	static const struct {
		const char *name;
		enum date_step step;
	} whole[] = {{"iso", STEP_ISO}, {"epoch-ms", STEP_EPOCH_MS}, {"epoch-s", STEP_EPOCH_S},
		{"serial", STEP_SERIAL}, {"json-array", STEP_JSON_ARRAY}, {"dotnet", STEP_DOTNET}};
	struct date_format format = {0};
	bool quoted = false, half_hour = false;

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		if (slice_is(pattern, whole[i].name)) {
			*ret_format =
				(struct date_format){.count = 1, .step = {(uint8_t)whole[i].step}};
			return 0;
		}
	for (size_t at = 0, used; at < pattern.length; at += used) {
		char c = pattern.data[at];
		int r = 0;
		half_hour |= c == 'h' && !quoted;
		used = 1;
		if (c == '\'')
			quoted = !quoted;
		else if (quoted || !is_letter(c))
			r = add_step(&format, STEP_LITERAL, c, error);
		else
			r = compile_letters(&format,
				(struct slice){pattern.data + at, pattern.length - at}, &used,
				error);
		if (r < 0)
			return r;
	}
	if (quoted)
		return error_set(error, -EINVAL, "the date format has a ' without its partner");
	int r = look_at_whole(&format, half_hour, error);
	if (r < 0)
		return r;
	fix_places(&format);
	*ret_format = format;
	return 0;
}
