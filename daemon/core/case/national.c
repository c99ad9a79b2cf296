#include "core/case/national.h"

/* The pause of a status in which the case stood at an instant, and when it began. */
static bool paused_at(const struct national_case *subject, uint8_t status, instant at,
	struct pause_span *ret_span)
{
	for (size_t i = subject->pause_count; i-- > 0;) {
		struct pause_span span = pause_span_of(&subject->pauses[i]);
		if (subject->pauses[i].status != status || span.from > at ||
			(span.to != INSTANT_NONE && span.to <= at))
			continue;
		*ret_span = span;
		return true;
	}
	return false;
}

/* When the office was done with it as it stood at the horizon: status 9's time, else 10's, else that
 * of 8, 3 or 7. NONE: it was not done. A time that lies ahead of the poll which saw it done is compared as
 * it is said, and counts from that poll (*ret_counts), as verdict_of() has it. */
static instant closing_of(const struct national_case *subject, instant horizon, instant *ret_counts,
	bool *ret_uncertain)
{
	const struct case_facts *facts = subject->facts;
	instant closing = INSTANT_NONE, seen = subject->life->closed_seen;
	struct pause_span span;
	*ret_uncertain = false;
	if (facts_closed(facts, subject->life)) {
		closing = facts->finished != INSTANT_NONE ? facts->finished : facts->returned;
		if (subject->life->settled)
			closing = INSTANT_NONE;
		if (closing == INSTANT_NONE) {
			closing = seen;
			*ret_uncertain = true;
		}
	}
	*ret_counts = seen != INSTANT_NONE && seen < closing ? seen : closing;
	if (closing != INSTANT_NONE && *ret_counts <= horizon)
		return closing;
	if (!paused_at(subject, STATUS_STOPPED, horizon, &span))
		return INSTANT_NONE;
	*ret_uncertain = span.uncertain;
	return *ret_counts = span.from;
}

struct supplements {
	int requests;
	int64_t waited_ms; /* in closed waits, and up to `end` in an open one */
	bool uncertain;
};

static struct supplements supplements_of(const struct national_case *subject, instant end)
{
	const struct case_facts *facts = subject->facts;
	struct supplements sum = {0};
	for (size_t i = 0; i < subject->pause_count; i++) {
		if (subject->pauses[i].status != STATUS_SUPPLEMENT)
			continue;
		struct pause_span span = pause_span_of(&subject->pauses[i]);
		instant to = span.to == INSTANT_NONE || span.to > end ? end : span.to;
		if (span.from > end)
			continue; /* not asked yet when it is judged */
		sum.requests++;
		sum.uncertain |= span.uncertain;
		if (to > span.from)
			sum.waited_ms += to - span.from;
	}
	/* a wait that no poll saw, but that the portal tells of */
	if (sum.requests == 0 && facts->supplement_asked != INSTANT_NONE &&
		facts->supplement_asked <= end) {
		instant to = facts->supplement_done;
		sum.requests = 1;
		if (to != INSTANT_NONE && to > end)
			to = end;
		if (to != INSTANT_NONE && to > facts->supplement_asked)
			sum.waited_ms = to - facts->supplement_asked;
	}
	if (facts->supplements > sum.requests)
		sum.requests = facts->supplements;
	return sum;
}

/* Where the rule ends a case that stood unfinished at the horizon. */
static instant unfinished_end(const struct national_case *subject, instant horizon,
	enum national_reason *reason, bool *ret_uncertain)
{
	const struct case_facts *facts = subject->facts;
	struct pause_span span;
	bool asked = paused_at(subject, STATUS_SUPPLEMENT, horizon, &span);
	instant said = facts->status == STATUS_SUPPLEMENT ? facts->supplement_asked : INSTANT_NONE;
	if (said != INSTANT_NONE && said <= horizon) {
		*reason = NATIONAL_BY_REQUEST;
		return said;
	}
	if (asked) {
		*reason = NATIONAL_BY_REQUEST;
		*ret_uncertain = span.uncertain;
		return span.from;
	}
	*reason = NATIONAL_BY_PERIOD_END;
	return horizon;
}

