/* The detectors of waiting and of duties missed: late-supplement, parked, not-handed-over,
 * late-acceptance, no-apology, vanished. */
#include "core/case/detector.h"

/* The last moment seen by `by`. */
static const struct moment *moment_at(const struct looking *looking, instant by)
{
	const struct moment *found = &looking->moments->list[0];
	for (size_t k = 1; k < looking->moments->count && looking->moments->list[k].by <= by; k++)
		found = &looking->moments->list[k];
	return found;
}

/* --- late-supplement -------------------------------------------------------------------------- */

/* When the case began to wait for the citizen, at the earliest; NONE: not known. */
static instant asked_at_earliest(const struct pause *pause)
{
	struct pause_span span = pause_span_of(pause);
	return span.uncertain && pause->began_said != span.from ? pause->began_after : span.from;
}

/* The last working day before due, the due day or later; not the day of receipt, when it cannot have
 * been asked earlier. */
static bool is_late_day(
	const struct looking *looking, const struct case_facts *facts, instant asked)
{
	day last;
	if (asked == INSTANT_NONE || facts->due == INSTANT_NONE ||
		calendar_add_days(
			looking->calendar, zone_day(looking->zone, facts->due), -1, &last) < 0)
		return false;
	day asked_day = zone_day(looking->zone, asked);
	return asked_day >= last && (facts->received == INSTANT_NONE ||
					    asked_day > zone_day(looking->zone, facts->received));
}

static bool asked_late(
	const struct looking *looking, const struct pause *pause, enum doubt *ret_doubt)
{
	const struct moment *moment = moment_at(looking, pause->began_by);
	const struct case_facts *facts = &moment->state.facts;
	instant alive = look_alive(looking, moment->state.unit, pause->began_by);
	if (!is_late_day(looking, facts, asked_at_earliest(pause)))
		return false;
	if (alive != INSTANT_NONE && !is_late_day(looking, facts, alive))
		*ret_doubt = DOUBT_LATE_NEWS;
	/* the portal says that it was earlier: perhaps it was told late */
	if (pause->began_said != INSTANT_NONE && pause->began_said < pause->began_after &&
		!is_late_day(looking, facts, pause->began_said))
		*ret_doubt = DOUBT_LAG;
	return true;
}

void detect_late_supplement(struct looking *looking)
{
	int asked = 0;
	for (size_t i = 0; i < looking->of->pause_count; i++) {
		const struct pause *pause = &looking->of->pauses[i];
		if (pause->status != STATUS_SUPPLEMENT)
			continue;
		const struct moment *moment = moment_at(looking, pause->began_by);
		enum doubt doubt = DOUBT_NONE;
		bool glitch = pause->ended_by != INSTANT_NONE &&
			      pause->ended_by - pause->began_by < HOUR_MS;
		asked += !glitch;
		if (!asked_late(looking, pause, &doubt) && (asked < 2 || glitch))
			continue;
		if (glitch)
			doubt = DOUBT_CAME_BACK;
		look_found(looking, (struct finding){
					    .fact = FACT_STATUS,
					    .was = STATUS_PROCESSING,
					    .became = STATUS_SUPPLEMENT,
					    .after = pause->began_after,
					    .by = pause->began_by,
					    .at = pause->began_by,
					    .unit = moment->state.unit,
					    .field = moment->state.field,
					    .confidence = CONFIDENCE_FAIR,
					    .doubt = doubt,
				    });
	}
}

/* --- parked ----------------------------------------------------------------------------------- */

void detect_parked(struct looking *looking)
{
	for (size_t i = 0; i < looking->of->pause_count; i++) {
		const struct pause *pause = &looking->of->pauses[i];
		if (pause->status == 0)
			continue;
		struct pause_span span = pause_span_of(pause);
		bool over = pause->ended_by != INSTANT_NONE;
		instant parked = look_after_days(looking, span.from, PARKED_DAYS);
		const struct moment *moment = moment_at(looking, pause->began_by);
		if (parked == INSTANT_NONE)
			continue;
		instant until = looking->moments->list[looking->moments->count - 1].until;
		if ((over ? span.to : until) < parked) {
			if (!over)
				look_again(looking, parked);
			continue;
		}
		look_found(looking, (struct finding){
					    .fact = FACT_STATUS,
					    .was = pause->status,
					    .became = pause->status,
					    .after = pause->began_by,
					    .by = INSTANT_NONE,
					    .at = parked,
					    .unit = moment->state.unit,
					    .field = moment->state.field,
					    .confidence = CONFIDENCE_STRONG,
				    });
	}
}

