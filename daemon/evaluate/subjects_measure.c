/* What the counts do not say of a subject: asked of the store, or of the survey over all cases. */
#include "evaluate/subjects_parts.h"
#include "evaluate/survey.h"
#include "ground/ground.h"
#include "store/store_witness.h"

int subjects_oldest_days(struct subjects *subjects, const struct subject *subject, int *ret_days,
	struct error *error)
{
	int *kept = subject->scope == SCOPE_COMMUNE ? &subjects->oldest[subject->index] : NULL;
	instant due = INSTANT_NONE;

	if (kept && *kept != SUBJECTS_OLDEST_UNKNOWN) {
		*ret_days = *kept;
		return 0;
	}
	if (subject->counts->bucket[BUCKET_OVERDUE] > 0) {
		int result = store_oldest_overdue(subjects->ground->store, subject->units,
			subject->unit_count, subject->field, &due, error);
		if (result < 0)
			return result;
	}
	*ret_days = due == INSTANT_NONE
			    ? 0
			    : verdict_days_late(due, &subjects->ground->judge, subjects->now);
	if (kept)
		*kept = *ret_days;
	return 0;
}

/* One question to the store, of what a rule needs. */
static int count(struct subjects *subjects, const struct subject *subject, enum case_age age,
	instant before, int64_t *ret_count, struct error *error)
{
	if (before == INSTANT_NONE) /* the calendar ends: check and status say so */
		return 0;
	return store_count_before(subjects->ground->store, age, subject->units, subject->unit_count,
		subject->field, before, ret_count, error);
}

static int count_suspicions(struct subjects *subjects, const struct subject *subject,
	enum suspicion kind, instant since, int64_t *ret_count, struct error *error)
{
	return store_count_suspicions(subjects->ground->store, kind, subject->units,
		subject->unit_count, subject->field, since, ret_count, error);
}

static int64_t stale_hours(const struct subjects *subjects, const struct subject *subject)
{
	const struct portal *portal = &subjects->ground->portals.items[subject->index];
	instant complete = portal->complete;

	if (portal_footing(portal, subjects->now) != PORTAL_STALE)
		return 0;
	if (complete == INSTANT_NONE)
		complete = portal_stale_at(portal) - portal->settings->max_lag_ms;
	return (subjects->now - complete) / HOUR_MS;
}

/* The working calendar is asked once a pass and need. */
static const struct cutoffs *cutoffs_of(struct subjects *subjects, unsigned needs)
{
	if (needs & ~subjects->cut) {
		subjects->cut |= needs;
		subjects->cutoffs =
			cutoffs_at(&subjects->ground->judge, subjects->cut, subjects->now);
	}
	return &subjects->cutoffs;
}

#define NEEDS_INDEX                                                                                \
	(NEED_FORECAST | NEED_PARKED | NEED_ACCEPTANCE | NEED_MOVED_DUE | NEED_BACK_DATED)

/* What an index of the store answers. */
static int measure_counted(struct subjects *subjects, const struct subject *subject, unsigned needs,
	struct measure_input *input, struct error *error)
{
	const struct cutoffs *cutoffs = cutoffs_of(subjects, needs);
	const int64_t *bucket = subject->counts->bucket;
	int result = 0;

	input->unknown |= cutoffs->unknown & needs;
	if (needs & NEED_FORECAST)
		result = count(
			subjects, subject, AGE_DUE, cutoffs->forecast, &input->forecast, error);
	if (result == 0 && needs & NEED_PARKED && bucket[BUCKET_PAUSED] > 0)
		result = count(
			subjects, subject, AGE_PAUSED, cutoffs->parked, &input->parked, error);
	if (result == 0 && needs & NEED_ACCEPTANCE && bucket[BUCKET_UNACCEPTED] > 0)
		result = count(subjects, subject, AGE_SUBMITTED, cutoffs->submitted,
			&input->late_acceptance, error);
	if (result == 0 && needs & NEED_MOVED_DUE)
		result = count_suspicions(subjects, subject, SUSPICION_MOVED_DUE, cutoffs->recent,
			&input->moved_due, error);
	if (result == 0 && needs & NEED_BACK_DATED)
		result = count_suspicions(subjects, subject, SUSPICION_BACK_DATED, cutoffs->recent,
			&input->back_dated, error);
	return result;
}

int subjects_measure(struct subjects *subjects, const struct subject *subject, unsigned needs,
	struct measure_input *ret_input, struct error *error)
{
	int result = 0;

	*ret_input = (struct measure_input){.counts = subject->counts};
	if (subject->scope == SCOPE_PORTAL)
		ret_input->stale_hours = stale_hours(subjects, subject);
	if (needs & NEED_OLDEST)
		result = subjects_oldest_days(
			subjects, subject, &ret_input->oldest_overdue_days, error);
	if (result == 0 && needs & NEEDS_INDEX)
		result = measure_counted(subjects, subject, needs, ret_input, error);
	if (result == 0 && needs & SURVEY_NEEDS)
		result = survey_measure(subjects->survey, subject, subjects->now, ret_input, error);
	return result;
}

day subjects_last_received(struct subjects *subjects, const struct subject *subject)
{
	day received = survey_last_received(
		subjects->survey, subject, zone_day(ground_zone(subjects->ground), subjects->now));

	return received == DAY_NONE ? 0 : received;
}

int subjects_late(struct subjects *subjects, const struct subject *subject,
	int (*on_late)(void *user, const struct survey_late *late), void *user)
{
	return survey_late(subjects->survey, subject, on_late, user);
}

int subjects_survey(struct subjects *subjects, instant now, int64_t until_ms, bool *ret_done,
	struct error *error)
{
	const struct settings *settings = ground_settings(subjects->ground);
	unsigned needs = 0;

	for (size_t i = 0; i < settings->rule_count; i++)
		needs |= rule_needs(&settings->rules[i].rule);
	return survey_walk(subjects->survey, needs, now, until_ms, ret_done, error);
}