static struct national_verdict compared(struct national_verdict result)
{
	if (result.due == INSTANT_NONE) {
		result.verdict = NATIONAL_NO_DEADLINE;
		result.reason = NATIONAL_BY_NOTHING;
	} else {
		result.verdict = result.end <= result.due ? NATIONAL_ON_TIME : NATIONAL_OVERDUE;
	}
	return result;
}

struct national_verdict national_of(
	const struct national_case *subject, instant from, instant until, instant now)
{
	const struct case_facts *facts = subject->facts;
	const struct case_life *life = subject->life;
	struct national_verdict result = {.verdict = NATIONAL_NOT_COUNTED,
		.reason = NATIONAL_BY_NOTHING,
		.end = INSTANT_NONE,
		.due = facts->due != INSTANT_NONE ? facts->due : subject->due_by_term};
	instant horizon = now < until ? now : until - 1;

	bool accepted = life->was_accepted || status_accepted(facts->status);
	/* what nobody can say, here as in the tally: a word unexplained, a case that is listed no more */
	bool unknown =
		!facts_closed(facts, life) &&
		(facts->status == STATUS_UNKNOWN || (life->vanished && life->vanished <= horizon));
	if (!accepted || unknown || facts->received == INSTANT_NONE || facts->received > horizon)
		return result;

	bool uncertain;
	instant counts, closing = closing_of(subject, horizon, &counts, &uncertain);
	bool finished = closing != INSTANT_NONE;
	if (finished && counts < from)
		return result;

	result.reason = facts->due != INSTANT_NONE ? NATIONAL_BY_DUE : NATIONAL_BY_TERM;
	if (finished) {
		result.end = closing;
		result.uncertain = uncertain;
	} else {
		result.end = unfinished_end(subject, horizon, &result.reason, &result.uncertain);
	}

	struct supplements sum = supplements_of(subject, result.end);
	result.supplements = sum.requests;
	if (sum.requests > 1) {
		result.verdict = NATIONAL_OVERDUE;
		result.reason = NATIONAL_BY_SUPPLEMENTS;
		return result;
	}
	if (finished) {
		result.supplement_ms = sum.waited_ms;
		result.end -= sum.waited_ms;
		result.uncertain |= sum.uncertain && sum.waited_ms > 0;
	}
	return compared(result);
}

const char *national_name(enum national verdict)
{
	static const char *const names[] = {
		[NATIONAL_NOT_COUNTED] = "not_counted",
		[NATIONAL_ON_TIME] = "on_time",
		[NATIONAL_OVERDUE] = "overdue",
		[NATIONAL_NO_DEADLINE] = "no_deadline",
	};
	return names[verdict];
}

const char *national_reason_sentence(enum national_reason reason, bool english)
{
	static const char *const sentences[][2] = {
		[NATIONAL_BY_DUE] = {"so với ngày hẹn trả, tính đến giờ",
			"compared with the due date, by the hour"},
		[NATIONAL_BY_TERM] = {"không có ngày hẹn trả, so với thời hạn của thủ tục",
			"no due date, compared with the procedure's term"},
		[NATIONAL_BY_REQUEST] = {"chờ công dân bổ sung, tính tại lúc yêu cầu bổ sung",
			"waits for the citizen, judged at the supplement request"},
		[NATIONAL_BY_SUPPLEMENTS] = {"yêu cầu bổ sung quá một lần nên tính là quá hạn",
			"supplements were asked more than once, which counts as overdue"},
		[NATIONAL_BY_PERIOD_END] = {"chưa giải quyết xong, so với cuối kỳ báo cáo",
			"unfinished, compared with the end of the period"},
		[NATIONAL_BY_NOTHING] =
			{"chưa được tiếp nhận, ngoài kỳ, hoặc không có hạn nào để so",
				"not accepted, outside the period, or without any deadline"},
	};
	return sentences[reason][english];
}

void national_score_add(
	struct national_score *score, const struct national_verdict *verdict, int64_t cases)
{
	if (verdict->verdict == NATIONAL_NOT_COUNTED)
		return;
	score->counted += cases;
	score->on_time += verdict->verdict == NATIONAL_ON_TIME ? cases : 0;
}

int national_score_points(const struct national_score *score)
{
	if (score->counted <= 0)
		return -1;
	return (int)((score->on_time * 2000 * 2 + score->counted) / (score->counted * 2));
}
