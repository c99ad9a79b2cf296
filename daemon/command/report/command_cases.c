/* hentractl cases: cases, worst first. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/tool/list.h"
#include "command/tool/named_commune.h"
#include "command/tool/view.h"
#include "command/words/case_words.h"
#include "command/words/unit_words.h"
#include "store/store_witness.h"

struct listing {
	struct tool *tool;
	struct view view;
	struct list list;
	struct case_filter filter;
	int bucket; /* -1: all open */
	bool uncounted;
	int suspicion; /* -1: whatever is suspected */
	bool doubtful; /* those in doubt, instead of the others */
	enum doubt doubt; /* of the case under way */
	int64_t limit; /* 0: all */
	int64_t shown;
	bool more;
	struct kept_case
		*kept; /* when the verdicts moved since the last pass: sorted before shown */
	size_t kept_count, kept_capacity;
};

/* A case kept beyond the store's callback. */
struct kept_case {
	struct store_case found; /* code owned, officer empty */
	struct verdict verdict;
	enum doubt doubt;
};

static void add_row(struct listing *listing, const struct store_case *found, enum bucket bucket)
{
	const struct tool *tool = listing->tool;
	const struct view *view = &listing->view;
	char received[WHEN_MAX], due[WHEN_MAX];
	struct table *table = listing->list.table;
	size_t line = roll_up_line_of(view->roll_up, found->unit);
	const struct commune *commune = roll_up_commune(view->roll_up, line);
	struct store_name field = view_field_name(view, found->field);
	table_add(table, found->code);
	table_add(table,
		commune ? commune->name
			: say(tool, "(đơn vị chưa khai báo)", "(units not in the directory)"));
	table_add(table, field.name[0] ? field.name : field.code);
	table_add(table, view_procedure(view, found->procedure).code);
	table_add(table, when_day_of(tool, found->facts.received, received));
	table_add(table, when_day_of(tool, found->facts.due, due));
	table_add(table, bucket_words(tool, bucket));
	if (bucket == BUCKET_OVERDUE)
		table_add_number(
			table, verdict_days_late(found->facts.due, &view->judge, tool->now));
	else
		table_add(table, "");
	if (listing->doubtful)
		table_add(table, doubt_words(listing->doubt, tool->english));
}

static void show(
	struct listing *listing, const struct store_case *found, const struct verdict *verdict)
{
	listing->shown++;
	if (listing->list.table) {
		add_row(listing, found, verdict->bucket);
		return;
	}
	json_object(&listing->list.json, NULL);
	case_json(&listing->list.json, listing->tool, &listing->view, found, verdict);
	if (listing->doubtful)
		json_string(&listing->list.json, "doubt", doubt_name(listing->doubt));
	json_object_end(&listing->list.json);
	tool_flow(listing->tool);
}

static bool wanted(const struct listing *listing, const struct store_case *found, int bucket)
{
	if (found->counted == listing->uncounted)
		return false;
	if (listing->suspicion >= 0 && listing->bucket < 0)
		return true;
	return listing->bucket < 0 ? bucket_open((enum bucket)bucket) : bucket == listing->bucket;
}

static int on_case(void *user, const struct store_case *found)
{
	struct listing *listing = user;
	struct verdict verdict = view_verdict(&listing->view, listing->tool, found);
	if (!wanted(listing, found, (int)verdict.bucket))
		return 0;
	if (listing->view.behind) {
		array_reserve(listing->kept, &listing->kept_capacity, listing->kept_count + 1);
		struct kept_case *kept = &listing->kept[listing->kept_count++];
		*kept = (struct kept_case){*found, verdict, listing->doubt};
		kept->found.code = xstrdup(found->code);
		kept->found.officer = "";
		return 0;
	}
	if (listing->limit && listing->shown == listing->limit) {
		listing->more = true;
		return 1;
	}
	show(listing, found, &verdict);
	return 0;
}

