/* The detectors of dates that were rewritten or cannot be: moved-due, back-dated, undated. */
#include "core/case/detector.h"

/* How a closed moment's stated finish lies to its due date; BUCKET_INVALID: nothing is stated. */
static enum bucket stated(const struct looking *looking, const struct moment *moment)
{
	const struct case_facts *facts = &moment->state.facts;
	struct case_life life = {
		.first_seen = moment->by, .closed_seen = moment->by, .was_accepted = true};
	struct verdict verdict = verdict_of(facts, &life, looking->of->judge, moment->by);
	bool said = moment->closed && !verdict.uncertain && facts->due != INSTANT_NONE;
	return said ? verdict.bucket : BUCKET_INVALID;
}

/* Overdue, or closed late, as seen at `seen`. */
static bool late_at(const struct looking *looking, const struct moment *moment, instant seen)
{
	if (moment->closed)
		return stated(looking, moment) == BUCKET_LATE;
	if (moment->paused || !status_accepted(moment->state.facts.status))
		return false;
	return seen >= due_limits_of(moment->state.facts.due, looking->of->judge).passes;
}

/* --- moved-due -------------------------------------------------------------------------------- */

/* Working days that pauses have given the case up to a moment, by the bounds that make them longest. */
static int days_given(const struct looking *looking, instant by)
{
	int days = 0;
	for (size_t i = 0; i < looking->of->pause_count; i++) {
		const struct pause *pause = &looking->of->pauses[i];
		instant from =
			pause->began_after == INSTANT_NONE ? pause->began_by : pause->began_after;
		instant to = pause->ended_by == INSTANT_NONE || pause->ended_by > by
				     ? by
				     : pause->ended_by;
		int counted;
		if (pause->began_said != INSTANT_NONE && pause->began_said < from)
			from = pause->began_said;
		if (pause->began_by <= by && from < to &&
			calendar_count(looking->calendar, zone_day(looking->zone, from),
				zone_day(looking->zone, to), &counted) == 0)
			days += counted + 1;
	}
	return days;
}

/* Was the value that moment k replaced back within days? */
static bool comes_back(const struct looking *looking, size_t k, enum fact fact)
{
	const struct moments *moments = looking->moments;
	int64_t was = state_value(&moments->list[k - 1].state, fact);
	for (size_t i = k + 1; i < moments->count; i++)
		if (state_value(&moments->list[i].state, fact) == was)
			return moments->list[i].by - moments->list[k].by <= COMES_BACK_MS;
	return false;
}

/* What the moves of a due date have come to so far. */
struct moves {
	int64_t seen[64]; /* values promised so far */
	size_t seen_count;
	int given_used; /* working days of pauses that moves have used up */
	int counted; /* moves that were none of a pause's */
	int undone;
};

static bool promised_before(const struct moves *moves, int64_t due)
{
	for (size_t i = 0; i < moves->seen_count; i++)
		if (moves->seen[i] == due)
			return true;
	return false;
}

static void promise(struct moves *moves, int64_t due)
{
	if (!promised_before(moves, due) && moves->seen_count < 64)
		moves->seen[moves->seen_count++] = due;
}

/* Does the time that the case stood paused account for the move? */
static bool pause_gave_it(const struct looking *looking, struct moves *moves, size_t k)
{
	const struct moment *moment = &looking->moments->list[k];
	int given = days_given(looking, moment->by), shift;
	if (given <= moves->given_used ||
		calendar_count(looking->calendar,
			zone_day(looking->zone, moment[-1].state.facts.due),
			zone_day(looking->zone, moment->state.facts.due), &shift) < 0 ||
		shift > given - moves->given_used + 1)
		return false;
	moves->given_used += shift;
	return true;
}

