/* hentractl calendar: days off and worked with their reasons, and the arithmetic of a term. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/plural.h"
#include "command/explain/reasoning.h"
#include "command/explain/term_words.h"
#include "command/tool/tool.h"

/* --- a year --------------------------------------------------------------------------------- */

/* Not what the weekly pattern alone says. */
static bool remarkable(const struct calendar *calendar, day date)
{
	enum day_kind kind = calendar_kind(calendar, date);
	return kind != DAY_WORKED && kind != DAY_WEEKLY_REST;
}

static int working_days(const struct calendar *calendar, int year)
{
	int count = 0;
	for (day date = civil_day(year, 1, 1); date <= civil_day(year, 12, 31); date++)
		count += calendar_worked(calendar, date);
	return count;
}

static const struct column year_columns[] = {
	{"date", "Ngày", "Date", ALIGN_LEFT, false},
	{"weekday", "Thứ", "Weekday", ALIGN_LEFT, false},
	{"kind", "Loại", "Kind", ALIGN_LEFT, false},
	{"reason", "Lý do", "Reason", ALIGN_LEFT, false},
};

static void year_text(struct tool *tool, int year)
{
	const struct calendar *calendar = tool_calendar(tool);
	const char *notice = calendar_notice(calendar, year);
	struct table *table = tool_new_table(tool, year_columns, ARRAY_SIZE(year_columns));
	for (day date = civil_day(year, 1, 1); date <= civil_day(year, 12, 31); date++) {
		char buffer[WHEN_MAX];
		if (!remarkable(calendar, date))
			continue;
		table_add(table, when_day(tool, date, buffer));
		table_add(table, tool->english ? civil_weekday_name(civil_weekday(date))
					       : civil_weekday_name_vi(civil_weekday(date)));
		table_add(table, day_kind_words(calendar_kind(calendar, date), tool->english));
		table_add(table, calendar_reason(calendar, date));
	}
	plural_printf(&tool->out,
		say(tool, "Năm %d: %d ngày làm việc; ", "%d: %d working day(s); "), year,
		working_days(calendar, year));
	if (calendar_provisional(calendar, year))
		text_printf(&tool->out, "%s\n\n",
			say(tool,
				"TẠM TÍNH: chưa có thông báo nghỉ lễ của năm này, tính theo luật "
				"và âm lịch",
				"PROVISIONAL: no notice for this year yet, by the fixed and lunar "
				"rules"));
	else
		text_printf(&tool->out, "%s\n\n", notice ? notice : "");
	tool_table(tool, table, say(tool, "(không có ngày đặc biệt)\n", "(no special days)\n"));
}

