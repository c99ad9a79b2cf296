#include "core/case/term_audit.h"

#include <stdlib.h>

/* `due_date` of a paused term is what it would be if the pause ended at once. */
static enum term_audit compare(const struct term_result *due, const struct calendar *calendar,
	instant promised, int *ret_apart)
{
	const struct zone *zone = calendar_zone(calendar);
	day said = zone_day(zone, promised), computed = due->due_date;
	if (calendar_count(calendar, computed, said, ret_apart) < 0)
		return TERM_AUDIT_UNKNOWN;
	if (said == computed)
		return TERM_AUDIT_AGREES;
	if (due->given_back_ms > 0 && said == zone_day(zone, due->first_due - 1))
		return TERM_AUDIT_AGREES_WITHOUT_PAUSES;
	/* a promise on a day off counts by its neighbours: 0 or 1 working day between them */
	if (abs(said - computed) == 1 || abs(*ret_apart) <= 1)
		return TERM_AUDIT_ONE_DAY;
	return TERM_AUDIT_WRONG;
}

struct term_audit_result term_audit_of(const struct term *term, const struct calendar *calendar,
	instant received, instant promised, const struct term_pause *pauses, size_t pause_count)
{
	struct term_audit_result result = {.word = TERM_AUDIT_NO_TERM};
	if (term->unit == TERM_NONE)
		return result;
	result.word = TERM_AUDIT_UNKNOWN;
	if (received == INSTANT_NONE ||
		term_due(term, calendar, received, pauses, pause_count, &result.due) < 0)
		return result;
	result.computed = true;
	result.word = promised == INSTANT_NONE
			      ? TERM_AUDIT_NO_DUE
			      : compare(&result.due, calendar, promised, &result.apart);
	return result;
}

struct audit_row {
	const char *name, *vi, *en;
};

static const struct audit_row rows[] = {
	[TERM_AUDIT_NO_TERM] = {"no_term", "không biết thời hạn của thủ tục",
		"the procedure's term is not known"},
	[TERM_AUDIT_NO_DUE] = {"no_due", "cổng không hẹn ngày trả", "the portal promised no date"},
	[TERM_AUDIT_UNKNOWN] = {"unknown", "lịch làm việc không biết đến những ngày đó",
		"the calendar does not reach so far"},
	[TERM_AUDIT_AGREES] = {"agrees", "khớp với ngày hẹn trả", "agrees with the promised date"},
	[TERM_AUDIT_AGREES_WITHOUT_PAUSES] = {"agrees_without_pauses",
		"khớp nếu không tính thời gian tạm dừng: cổng chưa bù thời gian đó",
		"agrees without the pauses: the portal gave that time not back"},
	[TERM_AUDIT_ONE_DAY] = {"one_day_apart", "lệch một ngày: cổng dùng lịch khác",
		"the calendar differs by a day"},
	[TERM_AUDIT_WRONG] = {"wrong", "không khớp với ngày hẹn trả",
		"wrong: it is not the promised date"},
};

const char *term_audit_name(enum term_audit word)
{
	return rows[word].name;
}

const char *term_audit_sentence(enum term_audit word, bool english)
{
	return english ? rows[word].en : rows[word].vi;
}

size_t term_pauses_of(const struct pause *pauses, size_t count, const struct judge *judge,
	struct term_pause *ret_pauses)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (!pause_stops_clock(&pauses[i], judge))
			continue;
		struct pause_span span = pause_span_of(&pauses[i]);
		/* polls order pauses by when they were seen, the portal's stamps may differ */
		size_t place = kept++;
		for (; place > 0 && ret_pauses[place - 1].from > span.from; place--)
			ret_pauses[place] = ret_pauses[place - 1];
		ret_pauses[place] = (struct term_pause){span.from, span.to};
	}
	return kept;
}

bool acceptance_of(const struct case_facts *facts, const struct calendar *calendar, instant now,
	struct acceptance *ret_acceptance)
{
	const struct term term = TERM_ACCEPTANCE;
	struct term_result due;
	bool waits = facts->status == STATUS_REGISTERED;
	if (facts->channel != CHANNEL_ONLINE || facts->submitted == INSTANT_NONE ||
		(!waits && facts->received == INSTANT_NONE) ||
		term_due(&term, calendar, facts->submitted, NULL, 0, &due) < 0)
		return false;
	struct acceptance acceptance = {
		.due = due.due, .accepted = waits ? INSTANT_NONE : facts->received};
	instant until = waits ? now : facts->received;
	acceptance.late = until > due.due;
	if (acceptance.late && calendar_work(calendar, due.due, until, &acceptance.over_ms) < 0)
		acceptance.over_ms = 0;
	*ret_acceptance = acceptance;
	return true;
}
