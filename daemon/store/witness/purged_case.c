#include "store/witness/purged_case.h"

#include <errno.h>

#include "base/memory.h"
#include "store/cases/varint.h"

void past_case_free(struct past_case *past)
{
	free(past->pauses);
}

/* --- of a case -------------------------------------------------------------------------------- */

static uint8_t status_of(const struct case_facts *facts, const struct case_life *life, bool closed)
{
	if (life->settled)
		return STATUS_WITHDRAWN;
	if (closed)
		return facts->status == STATUS_WITHDRAWN || facts->status == STATUS_REFUSED
			       ? STATUS_WITHDRAWN
			       : STATUS_PROCESSED;
	if (facts->status == STATUS_REGISTERED)
		return STATUS_REGISTERED;
	/* how an open case pauses, its pauses say; but the portal may say when a supplement was asked */
	if (facts->status == STATUS_SUPPLEMENT && facts->supplement_asked != INSTANT_NONE)
		return STATUS_SUPPLEMENT;
	return STATUS_PROCESSING;
}

/* Not what nobody can say: open under a word unexplained, or listed no more (core/case/national.c). */
static bool was_counted(const struct case_facts *facts, const struct case_life *life)
{
	if (!facts_closed(facts, life) && (facts->status == STATUS_UNKNOWN || life->vanished))
		return false;
	return facts->received != INSTANT_NONE &&
	       (life->was_accepted || status_accepted(facts->status));
}

static void take_closing(
	struct past_case *past, const struct case_facts *facts, const struct case_life *life)
{
	past->closing = facts->finished != INSTANT_NONE ? facts->finished : facts->returned;
	if (life->settled)
		past->closing = INSTANT_NONE;
	past->observed = past->closing == INSTANT_NONE;
	if (past->observed)
		past->closing = life->closed_seen;
	past->closed_seen = life->closed_seen;
}

bool past_case_of(const struct known_case *known, const struct pause *pauses, size_t count,
	int frozen, struct past_case *ret_past)
{
	const struct case_facts *facts = &known->judged.facts;
	const struct case_life *life = &known->judged_life;
	bool closed = facts_closed(facts, life), undated = facts->due == INSTANT_NONE;
	if (!was_counted(facts, life))
		return false;
	*ret_past = (struct past_case){
		.status = status_of(facts, life, closed),
		.frozen = closed ? frozen : -1,
		.term_unit = undated ? facts->term_unit : TERM_NONE,
		.term = undated && facts->term_unit != TERM_NONE ? facts->term : 0,
		.supplements = facts->supplements > 1 ? 2 : 0,
		.received = facts->received,
		.due = facts->due,
		.closing = INSTANT_NONE,
		.asked = facts->supplement_asked,
		.done = facts->supplement_asked == INSTANT_NONE ? INSTANT_NONE
								: facts->supplement_done,
		.closed_seen = INSTANT_NONE,
	};
	if (closed)
		take_closing(ret_past, facts, life);
	array_reserve(ret_past->pauses, &ret_past->pause_capacity, count);
	for (size_t i = 0; i < count; i++) {
		struct pause_span span = pause_span_of(&pauses[i]);
		ret_past->pauses[ret_past->pause_count++] =
			(struct past_pause){pauses[i].status, span.uncertain, span.from, span.to};
	}
	return true;
}

static bool closes_ahead(const struct past_case *past)
{
	return past->closing != INSTANT_NONE && past->closed_seen != INSTANT_NONE &&
	       past->closing > past->closed_seen;
}

/* When it counts as closed; NONE: it is open. */
static instant closed_at(const struct past_case *past)
{
	return closes_ahead(past) ? past->closed_seen : past->closing;
}

void past_case_before(struct past_case *past, instant at)
{
	size_t kept = 0;
	if (past->closing != INSTANT_NONE && closed_at(past) >= at) {
		past->closing = past->closed_seen = INSTANT_NONE;
		past->status = STATUS_PROCESSING;
		past->observed = false;
		past->frozen = -1;
	}
	if (past->due == INSTANT_NONE)
		return; /* a term is told from all pauses, also those to come */
	for (size_t i = 0; i < past->pause_count; i++) {
		struct past_pause pause = past->pauses[i];
		if (pause.from >= at)
			continue;
		if (pause.to != INSTANT_NONE && pause.to >= at)
			pause.to = INSTANT_NONE;
		past->pauses[kept++] = pause;
	}
	past->pause_count = kept;
}

