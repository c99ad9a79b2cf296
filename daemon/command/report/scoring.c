/* The progress score as a paper and as JSON. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/plural.h"
#include "command/report/scoring.h"
#include "command/report/summing.h"
#include "command/words/case_words.h"

static int64_t told(const struct score *score)
{
	return score->national.counted + score->local_on_time + score->local_late;
}

/* Lowest score first; what was not counted at all stands last. */
static const struct score *sorting;
static int worse_first(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int left = score_national_rate(&sorting[x]), right = score_national_rate(&sorting[y]);
	if ((left < 0) != (right < 0))
		return left < 0 ? 1 : -1;
	if (left != right)
		return left < right ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* The lines to show, worst first; the caller frees. */
static size_t *shown_lines(const struct scoring *scoring, size_t *ret_count)
{
	size_t lines = roll_up_lines(scoring->reporting.view.roll_up), count = 0;
	size_t *shown = xcalloc(lines, sizeof(*shown));
	for (size_t i = 0; i < lines; i++)
		if (told(&scoring->lines[i]))
			shown[count++] = i;
	sorting = scoring->lines;
	if (count)
		qsort(shown, count, sizeof(*shown), worse_first);
	*ret_count = count;
	return shown;
}

/* "98.33" out of 9833 hundredths; with its sign for a difference. */
static const char *hundredths(int value, char buffer[static 24])
{
	int absolute = abs(value);
	snprintf(buffer, 24, "%s%d.%02d", value < 0 ? "-" : "", absolute / 100, absolute % 100);
	return buffer;
}

static void add_share(struct table *table, int value)
{
	char buffer[24];
	table_add(table, value < 0 ? NULL : hundredths(value, buffer));
}

static const struct column columns[] = {
	{"code", "Mã", "Code", ALIGN_LEFT, false},
	{"name", "Đơn vị", "Name", ALIGN_LEFT, false},
	{"counted", "Số hồ sơ (766)", "Counted (766)", ALIGN_RIGHT, true},
	{"on_time", "Đúng hạn (766)", "On time (766)", ALIGN_RIGHT, true},
	{"overdue", "Quá hạn (766)", "Overdue (766)", ALIGN_RIGHT, true},
	{"no_deadline", "Không thời hạn (766)", "No deadline (766)", ALIGN_RIGHT, true},
	{"score", "Điểm /20", "Score /20", ALIGN_RIGHT, true},
	{"rate", "Tỷ lệ 766 %", "Rate 766 %", ALIGN_RIGHT, true},
	{"local_closed", "Đã xong (II.06)", "Closed (II.06)", ALIGN_RIGHT, true},
	{"local_on_time", "Đúng hạn (II.06)", "On time (II.06)", ALIGN_RIGHT, true},
	{"local_rate", "Tỷ lệ II.06 %", "Rate II.06 %", ALIGN_RIGHT, true},
	{"gap", "Chênh lệch", "Gap", ALIGN_RIGHT, true},
	{"told_differently", "Hồ sơ tính khác", "Told differently", ALIGN_RIGHT, true},
};

static int64_t told_differently(const struct score *score)
{
	int64_t cases = 0;
	for (int gap = SCORE_GAP_NONE + 1; gap < SCORE_GAP_COUNT; gap++)
		cases += score->gap[gap][0] + score->gap[gap][1];
	return cases;
}

static void add_line(
	struct table *table, const char *code, const char *name, const struct score *score)
{
	char buffer[24];
	int rate = score_national_rate(score), local = score_local_rate(score);
	table_add(table, code);
	table_add(table, name);
	table_add_number(table, score->national.counted);
	table_add_number(table, score->national.on_time);
	table_add_number(table, score->overdue);
	table_add_number(table, score->no_deadline);
	add_share(table, national_score_points(&score->national));
	add_share(table, rate);
	table_add_number(table, score->local_on_time + score->local_late);
	table_add_number(table, score->local_on_time);
	add_share(table, local);
	table_add(table, rate < 0 || local < 0 ? NULL : hundredths(rate - local, buffer));
	table_add_number(table, told_differently(score));
}

static struct table *line_table(struct scoring *scoring)
{
	struct tool *tool = scoring->reporting.tool;
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	size_t count;
	size_t *shown = shown_lines(scoring, &count);
	for (size_t i = 0; i < count; i++)
		add_line(table, roll_up_code(scoring->reporting.view.roll_up, shown[i]),
			reporting_name(&scoring->reporting, shown[i]), &scoring->lines[shown[i]]);
	free(shown);
	if (scoring->reporting.format != REPORT_CSV)
		add_line(table, "", say(tool, "Cộng", "Total"), &scoring->total);
	return table;
}

static struct table *gap_table(struct scoring *scoring)
{
	static const struct column gap_columns[] = {
		{"why", "Vì sao", "Why", ALIGN_LEFT, false},
		{"on_time", "766: đúng hạn", "766: on time", ALIGN_RIGHT, true},
		{"not_on_time", "766: không đúng hạn", "766: not on time", ALIGN_RIGHT, true},
	};
	struct tool *tool = scoring->reporting.tool;
	struct table *table = tool_new_table(tool, gap_columns, ARRAY_SIZE(gap_columns));
	for (int gap = SCORE_GAP_NONE + 1; gap < SCORE_GAP_COUNT; gap++) {
		const int64_t *cases = scoring->total.gap[gap];
		if (cases[0] + cases[1] == 0)
			continue;
		table_add(table, score_gap_sentence((enum score_gap)gap, tool->english));
		table_add_number(table, cases[1]);
		table_add_number(table, cases[0]);
	}
	return table;
}

static void add_day(const struct tool *tool, struct table *table, instant at)
{
	char date[11];
	table_add(table,
		at == INSTANT_NONE ? NULL : civil_format_date(zone_day(tool_zone(tool), at), date));
}

/* For programs the names that --json has. */
static const char *word_of(const struct scoring *scoring, const char *name, const char *words)
{
	return reporting_word(&scoring->reporting, name, words, words);
}

/* Every case that the two rules tell differently, with the instants that the national one compares. */
static struct table *parting_table(struct scoring *scoring)
{
	static const struct column case_columns[] = {
		{"code", "Mã hồ sơ", "Case", ALIGN_LEFT, false},
		{"commune", "Đơn vị", "Commune", ALIGN_LEFT, false},
		{"local", "II.06", "II.06", ALIGN_LEFT, false},
		{"national", "766", "766", ALIGN_LEFT, false},
		{"due", "Hạn (766)", "Due (766)", ALIGN_LEFT, false, true},
		{"end", "Kết thúc (766)", "End (766)", ALIGN_LEFT, false, true},
		{"why", "Vì sao", "Why", ALIGN_LEFT, false},
	};
	struct tool *tool = scoring->reporting.tool;
	struct table *table = tool_new_table(tool, case_columns, ARRAY_SIZE(case_columns));
	for (size_t i = 0; i < scoring->parting_count; i++) {
		const struct parting *parting = &scoring->partings[i];
		table_add(table, parting->code);
		table_add(table, reporting_name(&scoring->reporting, parting->line));
		table_add(table, word_of(scoring, bucket_name(parting->bucket),
					 bucket_words(tool, parting->bucket)));
		table_add(table, word_of(scoring, national_name(parting->national.verdict),
					 national_words(parting->national.verdict, tool->english)));
		add_day(tool, table, parting->national.due);
		add_day(tool, table, parting->national.end);
		table_add(table, word_of(scoring, score_gap_name(parting->gap),
					 score_gap_sentence(parting->gap, tool->english)));
	}
	return table;
}

/* --- for programs ------------------------------------------------------------------------------- */

static void share_json(struct json_writer *json, const char *key, int value, double whole)
{
	if (value < 0)
		json_null(json, key);
	else
		json_decimal(json, key, value / whole, 4);
}

static void score_json(struct json_writer *json, const struct score *score)
{
	json_object(json, "national");
	json_number(json, "counted", score->national.counted);
	json_number(json, "on_time", score->national.on_time);
	json_number(json, "overdue", score->overdue);
	json_number(json, "no_deadline", score->no_deadline);
	json_number(json, "uncertain", score->uncertain);
	share_json(json, "score", national_score_points(&score->national), 100);
	share_json(json, "rate", score_national_rate(score), 10000);
	json_object_end(json);
	json_object(json, "local");
	json_number(json, "on_time", score->local_on_time);
	json_number(json, "late", score->local_late);
	share_json(json, "rate", score_local_rate(score), 10000);
	json_object_end(json);
	json_object(json, "gaps");
	for (int gap = SCORE_GAP_NONE + 1; gap < SCORE_GAP_COUNT; gap++) {
		json_object(json, score_gap_name((enum score_gap)gap));
		json_number(json, "on_time", score->gap[gap][1]);
		json_number(json, "not_on_time", score->gap[gap][0]);
		json_object_end(json);
	}
	json_object_end(json);
}

static void partings_json(struct scoring *scoring, struct json_writer *json)
{
	const struct tool *tool = scoring->reporting.tool;
	json_array(json, "cases");
	for (size_t i = 0; i < scoring->parting_count; i++) {
		const struct parting *parting = &scoring->partings[i];
		json_object(json, NULL);
		json_string(json, "code", parting->code);
		json_string(json, "commune",
			roll_up_code(scoring->reporting.view.roll_up, parting->line));
		json_string(json, "bucket", bucket_name(parting->bucket));
		json_string(json, "national", national_name(parting->national.verdict));
		json_string(json, "gap", score_gap_name(parting->gap));
		json_instant(tool, json, "end", parting->national.end);
		json_instant(tool, json, "due", parting->national.due);
		json_bool(json, "uncertain", parting->national.uncertain);
		json_object_end(json);
	}
	json_array_end(json);
}

static void scoring_json(struct scoring *scoring)
{
	struct tool *tool = scoring->reporting.tool;
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	json_day(&json, "from", scoring->reporting.period.from);
	json_day(&json, "to", scoring->reporting.period.to);
	json_instant(tool, &json, "as_of", scoring->reporting.as_of);
	json_string(&json, "compare",
		scoring->reporting.view.judge.compare == COMPARE_DATE ? "date" : "instant");
	json_string(&json, "unknown", scoring->unknown.length ? scoring->unknown.data : NULL);
	json_array(&json, "communes");
	size_t count;
	size_t *shown = shown_lines(scoring, &count);
	for (size_t i = 0; i < count; i++) {
		const struct commune *commune =
			roll_up_commune(scoring->reporting.view.roll_up, shown[i]);
		json_object(&json, NULL);
		json_string(&json, "code", roll_up_code(scoring->reporting.view.roll_up, shown[i]));
		json_string(&json, "name", commune ? commune->name : NULL);
		score_json(&json, &scoring->lines[shown[i]]);
		json_object_end(&json);
	}
	free(shown);
	json_array_end(&json);
	json_object(&json, "total");
	score_json(&json, &scoring->total);
	json_object_end(&json);
	if (scoring->list) {
		json_number(&json, "unnamed", scoring->unnamed);
		partings_json(scoring, &json);
	}
	json_object_end(&json);
	tool_json_end(tool, &json);
}

/* --- for people ------------------------------------------------------------------------------ */

static void add_notes(const struct scoring *scoring, struct document *document)
{
	const struct tool *tool = scoring->reporting.tool;
	char line[240];
	if (scoring->unknown.length)
		document_note(document, scoring->unknown.data);
	if (scoring->unnamed) {
		snprintf(line, sizeof(line),
			say(tool,
				"Danh sách từng hồ sơ thiếu %lld hồ sơ đã hết thời hạn lưu: vẫn "
				"tính trong các số, không còn mã.",
				"The list lacks %lld case(s) that are kept no more: they are in "
				"all numbers, their codes are gone."),
			(long long)scoring->unnamed);
		plural(line);
		document_note(document, line);
	}
	if (scoring->total.uncertain) {
		snprintf(line, sizeof(line),
			say(tool,
				"±: %lld hồ sơ tính theo lúc hentra nhìn thấy, cổng không cho giờ",
				"±: %lld case(s) judged by when hentra saw them, the portal says "
				"no time"),
			(long long)scoring->total.uncertain);
		plural(line);
		document_note(document, line);
	}
}

enum exit_code scoring_put(struct scoring *scoring)
{
	struct tool *tool = scoring->reporting.tool;
	if (scoring->reporting.format == REPORT_JSON) {
		scoring_json(scoring);
		return EXIT_FINE;
	}
	struct document *document = document_new(
		say(tool, "TIẾN ĐỘ GIẢI QUYẾT THEO QUYẾT ĐỊNH 766 VÀ TỶ LỆ ĐÚNG HẠN THEO MẪU II.06",
			"PROGRESS BY DECISION 766 BESIDE THE ON-TIME RATE OF FORM II.06"),
		tool->english);
	document_period(document, &scoring->reporting,
		say(tool, "; mẫu II.06 so theo ", "; form II.06 compares by "));
	document_section(document, "communes",
		say(tool, "Đơn vị, thấp nhất trước", "Units, lowest first"), line_table(scoring),
		"");
	document_section(document, "why",
		say(tool, "Vì sao hai cách tính khác nhau", "Why the rules part"),
		gap_table(scoring),
		say(tool, "Hai cách tính như nhau trên mọi hồ sơ.",
			"The two rules agree over every case."));
	if (scoring->list)
		document_section(document, "cases", say(tool, "Từng hồ sơ", "Case by case"),
			parting_table(scoring), say(tool, "Không có hồ sơ.", "No cases."));
	add_notes(scoring, document);
	return reporting_put_document(
		&scoring->reporting, document, scoring->list ? "cases" : "communes");
}