/* --- not-handed-over -------------------------------------------------------------------------- */

static bool waits_for_handing_over(const struct moment *moment)
{
	return moment->state.facts.status == STATUS_PROCESSED &&
	       moment->state.facts.returned == INSTANT_NONE;
}

/* Only what was seen to be finished: how long an older result lay there nobody watched. */
void detect_not_handed_over(struct looking *looking)
{
	const struct moments *moments = looking->moments;
	for (size_t k = 1; k < moments->count && looking->of->tells_returns; k++) {
		const struct moment *moment = &moments->list[k];
		size_t last = k;
		if (!waits_for_handing_over(moment) || waits_for_handing_over(moment - 1) ||
			moment[-1].closed)
			continue;
		while (last + 1 < moments->count &&
			waits_for_handing_over(&moments->list[last + 1]))
			last++;
		instant deadline = look_after_days(looking, moment->by, NOT_HANDED_OVER_DAYS);
		if (deadline == INSTANT_NONE || moments->list[last].until < deadline) {
			if (last + 1 == moments->count)
				look_again(looking, deadline);
			continue;
		}
		instant returned = moments->list[moments->count - 1].state.facts.returned;
		bool told_late = returned != INSTANT_NONE && returned < deadline;
		look_found(looking, (struct finding){
					    .fact = FACT_STATUS,
					    .was = STATUS_PROCESSED,
					    .became = STATUS_PROCESSED,
					    .after = moment->by,
					    .by = INSTANT_NONE,
					    .at = deadline,
					    .unit = moment->state.unit,
					    .field = moment->state.field,
					    .confidence = CONFIDENCE_FAIR,
					    .doubt = told_late ? DOUBT_LAG : DOUBT_NONE,
				    });
	}
}

/* --- late-acceptance -------------------------------------------------------------------------- */

void detect_late_acceptance(struct looking *looking)
{
	const struct moments *moments = looking->moments;
	for (size_t k = 0; k < moments->count; k++) {
		const struct moment *moment = &moments->list[k];
		const struct case_facts *facts = &moment->state.facts;
		size_t last = k;
		instant limit;
		if (facts->status != STATUS_REGISTERED || facts->channel != CHANNEL_ONLINE ||
			facts->submitted == INSTANT_NONE ||
			calendar_add_work(
				looking->calendar, facts->submitted, 8 * HOUR_MS, &limit) < 0)
			continue;
		while (last + 1 < moments->count &&
			moments->list[last + 1].state.facts.status == STATUS_REGISTERED)
			last++;
		if (moments->list[last].until <= limit) {
			if (last + 1 == moments->count)
				look_again(looking, limit + 1);
			k = last;
			continue;
		}
		/* it says now that it was accepted in time: perhaps the portal was told late */
		bool told_late = last + 1 < moments->count &&
				 moments->list[last + 1].state.facts.received != INSTANT_NONE &&
				 moments->list[last + 1].state.facts.received <= limit;
		look_found(looking, (struct finding){
					    .fact = FACT_STATUS,
					    .was = STATUS_REGISTERED,
					    .became = STATUS_REGISTERED,
					    .after = moment->by,
					    .by = INSTANT_NONE,
					    .at = limit + 1,
					    .unit = moment->state.unit,
					    .field = moment->state.field,
					    .confidence = CONFIDENCE_STRONG,
					    .doubt = told_late ? DOUBT_LAG : DOUBT_NONE,
				    });
		k = last;
	}
}

/* --- no-apology ------------------------------------------------------------------------------- */

static bool was_extended(const struct looking *looking, size_t upto)
{
	for (size_t k = 1; k <= upto; k++)
		if (looking->moments->list[k - 1].state.facts.due != INSTANT_NONE &&
			looking->moments->list[k].state.facts.due >
				looking->moments->list[k - 1].state.facts.due &&
			!look_technical(looking, FACT_DUE, looking->moments->list[k].by))
			return true;
	return false;
}