instant past_case_last(const struct past_case *past)
{
	instant closed = closed_at(past);
	return closed != INSTANT_NONE && closed < past->received ? past->received : closed;
}

/* --- without hours ---------------------------------------------------------------------------- */

/* Hours count where a term begins or a wait is taken off, and where the verdict is still to be told by
 * the settings of a report, or the portal gives an hour that had not come. */
static bool needs_hours(const struct past_case *past)
{
	bool closed = past->closing != INSTANT_NONE;
	if (past->due == INSTANT_NONE || past->asked != INSTANT_NONE)
		return true;
	if (closed && (past->frozen < 0 || closes_ahead(past)))
		return true;
	for (size_t i = 0; i < past->pause_count; i++)
		if (past->pauses[i].status == STATUS_SUPPLEMENT)
			return true;
	return false;
}

/* The day's beginning; but on the day of the due date what came after it stays after it. */
static instant without_hours(instant at, instant due, instant rounded_due, const struct zone *zone)
{
	if (at == INSTANT_NONE)
		return at;
	day date = zone_day(zone, at);
	return at > due && date == zone_day(zone, due) ? rounded_due + 1
						       : zone_midnight(zone, date);
}

/* A due date without an hour ends its day. */
static instant due_without_hours(instant due, const struct zone *zone)
{
	day date = zone_day(zone, due);
	return due == zone_midnight(zone, date + 1) - 1 ? due
							: zone_midnight(zone, date) + 12 * HOUR_MS;
}

/* Beside stopping, no pause changes a verdict of a case that was never asked for a supplement; and no
 * evening sees one that came and went in a day. */
static void drop_unseen(struct past_case *past)
{
	size_t kept = 0;
	bool stopped = false;
	for (size_t i = 0; i < past->pause_count; i++) {
		if (past->pauses[i].from == past->pauses[i].to)
			continue;
		stopped |= past->pauses[i].status == STATUS_STOPPED;
		past->pauses[kept++] = past->pauses[i];
	}
	past->pause_count = stopped ? kept : 0;
}

void past_case_round(struct past_case *past, const struct zone *zone)
{
	instant due = past->due;
	if (needs_hours(past))
		return;
	past->due = due_without_hours(due, zone);
	past->received = without_hours(past->received, due, past->due, zone);
	past->closing = without_hours(past->closing, due, past->due, zone);
	for (size_t i = 0; i < past->pause_count; i++) {
		struct past_pause *pause = &past->pauses[i];
		bool same_day = pause->to != INSTANT_NONE &&
				zone_day(zone, pause->from) == zone_day(zone, pause->to);
		pause->from = without_hours(pause->from, due, past->due, zone);
		pause->to = same_day ? pause->from : without_hours(pause->to, due, past->due, zone);
	}
	drop_unseen(past);
}

/* --- as bytes --------------------------------------------------------------------------------- */

static void put(struct text *out, uint64_t number)
{
	uint8_t bytes[VARINT_MOST];
	text_append(out, (const char *)bytes, varint_write(bytes, number));
}

/* Days and the rest apart, since most lie whole days after the receipt. 0: none. */
static void put_instant(struct text *out, instant at, instant received)
{
	if (at == INSTANT_NONE) {
		put(out, 0);
		return;
	}
	int64_t apart = at - received, rest = apart % DAY_MS;
	if (rest < 0)
		rest += DAY_MS;
	put(out, zigzag((apart - rest) / DAY_MS) + 1);
	put(out, (uint64_t)rest);
}

void past_case_write(const struct past_case *past, struct text *out)
{
	put(out, (uint64_t)past->status | (uint64_t)past->observed << 4 |
			 (uint64_t)past->supplements << 5 | (uint64_t)past->term_unit << 7);
	put(out, (uint64_t)(past->frozen + 1));
	put(out, zigzag(past->received));
	put_instant(out, past->due, past->received);
	put_instant(out, past->closing, past->received);
	put_instant(out, past->asked, past->received);
	put_instant(out, past->done, past->received);
	put_instant(out, closes_ahead(past) ? past->closed_seen : INSTANT_NONE, past->received);
	put(out, zigzag(past->term));
	for (size_t i = 0; i < past->pause_count; i++) {
		put(out, (uint64_t)past->pauses[i].status << 1 | past->pauses[i].uncertain);
		put_instant(out, past->pauses[i].from, past->received);
		put_instant(out, past->pauses[i].to, past->received);
	}
}

