#include "command/tool/view.h"

#include <stdlib.h>

#include "base/memory.h"
#include "command/report/case_walk.h"
#include "command/tool/named_commune.h"
#include "store/store_witness.h"

void view_join(struct view *view, struct tool *tool, day on)
{
	const char **codes = xcalloc(view->unit_count, sizeof(*codes));
	for (size_t i = 0; i < view->unit_count; i++)
		codes[i] = view->units[i].code;
	view->joined_on = on;
	roll_up_join(view->roll_up, tool_directory(tool), on, codes, view->unit_count);
	free(codes);
}

static void join_units(struct view *view, struct tool *tool)
{
	view->units = store_units(tool->store, &view->unit_count);
	view->fields = store_fields(tool->store, &view->field_count);
	view->procedures = store_procedures(tool->store, &view->procedure_count);
	view->roll_up = roll_up_new();
	view_join(view, tool, view->today);
}

struct verdict view_verdict(
	const struct view *view, const struct tool *tool, const struct store_case *found)
{
	/* what is closed is frozen: its verdict is the one in force when it closed */
	if (!bucket_open(found->bucket) && found->bucket != BUCKET_UNACCEPTED)
		return (struct verdict){
			found->bucket, found->closed_at, found->uncertain, INSTANT_NONE};
	return verdict_of(&found->facts, &found->life, &view->judge, tool->now);
}

struct again {
	struct view *view;
	const struct tool *tool;
};

static void add_overdue(struct view *view, uint32_t unit, uint32_t field, instant due)
{
	array_reserve(view->newly, &view->newly_capacity, view->newly_count + 1);
	view->newly[view->newly_count++] = (struct newly_overdue){unit, field, due};
}

static int judge_again(void *user, const struct store_case *found)
{
	struct view *view = ((struct again *)user)->view;
	const struct tool *tool = ((struct again *)user)->tool;
	struct verdict now = view_verdict(view, tool, found);
	if (now.bucket == found->bucket || !found->counted)
		return 0;
	struct verdict kept = {found->bucket, found->closed_at, found->uncertain, INSTANT_NONE};
	const struct zone *zone = tool_zone(tool);
	tally_case(&view->tally, found->unit, found->field, &found->facts, &kept, zone, -1);
	tally_case(&view->tally, found->unit, found->field, &found->facts, &now, zone, 1);
	if (now.bucket == BUCKET_OVERDUE)
		add_overdue(view, found->unit, found->field, found->facts.due);
	return 0;
}

/* Brings the tally from the last pass to now. */
static int catch_up(struct view *view, struct tool *tool, struct error *error)
{
	instant next;
	int result = store_next_change(tool->store, &next, error);
	if (result < 0 || next == INSTANT_NONE || next > tool->now)
		return result;
	view->behind = true;
	struct again again = {view, tool};
	for (int bucket = BUCKET_IN_TIME; bucket <= BUCKET_VANISHED && result >= 0; bucket++) {
		struct case_filter filter = {.bucket = bucket};
		if (bucket != BUCKET_OVERDUE) /* it stays so by time alone */
			result = store_cases(tool->store, &filter, judge_again, &again, error);
	}
	return result;
}

enum exit_code view_load(struct view *view, struct tool *tool)
{
	*view = (struct view){0};
	enum exit_code exit = tool_store(tool, STORE_READ);
	if (exit)
		return exit;
	struct error error = {0};
	view->judge = tool_judge(tool);
	view->as_of = tool->now;
	view->today = zone_day(tool_zone(tool), tool->now);
	if (store_judged_at(tool->store, &view->judged_at, &error) < 0 ||
		(view->judged_at == INSTANT_NONE &&
			store_newest(tool->store, &view->judged_at, &error) < 0) ||
		store_load_tally(tool->store, &view->tally, &error) < 0)
		return tool_failed(&error);
	join_units(view, tool);
	if (catch_up(view, tool, &error) < 0)
		return tool_failed(&error);
	return EXIT_FINE;
}

void view_free(struct view *view)
{
	tally_free(&view->tally);
	roll_up_free(view->roll_up);
	free(view->newly);
}

/* --- a period ------------------------------------------------------------------------------- */

enum exit_code view_period(
	const struct view *view, const struct arguments *arguments, struct period *ret_period)
{
	const char *text = argument(arguments, "--period");
	bool calendar = argument(arguments, "--calendar-periods") != NULL;
	struct error error = {0};
	int year = calendar ? civil_date(view->today).year : period_year_of(view->today);
	struct period period = period_year(year, calendar);
	if (text && period_parse(slice_of(text), calendar, &period, &error) < 0)
		return tool_fail(EXIT_USAGE, "--period: %s", error.text);
	*ret_period = period;
	return EXIT_FINE;
}

struct fold {
	struct view *view;
	instant from, to; /* [from, to) */
};

/* A case as it is judged in force: a verdict that froze when it closed stays, whatever the portal
 * says since. */
