#include "command/report/summing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/plural.h"

/* --- sums ----------------------------------------------------------------------------------- */

void sums_add_due(struct sums *sums, instant due)
{
	if (sums->oldest_due == 0 || due < sums->oldest_due)
		sums->oldest_due = due;
}

int sums_add(struct sums *sums, const struct store_past *past, const struct judge *judge,
	const struct span *span)
{
	const struct case_facts *facts = &past->known.judged.facts;
	struct counts *counts = &sums->counts;
	int bucket = store_past_bucket(past, judge, span->as_of);
	if (bucket < 0)
		return bucket;
	if (bucket_closed((enum bucket)bucket)) {
		instant closed_at = store_past_closed_at(past, judge);
		counts->bucket[bucket] += closed_at >= span->from && closed_at < span->until;
	} else {
		counts->bucket[bucket]++;
	}
	if (bucket == BUCKET_OVERDUE)
		sums_add_due(sums, facts->due);
	if (bucket < BUCKET_COUNTED && facts->received >= span->from &&
		facts->received < span->until) {
		counts->received++;
		counts->received_online += facts->channel == CHANNEL_ONLINE;
	}
	return bucket;
}

bool sums_empty(const struct sums *sums)
{
	return counts_empty(&sums->counts);
}

int sums_oldest_days(const struct sums *sums, const struct judge *judge, instant as_of)
{
	if (!sums->counts.bucket[BUCKET_OVERDUE] || sums->oldest_due == 0)
		return 0;
	return verdict_days_late(sums->oldest_due, judge, as_of);
}

struct worst {
	const struct sums *sums;
	sums_first_fn *first;
	const void *user;
};

static int worse_first(const void *a, const void *b, void *user)
{
	const struct worst *worst = user;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	const struct counts *left = &worst->sums[x].counts, *right = &worst->sums[y].counts;
	int64_t order[][2] = {
		{worst->first && !worst->first(worst->user, x),
			worst->first && !worst->first(worst->user, y)},
		{right->bucket[BUCKET_OVERDUE], left->bucket[BUCKET_OVERDUE]},
		{right->bucket[BUCKET_LATE], left->bucket[BUCKET_LATE]},
		{right->received, left->received},
		{(int64_t)x, (int64_t)y},
	};
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		if (order[i][0] != order[i][1])
			return order[i][0] < order[i][1] ? -1 : 1;
	return 0;
}

size_t *sums_worst_first(const struct sums *sums, size_t count, sums_first_fn *first,
	const void *user, size_t *ret_count)
{
	struct worst worst = {sums, first, user};
	size_t *places = xcalloc(count + 1, sizeof(*places)), shown = 0;
	for (size_t i = 0; i < count; i++)
		if (!sums_empty(&sums[i]))
			places[shown++] = i;
	qsort_r(places, shown, sizeof(*places), worse_first, &worst);
	*ret_count = shown;
	return places;
}

/* --- cells ---------------------------------------------------------------------------------- */

void share_cell(struct table *table, int64_t part, int64_t whole)
{
	char buffer[32];
	int64_t share = whole > 0 ? (part * 20000 + whole) / (whole * 2) : 0;
	snprintf(buffer, sizeof(buffer), "%lld.%02lld", (long long)(share / 100),
		(long long)(share % 100));
	table_add(table, whole > 0 ? buffer : NULL);
}

#define CELLS 13

void sums_cells(struct table *table, const struct sums *sums, const struct judge *judge,
	instant as_of, bool known)
{
	const struct counts *counts = &sums->counts;
	const int64_t *bucket = counts->bucket;
	if (!known) {
		for (int i = 0; i < CELLS; i++)
			table_add(table, NULL);
		return;
	}
	table_add_number(table, counts->received);
	table_add_number(table, counts->received_online);
	share_cell(table, counts->received_online, counts->received);
	table_add_number(table, bucket[BUCKET_EARLY]);
	table_add_number(table, bucket[BUCKET_ON_TIME]);
	table_add_number(table, bucket[BUCKET_LATE]);
	table_add_number(table, bucket[BUCKET_WITHDRAWN] + bucket[BUCKET_UNDATED_CLOSED]);
	share_cell(table, bucket[BUCKET_EARLY] + bucket[BUCKET_ON_TIME],
		bucket[BUCKET_EARLY] + bucket[BUCKET_ON_TIME] + bucket[BUCKET_LATE]);
	table_add_number(table, counts_open(counts));
	table_add_number(table, bucket[BUCKET_DUE_SOON]);
	table_add_number(table, bucket[BUCKET_OVERDUE]);
	table_add_number(table, bucket[BUCKET_PAUSED]);
	table_add_number(table, sums_oldest_days(sums, judge, as_of));
}

/* --- one-stop and inter-linked -------------------------------------------------------------- */