/* The open buckets, worst first: the order of the store's lists one after the other. */
static const enum bucket open_order[] = {BUCKET_OVERDUE, BUCKET_DUE_SOON, BUCKET_IN_TIME,
	BUCKET_PAUSED, BUCKET_UNDATED_OPEN, BUCKET_UNCLEAR, BUCKET_VANISHED};

static int rank(enum bucket bucket)
{
	for (size_t i = 0; i < ARRAY_SIZE(open_order); i++)
		if (open_order[i] == bucket)
			return (int)i;
	return (int)ARRAY_SIZE(open_order);
}

static int worse_first(const void *a, const void *b)
{
	const struct kept_case *x = a, *y = b;
	int order = rank(x->verdict.bucket) - rank(y->verdict.bucket);
	if (order)
		return order;
	/* without a due date: last */
	bool x_dated = x->found.facts.due != INSTANT_NONE;
	bool y_dated = y->found.facts.due != INSTANT_NONE;
	if (x_dated != y_dated)
		return x_dated ? -1 : 1;
	if (x->found.facts.due != y->found.facts.due)
		return x->found.facts.due < y->found.facts.due ? -1 : 1;
	return x->found.id < y->found.id ? -1 : x->found.id > y->found.id;
}

static void show_one_kept(struct listing *listing, const struct kept_case *kept)
{
	listing->doubt = kept->doubt;
	show(listing, &kept->found, &kept->verdict);
}

static void show_kept(struct listing *listing)
{
	if (listing->kept_count)
		qsort(listing->kept, listing->kept_count, sizeof(*listing->kept), worse_first);
	for (size_t i = 0; i < listing->kept_count; i++) {
		struct kept_case *kept = &listing->kept[i];
		if (listing->limit && listing->shown == listing->limit)
			listing->more = true;
		else
			show_one_kept(listing, kept);
		free((char *)kept->found.code);
	}
	free(listing->kept);
}

static enum exit_code read_cases(struct listing *listing)
{
	/* by time alone an open case can move into any other open bucket: look at them all then */
	bool any_open = listing->bucket < 0 ||
			(listing->view.behind && bucket_open((enum bucket)listing->bucket));
	int from = any_open ? BUCKET_OVERDUE : listing->bucket;
	struct error error = {0};
	int result = 0;
	for (size_t i = 0; i < (any_open ? ARRAY_SIZE(open_order) : 1) && result == 0; i++) {
		listing->filter.bucket = any_open ? (int)open_order[i] : from;
		result = store_cases(
			listing->tool->store, &listing->filter, on_case, listing, &error);
	}
	return result < 0 ? tool_failed(&error) : EXIT_FINE;
}

struct suspected {
	char **codes;
	enum doubt *doubts; /* of each */
	size_t doubt_capacity;
	size_t count, capacity;
	int64_t doubtful;
	const struct listing *listing;
	struct store_suspicion *units; /* what is suspected of units; their codes are "" */
	size_t unit_count, unit_capacity;
	struct text of_units; /* sentences */
};

/* "Xã A: no new case after 10/11/2026 (confidence fair)" */
static int add_of_unit(
	struct suspected *suspected, const struct store_suspicion *suspicion, struct error *error)
{
	const struct finding *finding = &suspicion->finding;
	const struct tool *tool = suspected->listing->tool;
	const struct roll_up *roll_up = suspected->listing->view.roll_up;
	const struct commune *commune =
		roll_up_commune(roll_up, roll_up_line_of(roll_up, finding->unit));
	text_printf(&suspected->of_units, "  %s: ", commune ? commune->name : COMMUNE_UNMAPPED);
	unit_evidence_words(tool, finding, &suspected->of_units);
	text_printf(&suspected->of_units, " (%s %s)", say(tool, "độ tin cậy", "confidence"),
		confidence_words(finding->confidence, tool->english));
	int result = explanation_words(tool, suspicion->subject, &suspected->of_units, error);
	text_add_char(&suspected->of_units, '\n');
	return result;
}