static int fold_case(void *user, const struct store_past *past)
{
	struct fold *fold = user;
	struct view *view = fold->view;
	const struct case_state *state = &past->known.state;
	const struct case_facts *facts = &past->known.judged.facts;
	instant closed_at = store_past_closed_at(past, &view->judge);
	int bucket = store_past_bucket(past, &view->judge, view->as_of);
	if (bucket < 0)
		return 0;
	struct tally_key key = {state->unit, state->field, 0};
	if (bucket == BUCKET_OVERDUE)
		add_overdue(view, state->unit, state->field, facts->due);
	if (!bucket_closed((enum bucket)bucket) ||
		(closed_at >= fold->from && closed_at < fold->to))
		tally_add(&view->tally, key, bucket, 1);
	if (bucket >= BUCKET_COUNTED || facts->received < fold->from || facts->received >= fold->to)
		return 0;
	tally_add(&view->tally, key, TALLY_RECEIVED, 1);
	if (facts->channel == CHANNEL_ONLINE)
		tally_add(&view->tally, key, TALLY_RECEIVED_ONLINE, 1);
	return 0;
}

static int fold_purged(void *user, uint32_t unit, uint32_t field, uint32_t procedure, day date,
	int column, int64_t amount)
{
	struct view *view = user;
	(void)date, (void)procedure;
	tally_add(&view->tally, (struct tally_key){unit, field, 0}, column, amount);
	return 0;
}

enum exit_code view_fold_period(struct view *view, struct tool *tool, const struct period *period)
{
	const struct zone *zone = tool_zone(tool);
	struct error error = {0};
	struct fold fold = {.view = view,
		.from = zone_midnight(zone, period->from),
		.to = zone_midnight(zone, period->to + 1)};
	view->as_of = fold.to - 1 < tool->now ? fold.to - 1 : tool->now;
	view->folded = true;
	view_join(view, tool, period->to < view->today ? period->to : view->today);
	tally_clear(&view->tally);
	view->newly_count = 0;
	int result = case_walk(
		tool, INSTANT_NONE, fold.from, fold_case, &fold, &view->first_seen, &error);
	if (result == 0)
		result = store_purged(tool->store, period->from,
			period->to < view->today ? period->to : view->today, DAY_NONE, fold_purged,
			view, &error);
	return result < 0 ? tool_failed(&error) : EXIT_FINE;
}

void view_unknown(const struct tool *tool, instant first_seen, instant from, struct text *out)
{
	char at[WHEN_MAX];
	if (first_seen == INSTANT_NONE)
		text_add(out, say(tool, "CHƯA BIẾT: hentra chưa đọc được hồ sơ nào từ cổng.",
				      "NOT KNOWN: hentra has read no case from any portal yet."));
	else if (first_seen > from)
		text_printf(out,
			say(tool,
				"CHƯA BIẾT: hentra bắt đầu theo dõi từ %s; trước lúc đó chỉ biết "
				"những gì cổng còn ghi.",
				"NOT KNOWN: hentra has watched since %s; of the time before it "
				"knows only what the portal still said."),
			when(tool, first_seen, at));
}

/* --- names ---------------------------------------------------------------------------------- */

int view_line_of_code(const struct view *view, const struct tool *tool, const char *code)
{
	if (strcmp(code, COMMUNE_UNMAPPED) == 0)
		return (int)roll_up_unmapped(view->roll_up);
	return named_commune_find(tool, code, view->joined_on);
}

const char *view_line_name(const struct view *view, struct tool *tool, size_t line)
{
	const struct commune *commune = roll_up_commune(view->roll_up, line);
	char until[WHEN_MAX];
	if (!commune)
		return say(tool, "(đơn vị chưa khai báo)", "(units not in the directory)");
	if (commune->valid_to == DAY_NONE || commune->valid_to >= view->joined_on)
		return commune->name;
	struct text name = {0};
	text_printf(&name, say(tool, "%s (đơn vị cũ, đến %s)", "%s (ended %s)"), commune->name,
		when_day(tool, commune->valid_to, until));
	return tool_keep(tool, text_take(&name));
}

uint32_t view_field(const struct view *view, const char *code)
{
	for (size_t i = 0; i < view->field_count; i++)
		if (strcmp(view->fields[i].code, code) == 0)
			return view->fields[i].id;
	return 0;
}

struct store_unit view_unit(const struct view *view, uint32_t unit)
{
	if (unit == 0 || unit > view->unit_count)
		return (struct store_unit){.code = "", .name = ""};
	return view->units[unit - 1];
}

struct store_name view_field_name(const struct view *view, uint32_t field)
{
	if (field == 0 || field > view->field_count)
		return (struct store_name){.code = "", .name = ""};
	return view->fields[field - 1];
}

struct store_name view_procedure(const struct view *view, uint32_t procedure)
{
	if (procedure == 0 || procedure > view->procedure_count)
		return (struct store_name){.code = "", .name = ""};
	return view->procedures[procedure - 1];
}

enum exit_code view_oldest_overdue(
	const struct view *view, struct tool *tool, size_t line, uint32_t field, int *ret_days)
{
	size_t count;
	const uint32_t *units = roll_up_units(view->roll_up, line, &count);
	instant oldest = INSTANT_NONE;
	struct error error = {0};
	if (count && !view->folded &&
		store_oldest_overdue(tool->store, units, count, field, &oldest, &error) < 0)
		return tool_failed(&error);
	for (size_t i = 0; i < view->newly_count; i++) {
		const struct newly_overdue *newly = &view->newly[i];
		if (roll_up_line_of(view->roll_up, newly->unit) == line &&
			(!field || newly->field == field) &&
			(oldest == INSTANT_NONE || newly->due < oldest))
			oldest = newly->due;
	}
	*ret_days =
		oldest == INSTANT_NONE ? 0 : verdict_days_late(oldest, &view->judge, view->as_of);
	return EXIT_FINE;
}