/* Running, with a due date, and seen so before the due day: whoever works on it could know. */
static bool could_apologise(const struct looking *looking, const struct moment *moment)
{
	instant due = moment->state.facts.due;
	return due != INSTANT_NONE && !moment->closed && !moment->paused &&
	       status_accepted(moment->state.facts.status) &&
	       moment->by < zone_midnight(looking->zone, zone_day(looking->zone, due));
}

/* Was it extended after all, as late news told of a unit that had not been synchronised for days? */
static bool was_told_late(const struct looking *looking, size_t last, instant passes)
{
	const struct moments *moments = looking->moments;
	if (last + 1 >= moments->count)
		return false;
	const struct moment *next = &moments->list[last + 1];
	instant alive = look_alive(looking, next->state.unit, next->by);
	return next->state.facts.due > moments->list[last].state.facts.due &&
	       alive != INSTANT_NONE && alive < passes;
}

/* Found when the due date has passed: that it was open on the last working day before, without an
 * extension, is a duty missed only if it was not finished on its day after all. */
void detect_no_apology(struct looking *looking)
{
	const struct moments *moments = looking->moments;
	const struct case_facts *now = &moments->list[moments->count - 1].state.facts;
	for (size_t k = 0; k < moments->count; k++) {
		const struct moment *moment = &moments->list[k];
		if (!could_apologise(looking, moment) || was_extended(looking, k))
			continue;
		instant passes = due_limits_of(moment->state.facts.due, looking->of->judge).passes;
		size_t last = k;
		while (last + 1 < moments->count && !moments->list[last + 1].closed &&
			!moments->list[last + 1].paused &&
			moments->list[last + 1].state.facts.due == moment->state.facts.due)
			last++;
		if (moments->list[last].until < passes) {
			if (last + 1 == moments->count)
				look_again(looking, passes);
			k = last;
			continue;
		}
		bool in_time = moments->list[moments->count - 1].closed &&
			       now->finished != INSTANT_NONE && now->finished < passes;
		look_found(looking, (struct finding){
					    .fact = FACT_DUE,
					    .was = moment->state.facts.due,
					    .became = moment->state.facts.due,
					    .after = moment->by,
					    .by = INSTANT_NONE,
					    .at = passes,
					    .unit = moment->state.unit,
					    .field = moment->state.field,
					    .confidence = CONFIDENCE_STRONG,
					    .doubt = in_time || was_told_late(looking, last, passes)
							     ? DOUBT_LAG
							     : DOUBT_NONE,
				    });
		return;
	}
}

/* --- vanished --------------------------------------------------------------------------------- */

/* A case that is closed in time may leave a portal's list; an open or late one may not. */
static bool may_leave(const struct looking *looking, const struct moment *moment)
{
	struct case_life life = looking->of->life;
	struct verdict verdict =
		verdict_of(&moment->state.facts, &life, looking->of->judge, moment->by);
	return moment->closed ? verdict.bucket != BUCKET_LATE : verdict.bucket >= BUCKET_UNACCEPTED;
}

void detect_vanished(struct looking *looking)
{
	const struct witnessed *of = looking->of;
	for (size_t i = 0; i < of->change_count; i++) {
		const struct change *change = &of->changes[i];
		bool back = false;
		if (change->fact != FACT_LISTED || change->value != 1)
			continue;
		const struct moment *moment = moment_at(looking, change->by);
		for (size_t j = i + 1; j < of->change_count; j++)
			back |= of->changes[j].fact == FACT_LISTED && of->changes[j].value == 0;
		if (may_leave(looking, moment))
			continue;
		look_found(looking, (struct finding){
					    .fact = FACT_LISTED,
					    .was = 1,
					    .became = 0,
					    .after = change->after,
					    .by = change->by,
					    .at = change->by,
					    .unit = moment->state.unit,
					    .field = moment->state.field,
					    .confidence = CONFIDENCE_FAIR,
					    .doubt = back ? DOUBT_CAME_BACK : DOUBT_NONE,
				    });
	}
}