/* The marks are read when the list is: a callback may not call the store. */
static void keep_of_unit(struct suspected *suspected, const struct store_suspicion *suspicion)
{
	array_reserve(suspected->units, &suspected->unit_capacity, suspected->unit_count + 1);
	suspected->units[suspected->unit_count++] = *suspicion;
}

static int on_suspicion(void *user, const struct store_suspicion *suspicion)
{
	struct suspected *suspected = user;
	enum doubt doubt = suspicion->finding.doubt;
	bool wanted = (doubt != DOUBT_NONE) == suspected->listing->doubtful;
	suspected->doubtful += doubt != DOUBT_NONE;
	if (!suspicion->case_id && (wanted || suspicion->finding.kind == SUSPICION_SILENT))
		keep_of_unit(suspected, suspicion);
	if (!wanted || suspicion->explained || !suspicion->case_id)
		return 0;
	array_reserve(suspected->doubts, &suspected->doubt_capacity, suspected->count + 1);
	suspected->doubts[suspected->count] = doubt;
	array_reserve(suspected->codes, &suspected->capacity, suspected->count + 1);
	suspected->codes[suspected->count++] = xstrdup(suspicion->code);
	return 0;
}

/* The cases of which something is suspected, the newest suspicion first. */
/* What is listed of SUSPICION_AT_ONCE are the cases that it rests on: those moved or dated back in that unit
 * within that hour. */
static int read_at_once(struct store *store, struct suspected *suspected, struct error *error)
{
	int result = 0;
	for (size_t i = 0, units = suspected->unit_count; i < units && result == 0; i++) {
		struct finding at_once = suspected->units[i].finding;
		struct suspicion_filter filter = {.kind = at_once.fact == FACT_DUE
								  ? SUSPICION_MOVED_DUE
								  : SUSPICION_BACK_DATED,
			.units = &at_once.unit,
			.unit_count = 1,
			.since = at_once.at,
			.until = at_once.by};
		if (at_once.kind == SUSPICION_AT_ONCE && at_once.fact != FACT_STATUS)
			result = store_suspicions(store, &filter, on_suspicion, suspected, error);
	}
	return result;
}

static enum exit_code read_suspected(struct listing *listing, struct suspected *suspected)
{
	struct store *store = listing->tool->store;
	struct suspicion_filter filter = {.kind = listing->suspicion,
		.units = listing->filter.units,
		.unit_count = listing->filter.unit_count,
		.field = listing->filter.field,
		.since = INSTANT_NONE};
	struct error error = {0};
	int result = store_suspicions(store, &filter, on_suspicion, suspected, &error);
	if (result == 0 && listing->suspicion == SUSPICION_AT_ONCE)
		result = read_at_once(store, suspected, &error);
	for (size_t i = 0; i < suspected->count && result == 0; i++) {
		listing->doubt = suspected->doubts[i];
		result = store_case_by_code(store, suspected->codes[i], on_case, listing, &error);
	}
	free(suspected->doubts);
	for (size_t i = 0; i < suspected->count; i++)
		free(suspected->codes[i]);
	free(suspected->codes);
	for (size_t i = 0; i < suspected->unit_count && result >= 0; i++)
		result = add_of_unit(suspected, &suspected->units[i], &error);
	free(suspected->units);
	return result < 0 ? tool_failed(&error) : EXIT_FINE;
}

static enum exit_code begin_list(struct listing *listing)
{
	static const struct column columns[] = {
		{"code", "Mã hồ sơ", "Case", ALIGN_LEFT, false},
		{"commune", "Đơn vị", "Commune", ALIGN_LEFT, false},
		{"field", "Lĩnh vực", "Field", ALIGN_LEFT, false},
		{"procedure", "Thủ tục", "Procedure", ALIGN_LEFT, false},
		{"received", "Tiếp nhận", "Received", ALIGN_LEFT, false},
		{"due", "Hẹn trả", "Due", ALIGN_LEFT, false},
		{"bucket", "Tình trạng", "State", ALIGN_LEFT, false},
		{"overdue_working_days", "Trễ (ngày LV)", "Days late", ALIGN_RIGHT, true},
		{"doubt", "Còn ngờ vì", "In doubt because", ALIGN_LEFT, false},
	};
	return list_begin_answer(&listing->list, listing->tool, columns,
		ARRAY_SIZE(columns) - !listing->doubtful, "cases");
}

