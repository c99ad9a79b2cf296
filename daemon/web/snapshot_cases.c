#include "web/snapshot_cases.h"

#include <errno.h>

#include "base/memory.h"
#include "ground/ground.h"
#include "store/store_witness.h"

struct case_list {
	struct snapshot *snapshot;
	struct listed_case *items;
	int64_t ids[SNAPSHOT_ROWS]; /* of those with suspicions; 0 */
	size_t count;
	bool more;
};

static struct store_name name_of(const struct store_name *names, size_t count, uint32_t id)
{
	return id > 0 && id <= count ? names[id - 1] : (struct store_name){0, "", ""};
}

/* On a portal that counts, but another one's case with this code does. */
static bool is_double(const struct snapshot *snapshot, const struct store_case *found)
{
	const struct portal *portal = portals_find(&snapshot->ground->portals, found->portal);

	return !found->counted && portal && portal->settings->counted;
}

static int take_case(void *user, const struct store_case *found)
{
	struct case_list *list = user;
	struct snapshot *snapshot = list->snapshot;
	const struct ground *ground = snapshot->ground;
	size_t fields, procedures, units;
	const struct store_name *field_names = store_fields(ground->store, &fields);
	const struct store_name *procedure_names = store_procedures(ground->store, &procedures);
	const struct store_unit *unit_names = store_units(ground->store, &units);
	struct store_name field = name_of(field_names, fields, found->field);
	struct store_name procedure = name_of(procedure_names, procedures, found->procedure);

	if (list->count == SNAPSHOT_ROWS) {
		list->more = true;
		return 1;
	}
	list->ids[list->count] = found->suspect ? found->id : 0;
	list->items[list->count++] = (struct listed_case){
		.code = arena_copy(&snapshot->arena, slice_of(found->code)),
		.portal = store_portal_name(ground->store, found->portal),
		.commune = roll_up_code(
			snapshot->roll_up, roll_up_line_of(snapshot->roll_up, found->unit)),
		.unit = found->unit > 0 && found->unit <= units ? unit_names[found->unit - 1].code
								: "",
		.procedure = procedure.code,
		.procedure_name = procedure.name,
		.field = field.code,
		.field_name = field.name,
		.status = (enum status)found->facts.status,
		.bucket = found->bucket,
		.counted = found->counted,
		.received = found->facts.received,
		.due = found->facts.due,
		.due_first_seen = found->due_first_seen,
		.finished = found->facts.finished,
		.returned = found->facts.returned,
		.overdue_days = found->bucket != BUCKET_OVERDUE
					? 0
					: verdict_days_late(
						  found->facts.due, &ground->judge, snapshot->now),
		.doubled = is_double(snapshot, found),
		.suspicions = (uint64_t)(found->absent_sweeps >= 2) << SUSPICION_VANISHED,
	};
	return 0;
}

static int take_suspicion(void *user, const struct store_suspicion *suspicion)
{
	struct listed_case *one = user;

	if (!suspicion->finding.doubt && !suspicion->explained)
		one->suspicions |= UINT64_C(1) << suspicion->finding.kind;
	return 0;
}

static int add_suspicions(struct case_list *list, struct error *error)
{
	int result = 0;

	for (size_t i = 0; i < list->count && result == 0; i++) {
		struct suspicion_filter filter = {
			.kind = -1, .case_id = list->ids[i], .since = INSTANT_NONE};
		if (list->ids[i])
			result = store_suspicions(list->snapshot->ground->store, &filter,
				take_suspicion, &list->items[i], error);
	}
	return result;
}

static int read_field(
	const struct snapshot *snapshot, const char *code, uint32_t *ret_field, struct error *error)
{
	size_t count;
	const struct store_name *fields = store_fields(snapshot->ground->store, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].code, code) == 0) {
			*ret_field = fields[i].id;
			return 0;
		}
	return error_set(error, -ENOENT, "no field has the code %s", code);
}

static int read_commune(const struct snapshot *snapshot, const char *code,
	struct case_filter *filter, struct error *error)
{
	size_t lines = roll_up_lines(snapshot->roll_up);

	for (size_t line = 0; line < lines; line++) {
		if (strcmp(roll_up_code(snapshot->roll_up, line), code) != 0 ||
			!roll_up_shown(snapshot->roll_up, line))
			continue;
		filter->units = roll_up_units(snapshot->roll_up, line, &filter->unit_count);
		return 0;
	}
	return error_set(error, -ENOENT, "no commune has the code %s", code);
}

static int read_wanted(const struct snapshot *snapshot, const struct cases_wanted *wanted,
	struct case_filter *filter, struct error *error)
{
	int result = 0;

	if (wanted->bucket[0]) {
		filter->bucket = bucket_from_name(slice_of(wanted->bucket));
		if (filter->bucket < 0)
			return error_set(error, -EINVAL, "unknown bucket %s", wanted->bucket);
	}
	if (wanted->field[0])
		result = read_field(snapshot, wanted->field, &filter->field, error);
	if (result == 0 && wanted->commune[0])
		result = read_commune(snapshot, wanted->commune, filter, error);
	return result;
}

int snapshot_cases(struct snapshot *snapshot, const struct cases_wanted *wanted,
	struct listed_case **ret_cases, size_t *ret_count, bool *ret_more, struct error *error)
{
	static const enum bucket open[] = {BUCKET_OVERDUE, BUCKET_DUE_SOON, BUCKET_IN_TIME,
		BUCKET_PAUSED, BUCKET_UNDATED_OPEN, BUCKET_UNCLEAR, BUCKET_VANISHED};
	struct case_filter filter = {.bucket = -1, .limit = SNAPSHOT_ROWS + 1};
	struct case_list list = {.snapshot = snapshot};
	int result = read_wanted(snapshot, wanted, &filter, error);
	bool one = filter.bucket >= 0, none = wanted->commune[0] && filter.unit_count == 0;

	list.items = arena_alloc(&snapshot->arena, SNAPSHOT_ROWS, sizeof(*list.items));
	/* one bucket after the other, the worst first: each is read by an index */
	for (size_t i = 0; i < (one ? 1 : ARRAY_SIZE(open)) && result == 0 && !none && !list.more;
		i++) {
		if (!one)
			filter.bucket = (int)open[i];
		result = store_cases(snapshot->ground->store, &filter, take_case, &list, error);
		result = result > 0 ? 0 : result;
	}
	if (result == 0)
		result = add_suspicions(&list, error);
	if (result < 0)
		return result;
	*ret_cases = list.items;
	*ret_count = list.count;
	*ret_more = list.more;
	return 0;
}
