#include "evaluate/news_cases.h"

#include <stdlib.h>

#include "base/memory.h"
#include "core/alert/cutoff.h"
#include "evaluate/survey.h"
#include "ground/ground.h"
#include "store/store_witness.h"

struct walk {
	struct ground *ground;
	struct subjects *subjects;
	const struct subject *subject;
	instant now;
	instant before; /* for LIST_NEWLY_OVERDUE: due before it was overdue already; NONE: all are new */
	news_case_fn *on_case;
	void *user;
	int64_t met;
	bool stopped; /* the caller has enough: the rest is counted */
	const struct finding *finding; /* of the case looked for */
	int64_t wanted;
};

/* --- one case ------------------------------------------------------------------------------ */

static const struct store_name *name_at(const struct store_name *names, size_t count, uint32_t id)
{
	static const struct store_name none = {.code = "", .name = ""};

	return id > 0 && id <= count ? &names[id - 1] : &none;
}

void news_case(struct ground *ground, const struct store_case *found, instant now,
	struct letter_case *ret_case)
{
	size_t procedures, fields, units;
	const struct store_name *all_procedures = store_procedures(ground->store, &procedures);
	const struct store_name *all_fields = store_fields(ground->store, &fields);
	const struct store_unit *all_units = store_units(ground->store, &units);
	const struct store_name *procedure = name_at(all_procedures, procedures, found->procedure);
	const struct store_name *field = name_at(all_fields, fields, found->field);
	const struct store_unit *unit =
		found->unit > 0 && found->unit <= units ? &all_units[found->unit - 1] : NULL;

	*ret_case = (struct letter_case){
		.code = found->code,
		.procedure = procedure->code,
		.procedure_name = procedure->name,
		.field = field->code,
		.field_name = field->name[0] ? field->name : field->code,
		.unit = unit ? unit->code : "",
		.unit_name = unit ? unit->name : "",
		.received = found->facts.received,
		.due = found->facts.due,
		.overdue_working_days = verdict_overdue_days(&found->facts, &ground->judge, now),
	};
}

static void tell(struct walk *walk, const struct letter_case *one, int *ret_result)
{
	walk->met++;
	if (!walk->stopped)
		*ret_result = walk->on_case(walk->user, one);
	walk->stopped |= *ret_result != 0;
}

/* --- by bucket ----------------------------------------------------------------------------- */

static int on_stored(void *user, const struct store_case *found)
{
	struct walk *walk = user;
	struct letter_case one;
	int result = 0;

	if (!found->counted)
		return 0;
	if (walk->before != INSTANT_NONE && found->facts.due != INSTANT_NONE &&
		due_limits_of(found->facts.due, &walk->ground->judge).passes <= walk->before)
		return 0;
	news_case(walk->ground, found, walk->now, &one);
	tell(walk, &one, &result);
	/* how many of a bucket there are the tally knows; how many are new must be counted */
	return walk->stopped && walk->before == INSTANT_NONE ? 1 : result < 0 ? result : 0;
}

static int walk_bucket(struct walk *walk, enum bucket bucket, struct error *error)
{
	struct case_filter filter = {
		.units = walk->subject->units,
		.unit_count = walk->subject->unit_count,
		.bucket = (int)bucket,
		.field = walk->subject->field,
	};

	if (walk->subject->counts->bucket[bucket] == 0)
		return 0;
	int result = store_cases(walk->ground->store, &filter, on_stored, walk, error);
	if (result >= 0 && walk->before == INSTANT_NONE)
		walk->met = walk->subject->counts->bucket[bucket];
	return result < 0 ? result : 0;
}

/* --- by what is suspected ------------------------------------------------------------------ */

struct suspects {
	struct store_suspicion *items;
	size_t count, capacity;
	struct arena arena;
};

static void suspects_free(struct suspects *suspects)
{
	free(suspects->items);
	arena_free(&suspects->arena);
}

static int keep_suspicion(void *user, const struct store_suspicion *suspicion)
{
	struct suspects *suspects = user;

	if (suspicion->case_id == 0)
		return 0;
	array_reserve(suspects->items, &suspects->capacity, suspects->count + 1);
	struct store_suspicion *kept = &suspects->items[suspects->count++];
	*kept = *suspicion;
	kept->code = arena_copy(&suspects->arena, slice_of(suspicion->code));
	return 0;
}

static int newest_first(const void *a, const void *b)
{
	const struct store_suspicion *left = a, *right = b;

	if (left->finding.at != right->finding.at)
		return left->finding.at < right->finding.at ? 1 : -1;
	return (left->case_id > right->case_id) - (left->case_id < right->case_id);
}

