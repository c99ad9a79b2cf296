/* hentractl report field: every field of the province or of a commune, land first, and one-stop cases
 * beside inter-linked ones. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/report/summing.h"

struct fields {
	struct reporting reporting;
	struct span span;
	struct sums *sums; /* by field number */
	size_t count;
	struct sums total, sorts[SORT_COUNT];
	instant first_seen;
};

static struct sums *sums_of(struct fields *fields, uint32_t field)
{
	return &fields->sums[field < fields->count ? field : 0];
}

static int meet_case(void *user, const struct store_past *past)
{
	struct fields *fields = user;
	struct reporting *reporting = &fields->reporting;
	const struct judge *judge = &reporting->view.judge;
	uint32_t field = past->known.state.field;
	if (reporting_line(reporting, past) < 0)
		return 0;
	sums_add(sums_of(fields, field), past, judge, &fields->span);
	sums_add(&fields->sorts[sort_of_case(reporting, past)], past, judge, &fields->span);
	sums_add(&fields->total, past, judge, &fields->span);
	return 0;
}

static void meet_purged(void *user, const struct purged_cell *cell)
{
	struct fields *fields = user;
	int sort = sort_of_procedure(&fields->reporting, cell->procedure);
	counts_add_column(&sums_of(fields, cell->field)->counts, cell->column, cell->amount);
	counts_add_column(&fields->sorts[sort].counts, cell->column, cell->amount);
	counts_add_column(&fields->total.counts, cell->column, cell->amount);
}

static void meet_purged_due(void *user, const struct purged_cell *cell, instant due)
{
	struct fields *fields = user;
	int sort = sort_of_procedure(&fields->reporting, cell->procedure);
	sums_add_due(sums_of(fields, cell->field), due);
	sums_add_due(&fields->sorts[sort], due);
	sums_add_due(&fields->total, due);
}

static enum exit_code fold(struct fields *fields)
{
	struct reporting *reporting = &fields->reporting;
	struct period days = reporting_days(reporting);
	fields->span = (struct span){reporting->from, reporting->until, reporting->as_of};
	fields->count = reporting->view.field_count + 1;
	fields->sums = xcalloc(fields->count, sizeof(*fields->sums));
	if (reporting_walk(reporting, meet_case, fields, &fields->first_seen) < 0 ||
		reporting_purged(reporting, &days, meet_purged, fields) < 0 ||
		reporting_purged_overdue(reporting, reporting->as_of, meet_purged_due, fields) < 0)
		return tool_failed(&reporting->error);
	return EXIT_FINE;
}

/* Inspections ask for land first. */
static bool is_land(const void *user, size_t number)
{
	const struct fields *fields = user;
	const char *name = reporting_field_name(&fields->reporting, (uint32_t)number);
	return strncmp(name, "Đất đai", strlen("Đất đai")) == 0;
}

static void add_row(const struct fields *fields, struct table *table, const char *code,
	const char *name, const struct sums *sums)
{
	const struct reporting *reporting = &fields->reporting;
	table_add(table, code);
	table_add(table, name);
	share_cell(table, sums->counts.bucket[BUCKET_OVERDUE],
		fields->total.counts.bucket[BUCKET_OVERDUE]);
	sums_cells(table, sums, &reporting->view.judge, reporting->as_of, true);
}

static struct table *field_table(struct fields *fields)
{
	static const struct column columns[] = {
		{"code", "Mã", "Code", ALIGN_LEFT, false},
		{"field", "Lĩnh vực", "Field", ALIGN_LEFT, false},
		{"percent_of_overdue", "Phần quá hạn %", "Share of overdue %", ALIGN_RIGHT, true},
		SUMS_COLUMNS,
	};
	struct tool *tool = fields->reporting.tool;
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	size_t count;
	cleanup(cleanup_free) size_t *order =
		sums_worst_first(fields->sums, fields->count, is_land, fields, &count);
	for (size_t i = 0; i < count; i++)
		add_row(fields, table,
			view_field_name(&fields->reporting.view, (uint32_t)order[i]).code,
			reporting_field_name(&fields->reporting, (uint32_t)order[i]),
			&fields->sums[order[i]]);
	if (fields->reporting.format != REPORT_CSV && fields->reporting.format != REPORT_JSON)
		add_row(fields, table, "", say(tool, "Cộng", "Total"), &fields->total);
	return table;
}

static struct document *document_of(struct fields *fields)
{
	struct reporting *reporting = &fields->reporting;
	struct tool *tool = reporting->tool;
	char title[320];
	const struct hentra_settings *hentra = &tool_settings(tool)->hentra;
	snprintf(title, sizeof(title), "%s: %s",
		say(tool, "KẾT QUẢ GIẢI QUYẾT THEO LĨNH VỰC", "RESULTS BY FIELD"),
		reporting->only >= 0 ? reporting_name(reporting, (size_t)reporting->only)
				     : hentra->province_name);
	struct document *document = document_new(title, tool->english);
	document_period(document, reporting, NULL);
	document_section(document, "fields",
		say(tool, "Theo lĩnh vực, đất đai trước", "By field, land first"),
		field_table(fields), say(tool, "Không có hồ sơ.", "No cases."));
	document_section(document, "kinds",
		say(tool, "Một cửa và liên thông", "One-stop and inter-linked"),
		sorts_table(reporting, fields->sorts), "");
	document_note_unknown(document, reporting, fields->first_seen, reporting->from);
	return document;
}

enum exit_code command_report_field(struct tool *tool, const struct arguments *arguments)
{
	struct fields fields = {0};
	struct reporting *reporting = &fields.reporting;
	enum exit_code exit = reporting_begin(reporting, tool, arguments,
		REPORT_AS(REPORT_TEXT) | REPORT_AS(REPORT_CSV) | REPORT_AS(REPORT_XLSX) |
			REPORT_AS(REPORT_HTML) | REPORT_AS(REPORT_JSON));
	if (!exit)
		exit = fold(&fields);
	if (!exit)
		exit = reporting_put_document(reporting, document_of(&fields), "fields");
	free(fields.sums);
	reporting_end(reporting);
	return exit;
}
