#include "command/report/sheet_before_visit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/plural.h"
#include "command/words/case_words.h"
#include "store/store_witness.h"

#define CASES_SHOWN 15
#define FIELDS_SHOWN 10

/* An instant's day as programs write it. */
static void add_day(const struct visit *visit, struct table *table, instant at)
{
	char buffer[11];
	const struct zone *zone = tool_zone(visit->reporting.tool);
	table_add(table, at == INSTANT_NONE ? NULL : civil_format_date(zone_day(zone, at), buffer));
}

bool visit_known(const struct visit *visit, int span)
{
	return !sums_empty(&visit->sums[span]) ||
	       (visit->first_seen != INSTANT_NONE && visit->first_seen <= visit->span[span].as_of);
}

static void add_span(struct visit *visit, struct table *table, struct period period, int span)
{
	char buffer[11];
	table_add(table, civil_format_date(period.from, buffer));
	table_add(table, civil_format_date(period.to, buffer));
	sums_cells(table, &visit->sums[span], &visit->reporting.view.judge, visit->span[span].as_of,
		visit_known(visit, span));
}

const char *visit_code(const struct visit *visit)
{
	return roll_up_code(visit->reporting.view.roll_up, (size_t)visit->reporting.only);
}

void visit_note_more(struct visit *visit, struct document *document, const char *title,
	size_t hidden, const char *command, const char *more)
{
	const struct tool *tool = visit->reporting.tool;
	char note[320];
	if (!hidden)
		return;
	snprintf(note, sizeof(note),
		say(tool, "%s: và %zu dòng nữa (hentractl %s %s%s).",
			"%s: and %zu more (hentractl %s %s%s)."),
		title, hidden, command, visit_code(visit), more);
	document_note(document, note);
}

/* --- sections ------------------------------------------------------------------------------- */

static const struct column span_columns[] = {
	{"from", "Từ ngày", "From", ALIGN_LEFT, false, true},
	{"to", "Đến ngày", "To", ALIGN_LEFT, false, true},
	SUMS_COLUMNS,
};

static void add_sums(struct visit *visit, struct document *document)
{
	struct reporting *reporting = &visit->reporting;
	struct tool *tool = reporting->tool;
	struct period now = {reporting->period.from, zone_day(tool_zone(tool), reporting->as_of)};
	struct table *table = tool_new_table(tool, span_columns, ARRAY_SIZE(span_columns));
	add_span(visit, table, now, VISIT_NOW);
	add_span(visit, table, visit->year_before, VISIT_YEAR_BEFORE);
	document_section(document, "year_on_year",
		say(tool, "Kỳ này và cùng kỳ năm trước", "This period and the same a year before"),
		table, "");
}

static void add_trend(struct visit *visit, struct document *document)
{
	struct tool *tool = visit->reporting.tool;
	struct table *table = tool_new_table(tool, span_columns, ARRAY_SIZE(span_columns));
	for (int i = 0; i < VISIT_MONTHS; i++) {
		instant as_of = visit->span[VISIT_TREND + i].as_of;
		struct period month = {visit->month[i].from, zone_day(tool_zone(tool), as_of)};
		add_span(visit, table, month, VISIT_TREND + i); /* the last as far as it has come */
	}
	document_section(document, "trend", say(tool, "Diễn biến 12 tháng", "Trend of 12 months"),
		table, "");
}

