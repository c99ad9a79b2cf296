#include "core/alert/alert.h"

const char *alert_state_name(enum alert_state state)
{
	static const char *const names[] = {"inactive", "pending", "firing"};
	return names[state];
}

const char *severity_name(enum severity severity)
{
	static const char *const names[] = {"warning", "critical"};
	return names[severity];
}

const char *news_kind_name(enum news_kind kind)
{
	static const char *const names[NEWS_KINDS] = {
		"opened", "raised", "lowered", "closed", "reminder"};
	return names[kind];
}

void alert_init(struct alert *alert, const char *rule, enum scope scope, const char *subject)
{
	*alert = (struct alert){
		.rule = rule,
		.scope = scope,
		.subject = subject,
		.active_at = INSTANT_NONE,
		.fired_at = INSTANT_NONE,
		.keep_since = INSTANT_NONE,
		.lower_since = INSTANT_NONE,
		.frozen_at = INSTANT_NONE,
	};
}

/* When a duration that runs since `mark` ends; NONE: not running, or the calendar cannot say. */
static instant end_of(struct duration duration, instant mark, const struct calendar *calendar)
{
	instant end;
	if (mark == INSTANT_NONE)
		return INSTANT_NONE;
	if (duration.amount == 0)
		return mark;
	if (duration_after(duration, calendar, mark, &end) < 0)
		return INSTANT_NONE;
	return end;
}

#define OLDEST_UNKNOWN 100000 /* working days: longer than any case waits */

static bool has_passed(instant end, instant now)
{
	return end != INSTANT_NONE && end <= now;
}

/* A step: the alert, what it is moved by, and what came of it. */
struct step {
	struct alert *alert;
	const struct alert_input *input;
	struct alert_news *news;
	bool told;
	bool changed;
};

static void set_mark(struct step *step, instant *mark, instant value)
{
	step->changed |= *mark != value;
	*mark = value;
}

/* --- stale ---------------------------------------------------------------------------------- */

static void freeze(struct step *step)
{
	struct alert *alert = step->alert;
	if (alert->state == ALERT_INACTIVE || alert->frozen_at != INSTANT_NONE)
		return;
	instant since = step->input->stale_since;
	if (since <= 0 || since > step->input->now)
		since = step->input->now;
	set_mark(step, &alert->frozen_at, since);
}

/* Moves the beginning of a running duration so that as much of it is left as when it froze: by
 * working time when the duration counts working time. */
static void move_mark(struct step *step, instant *mark, struct duration duration)
{
	instant now = step->input->now;
	if (*mark == INSTANT_NONE || now <= *mark)
		return;
	instant from = step->alert->frozen_at > *mark ? step->alert->frozen_at : *mark;
	instant moved = *mark + (now - from);
	int64_t worked;
	if (duration.kind != DURATION_WALL &&
		calendar_work(step->input->calendar, from, now, &worked) == 0) {
		moved = *mark;
		if (worked > 0 &&
			calendar_add_work(step->input->calendar, *mark, worked, &moved) < 0)
			moved = now; /* beyond the calendar: nothing has run yet */
	}
	set_mark(step, mark, moved);
}

static void thaw(struct step *step)
{
	struct alert *alert = step->alert;
	if (alert->frozen_at == INSTANT_NONE)
		return;
	move_mark(step, &alert->active_at, step->input->rule->hold);
	move_mark(step, &alert->keep_since, step->input->rule->keep_firing);
	move_mark(step, &alert->lower_since, step->input->rule->keep_firing);
	set_mark(step, &alert->frozen_at, INSTANT_NONE);
}

/* --- news ----------------------------------------------------------------------------------- */

static void tell(struct step *step, enum news_kind kind)
{
	struct alert *alert = step->alert;
	const struct counts *counts = step->input->measures->counts;
	alert->sequence++;
	*step->news = (struct alert_news){
		.kind = kind,
		.episode = alert->episode,
		.sequence = alert->sequence,
		.rule = alert->rule,
		.scope = alert->scope,
		.subject = alert->subject,
		.severity = alert->severity,
		.at = step->input->now,
		.since = alert->fired_at,
		.held_since = alert->active_at,
		.counts = *counts,
		.told_before_at = INSTANT_NONE,
	};
	memcpy(step->news->value, alert->value, sizeof(alert->value));
	step->told = true;
	step->changed = true;
}

/* --- the states ----------------------------------------------------------------------------- */

/* The only place where a state changes. */
static void enter(struct step *step, enum alert_state state)
{
	struct alert *alert = step->alert;
	int64_t episode = alert->episode;
	int sequence = alert->sequence;
	instant now = step->input->now;
	switch (state) {
	case ALERT_PENDING: /* from inactive: nothing of an earlier episode is left */
		alert_init(alert, alert->rule, alert->scope, alert->subject);
		alert->active_at = now;
		break;
	case ALERT_FIRING:
		alert->fired_at = now;
		break;
	case ALERT_INACTIVE: /* the caller still has to save the end of this episode */
		alert_init(alert, alert->rule, alert->scope, alert->subject);
		alert->episode = episode;
		alert->sequence = sequence;
		break;
	}
	alert->state = state;
	step->changed = true;
}

