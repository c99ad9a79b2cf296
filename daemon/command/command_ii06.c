/* hentractl report ii06: form II.06a over all cases' paths, by field or by commune. */
#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/case_walk.h"
#include "report/ii06.h"

typedef void write_fn(const struct ii06_form *form, struct tool *tool);

struct reporting {
	struct tool *tool;
	struct view view;
	struct ii06_form form;
	write_fn *write;
	instant from; /* the period's first instant; form.as_of is its last */
	int only; /* the line of --commune; -1: all */
	struct ii06_counts *counts; /* by line of the roll-up, or by field number */
	size_t count;
	struct ii06_row *rows;
	struct error error;
};

/* --- the fold ------------------------------------------------------------------------------- */

static struct ii06_counts *counts_of(struct reporting *reporting, const struct store_case *found)
{
	size_t line = roll_up_line_of(reporting->view.roll_up, found->unit);
	if (reporting->only >= 0 && line != (size_t)reporting->only)
		return NULL;
	if (reporting->form.by_commune)
		return &reporting->counts[line];
	return &reporting->counts[found->field < reporting->count ? found->field : 0];
}

static int meet_case(
	void *user, const struct store_case *found, const struct pause *pauses, size_t count)
{
	struct reporting *reporting = user;
	struct ii06_counts *counts = counts_of(reporting, found);
	const struct judge *judge = &reporting->view.judge;
	struct case_facts facts;
	struct case_life life;
	if (!counts)
		return 0;
	int result = case_in_force(reporting->tool, found, &facts, &life, &reporting->error);
	if (result < 0)
		return result;
	int before = path_bucket_at(&facts, &life, pauses, count, judge, reporting->from - 1);
	int at_end = path_bucket_at(&facts, &life, pauses, count, judge, reporting->form.as_of);
	/* what froze when it closed stays so, whatever the settings are now */
	if (at_end >= 0 && bucket_closed((enum bucket)at_end) && found->frozen_at != INSTANT_NONE)
		at_end = (int)found->bucket;
	ii06_add(counts, before, at_end, facts.channel);
	return 0;
}

/* The oldest of the counted portals' last complete polls: up to then all is known. NONE when one was
 * never read completely. */
static int find_last_seen(struct reporting *reporting)
{
	const struct settings *settings = tool_settings(reporting->tool);
	instant oldest = INSTANT_NONE;
	for (size_t i = 0; i < settings->portal_count; i++) {
		const struct portal_settings *portal = &settings->portals[i];
		struct store_poll complete = {0}, sweep = {0}, newest = {0};
		uint32_t id;
		if (!portal->counted)
			continue;
		int result = store_portal(
			reporting->tool->store, portal->name, true, &id, &reporting->error);
		if (result == 0)
			result = store_last_polls(reporting->tool->store, id, &complete, &sweep,
				&newest, &reporting->error);
		if (result < 0 && result != -ENOENT)
			return result;
		if (!complete.id)
			return 0;
		if (oldest == INSTANT_NONE || complete.ended < oldest)
			oldest = complete.ended;
	}
	reporting->form.last_seen = oldest;
	return 0;
}

static enum exit_code fold(struct reporting *reporting)
{
	struct view *view = &reporting->view;
	reporting->count =
		reporting->form.by_commune ? roll_up_lines(view->roll_up) : view->field_count + 1;
	reporting->counts = xcalloc(reporting->count, sizeof(*reporting->counts));
	if (case_walk(reporting->tool, reporting->from, meet_case, reporting,
		    &reporting->form.first_seen, &reporting->error) < 0 ||
		find_last_seen(reporting) < 0)
		return tool_failed(&reporting->error);
	return EXIT_FINE;
}

/* --- the rows ------------------------------------------------------------------------------- */

/* A commune of the period's last day stands in the form also when nothing came. */
static bool commune_shown(const struct reporting *reporting, size_t line)
{
	const struct commune *commune = roll_up_commune(reporting->view.roll_up, line);
	if (!ii06_empty(&reporting->counts[line]))
		return true;
	return commune && reporting->only < 0 && commune_valid(commune, reporting->form.period.to);
}

static const char *line_name(const struct reporting *reporting, size_t line)
{
	const struct commune *commune = roll_up_commune(reporting->view.roll_up, line);
	return commune ? commune->name
		       : say(reporting->tool, "(đơn vị chưa khai báo)",
				 "(units not in the directory)");
}

static struct ii06_row row_of_commune(const struct reporting *reporting, size_t line)
{
	return (struct ii06_row){.code = roll_up_code(reporting->view.roll_up, line),
		.name = line_name(reporting, line),
		.counts = reporting->counts[line]};
}

static struct ii06_row row_of_field(const struct reporting *reporting, size_t number)
{
	struct store_name field = view_field_name(&reporting->view, (uint32_t)number);
	const char *name = number == 0
				   ? say(reporting->tool, "(không ghi lĩnh vực)", "(no field said)")
			   : *field.name ? field.name
					 : field.code;
	return (struct ii06_row){
		.code = field.code, .name = name, .counts = reporting->counts[number]};
}

