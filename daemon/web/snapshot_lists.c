/* What a snapshot reads from the store when it is asked: the cases of a commune, one case, the
 * deliveries. */
#include <errno.h>

#include "base/memory.h"
#include "ground/ground.h"
#include "web/snapshot.h"
#include "web/standings.h"
#include "web/trend_history.h"

/* --- a commune ------------------------------------------------------------------------------ */

struct case_list {
	struct snapshot *snapshot;
	struct commune_view *view;
	struct page_case *cases;
};

static const char *procedure_of(const struct snapshot *snapshot, const struct store_case *found)
{
	size_t count;
	const struct store_name *names = store_procedures(snapshot->ground->store, &count);

	if (found->procedure == 0 || found->procedure > count)
		return "";
	const struct store_name *name = &names[found->procedure - 1];
	return name->name && name->name[0] ? name->name : name->code;
}

static int take_case(void *user, const struct store_case *found)
{
	struct case_list *list = user;
	struct arena *arena = &list->snapshot->arena;

	if (!bucket_open(found->bucket))
		return 0;
	if (list->view->case_count == SNAPSHOT_ROWS) {
		list->view->more = true;
		return 1;
	}
	list->cases[list->view->case_count++] = (struct page_case){
		.code = arena_copy(arena, slice_of(found->code)),
		.procedure = arena_copy(arena, slice_of(procedure_of(list->snapshot, found))),
		.bucket = found->bucket,
		.received = found->facts.received,
		.due = found->facts.due,
		.overdue_days =
			found->bucket != BUCKET_OVERDUE
				? 0
				: verdict_days_late(found->facts.due,
					  &list->snapshot->ground->judge, list->snapshot->now),
	};
	return 0;
}

int snapshot_commune(struct snapshot *snapshot, const char *code, struct commune_view *ret_view,
	struct error *error)
{
	struct commune_view view = {.code = code};
	struct case_list list = {.snapshot = snapshot, .view = &view};
	size_t line = 0, lines = roll_up_lines(snapshot->roll_up);

	while (line < lines && (!roll_up_shown(snapshot->roll_up, line) ||
				       strcmp(roll_up_code(snapshot->roll_up, line), code) != 0))
		line++;
	if (line == lines)
		return error_set(error, -ENOENT, "no commune has the code %s", code);
	for (size_t i = 0; i < snapshot->commune_count; i++)
		if (strcmp(snapshot->communes[i].code, code) == 0)
			view.name = snapshot->communes[i].name;
	view.counts = roll_up_counts(snapshot->roll_up, line);
	view.cases = list.cases = arena_alloc(&snapshot->arena, SNAPSHOT_ROWS, sizeof(*list.cases));
	/* one open bucket after the other, the worst first: each is read by an index */
	static const enum bucket order[] = {BUCKET_OVERDUE, BUCKET_DUE_SOON, BUCKET_IN_TIME,
		BUCKET_PAUSED, BUCKET_UNDATED_OPEN, BUCKET_UNCLEAR, BUCKET_VANISHED};
	struct case_filter filter = {.limit = SNAPSHOT_ROWS + 1};
	filter.units = roll_up_units(snapshot->roll_up, line, &filter.unit_count);
	for (size_t i = 0; i < ARRAY_SIZE(order) && filter.unit_count && !view.more; i++) {
		filter.bucket = (int)order[i];
		int result = store_cases(snapshot->ground->store, &filter, take_case, &list, error);
		if (result < 0)
			return result;
	}
	struct standing_list standings;
	int result = standings_of_commune(snapshot, code, view.name, &standings, error);
	if (result < 0)
		return result;
	view.standings = standings.items;
	view.standing_count = standings.count;
	view.fresh = snapshot_fresh(snapshot, filter.units, filter.unit_count);
	view.trend = trend_of(snapshot->trend, snapshot->now, filter.units, filter.unit_count,
		view.counts->bucket[BUCKET_OVERDUE], &snapshot->arena);
	*ret_view = view;
	return 0;
}

/* --- one case ------------------------------------------------------------------------------- */

struct case_search {
	struct snapshot *snapshot;
	struct case_answer *state;
	bool found, counted;
};

