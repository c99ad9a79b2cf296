#include "core/case/detector.h"

static const struct {
	enum suspicion kind;
	detector_fn *detect;
} detectors[] = {
	{SUSPICION_MOVED_DUE, detect_moved_due},
	{SUSPICION_BACK_DATED, detect_back_dated},
	{SUSPICION_LATE_SUPPLEMENT, detect_late_supplement},
	{SUSPICION_PARKED, detect_parked},
	{SUSPICION_NOT_HANDED_OVER, detect_not_handed_over},
	{SUSPICION_LATE_ACCEPTANCE, detect_late_acceptance},
	{SUSPICION_UNDATED, detect_undated},
	{SUSPICION_NO_APOLOGY, detect_no_apology},
	{SUSPICION_VANISHED, detect_vanished},
};
#define DETECTORS (sizeof(detectors) / sizeof(detectors[0]))

static bool better(const struct finding *a, const struct finding *b)
{
	if (!a->doubt != !b->doubt)
		return !a->doubt;
	if (a->confidence != b->confidence)
		return a->confidence > b->confidence;
	return a->at < b->at;
}

/* What an official explained covers what was seen by then: a doubtful repetition asks nothing anew. */
static instant last_of(const struct finding *earlier, const struct finding *now)
{
	if (!earlier->doubt != !now->doubt)
		return earlier->doubt ? now->at : earlier->last;
	return earlier->last > now->at ? earlier->last : now->at;
}

void look_found(struct looking *looking, struct finding finding)
{
	uint32_t times = looking->found ? looking->finding->times + 1 : 1;
	if (!finding.doubt && look_technical(looking, finding.fact, finding.by))
		finding.doubt = DOUBT_MASS;
	if (finding.doubt)
		finding.confidence = CONFIDENCE_WEAK;
	instant last = looking->found ? last_of(looking->finding, &finding) : finding.at;
	if (!looking->found || better(&finding, looking->finding))
		*looking->finding = finding;
	looking->finding->last = last;
	looking->finding->times = times;
	looking->found = true;
}

void look_again(struct looking *looking, instant at)
{
	if (at != INSTANT_NONE && at > looking->of->at &&
		(looking->look == INSTANT_NONE || at < looking->look))
		looking->look = at;
}

bool look_technical(const struct looking *looking, enum fact fact, instant by)
{
	const struct witnessed *of = looking->of;
	return mass_change_find(of->mass_changes, of->mass_change_count, of->portal, 0,
		       MASS_TECHNICAL, fact, by) != NULL;
}

instant look_alive(const struct looking *looking, uint32_t unit, instant by)
{
	const struct witnessed *of = looking->of;
	const struct mass_change *late = mass_change_find(
		of->mass_changes, of->mass_change_count, of->portal, unit, MASS_LATE_NEWS, 0, by);
	return late ? late->since : INSTANT_NONE;
}

instant look_after_days(const struct looking *looking, instant at, int days)
{
	day last;
	if (at == INSTANT_NONE ||
		calendar_add_days(looking->calendar, zone_day(looking->zone, at), days, &last) < 0)
		return INSTANT_NONE;
	return zone_midnight(looking->zone, last + 1);
}

/* Most cases are closed, dated and without a history: nothing can be found in them. */
static bool nothing_to_see(const struct witnessed *of)
{
	const struct case_facts *facts = &of->state.facts;
	return of->change_count == 0 && of->pause_count == 0 && facts->due != INSTANT_NONE &&
	       !(facts->odd & ODD_DIRTY) && facts_closed(facts, &of->life);
}

size_t detect(const struct witnessed *witnessed,
	struct finding ret_findings[static SUSPICION_COUNT], instant *ret_look)
{
	size_t count = 0;
	*ret_look = INSTANT_NONE;
	if (nothing_to_see(witnessed))
		return 0;
	struct moments moments = moments_of(&witnessed->state, &witnessed->life, witnessed->changes,
		witnessed->change_count, witnessed->judge, witnessed->at);
	struct looking looking = {
		.of = witnessed,
		.moments = &moments,
		.calendar = witnessed->judge->calendar,
		.zone = calendar_zone(witnessed->judge->calendar),
		.look = INSTANT_NONE,
	};
	for (size_t i = 0; i < DETECTORS; i++) {
		looking.finding = &ret_findings[count];
		looking.found = false;
		detectors[i].detect(&looking);
		ret_findings[count].kind = detectors[i].kind;
		count += looking.found;
	}
	moments_free(&moments);
	/* kept to the second: never before its time */
	if (looking.look != INSTANT_NONE && looking.look % SECOND_MS)
		looking.look += SECOND_MS - looking.look % SECOND_MS;
	*ret_look = looking.look;
	return count;
}