/* By code, so that two forms can be laid side by side; what has none stands last. */
static int by_code(const void *a, const void *b)
{
	const struct ii06_row *x = a, *y = b;
	if (!*x->code != !*y->code)
		return !*x->code ? 1 : -1;
	int order = strcmp(x->code, y->code);
	return order ? order : strcmp(x->name, y->name);
}

static void collect_rows(struct reporting *reporting)
{
	struct ii06_form *form = &reporting->form;
	reporting->rows = xcalloc(reporting->count, sizeof(*reporting->rows));
	for (size_t i = 0; i < reporting->count; i++) {
		if (form->by_commune ? commune_shown(reporting, i)
				     : !ii06_empty(&reporting->counts[i]))
			reporting->rows[form->row_count++] = form->by_commune
								     ? row_of_commune(reporting, i)
								     : row_of_field(reporting, i);
		ii06_merge(&form->total, &reporting->counts[i]);
	}
	qsort(reporting->rows, form->row_count, sizeof(*reporting->rows), by_code);
	form->rows = reporting->rows;
}

/* --- arguments ------------------------------------------------------------------------------ */

static void write_text(const struct ii06_form *form, struct tool *tool)
{
	ii06_write_text(form, &tool->out);
}

static void write_csv(const struct ii06_form *form, struct tool *tool)
{
	ii06_write_csv(form, &tool->out);
}

static void write_html(const struct ii06_form *form, struct tool *tool)
{
	ii06_write_html(form, &tool->out);
}

static void write_json(const struct ii06_form *form, struct tool *tool)
{
	struct json_writer json = tool_json(tool);
	ii06_write_json(form, &json);
	tool_json_end(tool, &json);
}

static enum exit_code read_format(struct reporting *reporting, const char *format)
{
	static const struct {
		const char *name;
		write_fn *write;
	} formats[] = {{"text", write_text}, {"csv", write_csv}, {"html", write_html},
		{"json", write_json}};
	if (!format)
		format = reporting->tool->json ? "json" : "text";
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (strcmp(format, formats[i].name) == 0)
			reporting->write = formats[i].write;
	if (!reporting->write)
		return tool_fail(EXIT_USAGE, "--format is text, csv, html or json, not %s", format);
	return EXIT_FINE;
}

/* The units are those of the period's last day, or of today while it runs. */
static enum exit_code read_period(struct reporting *reporting, const struct arguments *arguments)
{
	struct tool *tool = reporting->tool;
	struct ii06_form *form = &reporting->form;
	struct view *view = &reporting->view;
	char from[WHEN_MAX];
	enum exit_code exit = view_period(view, arguments, &form->period);
	if (exit)
		return exit;
	if (form->period.from > view->today)
		return tool_fail(EXIT_USAGE, "--period: it begins on %s, which is still to come",
			when_day(tool, form->period.from, from));
	form->zone = tool_zone(tool);
	reporting->from = zone_midnight(form->zone, form->period.from);
	instant last = zone_midnight(form->zone, form->period.to + 1) - 1;
	form->as_of = last < tool->now ? last : tool->now;
	view_join(view, tool, form->period.to < view->today ? form->period.to : view->today);
	return EXIT_FINE;
}

static enum exit_code read_rows(struct reporting *reporting, const struct arguments *arguments)
{
	struct tool *tool = reporting->tool;
	struct ii06_form *form = &reporting->form;
	const struct hentra_settings *hentra = &tool_settings(tool)->hentra;
	const char *by = argument(arguments, "--by"), *commune = argument(arguments, "--commune");
	if (by && strcmp(by, "field") != 0 && strcmp(by, "commune") != 0)
		return tool_fail(EXIT_USAGE, "--by is field or commune, not %s", by);
	form->by_commune = by && strcmp(by, "commune") == 0;
	form->english = tool->english;
	form->compare = reporting->view.judge.compare;
	form->receiver = hentra->report_to;
	form->organisation = *hentra->organisation ? hentra->organisation : hentra->province_name;
	reporting->only = -1;
	if (!commune)
		return EXIT_FINE;
	reporting->only = view_line_of_code(&reporting->view, tool, commune);
	if (reporting->only < 0)
		return tool_fail(EXIT_NO, "no commune has the code %s", commune);
	form->receiver = form->organisation;
	form->organisation = line_name(reporting, (size_t)reporting->only);
	return EXIT_FINE;
}

enum exit_code command_report_ii06(struct tool *tool, const struct arguments *arguments)
{
	struct reporting reporting = {.tool = tool, .form.last_seen = INSTANT_NONE};
	enum exit_code exit = view_load(&reporting.view, tool);
	if (!exit)
		exit = read_format(&reporting, argument(arguments, "--format"));
	if (!exit)
		exit = read_period(&reporting, arguments);
	if (!exit)
		exit = read_rows(&reporting, arguments);
	if (!exit)
		exit = fold(&reporting);
	if (!exit) {
		collect_rows(&reporting);
		if (ii06_check(&reporting.form, &reporting.error) < 0)
			exit = tool_fail(EXIT_NO, "%s", reporting.error.text);
		else
			reporting.write(&reporting.form, tool);
	}
	free(reporting.rows);
	free(reporting.counts);
	view_free(&reporting.view);
	return exit;
}