/* The move of moment k, when it came too late or for the second time. */
static void judge_move(struct looking *looking, struct moves *moves, size_t k)
{
	const struct moment *moment = &looking->moments->list[k], *before = moment - 1;
	instant due = before->state.facts.due;
	instant begins = zone_midnight(looking->zone, zone_day(looking->zone, due));
	instant passes = due_limits_of(due, looking->of->judge).passes;
	instant alive = look_alive(looking, before->state.unit, moment->by);
	struct finding finding = {
		.fact = FACT_DUE,
		.was = due,
		.became = moment->state.facts.due,
		.after = moment->after,
		.by = moment->by,
		.at = moment->by,
		.unit = before->state.unit,
		.field = before->state.field,
		.confidence = moment->after >= passes ? CONFIDENCE_STRONG : CONFIDENCE_FAIR,
	};
	bool reached = moment->after >= begins, perhaps = moment->by >= passes;
	bool told_late = reached && alive != INSTANT_NONE && alive < begins;
	if (!reached && !perhaps && moves->counted < 2)
		return;
	if ((!reached || told_late) && moves->counted < 2)
		finding.doubt = told_late ? DOUBT_LATE_NEWS : DOUBT_STALE;
	if (comes_back(looking, k, FACT_DUE)) {
		finding.doubt = DOUBT_CAME_BACK;
		moves->undone++;
	} else if (moves->undone >= 2) {
		finding.doubt = DOUBT_CAME_BACK; /* it goes on flipping */
	}
	look_found(looking, finding);
}

static void look_at_move(struct looking *looking, struct moves *moves, size_t k)
{
	const struct moment *moment = &looking->moments->list[k], *before = moment - 1;
	instant was = before->state.facts.due, is = moment->state.facts.due;
	if (was != INSTANT_NONE)
		promise(moves, was);
	if (was == INSTANT_NONE || is == INSTANT_NONE ||
		zone_day(looking->zone, is) <= zone_day(looking->zone, was))
		return;
	bool gains = !before->closed || (late_at(looking, before, moment->after) &&
						stated(looking, moment) != BUCKET_LATE);
	if (!gains || before->paused || pause_gave_it(looking, moves, k))
		return;
	if (!promised_before(moves, is) && !comes_back(looking, k, FACT_DUE) &&
		!look_technical(looking, FACT_DUE, moment->by))
		moves->counted++;
	judge_move(looking, moves, k);
}

/* Law: an apology with a new date at most once, and the day before it is due at the latest. */
void detect_moved_due(struct looking *looking)
{
	struct moves moves = {0};
	for (size_t k = 1; k < looking->moments->count; k++)
		look_at_move(looking, &moves, k);
}

/* --- back-dated ------------------------------------------------------------------------------- */

/* The last poll before moment k that saw the case open and running; NONE: none did. */
static instant seen_open(const struct looking *looking, size_t k)
{
	for (size_t i = k; i-- > 0;) {
		const struct moment *moment = &looking->moments->list[i];
		if (moment->closed)
			continue;
		bool runs = !moment->paused && status_accepted(moment->state.facts.status);
		return runs ? moment->until : INSTANT_NONE;
	}
	return INSTANT_NONE;
}

static bool said_late_before(const struct looking *looking, size_t k)
{
	for (size_t i = k; i-- > 0;) {
		const struct moment *moment = &looking->moments->list[i];
		if (!moment->closed)
			return false;
		if (stated(looking, moment) == BUCKET_LATE &&
			moment->state.facts.due == looking->moments->list[k].state.facts.due)
			return true;
	}
	return false;
}

/* Does moment k say of a case that was seen late that it was finished in time? */
static bool contradicts(const struct looking *looking, size_t k, struct finding *ret_finding)
{
	const struct moment *moment = &looking->moments->list[k];
	const struct case_facts *facts = &moment->state.facts;
	enum bucket bucket = stated(looking, moment);
	if (bucket != BUCKET_EARLY && bucket != BUCKET_ON_TIME)
		return false;
	instant passes = due_limits_of(facts->due, looking->of->judge).passes;
	instant open = seen_open(looking, k);
	bool seen_late = open != INSTANT_NONE && open >= passes;
	if (!seen_late && !said_late_before(looking, k))
		return false;
	instant alive = look_alive(looking, moment->state.unit, moment->by);
	int64_t worked = 0;
	*ret_finding = (struct finding){
		.fact = FACT_FINISHED,
		.was = moment[-1].state.facts.finished,
		.became = facts->finished != INSTANT_NONE ? facts->finished : facts->returned,
		.after = seen_late ? open : moment->after,
		.by = moment->by,
		.at = moment->by,
		.unit = moment->state.unit,
		.field = moment->state.field,
		.confidence = seen_late ? CONFIDENCE_STRONG : CONFIDENCE_FAIR,
	};
	if (seen_late && calendar_work(looking->calendar, passes, open, &worked) == 0 &&
		worked < WORKING_DAY_MS)
		ret_finding->doubt = DOUBT_LAG;
	else if (seen_late && alive != INSTANT_NONE && alive < passes)
		ret_finding->doubt = DOUBT_LATE_NEWS;
	return true;
}

