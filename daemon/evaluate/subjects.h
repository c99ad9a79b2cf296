/* The subjects of rules – communes, fields, the province, portals – and what is known of each at a pass:
 * its counts, its oldest overdue case, and whether the portals behind it allow a judgement. */
#ifndef EVALUATE_SUBJECTS_H
#define EVALUATE_SUBJECTS_H

#include "core/alert/measure.h"
#include "core/alert/roll_up.h"
#include "ground/ground.h"

struct ground;
struct subjects;

struct subjects *subjects_new(struct ground *ground);
void subjects_free(struct subjects *subjects);

/* Before the sum, once a day and when a rule asks: what only a walk over all cases tells
 * (evaluate/survey.h), as far as it comes until a moment of the monotonic clock. */
int subjects_survey(struct subjects *subjects, instant now, int64_t until_ms, bool *ret_done,
	struct error *error);
/* Sums the live tally as of `now`: what follows rests on it until the next sum. */
void subjects_sum(struct subjects *subjects, instant now);

/* One subject. Strings live as long as directory and dictionaries do not change. */
struct subject {
	enum scope scope;
	size_t index; /* in its scope */
	const char *code; /* commune or field code, province */
	const char *name;
	enum commune_kind kind;
	const struct commune *commune; /* SCOPE_COMMUNE */
	const struct counts *counts;
	const uint32_t *units; /* of the portals, by the store's numbers */
	size_t unit_count;
	uint32_t field; /* 0: all */
	enum portal_footing footing; /* the worst of the portals behind it */
	instant stale_since; /* when stale */
	instant observed; /* the oldest complete poll the counts rest on; NONE: none yet */
};
size_t subjects_count(const struct subjects *subjects, enum scope scope);
void subjects_get(
	struct subjects *subjects, enum scope scope, size_t index, struct subject *ret_subject);
/* A commune's code may stand in several rows of the directory: is this the one of today? */
bool subjects_current(const struct subjects *subjects, const struct subject *subject);
/* By its code; false: there is none (any more). */
bool subjects_find(
	struct subjects *subjects, enum scope scope, const char *code, struct subject *ret_subject);

/* One that is gone: its code, its name as far as the directory still has it, and nothing to count.
 * `code` is borrowed. */
void subjects_former(const struct subjects *subjects, enum scope scope, const char *code,
	struct subject *ret_subject);

/* Working days the oldest overdue case is late; 0: none. Asked from the store once a pass. */
int subjects_oldest_days(struct subjects *subjects, const struct subject *subject, int *ret_days,
	struct error *error);
/* The day a case of it was last received, as far as a rule asks for that; 0: nobody asks, or none was. */
day subjects_last_received(struct subjects *subjects, const struct subject *subject);
/* Cases of it that were finished late in the last 30 days (evaluate/survey.h). */
struct survey_late;
int subjects_late(struct subjects *subjects, const struct subject *subject,
	int (*on_late)(void *user, const struct survey_late *late), void *user);
/* Everything a rule with these needs (enum measure_need) is measured by. */
int subjects_measure(struct subjects *subjects, const struct subject *subject, unsigned needs,
	struct measure_input *ret_input, struct error *error);

#endif