static void add_fields(struct visit *visit, struct document *document)
{
	static const struct column columns[] = {
		{"code", "Mã", "Code", ALIGN_LEFT, false},
		{"field", "Lĩnh vực", "Field", ALIGN_LEFT, false},
		SUMS_COLUMNS,
	};
	struct tool *tool = visit->reporting.tool;
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	size_t count;
	cleanup(cleanup_free) size_t *order =
		sums_worst_first(visit->fields, visit->field_count, NULL, NULL, &count);
	for (size_t i = 0; i < count && i < FIELDS_SHOWN; i++) {
		uint32_t field = (uint32_t)order[i];
		table_add(table, view_field_name(&visit->reporting.view, field).code);
		table_add(table, reporting_field_name(&visit->reporting, field));
		sums_cells(table, &visit->fields[order[i]], &visit->reporting.view.judge,
			visit->reporting.as_of, true);
	}
	const char *title = say(tool, "Lĩnh vực, xấu nhất trước", "Fields, worst first");
	document_section(
		document, "fields", title, table, say(tool, "Không có hồ sơ.", "No cases."));
	if (count > FIELDS_SHOWN)
		visit_note_more(
			visit, document, title, count - FIELDS_SHOWN, "report field --commune", "");
}

/* What an official recorded of a case, the newest: a reason, or the letter of apology. */
struct mark_words {
	struct tool *tool;
	instant now;
	struct text words;
};

static int meet_mark(void *user, const struct mark *mark)
{
	struct mark_words *found = user;
	char letter[WHEN_MAX], new_due[WHEN_MAX];
	if (mark->kind == MARK_EXPLAINED || mark->at > found->now)
		return 0;
	text_clear(&found->words);
	if (mark->kind == MARK_APOLOGY)
		text_printf(&found->words,
			say(found->tool, "xin lỗi %s, hẹn lại %s", "apology of %s, new date %s"),
			when_day(found->tool, mark->letter, letter),
			when_day(found->tool, mark->new_due, new_due));
	if (mark->note && *mark->note)
		text_printf(&found->words, "%s%s", found->words.length ? ": " : "", mark->note);
	return 0;
}

static int add_marks(struct visit *visit, struct table *table, int64_t id)
{
	struct tool *tool = visit->reporting.tool;
	struct mark_words found = {.tool = tool, .now = visit->reporting.now};
	int result = store_marks(tool->store, id, meet_mark, &found, &visit->reporting.error);
	table_add(table, found.words.length ? found.words.data : NULL);
	text_free(&found.words);
	return result;
}

static int add_case(struct visit *visit, struct table *table, const struct visit_case *overdue)
{
	const struct view *view = &visit->reporting.view;
	struct store_name field = view_field_name(view, overdue->field);
	struct store_name procedure = view_procedure(view, overdue->procedure);
	table_add(table, overdue->code);
	table_add(table, *procedure.name ? procedure.name : procedure.code);
	table_add(table, *field.name ? field.name : field.code);
	add_day(visit, table, overdue->received);
	add_day(visit, table, overdue->due);
	table_add_number(
		table, verdict_days_late(overdue->due, &view->judge, visit->reporting.as_of));
	return add_marks(visit, table, overdue->id);
}

/* Of purged cases the numbers are kept, and no codes. */
static void note_purged_overdue(struct visit *visit, struct document *document)
{
	const struct tool *tool = visit->reporting.tool;
	char note[200];
	int64_t purged = visit->sums[VISIT_NOW].counts.bucket[BUCKET_OVERDUE] -
			 (int64_t)visit->overdue_count;
	if (purged <= 0)
		return;
	snprintf(note, sizeof(note),
		say(tool, "Danh sách không gồm %lld hồ sơ quá hạn khi đó, nay đã hết thời hạn lưu.",
			"Without %lld case(s) overdue then that are kept no more."),
		(long long)purged);
	plural(note);
	document_note(document, note);
}

