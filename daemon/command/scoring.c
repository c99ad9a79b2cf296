/* The progress score in words, as JSON and as CSV. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/plural.h"
#include "command/case_words.h"
#include "command/scoring.h"

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

/* "98.33" out of 9833 hundredths; absent when negative and `value` is not a difference. */
static const char *hundredths(const struct scoring *scoring, int value, char buffer[static 24])
{
	bool comma = scoring->reporting.format == REPORT_TEXT && !scoring->reporting.tool->english;
	int absolute = abs(value);
	snprintf(buffer, 24, "%s%d%s%02d", value < 0 ? "-" : "", absolute / 100, comma ? "," : ".",
		absolute % 100);
	return buffer;
}

static void add_share(const struct scoring *scoring, struct table *table, int value)
{
	char buffer[24];
	table_add(table, value < 0 ? NULL : hundredths(scoring, value, buffer));
}

static const struct column columns[] = {
	{"code", "Mã", "Code", ALIGN_LEFT, false},
	{"name", "Đơn vị", "Name", ALIGN_LEFT, false},
	{"counted", "Số hồ sơ (766)", "Counted (766)", ALIGN_RIGHT, true},
	{"on_time", "Đúng hạn", "On time", ALIGN_RIGHT, true},
	{"overdue", "Quá hạn", "Overdue", ALIGN_RIGHT, true},
	{"no_deadline", "Không thời hạn", "No deadline", ALIGN_RIGHT, true},
	{"score", "Điểm /20", "Score /20", ALIGN_RIGHT, true},
	{"rate", "Tỷ lệ 766 %", "Rate 766 %", ALIGN_RIGHT, true},
	{"local_closed", "Đã xong (II.06)", "Closed (II.06)", ALIGN_RIGHT, true},
	{"local_on_time", "Đúng hạn", "On time", ALIGN_RIGHT, true},
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

static void add_line(const struct scoring *scoring, struct table *table, const char *code,
	const char *name, const struct score *score)
{
	char buffer[24];
	int rate = score_national_rate(score), local = score_local_rate(score);
	table_add(table, code);
	table_add(table, name);
	table_add_number(table, score->national.counted);
	table_add_number(table, score->national.on_time);
	table_add_number(table, score->overdue);
	table_add_number(table, score->no_deadline);
	add_share(scoring, table, national_score_points(&score->national));
	add_share(scoring, table, rate);
	table_add_number(table, score->local_on_time + score->local_late);
	table_add_number(table, score->local_on_time);
	add_share(scoring, table, local);
	table_add(table, rate < 0 || local < 0 ? NULL : hundredths(scoring, rate - local, buffer));
	table_add_number(table, told_differently(score));
}

static struct table *line_table(struct scoring *scoring, bool total)
{
	struct tool *tool = scoring->reporting.tool;
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	size_t count;
	size_t *shown = shown_lines(scoring, &count);
	for (size_t i = 0; i < count; i++)
		add_line(scoring, table, roll_up_code(scoring->reporting.view.roll_up, shown[i]),
			reporting_name(&scoring->reporting, shown[i]), &scoring->lines[shown[i]]);
	free(shown);
	if (total)
		add_line(scoring, table, "", say(tool, "Cộng", "Total"), &scoring->total);
	return table;
}

static struct table *gap_table(struct scoring *scoring)
{
	static const struct column gap_columns[] = {
		{"why", "Vì sao hai cách tính khác nhau", "Why the rules part", ALIGN_LEFT, false},
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
	char buffer[WHEN_MAX];
	table_add(table,
		at == INSTANT_NONE ? NULL : when_day(tool, zone_day(tool_zone(tool), at), buffer));
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
		table_add(table, bucket_words(tool, parting->bucket));
		table_add(table, national_words(parting->national.verdict, tool->english));
		add_day(tool, table, parting->national.due);
		add_day(tool, table, parting->national.end);
		table_add(table, score_gap_sentence(parting->gap, tool->english));
	}
	return table;
}

static const char *scoring_title(const struct tool *tool)
{
	return say(tool, "Tiến độ giải quyết theo Quyết định 766 và tỷ lệ đúng hạn theo mẫu II.06",
		"Progress by Decision 766 beside the on-time rate of form II.06");
}

static void scoring_line(const struct scoring *scoring, struct text *out)
{
	const struct tool *tool = scoring->reporting.tool;
	char from[WHEN_MAX], to[WHEN_MAX], at[WHEN_MAX];
	text_printf(out,
		say(tool, "từ %s đến %s, tính đến %s; mẫu II.06 so theo %s",
			"%s to %s, as at %s; form II.06 compares by %s"),
		when_day(tool, scoring->reporting.period.from, from),
		when_day(tool, scoring->reporting.period.to, to),
		when(tool, scoring->reporting.as_of, at),
		scoring->reporting.view.judge.compare == COMPARE_DATE
			? say(tool, "ngày", "date")
			: say(tool, "thời điểm", "instant"));
}

/* "" when no case of the period was purged. */
static const char *purged_words(const struct scoring *scoring, char buffer[static 240])
{
	buffer[0] = '\0';
	if (scoring->purged)
		snprintf(buffer, 240,
			say(scoring->reporting.tool,
				"Không gồm %lld hồ sơ đã xong trong kỳ và đã hết thời hạn lưu: "
				"cách "
				"tính 766 không dựng lại được.",
				"Without %lld case(s) closed in the period that are kept no more: "
				"the "
				"766 rule cannot be told of them again."),
			(long long)scoring->purged);
	plural(buffer);
	return buffer;
}

void scoring_text(struct scoring *scoring)
{
	struct tool *tool = scoring->reporting.tool;
	char purged[240];
	text_printf(&tool->out, "%s,\n", scoring_title(tool));
	scoring_line(scoring, &tool->out);
	text_add(&tool->out, "\n\n");
	tool_table(tool, line_table(scoring, true), "");
	if (scoring->total.uncertain)
		plural_printf(&tool->out,
			say(tool,
				"\n±: %lld hồ sơ tính theo lúc hentra nhìn thấy, cổng không cho "
				"giờ\n",
				"\n±: %lld case(s) judged by when hentra saw them, the portal "
				"says "
				"no time\n"),
			(long long)scoring->total.uncertain);
	if (scoring->purged)
		text_printf(&tool->out, "\n%s\n", purged_words(scoring, purged));
	if (scoring->unknown.length)
		text_printf(&tool->out, "\n%s\n", scoring->unknown.data);
	text_add_char(&tool->out, '\n');
	tool_table(tool, gap_table(scoring),
		say(tool, "Hai cách tính như nhau trên mọi hồ sơ.\n",
			"The two rules agree over every case.\n"));
	if (!scoring->list)
		return;
	text_add_char(&tool->out, '\n');
	tool_table(tool, parting_table(scoring), "");
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

void scoring_json(struct scoring *scoring)
{
	struct tool *tool = scoring->reporting.tool;
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	json_day(&json, "from", scoring->reporting.period.from);
	json_day(&json, "to", scoring->reporting.period.to);
	json_instant(tool, &json, "as_of", scoring->reporting.as_of);
	json_string(&json, "compare",
		scoring->reporting.view.judge.compare == COMPARE_DATE ? "date" : "instant");
	json_number(&json, "purged", scoring->purged);
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
	if (scoring->list)
		partings_json(scoring, &json);
	json_object_end(&json);
	tool_json_end(tool, &json);
}

void scoring_csv(struct scoring *scoring)
{
	struct table *table = scoring->list ? parting_table(scoring) : line_table(scoring, false);
	char purged[240];
	table_write_csv(table, &scoring->reporting.tool->out);
	table_free(table);
	if (scoring->purged)
		tool_note(purged_words(scoring, purged));
	if (scoring->unknown.length)
		tool_note(scoring->unknown.data);
}

static struct grid *sheet_of(struct scoring *scoring, struct table *table, const char *name)
{
	const struct tool *tool = scoring->reporting.tool;
	struct text line = {0};
	scoring_line(scoring, &line);
	char purged[240];
	const char *const lines[] = {
		line.data, purged_words(scoring, purged), scoring->unknown.data};
	struct grid *grid =
		grid_of_table(table, name, tool->english, scoring_title(tool), lines, 3);
	text_free(&line);
	table_free(table);
	return grid;
}

enum exit_code scoring_sheets(struct scoring *scoring)
{
	struct tool *tool = scoring->reporting.tool;
	struct grid *grids[3];
	size_t count = 0;
	grids[count++] = sheet_of(scoring, line_table(scoring, true), say(tool, "Đơn vị", "Units"));
	grids[count++] = sheet_of(scoring, gap_table(scoring), say(tool, "Vì sao", "Why"));
	if (scoring->list)
		grids[count++] =
			sheet_of(scoring, parting_table(scoring), say(tool, "Hồ sơ", "Cases"));
	enum exit_code exit = reporting_put_sheets(
		&scoring->reporting, (const struct grid *const *)grids, count, scoring_title(tool));
	for (size_t i = 0; i < count; i++)
		grid_free(grids[i]);
	return exit;
}