static enum exit_code unknown_suspicion(const char *word)
{
	struct text names = {0};
	for (int i = 0; i < SUSPICION_COUNT; i++)
		text_printf(&names, "%s%s", i ? ", " : "", suspicion_name((enum suspicion)i));
	enum exit_code exit =
		tool_fail(EXIT_USAGE, "unknown suspicion %s; they are %s", word, names.data);
	text_free(&names);
	return exit;
}

static enum exit_code read_filter(struct listing *listing, const struct arguments *arguments)
{
	const char *commune = argument(arguments, "--commune");
	const char *bucket = argument(arguments, "--bucket");
	const char *field = argument(arguments, "--field");
	struct view *view = &listing->view;
	const char *suspicion = argument(arguments, "--suspicion");
	listing->uncounted = argument(arguments, "--uncounted") != NULL;
	listing->suspicion = suspicion ? suspicion_from_name(slice_of(suspicion)) : -1;
	if (suspicion && listing->suspicion < 0)
		return unknown_suspicion(suspicion);
	listing->doubtful = argument(arguments, "--doubtful") != NULL;
	if (listing->doubtful && !suspicion)
		return tool_fail(EXIT_USAGE, "--doubtful goes with --suspicion");
	listing->bucket = bucket ? bucket_from_name(slice_of(bucket)) : -1;
	if (bucket && listing->bucket < 0)
		return unknown_bucket(bucket);
	if (commune) {
		int line = view_line_of_code(view, listing->tool, commune);
		if (line < 0)
			return named_commune_unknown(listing->tool, commune);
		listing->filter.units =
			roll_up_units(view->roll_up, (size_t)line, &listing->filter.unit_count);
	}
	if (field && !(listing->filter.field = view_field(view, field)))
		return tool_fail(EXIT_NO, "no case has the field %s", field);
	return tool_limit(listing->tool, arguments, &listing->limit);
}

static void end_list(struct listing *listing, bool nothing_can_match)
{
	listing->list.more = listing->more && !nothing_can_match;
	list_end(&listing->list, say(listing->tool, "Không có hồ sơ nào.\n", "No cases.\n"));
	if (listing->list.more)
		list_add_more(&listing->list);
}

enum exit_code command_cases(struct tool *tool, const struct arguments *arguments)
{
	struct listing listing = {.tool = tool, .suspicion = -1};
	struct suspected suspected = {.listing = &listing};
	enum exit_code exit = view_load(&listing.view, tool);
	if (!exit)
		exit = read_filter(&listing, arguments);
	if (!exit)
		exit = begin_list(&listing);
	if (!exit) {
		/* a commune without any unit in the store has no cases; an empty filter means all */
		bool none = listing.filter.units && listing.filter.unit_count == 0;
		if (!none && listing.suspicion >= 0)
			exit = read_suspected(&listing, &suspected);
		else if (!none)
			exit = read_cases(&listing);
		if (!exit)
			show_kept(&listing);
		if (!exit)
			end_list(&listing, none);
		if (!exit && suspected.of_units.length && !tool->json)
			text_printf(&tool->out, "\n%s\n%s",
				say(tool, "Của cả đơn vị (không phải kết luận)",
					"Of whole units (no verdicts)"),
				suspected.of_units.data);
		if (!exit && suspected.doubtful && !listing.doubtful && !tool->json)
			text_printf(&tool->out,
				say(tool,
					"\nNgoài ra %lld trường hợp có thể do đồng bộ: thêm "
					"--doubtful\n",
					"\n%lld others may be trouble of synchronisation: add "
					"--doubtful\n"),
				(long long)suspected.doubtful);
	}
	text_free(&suspected.of_units);
	list_free(&listing.list);
	view_free(&listing.view);
	return exit;
}