/* The worse band comes at once and goes after keep-firing. */
static void move_band(struct step *step)
{
	struct alert *alert = step->alert;
	const struct rule *rule = step->input->rule;
	if (rule_critical(rule, step->input->measures)) {
		set_mark(step, &alert->lower_since, INSTANT_NONE);
		if (alert->severity == SEVERITY_WARNING) {
			alert->severity = SEVERITY_CRITICAL;
			tell(step, NEWS_RAISED);
		}
		return;
	}
	if (alert->severity == SEVERITY_WARNING)
		return;
	if (alert->lower_since == INSTANT_NONE)
		set_mark(step, &alert->lower_since, step->input->now);
	instant end = end_of(rule->keep_firing, alert->lower_since, step->input->calendar);
	/* while it would clear, closing is the next news: do not tell a step on the way */
	if (alert->keep_since == INSTANT_NONE && has_passed(end, step->input->now)) {
		set_mark(step, &alert->lower_since, INSTANT_NONE);
		alert->severity = SEVERITY_WARNING;
		tell(step, NEWS_LOWERED);
	}
}

/* Would it clear if the cases that the portal lists no more were overdue still? Their absence alone ends
 * no alert: it may hide what it should show, and the office is asked what became of them. */
static bool clears_without_absences(const struct step *step)
{
	const struct measure_input *now = step->input->measures;
	struct measure_input with = *now;
	struct counts counts = *now->counts;
	int64_t vanished = counts.bucket[BUCKET_VANISHED];
	if (!vanished)
		return true;
	counts.bucket[BUCKET_OVERDUE] += vanished;
	counts.bucket[BUCKET_VANISHED] = 0;
	with.counts = &counts;
	if (with.oldest_overdue_days < OLDEST_UNKNOWN)
		with.oldest_overdue_days = OLDEST_UNKNOWN;
	return rule_clears(step->input->rule, &with);
}

static void step_firing(struct step *step)
{
	struct alert *alert = step->alert;
	const struct rule *rule = step->input->rule;
	instant now = step->input->now;
	if (rule_clears(rule, step->input->measures)) {
		if (alert->keep_since == INSTANT_NONE)
			set_mark(step, &alert->keep_since, now);
		if (has_passed(end_of(rule->keep_firing, alert->keep_since, step->input->calendar),
			    now) &&
			clears_without_absences(step)) {
			tell(step, NEWS_CLOSED);
			enter(step, ALERT_INACTIVE);
			return;
		}
	} else {
		set_mark(step, &alert->keep_since, INSTANT_NONE);
	}
	move_band(step);
}

static void step_pending(struct step *step)
{
	struct alert *alert = step->alert;
	const struct rule *rule = step->input->rule;
	if (!rule_fires(rule, step->input->measures)) {
		enter(step, ALERT_INACTIVE);
		return;
	}
	if (!has_passed(
		    end_of(rule->hold, alert->active_at, step->input->calendar), step->input->now))
		return;
	enter(step, ALERT_FIRING);
	if (rule_critical(rule, step->input->measures))
		alert->severity = SEVERITY_CRITICAL;
	tell(step, NEWS_OPENED);
}

static void note_values(struct step *step)
{
	const struct rule *rule = step->input->rule;
	for (int i = 0; i < rule->fire_count; i++) {
		int64_t value = measures[rule->fire[i].measure].value(step->input->measures);
		step->changed |= step->alert->value[i] != value;
		step->alert->value[i] = value;
	}
}

bool alert_step(struct alert *alert, const struct alert_input *input, struct alert_news *ret_news,
	bool *ret_changed)
{
	struct step step = {alert, input, ret_news, false, false};
	if (input->stale) {
		freeze(&step);
	} else {
		thaw(&step);
		if (alert->state == ALERT_INACTIVE && rule_fires(input->rule, input->measures))
			enter(&step, ALERT_PENDING);
		if (alert->state != ALERT_INACTIVE)
			note_values(&step);
		if (alert->state == ALERT_PENDING)
			step_pending(&step);
		else if (alert->state == ALERT_FIRING)
			step_firing(&step);
	}
	*ret_changed = step.changed;
	return step.told;
}

instant alert_next_at(const struct alert *alert, const struct alert_input *input)
{
	const struct rule *rule = input->rule;
	if (alert->frozen_at != INSTANT_NONE)
		return INSTANT_NONE;
	switch (alert->state) {
	case ALERT_INACTIVE:
		break;
	case ALERT_PENDING:
		return end_of(rule->hold, alert->active_at, input->calendar);
	case ALERT_FIRING:
		if (alert->keep_since != INSTANT_NONE)
			return end_of(rule->keep_firing, alert->keep_since, input->calendar);
		return end_of(rule->keep_firing, alert->lower_since, input->calendar);
	}
	return INSTANT_NONE;
}