static int on_suspect(void *user, const struct store_case *found)
{
	struct walk *walk = user;
	const struct finding *finding = walk->finding;
	bool moved = finding->kind == SUSPICION_MOVED_DUE;
	struct letter_case one;
	int result = 0;

	if (found->id != walk->wanted)
		return 0;
	news_case(walk->ground, found, walk->now, &one);
	one.story = moved ? STORY_DUE_MOVED : STORY_BACK_DATED;
	one.was = moved && finding->fact == FACT_DUE ? finding->was : INSTANT_NONE;
	one.became = moved                            ? found->facts.due
		     : finding->fact == FACT_FINISHED ? finding->became
						      : found->facts.finished;
	if (moved && finding->fact == FACT_DUE)
		one.became = finding->became;
	one.seen = moved ? finding->by : finding->after;
	tell(walk, &one, &result);
	return result < 0 ? result : 1;
}

static int walk_suspicions(struct walk *walk, enum suspicion kind, struct error *error)
{
	cleanup(suspects_free) struct suspects suspects = {0};
	struct suspicion_filter filter = {.kind = (int)kind,
		.units = walk->subject->units,
		.unit_count = walk->subject->unit_count,
		.field = walk->subject->field,
		.since = cutoffs_at(&walk->ground->judge, NEED_MOVED_DUE, walk->now).recent,
		.counted = true};
	int result =
		store_suspicions(walk->ground->store, &filter, keep_suspicion, &suspects, error);

	if (suspects.count > 0)
		qsort(suspects.items, suspects.count, sizeof(*suspects.items), newest_first);
	for (size_t i = 0; i < suspects.count && result >= 0 && !walk->stopped; i++) {
		walk->finding = &suspects.items[i].finding;
		walk->wanted = suspects.items[i].case_id;
		result = store_case_by_code(
			walk->ground->store, suspects.items[i].code, on_suspect, walk, error);
	}
	walk->met = (int64_t)suspects.count;
	return result < 0 ? result : 0;
}

/* --- by what was finished ------------------------------------------------------------------ */

static int on_late(void *user, const struct survey_late *late)
{
	struct walk *walk = user;
	struct store_case found = {.code = late->code,
		.unit = late->unit,
		.field = late->field,
		.procedure = late->procedure,
		.facts = {.received = late->received, .due = late->due}};
	struct letter_case one;
	int result = 0;

	news_case(walk->ground, &found, walk->now, &one);
	one.story = STORY_FINISHED_LATE;
	one.became = late->finished;
	one.overdue_working_days = late->days;
	tell(walk, &one, &result);
	return result < 0 ? result : 0;
}

/* --- from outside -------------------------------------------------------------------------- */

int news_cases_walk(struct ground *ground, struct subjects *subjects, const struct rule *rule,
	const struct subject *subject, instant now, news_case_fn *on_case, void *user,
	int64_t *ret_all, struct error *error)
{
	enum measure measure = rule->fire_count > 0 ? rule->fire[0].measure : MEASURE_OVERDUE;
	const struct measure_row *row = &measures[measure];
	struct walk walk = {.ground = ground,
		.subjects = subjects,
		.subject = subject,
		.now = now,
		.before = INSTANT_NONE,
		.on_case = on_case,
		.user = user};
	int result = 0;

	switch (row->list) {
	case LIST_OF_BUCKET:
		result = walk_bucket(&walk, row->lists, error);
		break;
	case LIST_NEWLY_OVERDUE:
		walk.before = cutoffs_at(&ground->judge, NEED_BEFORE, now).before;
		result = walk_bucket(&walk, BUCKET_OVERDUE, error);
		break;
	case LIST_MOVED_DUE:
		result = walk_suspicions(&walk, SUSPICION_MOVED_DUE, error);
		break;
	case LIST_BACK_DATED:
		result = walk_suspicions(&walk, SUSPICION_BACK_DATED, error);
		break;
	case LIST_FINISHED_LATE:
		result = subjects_late(subjects, subject, on_late, &walk);
		break;
	case LIST_NONE:
		break;
	}
	*ret_all = walk.met;
	return result;
}

struct taking {
	struct news_cases *cases;
	size_t most;
	struct arena *arena;
};

static int take(void *user, const struct letter_case *one)
{
	struct taking *taking = user;
	struct letter_case *kept = &taking->cases->items[taking->cases->count++];

	*kept = *one;
	kept->code = arena_copy(taking->arena, slice_of(one->code));
	return taking->cases->count == taking->most;
}

int news_cases_list(struct ground *ground, struct subjects *subjects, const struct rule *rule,
	const struct subject *subject, instant now, size_t most, struct arena *arena,
	struct news_cases *ret_cases, struct error *error)
{
	struct taking taking = {ret_cases, most, arena};
	int64_t all = 0;

	*ret_cases =
		(struct news_cases){.items = arena_alloc(arena, most, sizeof(struct letter_case))};
	int result =
		news_cases_walk(ground, subjects, rule, subject, now, take, &taking, &all, error);
	ret_cases->more = all > (int64_t)ret_cases->count ? all - (int64_t)ret_cases->count : 0;
	return result;
}