static void year_json(struct tool *tool, int year, struct json_writer *json)
{
	const struct calendar *calendar = tool_calendar(tool);
	char buffer[11];
	json_object(json, NULL);
	json_number(json, "year", year);
	json_bool(json, "provisional", calendar_provisional(calendar, year));
	json_string(json, "notice", calendar_notice(calendar, year));
	json_number(json, "working_days", working_days(calendar, year));
	json_array(json, "days");
	for (day date = civil_day(year, 1, 1); date <= civil_day(year, 12, 31); date++) {
		if (!remarkable(calendar, date))
			continue;
		const char *reason = calendar_reason(calendar, date);
		json_object(json, NULL);
		json_string(json, "date", civil_format_date(date, buffer));
		json_string(json, "weekday", civil_weekday_name(civil_weekday(date)));
		json_string(json, "kind", day_kind_name(calendar_kind(calendar, date)));
		json_bool(json, "worked", calendar_worked(calendar, date));
		json_string(json, "reason", reason[0] ? reason : NULL);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

enum exit_code command_calendar(struct tool *tool, const struct arguments *arguments)
{
	int64_t year = arguments->count ? tool_number(arguments->positional[0]) : 0;
	if (arguments->count && (year < 1 || year > CIVIL_YEAR_MAX))
		return tool_fail(EXIT_USAGE, "%s is not a year", arguments->positional[0]);
	enum exit_code exit = tool_site(tool);
	if (exit)
		return exit;
	const struct calendar *calendar = tool_calendar(tool);
	if (!arguments->count)
		year = civil_date(zone_day(tool_zone(tool), tool->now)).year;
	if (year < calendar_first_year(calendar) || year > calendar_last_year(calendar))
		return tool_fail(EXIT_NO, "the calendar knows the years %d to %d, not %lld",
			calendar_first_year(calendar), calendar_last_year(calendar),
			(long long)year);
	if (!tool->json) {
		year_text(tool, (int)year);
		return EXIT_FINE;
	}
	struct json_writer json = tool_json(tool);
	year_json(tool, (int)year, &json);
	tool_json_end(tool, &json);
	return EXIT_FINE;
}

/* --- a term --------------------------------------------------------------------------------- */

/* "+3", "3": working days; "+8h": working hours; "+10d": calendar days. */
static bool read_term(const char *word, struct term *ret_term)
{
	struct text digits = {0};
	if (*word == '+')
		word++;
	size_t length = strspn(word, "0123456789");
	text_append(&digits, word, length);
	int64_t amount = length && length < 7 ? tool_number(digits.data) : -1;
	text_free(&digits);
	const char *unit = word + length;
	if (amount < 0)
		return false;
	if (strcmp(unit, "h") == 0)
		*ret_term =
			(struct term){.unit = TERM_WORKING_HOURS, .amount = (int32_t)amount * 60};
	else if (strcmp(unit, "d") == 0)
		*ret_term = (struct term){.unit = TERM_CALENDAR_DAYS, .amount = (int32_t)amount};
	else if (!*unit)
		*ret_term = (struct term){.unit = TERM_WORKING_DAYS, .amount = (int32_t)amount};
	else
		return false;
	return true;
}

/* "2026-11-20", received when the office opens, or a time by the clock on the wall: "2026-11-20T18:00",
 * "2026-11-20 18:00:00". */
static bool read_local(const struct tool *tool, struct slice word, instant *ret_received)
{
	day date;
	int hour = 0, minute = 0, second = 0;
	const char *text = word.data;
	if ((word.length != 10 && word.length != 16 && word.length != 19) ||
		!civil_parse_date((struct slice){text, 10}, &date))
		return false;
	if (word.length > 10 && ((text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
					!civil_parse_digits(text + 11, 2, &hour) ||
					!civil_parse_digits(text + 14, 2, &minute)))
		return false;
	if (word.length > 16 && (text[16] != ':' || !civil_parse_digits(text + 17, 2, &second)))
		return false;
	int64_t ms = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS;
	if (minute > 59 || second > 59 || ms > DAY_MS)
		return false;
	*ret_received = zone_instant(tool_zone(tool), date, ms);
	return true;
}

static bool read_received(const struct tool *tool, const char *word, instant *ret_received)
{
	return read_local(tool, slice_of(word), ret_received) ||
	       zone_parse_rfc3339(slice_of(word), ret_received);
}

static enum exit_code read_ends(const struct arguments *arguments, struct term *term)
{
	const char *start = argument(arguments, "--start"), *end = argument(arguments, "--end");
	if (start && strcmp(start, "next-day") == 0)
		term->start = TERM_START_NEXT_DAY;
	else if (start && strcmp(start, "same-day") == 0)
		term->start = TERM_START_SAME_DAY;
	else if (start)
		return tool_fail(EXIT_USAGE, "--start is next-day or same-day, not %s", start);
	if (end && strcmp(end, "same-clock") == 0)
		term->end = TERM_END_SAME_CLOCK;
	else if (end && strcmp(end, "end-of-day") != 0)
		return tool_fail(EXIT_USAGE, "--end is end-of-day or same-clock, not %s", end);
	return EXIT_FINE;
}

/* The years that a term touches and that have no notice yet: its end may still move. */
typedef void year_fn(void *user, int year);
static void each_provisional(
	const struct tool *tool, instant received, day due, year_fn *on_year, void *user)
{
	int last = civil_date(due).year;
	for (int year = civil_date(zone_day(tool_zone(tool), received)).year; year <= last; year++)
		if (calendar_provisional(tool_calendar(tool), year))
			on_year(user, year);
}

static void provisional_text(void *user, int year)
{
	struct tool *tool = user;
	text_printf(&tool->out,
		say(tool, "Lưu ý: lịch năm %d là tạm tính, chưa có thông báo nghỉ lễ.\n",
			"Note: the calendar of %d is provisional, without a notice yet.\n"),
		year);
}

static void provisional_json(void *user, int year)
{
	json_number(user, NULL, year);
}

static void add_text(struct tool *tool, const struct term *term, instant received)
{
	char at[WHEN_MAX];
	text_printf(&tool->out, "%s %s + ", say(tool, "Tiếp nhận", "Received"),
		when(tool, received, at));
	term_words(tool, term, &tool->out);
	text_add(&tool->out, "\n\n");
	term_table(tool, term, received, NULL, 0, &tool->out);
}

enum exit_code command_calendar_add(struct tool *tool, const struct arguments *arguments)
{
	struct term term;
	instant received;
	const char *from = arguments->positional[0], *amount = arguments->positional[1];
	if (!read_term(amount, &term))
		return tool_fail(EXIT_USAGE,
			"%s is not a term such as +3 (working days), +8h (working hours) or +10d "
			"(calendar days)",
			amount);
	enum exit_code exit = read_ends(arguments, &term);
	if (!exit)
		exit = tool_site(tool);
	if (exit)
		return exit;
	if (!read_received(tool, from, &received))
		return tool_fail(EXIT_USAGE,
			"%s is neither a date such as 2026-11-20 nor a time such as "
			"2026-11-20T18:00:00+07:00",
			from);
	struct term_result due;
	if (term_due(&term, tool_calendar(tool), received, NULL, 0, &due) < 0)
		return tool_fail(EXIT_NO, "the calendar knows the years %d to %d only",
			calendar_first_year(tool_calendar(tool)),
			calendar_last_year(tool_calendar(tool)));
	if (!tool->json) {
		add_text(tool, &term, received);
		each_provisional(tool, received, due.due_date, provisional_text, tool);
		return EXIT_FINE;
	}
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	term_json(tool, &term, received, NULL, 0, &json);
	json_array(&json, "provisional");
	each_provisional(tool, received, due.due_date, provisional_json, &json);
	json_array_end(&json);
	json_object_end(&json);
	tool_json_end(tool, &json);
	return EXIT_FINE;
}
