/* hentractl report ii06: form II.06a over all cases' paths, by field or by commune. */
#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/report/reporting.h"
#include "report/ii06.h"

struct filling {
	struct reporting reporting;
	struct ii06_form form;
	struct ii06_counts *counts; /* by line of the roll-up, or by field number */
	struct counts *purged; /* the same, of cases that are kept no more */
	size_t count;
	struct ii06_row *rows;
};

/* --- the fold ------------------------------------------------------------------------------- */

static size_t row_of(const struct filling *filling, size_t line, uint32_t field)
{
	if (filling->form.by_commune)
		return line;
	return field < filling->count ? field : 0;
}

static int meet_case(void *user, const struct store_past *past)
{
	struct filling *filling = user;
	const struct judge *judge = &filling->reporting.view.judge;
	uint32_t field = past->known.state.field;
	int line = reporting_line(&filling->reporting, past);
	if (line < 0)
		return 0;
	size_t row = row_of(filling, (size_t)line, field);
	/* what froze when it closed stays so, whatever the settings are now */
	ii06_add(&filling->counts[row], store_past_bucket(past, judge, filling->reporting.from - 1),
		store_past_bucket(past, judge, filling->form.as_of),
		past->known.judged.facts.channel);
	return 0;
}

static void meet_purged(void *user, const struct purged_cell *cell)
{
	struct filling *filling = user;
	counts_add_column(&filling->purged[row_of(filling, cell->line, cell->field)], cell->column,
		cell->amount);
}

/* The form counts refusals of the period: those that stood before it are taken off again. */
static void meet_purged_before(void *user, const struct purged_cell *cell)
{
	struct purged_cell less = *cell;
	less.amount = -cell->amount;
	if (cell->column == BUCKET_REFUSED)
		meet_purged(user, &less);
}

/* What is left of cases that were purged: it changes no form. */
static int add_purged(struct filling *filling)
{
	struct reporting *reporting = &filling->reporting;
	struct period days = reporting_days(reporting);
	struct period before = {days.from - 1, days.from - 1};
	filling->purged = xcalloc(filling->count, sizeof(*filling->purged));
	int result = reporting_purged(reporting, &days, meet_purged, filling);
	if (result == 0)
		result = reporting_purged(reporting, &before, meet_purged_before, filling);
	for (size_t i = 0; i < filling->count; i++)
		ii06_add_sums(&filling->counts[i], &filling->purged[i]);
	return result;
}

static enum exit_code fold(struct filling *filling)
{
	struct reporting *reporting = &filling->reporting;
	struct view *view = &reporting->view;
	struct ii06_form *form = &filling->form;
	filling->count = form->by_commune ? roll_up_lines(view->roll_up) : view->field_count + 1;
	filling->counts = xcalloc(filling->count, sizeof(*filling->counts));
	if (reporting_walk(reporting, meet_case, filling, &form->first_seen) < 0 ||
		add_purged(filling) < 0 || reporting_last_seen(reporting, &form->last_seen) < 0)
		return tool_failed(&reporting->error);
	return EXIT_FINE;
}

/* --- the rows ------------------------------------------------------------------------------- */

/* A commune of the period's last day stands in the form also when nothing came. */
static bool commune_shown(const struct filling *filling, size_t line)
{
	const struct reporting *reporting = &filling->reporting;
	const struct commune *commune = roll_up_commune(reporting->view.roll_up, line);
	if (!ii06_empty(&filling->counts[line]))
		return true;
	return commune && reporting->only < 0 && commune_valid(commune, reporting->view.joined_on);
}

static struct ii06_row row_of_commune(const struct filling *filling, size_t line)
{
	return (struct ii06_row){.code = roll_up_code(filling->reporting.view.roll_up, line),
		.name = reporting_name(&filling->reporting, line),
		.counts = filling->counts[line]};
}

