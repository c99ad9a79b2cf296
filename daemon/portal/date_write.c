#include "portal/date_format.h"

/* A moment taken apart into the wall clock of its zone. */
struct clock_face {
	struct civil_date date;
	int hour, minute, second, ms;
	int offset_seconds;
	instant at;
};

static struct clock_face face_of(const struct date_rule *rule, const struct zone *zone, instant at)
{
	struct clock_face face = {.at = at, .offset_seconds = rule->offset_seconds};
	if (rule->local && zone)
		face.offset_seconds = zone_offset(zone, at);
	int64_t local = at + face.offset_seconds * SECOND_MS;
	int64_t of_day = ((local % DAY_MS) + DAY_MS) % DAY_MS;
	face.date = civil_date((day)((local - of_day) / DAY_MS));
	face.hour = (int)(of_day / HOUR_MS);
	face.minute = (int)(of_day % HOUR_MS / MINUTE_MS);
	face.second = (int)(of_day % MINUTE_MS / SECOND_MS);
	face.ms = (int)(of_day % SECOND_MS);
	return face;
}

static void write_offset(struct text *out, int seconds, const char *colon)
{
	int minutes = (seconds < 0 ? -seconds : seconds) / 60;
	text_printf(
		out, "%c%02d%s%02d", seconds < 0 ? '-' : '+', minutes / 60, colon, minutes % 60);
}

static void write_iso(struct text *out, const struct clock_face *face)
{
	text_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03d", face->date.year, face->date.month,
		face->date.mday, face->hour, face->minute, face->second, face->ms);
	write_offset(out, face->offset_seconds, ":");
}

static void write_step(struct text *out, enum date_step step, char literal, bool halves,
	const struct clock_face *face)
{
	int hour = halves ? (face->hour + 11) % 12 + 1 : face->hour;
	switch (step) {
	case STEP_LITERAL:
		text_add_char(out, literal);
		break;
	case STEP_YEAR:
		text_printf(out, "%04d", face->date.year);
		break;
	case STEP_MONTH:
	case STEP_MONTH_LOOSE:
		text_printf(out, step == STEP_MONTH ? "%02d" : "%d", face->date.month);
		break;
	case STEP_DAY:
	case STEP_DAY_LOOSE:
		text_printf(out, step == STEP_DAY ? "%02d" : "%d", face->date.mday);
		break;
	case STEP_HOUR:
	case STEP_HOUR_LOOSE:
		text_printf(out, step == STEP_HOUR ? "%02d" : "%d", hour);
		break;
	case STEP_MINUTE:
		text_printf(out, "%02d", face->minute);
		break;
	case STEP_SECOND:
		text_printf(out, "%02d", face->second);
		break;
	case STEP_FRACTION:
		text_printf(out, "%03d", face->ms);
		break;
	case STEP_OFFSET_COLON:
		write_offset(out, face->offset_seconds, ":");
		break;
	case STEP_OFFSET:
		write_offset(out, face->offset_seconds, "");
		break;
	case STEP_YEAR_SHORT:
		text_printf(out, "%02d", face->date.year % 100);
		break;
	case STEP_HALF_DAY:
		text_add(out, face->hour < 12 ? "AM" : "PM");
		break;
	case STEP_SERIAL: /* of readings only: what asks by it is written as most read it */
	case STEP_JSON_ARRAY:
	case STEP_DOTNET:
	case STEP_ISO:
		write_iso(out, face);
		break;
	case STEP_EPOCH_MS:
		text_printf(out, "%lld", (long long)face->at);
		break;
	case STEP_EPOCH_S:
		text_printf(out, "%lld", (long long)(face->at / SECOND_MS));
		break;
	}
}

void date_write(const struct date_format *format, const struct date_rule *rule,
	const struct zone *zone, instant at, struct text *out)
{
	struct clock_face face = face_of(rule, zone, at);
	bool halves = memchr(format->step, STEP_HALF_DAY, format->count) != NULL;
	for (int i = 0; i < format->count; i++)
		write_step(out, (enum date_step)format->step[i], format->literal[i], halves, &face);
}