struct reading {
	struct slice rest;
	bool bad;
};

static uint64_t take(struct reading *reading)
{
	uint64_t number = 0;
	if (!reading->bad && !varint_read(&reading->rest, &number))
		reading->bad = true;
	return number;
}

static instant take_instant(struct reading *reading, instant received)
{
	uint64_t days = take(reading);
	if (!days)
		return INSTANT_NONE;
	int64_t apart = unzigzag(days - 1), rest = (int64_t)take(reading);
	reading->bad |= apart < INT32_MIN || apart > INT32_MAX || rest < 0 || rest >= DAY_MS;
	return reading->bad ? INSTANT_NONE : received + apart * DAY_MS + rest;
}

static void take_pauses(struct reading *reading, struct past_case *past)
{
	while (!reading->bad && reading->rest.length) {
		uint64_t head = take(reading);
		struct past_pause pause = {.status = (uint8_t)(head >> 1), .uncertain = head & 1};
		pause.from = take_instant(reading, past->received);
		pause.to = take_instant(reading, past->received);
		reading->bad |= head >> 1 >= STATUS_COUNT || pause.from == INSTANT_NONE;
		array_reserve(past->pauses, &past->pause_capacity, past->pause_count + 1);
		past->pauses[past->pause_count++] = pause;
	}
}

int past_case_read(struct slice bytes, struct past_case *ret_past)
{
	struct reading reading = {bytes, false};
	uint64_t head = take(&reading);
	uint64_t frozen = take(&reading);
	struct past_case past = {.status = head & 15,
		.observed = head >> 4 & 1,
		.supplements = head >> 5 & 3,
		.term_unit = head >> 7 & 3,
		.frozen = (int)(frozen & 63) - 1,
		.received = unzigzag(take(&reading)),
		.closed_seen = INSTANT_NONE};
	reading.bad |= past.status >= STATUS_COUNT || frozen > BUCKET_COUNT ||
		       past.received < -(INT64_C(1) << 60) || past.received > INT64_C(1) << 60;
	past.due = take_instant(&reading, past.received);
	past.closing = take_instant(&reading, past.received);
	past.asked = take_instant(&reading, past.received);
	past.done = take_instant(&reading, past.received);
	past.closed_seen = take_instant(&reading, past.received);
	past.term = (int32_t)unzigzag(take(&reading));
	take_pauses(&reading, &past);
	if (reading.bad) {
		past_case_free(&past);
		return -EBADMSG;
	}
	*ret_past = past;
	return 0;
}

/* --- as a case -------------------------------------------------------------------------------- */

/* The pause that has this span. */
static struct pause pause_of(const struct past_pause *past)
{
	instant to = past->to;
	return (struct pause){
		.status = past->status,
		.began_after = past->from,
		.began_by = past->from,
		.began_said = past->uncertain ? INSTANT_NONE : past->from,
		.ended_after = to == INSTANT_NONE ? INSTANT_NONE : to - 1,
		.ended_by = to,
		.ended_said = to,
	};
}

void past_case_tell(const struct past_case *past, struct store_case *found,
	struct pause *ret_pauses, struct store_past *ret_past)
{
	struct known_case known = {.state = {.unit = found->unit,
					   .procedure = found->procedure,
					   .field = found->field},
		.life = {.first_seen = past->received,
			.closed_seen = past->observed ? past->closing : past->closed_seen,
			.was_accepted = true},
		.frozen_at = INSTANT_NONE};
	known.state.facts = (struct case_facts){
		.submitted = INSTANT_NONE,
		.received = past->received,
		.due = past->due,
		.finished = past->observed ? INSTANT_NONE : past->closing,
		.returned = INSTANT_NONE,
		.supplement_asked = past->asked,
		.supplement_done = past->done,
		.status = past->status,
		.channel = CHANNEL_IN_PERSON,
		.term_unit = past->term_unit,
		.supplements = past->supplements,
		.term = past->term,
	};
	known.judged = known.state;
	known.judged_life = known.life;
	for (size_t i = 0; i < past->pause_count; i++)
		ret_pauses[i] = pause_of(&past->pauses[i]);
	found->code = "";
	found->facts = known.state.facts;
	found->life = known.life;
	found->counted = true;
	found->closed_at = closed_at(past);
	found->frozen_at = INSTANT_NONE;
	*ret_past = (struct store_past){found, known, ret_pauses, past->pause_count, past->frozen};
}
