/* The values of a calendar file: hours, and what is said of a date. */
#include <errno.h>

#include "base/memory.h"
#include "conf/calendar_entry.h"

static const char hours_like[] = "hours such as 07:00-11:30, 13:30-17:00";

static bool refuse(struct error *error, struct slice text, const char *wanted)
{
	error_set(error, -EINVAL, "\"%.*s\" is not %s", text.length > 60 ? 60 : (int)text.length,
		text.data ? text.data : "", wanted);
	return false;
}

/* "HH:MM" at the front of *text, 24:00 included. */
static bool take_clock(struct slice *text, int16_t *ret_minute)
{
	int hour, minute;
	if (text->length < 5 || text->data[2] != ':' || !civil_parse_digits(text->data, 2, &hour) ||
		!civil_parse_digits(text->data + 3, 2, &minute) || minute > 59 ||
		hour * 60 + minute > 1440)
		return false;
	*ret_minute = (int16_t)(hour * 60 + minute);
	*text = slice_trim((struct slice){text->data + 5, text->length - 5});
	return true;
}

/* A hyphen, or the dash that word processors make of it. */
static bool take_dash(struct slice *text)
{
	static const char dash[] = "\xe2\x80\x93";
	size_t length = text->length && text->data[0] == '-' ? 1 : 0;
	if (!length && text->length >= 3 && memcmp(text->data, dash, 3) == 0)
		length = 3;
	*text = slice_trim((struct slice){text->data + length, text->length - length});
	return length > 0;
}

static bool parse_span(struct slice text, struct hours_span *ret_span)
{
	text = slice_trim(text);
	return take_clock(&text, &ret_span->from) && take_dash(&text) &&
	       take_clock(&text, &ret_span->to) && text.length == 0;
}

bool calendar_hours_parse(struct slice text, struct hours *ret_hours, struct error *error)
{
	struct hours hours = {0};
	struct slice rest = slice_trim(text), piece;
	if (slice_is(rest, "off")) {
		*ret_hours = hours;
		return true;
	}
	while (slice_split(&rest, ',', &piece)) {
		struct hours_span span;
		if (hours.count == HOURS_MAX) {
			error_set(error, -EINVAL, "more than %d spans in a day", HOURS_MAX);
			return false;
		}
		if (!parse_span(piece, &span))
			return refuse(error, slice_trim(text), hours_like);
		if (span.to <= span.from)
			return refuse(error, slice_trim(piece), "a span: it ends before it begins");
		if (hours.count && span.from < hours.span[hours.count - 1].to) {
			error_set(error, -EINVAL,
				"the spans of \"%.*s\" overlap or are not in order",
				text.length > 60 ? 60 : (int)text.length, text.data);
			return false;
		}
		hours.span[hours.count++] = span;
	}
	*ret_hours = hours;
	return true;
}

/* Takes "(reason)" off the end of *text. */
static bool take_reason(
	struct slice *text, struct arena *arena, const char **ret_reason, struct error *error)
{
	const char *open = text->length ? memchr(text->data, '(', text->length) : NULL;
	*ret_reason = "";
	if (!open)
		return true;
	size_t before = (size_t)(open - text->data), length = text->length - before;
	if (open[length - 1] != ')')
		return refuse(error, *text, "closed by the bracket of its reason");
	*ret_reason = arena_copy(arena, slice_trim((struct slice){open + 1, length - 2}));
	*text = slice_trim((struct slice){text->data, before});
	return true;
}

/* Takes "worked" off the front of *text. */
static bool take_worked(struct slice *text)
{
	static const struct slice word = {"worked", 6};
	if (text->length < word.length || memcmp(text->data, word.data, word.length) != 0)
		return false;
	struct slice rest = {text->data + word.length, text->length - word.length};
	if (rest.length && rest.data[0] != ' ' && rest.data[0] != '\t')
		return false;
	*text = slice_trim(rest);
	return true;
}

bool calendar_entry_parse(struct slice text, struct arena *arena, struct calendar_entry *ret_entry,
	struct error *error)
{
	struct calendar_entry entry = {.part = PART_ALL};
	struct slice rest = slice_trim(text);
	if (!take_reason(&rest, arena, &entry.reason, error))
		return false;
	entry.off = slice_is(rest, "off");
	entry.worked = take_worked(&rest);
	if (slice_is(rest, "morning"))
		entry.part = PART_MORNING;
	else if (slice_is(rest, "afternoon"))
		entry.part = PART_AFTERNOON;
	else if (rest.length && !entry.off)
		entry.part = PART_HOURS;
	if (entry.part == PART_HOURS && (rest.data[0] < '0' || rest.data[0] > '9'))
		return refuse(error, rest, "off, worked, morning, afternoon or hours");
	if (entry.part == PART_HOURS && !calendar_hours_parse(rest, &entry.hours, error))
		return false;
	if (!rest.length && !entry.worked)
		return refuse(error, rest, "off, worked, morning, afternoon or hours");
	*ret_entry = entry;
	return true;
}