static int add_oldest(struct visit *visit, struct document *document)
{
	static const struct column columns[] = {
		{"code", "Mã hồ sơ", "Case", ALIGN_LEFT, false},
		{"procedure", "Thủ tục", "Procedure", ALIGN_LEFT, false},
		{"field", "Lĩnh vực", "Field", ALIGN_LEFT, false},
		{"received", "Ngày nhận", "Received", ALIGN_LEFT, false, true},
		{"due", "Ngày hẹn trả", "Due", ALIGN_LEFT, false, true},
		{"overdue_working_days", "Quá hạn (ngày làm việc)", "Overdue (working days)",
			ALIGN_RIGHT, true},
		{"mark", "Lý do, xin lỗi", "Reason, apology", ALIGN_LEFT, false, false, true},
	};
	struct tool *tool = visit->reporting.tool;
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	int result = 0;
	for (size_t i = 0; i < visit->overdue_count && i < CASES_SHOWN && result == 0; i++)
		result = add_case(visit, table, &visit->overdue[i]);
	const char *title = say(tool, "Hồ sơ quá hạn lâu nhất", "Oldest overdue cases");
	document_section(document, "oldest", title, table,
		say(tool, "Không có hồ sơ quá hạn.", "No case is overdue."));
	note_purged_overdue(visit, document);
	if (visit->overdue_count > CASES_SHOWN)
		visit_note_more(visit, document, title, visit->overdue_count - CASES_SHOWN,
			"cases --commune", " --bucket overdue");
	return result;
}

/* The period in one sentence, with the open cases that such sentences like to leave out. */
static void add_sentence(struct visit *visit, struct document *document)
{
	const struct tool *tool = visit->reporting.tool;
	const struct counts *counts = &visit->sums[VISIT_NOW].counts;
	const int64_t *bucket = counts->bucket;
	int64_t overdue = bucket[BUCKET_OVERDUE], open = counts_open(counts);
	cleanup(text_free) struct text line = {0};
	plural_printf(&line,
		say(tool,
			"Tiếp nhận %lld hồ sơ (%lld một cửa, %lld liên thông); đã giải quyết %lld: "
			"%lld trước hạn, %lld đúng hạn, %lld trễ hạn, %lld rút hoặc không có ngày "
			"hẹn; đang giải quyết %lld: %lld trong hạn, %lld quá hạn.",
			"Received %lld case(s) (%lld one-stop, %lld inter-linked); resolved %lld: "
			"%lld "
			"early, %lld on time, %lld late, %lld withdrawn or undated; in progress "
			"%lld: %lld in time, %lld overdue."),
		(long long)counts->received, (long long)visit->sorts[SORT_ONE_STOP].counts.received,
		(long long)visit->sorts[SORT_LINKED].counts.received,
		(long long)counts_closed(counts), (long long)bucket[BUCKET_EARLY],
		(long long)bucket[BUCKET_ON_TIME], (long long)bucket[BUCKET_LATE],
		(long long)(bucket[BUCKET_WITHDRAWN] + bucket[BUCKET_UNDATED_CLOSED]),
		(long long)open, (long long)(open - overdue), (long long)overdue);
	document_line(document, line.data);
}

/* --- the document --------------------------------------------------------------------------- */

enum exit_code visit_document(struct visit *visit, struct document **ret_document)
{
	struct reporting *reporting = &visit->reporting;
	struct tool *tool = reporting->tool;
	char title[320];
	snprintf(title, sizeof(title), "%s: %s (%s)",
		say(tool, "PHIẾU THÔNG TIN TRƯỚC KIỂM TRA", "SHEET BEFORE A VISIT"),
		reporting_name(reporting, (size_t)reporting->only), visit_code(visit));
	struct document *document = document_new(title, tool->english);
	document_period(document, reporting, say(tool, "; so theo ", "; compared by "));
	add_sentence(visit, document);
	add_sums(visit, document);
	add_trend(visit, document);
	add_fields(visit, document);
	document_section(document, "kinds",
		say(tool, "Một cửa và liên thông", "One-stop and inter-linked"),
		sorts_table(reporting, visit->sorts), "");
	enum exit_code exit =
		add_oldest(visit, document) < 0 ? tool_failed(&reporting->error) : EXIT_FINE;
	document_note_unknown(document, reporting, visit->first_seen, visit->first);
	if (!exit)
		exit = visit_add_evidence(visit, document);
	if (exit)
		document_free(document);
	else
		*ret_document = document;
	return exit;
}