static struct ii06_row row_of_field(const struct filling *filling, size_t number)
{
	const struct reporting *reporting = &filling->reporting;
	return (struct ii06_row){.code = view_field_name(&reporting->view, (uint32_t)number).code,
		.name = reporting_field_name(reporting, (uint32_t)number),
		.counts = filling->counts[number]};
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

static void collect_rows(struct filling *filling)
{
	struct ii06_form *form = &filling->form;
	filling->rows = xcalloc(filling->count, sizeof(*filling->rows));
	for (size_t i = 0; i < filling->count; i++) {
		if (form->by_commune ? commune_shown(filling, i) : !ii06_empty(&filling->counts[i]))
			filling->rows[form->row_count++] = form->by_commune
								   ? row_of_commune(filling, i)
								   : row_of_field(filling, i);
		ii06_merge(&form->total, &filling->counts[i]);
	}
	if (form->row_count)
		qsort(filling->rows, form->row_count, sizeof(*filling->rows), by_code);
	form->rows = filling->rows;
}

/* --- writing -------------------------------------------------------------------------------- */

static enum exit_code put_sheet(struct filling *filling)
{
	struct grid *grid = ii06_grid(&filling->form);
	const struct grid *grids[] = {grid};
	enum exit_code exit = reporting_put_sheets(
		&filling->reporting, grids, 1, ii06_title(filling->form.english));
	grid_free(grid);
	return exit;
}

/* Rows alone have no place for it: it goes to standard error. */
static void tell_what_is_not_known(const struct ii06_form *form)
{
	char notes[II06_NOTES_MAX][II06_NOTE_SIZE];
	size_t count = ii06_unknown(form, notes);
	for (size_t i = 0; i < count; i++)
		tool_note(notes[i]);
}

static enum exit_code put(struct filling *filling)
{
	struct tool *tool = filling->reporting.tool;
	const struct ii06_form *form = &filling->form;
	struct json_writer json = tool_json(tool);
	switch (filling->reporting.format) {
	case REPORT_CSV:
		ii06_write_csv(form, &tool->out);
		tell_what_is_not_known(form);
		break;
	case REPORT_HTML:
		ii06_write_html(form, &tool->out);
		break;
	case REPORT_JSON:
		ii06_write_json(form, &json);
		tool_json_end(tool, &json);
		break;
	case REPORT_XLSX:
		return put_sheet(filling);
	default:
		ii06_write_text(form, &tool->out);
	}
	return EXIT_FINE;
}

/* --- arguments ------------------------------------------------------------------------------ */

static enum exit_code read_form(struct filling *filling, const struct arguments *arguments)
{
	struct reporting *reporting = &filling->reporting;
	struct tool *tool = reporting->tool;
	const struct hentra_settings *hentra = &tool_settings(tool)->hentra;
	const char *by = argument(arguments, "--by");
	if (by && strcmp(by, "field") != 0 && strcmp(by, "commune") != 0)
		return tool_fail(EXIT_USAGE, "--by is field or commune, not %s", by);
	filling->form = (struct ii06_form){.english = tool->english,
		.by_commune = by && strcmp(by, "commune") == 0,
		.period = reporting->period,
		.zone = tool_zone(tool),
		.as_of = reporting->as_of,
		.compare = reporting->view.judge.compare,
		.receiver = hentra->report_to,
		.organisation =
			*hentra->organisation ? hentra->organisation : hentra->province_name};
	if (reporting->only >= 0) {
		filling->form.receiver = filling->form.organisation;
		filling->form.organisation = reporting_name(reporting, (size_t)reporting->only);
	}
	return EXIT_FINE;
}

enum exit_code command_report_ii06(struct tool *tool, const struct arguments *arguments)
{
	struct filling filling = {0};
	struct reporting *reporting = &filling.reporting;
	enum exit_code exit = reporting_begin(reporting, tool, arguments,
		REPORT_AS(REPORT_TEXT) | REPORT_AS(REPORT_CSV) | REPORT_AS(REPORT_XLSX) |
			REPORT_AS(REPORT_HTML) | REPORT_AS(REPORT_JSON));
	if (!exit)
		exit = read_form(&filling, arguments);
	if (!exit)
		exit = fold(&filling);
	if (!exit) {
		collect_rows(&filling);
		if (ii06_check(&filling.form, &reporting->error) < 0)
			exit = tool_fail(EXIT_NO, "%s", reporting->error.text);
		else
			exit = put(&filling);
	}
	free(filling.rows);
	free(filling.counts);
	free(filling.purged);
	reporting_end(reporting);
	return exit;
}