int sort_of_case(const struct reporting *reporting, const struct store_past *past)
{
	return sort_of_procedure(reporting, past->known.state.procedure);
}

int sort_of_procedure(const struct reporting *reporting, uint32_t procedure)
{
	const char *code = view_procedure(&reporting->view, procedure).code;
	const struct procedure *known =
		procedures_find(reporting->tool->site->procedures, slice_of(code));
	return known && known->linked ? SORT_LINKED : SORT_ONE_STOP;
}

struct table *sorts_table(
	const struct reporting *reporting, const struct sums sums[static SORT_COUNT])
{
	static const struct column columns[] = {
		{"kind", "Loại", "Kind", ALIGN_LEFT, false},
		{"percent_of_received", "Tỷ trọng %", "Share %", ALIGN_RIGHT, true},
		SUMS_COLUMNS,
	};
	const char *const names[SORT_COUNT] = {
		reporting_word(reporting, "one_stop", "Một cửa", "one-stop"),
		reporting_word(reporting, "linked", "Một cửa liên thông", "inter-linked")};
	struct tool *tool = reporting->tool;
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	int64_t all = 0;
	for (int sort = 0; sort < SORT_COUNT; sort++)
		all += sums[sort].counts.received;
	for (int sort = 0; sort < SORT_COUNT; sort++) {
		table_add(table, names[sort]);
		share_cell(table, sums[sort].counts.received, all);
		sums_cells(table, &sums[sort], &reporting->view.judge, reporting->as_of, true);
	}
	return table;
}

/* --- the document --------------------------------------------------------------------------- */

void document_period(
	struct document *document, const struct reporting *reporting, const char *compared)
{
	const struct tool *tool = reporting->tool;
	char line[240], from[WHEN_MAX], to[WHEN_MAX], at[WHEN_MAX];
	const char *by = reporting->view.judge.compare == COMPARE_DATE
				 ? say(tool, "ngày", "date")
				 : say(tool, "giờ", "instant");
	snprintf(line, sizeof(line),
		say(tool, "Kỳ từ %s đến %s, tính đến %s%s%s", "Period %s to %s, as at %s%s%s"),
		when_day(tool, reporting->period.from, from),
		when_day(tool, reporting->period.to, to), when(tool, reporting->as_of, at),
		compared ? compared : "", compared ? by : "");
	document_line(document, line);
}

void document_note_unknown(
	struct document *document, struct reporting *reporting, instant first_seen, instant from)
{
	struct tool *tool = reporting->tool;
	cleanup(text_free) struct text note = {0};
	instant last_seen;
	view_unknown(tool, first_seen, from, &note);
	if (note.length)
		document_note(document, note.data);
	if (procedures_count(tool->site->procedures) == 0)
		document_note(document,
			say(tool,
				"CHƯA BIẾT thủ tục nào là liên thông: chưa khai báo "
				"procedures.csv.",
				"NOT KNOWN which procedures are inter-linked: there is no "
				"procedures.csv."));
	if (reporting_last_seen(reporting, &last_seen) == 0 && last_seen == INSTANT_NONE)
		document_note(document, say(tool, "CHƯA BIẾT: có cổng chưa được đọc trọn lần nào.",
						"NOT KNOWN: a portal was never read completely."));
}

static void put_json(struct reporting *reporting, const struct document *document)
{
	struct tool *tool = reporting->tool;
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	json_day(&json, "from", reporting->period.from);
	json_day(&json, "to", reporting->period.to);
	json_instant(tool, &json, "as_of", reporting->as_of);
	document_write_json(document, &json);
	json_object_end(&json);
	tool_json_end(tool, &json);
}

static enum exit_code put_sheets(struct reporting *reporting, const struct document *document)
{
	cleanup(cleanup_free) struct grid **grids =
		xcalloc(document->section_count, sizeof(struct grid *));
	document_grids(document, grids);
	enum exit_code exit = reporting_put_sheets(reporting, (const struct grid *const *)grids,
		document->section_count, document->title);
	for (size_t i = 0; i < document->section_count; i++)
		grid_free(grids[i]);
	return exit;
}

enum exit_code reporting_put_document(
	struct reporting *reporting, struct document *document, const char *csv)
{
	struct text *out = &reporting->tool->out;
	enum exit_code exit = EXIT_FINE;
	switch (reporting->format) {
	case REPORT_JSON:
		put_json(reporting, document);
		break;
	case REPORT_XLSX:
		exit = put_sheets(reporting, document);
		break;
	case REPORT_HTML:
		document_write_html(document, out);
		break;
	case REPORT_CSV:
		document_write_csv(document, csv, out);
		for (size_t i = 0; i < document->note_count; i++)
			tool_note(document->notes[i]);
		break;
	default:
		document_write_text(document, out);
	}
	document_free(document);
	return exit;
}