void detect_back_dated(struct looking *looking)
{
	const struct moments *moments = looking->moments;
	for (size_t k = 1; k < moments->count; k++) {
		struct finding finding, ends;
		if (!contradicts(looking, k, &finding))
			continue;
		size_t last = k; /* the stretch in which it is said */
		while (last + 1 < moments->count && contradicts(looking, last + 1, &ends))
			last++;
		if (last + 1 < moments->count &&
			moments->list[last + 1].by - finding.by <= COMES_BACK_MS)
			finding.doubt = DOUBT_CAME_BACK;
		look_found(looking, finding);
		k = last;
	}
}

/* --- undated ---------------------------------------------------------------------------------- */

#define ODD_CLOCK (ODD_RECEIVED_IN_FUTURE | ODD_FINISHED_IN_FUTURE)
#define ODD_IMPOSSIBLE (ODD_CLOCK | ODD_FINISHED_BEFORE_RECEIVED | ODD_DUE_BEFORE_RECEIVED)

/* Dates so little ahead of the observation come from a wrong clock. */
static bool clock_is_ahead(const struct moment *moment)
{
	const struct case_facts *facts = &moment->state.facts;
	return facts->received <= moment->by + DAY_MS && facts->finished <= moment->by + DAY_MS;
}

static void look_at_odd(struct looking *looking, const struct moment *moment)
{
	unsigned odd = moment->state.facts.odd & ODD_IMPOSSIBLE;
	if (!odd)
		return;
	look_found(looking, (struct finding){
				    .fact = FACT_ODD,
				    .was = 0,
				    .became = odd,
				    .after = moment->after,
				    .by = moment->by,
				    .at = moment->by,
				    .unit = moment->state.unit,
				    .field = moment->state.field,
				    .confidence = CONFIDENCE_FAIR,
				    .doubt = !(odd & (unsigned)~ODD_CLOCK) && clock_is_ahead(moment)
						     ? DOUBT_CLOCK
						     : DOUBT_NONE,
			    });
}

static bool lacks_due(const struct moment *moment)
{
	const struct case_facts *facts = &moment->state.facts;
	return facts->due == INSTANT_NONE && status_accepted(facts->status) &&
	       facts->status != STATUS_WITHDRAWN && facts->status != STATUS_REFUSED;
}

/* The appointment slip may come with the next reading: the case has until the end of the working day
 * after its receipt. */
static void look_at_missing_due(struct looking *looking, size_t k, size_t last)
{
	const struct moment *moment = &looking->moments->list[k];
	instant received = moment->state.facts.received;
	instant from = received != INSTANT_NONE && received > moment->by ? received : moment->by;
	instant deadline = look_after_days(looking, from, 1);
	if (moment->closed)
		deadline = moment->by;
	if (deadline == INSTANT_NONE || looking->moments->list[last].until < deadline) {
		if (last + 1 == looking->moments->count)
			look_again(looking, deadline);
		return;
	}
	bool back = k > 0 && last + 1 < looking->moments->count &&
		    looking->moments->list[last + 1].by - moment->by <= COMES_BACK_MS;
	look_found(looking, (struct finding){
				    .fact = FACT_DUE,
				    .was = k ? moment[-1].state.facts.due : INSTANT_NONE,
				    .became = INSTANT_NONE,
				    .after = moment->after,
				    .by = moment->by,
				    .at = deadline,
				    .unit = moment->state.unit,
				    .field = moment->state.field,
				    .confidence = CONFIDENCE_FAIR,
				    .doubt = back ? DOUBT_CAME_BACK : DOUBT_NONE,
			    });
}

void detect_undated(struct looking *looking)
{
	const struct moments *moments = looking->moments;
	for (size_t k = 0; k < moments->count; k++) {
		const struct moment *moment = &moments->list[k];
		if (k == 0 || moment->state.facts.odd != moment[-1].state.facts.odd)
			look_at_odd(looking, moment);
	}
	for (size_t k = 0; k < moments->count; k++) {
		size_t last = k;
		if (!lacks_due(&moments->list[k]))
			continue;
		while (last + 1 < moments->count && lacks_due(&moments->list[last + 1]))
			last++;
		look_at_missing_due(looking, k, last);
		k = last;
	}
}