static int take_found(void *user, const struct store_case *found)
{
	struct case_search *search = user;
	struct snapshot *snapshot = search->snapshot;
	size_t line = roll_up_line_of(snapshot->roll_up, found->unit);
	const char *code = roll_up_code(snapshot->roll_up, line);

	if (search->found && (search->counted || !found->counted))
		return 0;
	search->found = true;
	search->counted = found->counted;
	*search->state = (struct case_answer){
		.code = arena_copy(&snapshot->arena, slice_of(found->code)),
		.portal = store_portal_name(snapshot->ground->store, found->portal),
		.commune = code,
		.commune_name = snapshot_subject(snapshot, SCOPE_COMMUNE, code),
		.procedure = arena_copy(&snapshot->arena, slice_of(procedure_of(snapshot, found))),
		.bucket = found->bucket,
		.received = found->facts.received,
		.due = found->facts.due,
		.closed = bucket_closed(found->bucket) ? found->closed_at : INSTANT_NONE,
	};
	return 0;
}

int snapshot_case(struct snapshot *snapshot, const char *code, struct case_answer *ret_state,
	struct error *error)
{
	struct case_answer state = {0};
	struct case_search search = {.snapshot = snapshot, .state = &state};
	int result = store_case_by_code(snapshot->ground->store, code, take_found, &search, error);

	if (result < 0)
		return result;
	if (!search.found)
		return error_set(error, -ENOENT, "no case has the code %s", code);
	*ret_state = state;
	return 0;
}

/* --- deliveries ----------------------------------------------------------------------------- */

const char *snapshot_delivery_state(enum delivery_state state)
{
	static const char *const names[] = {[DELIVERY_WAITING] = "waiting",
		[DELIVERY_SENDING] = "sending",
		[DELIVERY_HANDED_OVER] = "handed_over",
		[DELIVERY_DEAD] = "dead",
		[DELIVERY_REPLACED] = "replaced",
		[DELIVERY_DROPPED] = "dropped"};
	return names[state];
}

static const char *state_said(enum delivery_state state, bool english)
{
	static const char *const vi[] = {[DELIVERY_WAITING] = "chờ gửi",
		[DELIVERY_SENDING] = "đang gửi",
		[DELIVERY_HANDED_OVER] = "đã bàn giao",
		[DELIVERY_DEAD] = "không gửi được",
		[DELIVERY_REPLACED] = "đã thay bằng tin mới",
		[DELIVERY_DROPPED] = "đã bỏ"};
	return english ? snapshot_delivery_state(state) : vi[state];
}

struct delivery_list {
	struct arena *arena;
	bool english;
	struct page_delivery *items;
	size_t count;
};

static int take_delivery(void *user, const struct delivery *delivery)
{
	struct delivery_list *list = user;
	struct arena *arena = list->arena;

	list->items[list->count++] = (struct page_delivery){
		.id = delivery->id,
		.episode = delivery->episode,
		.channel = arena_copy(arena, slice_of(delivery->channel)),
		/* the address of a webhook may hold a key */
		.recipient = strcmp(delivery->type, "email") == 0
				     ? arena_copy(arena, slice_of(delivery->recipient))
				     : "",
		.subject = arena_copy(arena, slice_of(delivery->subject)),
		.state = state_said(delivery->state, list->english),
		.attempts = delivery->attempts,
		.created = delivery->created,
		.answer = arena_copy(arena, slice_of(delivery->answer)),
	};
	return 0;
}

int snapshot_deliveries(struct snapshot *snapshot, bool english,
	struct page_delivery **ret_deliveries, size_t *ret_count, struct error *error)
{
	struct delivery_list list = {.arena = &snapshot->arena, .english = english};

	list.items = arena_alloc(&snapshot->arena, SNAPSHOT_ROWS, sizeof(*list.items));
	int result = store_deliveries(snapshot->ground->store,
		&(struct delivery_filter){.limit = SNAPSHOT_ROWS, .part = DELIVERY_SUBJECT},
		take_delivery, &list, error);
	if (result < 0)
		return result;
	*ret_deliveries = list.items;
	*ret_count = list.count;
	return 0;
}
