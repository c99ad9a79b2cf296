/* hentractl inspect: the shortlist for inspection, by rotation and risk. It is printed for whoever asks
 * at the province and goes to nobody: no channel, letter or page knows of it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/speaker.h"
#include "command/summing.h"
#include "core/inspection.h"
#include "store/store_inspection.h"
#include "store/store_witness.h"

#define RISK_DAYS 365 /* how far back receipts, closings, suspicions and alerts are looked at */

struct inspecting {
	struct reporting reporting;
	struct inspection_plan plan;
	struct span span;
	struct sums *sums; /* by line of the roll-up */
	struct inspected *units;
	size_t count, chosen;
	size_t *unit_of; /* by line: place in units + 1; 0: not one to be inspected */
	instant first_seen;
};

/* --- what is known of the units -------------------------------------------------------------- */

static int meet_case(void *user, const struct store_past *past)
{
	struct inspecting *inspecting = user;
	int line = reporting_line(&inspecting->reporting, past);
	sums_add(&inspecting->sums[line], past, &inspecting->reporting.view.judge,
		&inspecting->span);
	return 0;
}

static struct inspected *unit_of_line(struct inspecting *inspecting, size_t line)
{
	size_t place = inspecting->unit_of[line];
	return place ? &inspecting->units[place - 1] : NULL;
}

static int meet_suspicion(void *user, const struct store_suspicion *found)
{
	struct inspecting *inspecting = user;
	struct inspected *unit = unit_of_line(inspecting,
		roll_up_line_of(inspecting->reporting.view.roll_up, found->finding.unit));
	if (!unit || found->finding.at > inspecting->span.as_of || found->finding.doubt)
		return 0;
	if (found->explained)
		unit->explained++;
	else
		unit->value[RISK_SUSPICIONS]++;
	return 0;
}

static int meet_news(void *user, const struct alert_news *news)
{
	struct inspecting *inspecting = user;
	if (news->kind != NEWS_OPENED || news->scope != SCOPE_COMMUNE ||
		news->at < inspecting->span.from || news->at > inspecting->span.as_of)
		return 0;
	int line = view_line_of_code(
		&inspecting->reporting.view, inspecting->reporting.tool, news->subject);
	struct inspected *unit = line < 0 ? NULL : unit_of_line(inspecting, (size_t)line);
	if (unit)
		unit->value[RISK_ALERTS]++;
	return 0;
}

/* A unit that was merged counts as inspected when its successor's parts were: by the code alone. */
static int meet_inspection(void *user, const struct store_inspection *inspection)
{
	struct inspecting *inspecting = user;
	for (size_t i = 0; i < inspecting->count; i++)
		if (strcmp(inspecting->units[i].code, inspection->commune) == 0 &&
			inspection->on > inspecting->units[i].last &&
			inspection->on <= inspecting->reporting.today)
			inspecting->units[i].last = inspection->on;
	return 0;
}

/* Rounded half up, as the other papers have it. */
static int64_t hundredths(int64_t part, int64_t whole)
{
	return whole > 0 ? (part * 20000 + whole) / (2 * whole) : 0;
}

static void set_values(struct inspecting *inspecting, struct inspected *unit)
{
	const struct sums *sums = &inspecting->sums[unit->line];
	const int64_t *bucket = sums->counts.bucket;
	const struct judge *judge = &inspecting->reporting.view.judge;
	unit->value[RISK_OVERDUE] = hundredths(bucket[BUCKET_OVERDUE], counts_open(&sums->counts));
	unit->value[RISK_OLDEST] = sums_oldest_days(sums, judge, inspecting->span.as_of);
	unit->value[RISK_LATE] = hundredths(bucket[BUCKET_LATE],
		bucket[BUCKET_EARLY] + bucket[BUCKET_ON_TIME] + bucket[BUCKET_LATE]);
}

/* Every commune and department of the directory that is valid today. */
static void collect_units(struct inspecting *inspecting)
{
	const struct reporting *reporting = &inspecting->reporting;
	size_t lines = roll_up_lines(reporting->view.roll_up);
	inspecting->sums = xcalloc(lines, sizeof(*inspecting->sums));
	inspecting->units = xcalloc(lines, sizeof(*inspecting->units));
	inspecting->unit_of = xcalloc(lines, sizeof(*inspecting->unit_of));
	for (size_t line = 0; line < lines; line++) {
		const struct commune *commune = roll_up_commune(reporting->view.roll_up, line);
		if (!commune || !commune_valid(commune, reporting->today))
			continue;
		inspecting->units[inspecting->count++] =
			(struct inspected){.code = commune->code, .line = line, .last = DAY_NONE};
		inspecting->unit_of[line] = inspecting->count;
	}
}

static enum exit_code fold(struct inspecting *inspecting)
{
	struct reporting *reporting = &inspecting->reporting;
	struct store *store = reporting->tool->store;
	struct error *error = &reporting->error;
	struct suspicion_filter filter = {.kind = -1, .since = inspecting->span.from};
	collect_units(inspecting);
	int result = case_walk(reporting->tool, INSTANT_NONE, inspecting->span.from, meet_case,
		inspecting, &inspecting->first_seen, error);
	if (result == 0)
		result = store_suspicions(store, &filter, meet_suspicion, inspecting, error);
	if (result == 0)
		result = store_news(store, 0, 0, meet_news, inspecting, error);
	if (result == 0)
		result = store_inspections(store, meet_inspection, inspecting, error);
	if (result < 0)
		return tool_failed(error);
	for (size_t i = 0; i < inspecting->count; i++)
		set_values(inspecting, &inspecting->units[i]);
	inspecting->chosen =
		inspection_choose(inspecting->units, inspecting->count, &inspecting->plan);
	return EXIT_FINE;
}

/* --- the list -------------------------------------------------------------------------------- */

/* "22.5": hundredths as programs write them. */
static void add_hundredths(struct text *out, int64_t value, bool comma)
{
	text_printf(out, "%lld%c%02lld", (long long)(value / 100), comma ? ',' : '.',
		(long long)(value % 100));
}

/* "tỷ lệ quá hạn 57,69 % → 30,00 điểm; …", the heaviest first. */
static void add_reasons(
	const struct inspecting *inspecting, struct table *table, const struct inspected *unit)
{
	const struct tool *tool = inspecting->reporting.tool;
	cleanup(text_free) struct text reasons = {0};
	char last[WHEN_MAX];
	if (unit->chosen == CHOSEN_BY_ROTATION && unit->last == DAY_NONE)
		text_add(&reasons, say(tool, "luân phiên: chưa kiểm tra lần nào",
					   "rotation: never inspected"));
	else if (unit->chosen == CHOSEN_BY_ROTATION)
		text_printf(&reasons,
			say(tool, "luân phiên: kiểm tra gần nhất %s",
				"rotation: last inspected on %s"),
			when_day(tool, unit->last, last));
	bool used[RISK_COUNT] = {false};
	for (int n = 0; n < RISK_COUNT; n++) {
		int most = -1;
		for (int risk = 0; risk < RISK_COUNT; risk++)
			if (!used[risk] && (most < 0 || unit->points[risk] > unit->points[most]))
				most = risk;
		used[most] = true;
		if (!unit->points[most])
			break;
		text_printf(&reasons, "%s%s ", reasons.length ? "; " : "",
			risk_words((enum risk)most, tool->english));
		if (most == RISK_OVERDUE || most == RISK_LATE) {
			add_hundredths(&reasons, unit->value[most], !tool->english);
			text_add(&reasons, " % → ");
		} else if (most != RISK_CHANCE) {
			text_printf(&reasons, "%lld → ", (long long)unit->value[most]);
		}
		add_hundredths(&reasons, unit->points[most], !tool->english);
	}
	if (unit->explained)
		text_printf(&reasons,
			say(tool, "%s%lld dấu hiệu đã giải trình", "%s%lld suspicion(s) explained"),
			reasons.length ? "; " : "", (long long)unit->explained);
	table_add(table, reasons.data);
}

static struct table *list_table(struct inspecting *inspecting)
{
	static const struct column columns[] = {
		{"place", "STT", "No.", ALIGN_RIGHT, true},
		{"code", "Mã", "Code", ALIGN_LEFT, false},
		{"name", "Đơn vị", "Unit", ALIGN_LEFT, false},
		{"chosen_by", "Chọn theo", "Chosen by", ALIGN_LEFT, false},
		{"last_inspection", "Kiểm tra gần nhất", "Last inspection", ALIGN_LEFT, false,
			true},
		{"points", "Điểm rủi ro", "Risk points", ALIGN_RIGHT, true},
		{"reasons", "Lý do", "Reasons", ALIGN_LEFT, false},
	};
	const struct reporting *reporting = &inspecting->reporting;
	struct tool *tool = reporting->tool;
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < inspecting->chosen; i++) {
		const struct inspected *unit = &inspecting->units[i];
		cleanup(text_free) struct text points = {0};
		char last[11];
		add_hundredths(&points, unit->total, false);
		table_add_number(table, (int64_t)i + 1);
		table_add(table, unit->code);
		table_add(table, reporting_name(reporting, unit->line));
		table_add(table,
			unit->chosen == CHOSEN_BY_ROTATION
				? reporting_word(reporting, "rotation", "luân phiên", "rotation")
				: reporting_word(reporting, "risk", "rủi ro", "risk"));
		table_add(
			table, unit->last == DAY_NONE ? NULL : civil_format_date(unit->last, last));
		table_add(table, points.data);
		add_reasons(inspecting, table, unit);
	}
	return table;
}

static void add_basis(struct table *table, const char *name, const char *words, int64_t value)
{
	table_add(table, name);
	table_add(table, words);
	table_add_number(table, value);
}

/* Everything that the list depends on, beside the facts. */
static struct table *basis_table(struct inspecting *inspecting)
{
	static const struct column columns[] = {
		{"name", "Tên", "Name", ALIGN_LEFT, false},
		{"what", "Nội dung", "What", ALIGN_LEFT, false},
		{"value", "Giá trị", "Value", ALIGN_RIGHT, true},
	};
	struct tool *tool = inspecting->reporting.tool;
	const struct inspection_plan *plan = &inspecting->plan;
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	int64_t done = 0;
	for (size_t i = 0; i < inspecting->count; i++)
		done += inspecting->units[i].last >= plan->year_from;
	add_basis(table, "seed", say(tool, "Số ngẫu nhiên (seed)", "Seed"), (int64_t)plan->seed);
	add_basis(table, "units", say(tool, "Số đơn vị", "Units"), (int64_t)inspecting->count);
	add_basis(table, "share", say(tool, "Tỷ lệ phải kiểm tra trong năm %", "Share a year %"),
		plan->share);
	add_basis(table, "done", say(tool, "Đã kiểm tra trong năm", "Inspected this year"), done);
	add_basis(table, "rotation", say(tool, "Phần luân phiên %", "Part by rotation %"),
		plan->rotation);
	for (int risk = 0; risk < RISK_COUNT; risk++) {
		char words[80];
		snprintf(words, sizeof(words), "%s: %s", say(tool, "Trọng số", "Weight"),
			risk_words((enum risk)risk, tool->english));
		add_basis(table, risk_name((enum risk)risk), words, plan->weight[risk]);
	}
	return table;
}

static struct document *document_of(struct inspecting *inspecting)
{
	struct reporting *reporting = &inspecting->reporting;
	struct tool *tool = reporting->tool;
	char line[240], at[WHEN_MAX];
	struct document *document = document_new(
		say(tool, "DANH SÁCH ĐỀ XUẤT KIỂM TRA", "SHORTLIST FOR INSPECTION"), tool->english);
	snprintf(line, sizeof(line), say(tool, "Tính đến %s", "As at %s"),
		when(tool, inspecting->span.as_of, at));
	document_line(document, line);
	document_line(document,
		say(tool, "CHỈ DÙNG Ở CẤP TỈNH: không gửi, không thông báo cho đơn vị có tên.",
			"FOR THE PROVINCE ONLY: not to be sent to, or announced to, those on it."));
	document_section(document, "list", say(tool, "Danh sách", "List"), list_table(inspecting),
		say(tool, "Đã kiểm tra đủ tỷ lệ của năm nay.",
			"This year's share has been inspected."));
	document_section(
		document, "basis", say(tool, "Căn cứ", "Basis"), basis_table(inspecting), "");
	snprintf(line, sizeof(line),
		say(tool,
			"Lập lại đúng danh sách này trên cùng số liệu: hentractl inspect --share "
			"%d%% --seed %llu",
			"The same list again over the same facts: hentractl inspect --share %d%% "
			"--seed %llu"),
		(int)inspecting->plan.share, (unsigned long long)inspecting->plan.seed);
	document_note(document, line);
	document_note(document,
		say(tool, "Điểm = trọng số × giá trị / giá trị lớn nhất; số liệu trong 12 tháng.",
			"Points = weight × value / the greatest value; over 12 months."));
	document_note_unknown(document, reporting, inspecting->first_seen, inspecting->span.from);
	return document;
}

/* --- arguments ------------------------------------------------------------------------------- */

static enum exit_code read_share(struct inspecting *inspecting, const char *share)
{
	char digits[8];
	if (!share)
		return EXIT_FINE;
	snprintf(digits, sizeof(digits), "%s", share);
	size_t length = strlen(digits);
	if (length && digits[length - 1] == '%')
		digits[length - 1] = '\0';
	inspecting->plan.share = tool_number(digits);
	if (strlen(share) > 4 || inspecting->plan.share < 1 || inspecting->plan.share > 100)
		return tool_fail(EXIT_USAGE, "--share %s is not a share such as 30%%", share);
	return EXIT_FINE;
}

static enum exit_code read_plan(struct inspecting *inspecting, const struct arguments *arguments)
{
	struct reporting *reporting = &inspecting->reporting;
	const struct inspect_settings *inspect = &tool_settings(reporting->tool)->inspect;
	const char *seed = argument(arguments, "--seed");
	int64_t said = seed ? tool_number(seed) : 0;
	inspecting->plan = (struct inspection_plan){
		.seed = (uint64_t)said,
		.year_from = civil_day(civil_date(reporting->today).year, 1, 1),
		.share = inspect->share,
		.rotation = inspect->rotation,
		.weight = {inspect->overdue, inspect->oldest, inspect->late, inspect->suspicions,
			inspect->alerts, inspect->chance},
	};
	if (seed && said < 0)
		return tool_fail(EXIT_USAGE, "--seed %s is not a whole number", seed);
	if (!seed) /* another list every second; this one again by its seed */
		inspecting->plan.seed = (uint64_t)(reporting->now / SECOND_MS) % 1000000;
	inspecting->span.until = inspecting->span.as_of = reporting->now;
	inspecting->span.from =
		zone_midnight(tool_zone(reporting->tool), reporting->today - RISK_DAYS + 1);
	reporting->period = (struct period){reporting->today - RISK_DAYS + 1, reporting->today};
	reporting->as_of = reporting->now;
	return read_share(inspecting, argument(arguments, "--share"));
}

enum exit_code command_inspect(struct tool *tool, const struct arguments *arguments)
{
	struct inspecting inspecting = {0};
	struct reporting *reporting = &inspecting.reporting;
	enum exit_code exit = reporting_begin(reporting, tool, arguments,
		REPORT_AS(REPORT_TEXT) | REPORT_AS(REPORT_CSV) | REPORT_AS(REPORT_XLSX) |
			REPORT_AS(REPORT_HTML) | REPORT_AS(REPORT_JSON));
	if (!exit)
		exit = read_plan(&inspecting, arguments);
	if (!exit)
		exit = fold(&inspecting);
	if (!exit)
		exit = reporting_put_document(reporting, document_of(&inspecting), "list");
	free(inspecting.sums);
	free(inspecting.units);
	free(inspecting.unit_of);
	reporting_end(reporting);
	return exit;
}

/* --- done ------------------------------------------------------------------------------------ */

enum exit_code command_inspect_done(struct tool *tool, const struct arguments *arguments)
{
	const char *code = arguments->positional[0], *date = arguments->positional[1];
	const char *note = argument(arguments, "--note");
	struct store_inspection inspection = {.commune = code,
		.at = tool->now,
		.by = speaker(arguments),
		.note = note ? note : ""};
	char on[WHEN_MAX];
	struct error error = {0};
	enum exit_code exit = speaker_line("--by", inspection.by);
	if (!exit && note)
		exit = speaker_line("--note", note);
	if (!exit)
		exit = tool_store(tool, STORE_OPERATE);
	if (exit)
		return exit;
	inspection.at = tool->now;
	if (!civil_parse_date(slice_of(date), &inspection.on))
		return tool_fail(EXIT_USAGE, "%s is not a date such as 2026-11-20", date);
	if (inspection.on > zone_day(tool_zone(tool), tool->now))
		return tool_fail(
			EXIT_USAGE, "%s is still to come", when_day(tool, inspection.on, on));
	int row = directory_of_code(tool_directory(tool), slice_of(code), inspection.on);
	if (row < 0 ||
		!commune_valid(directory_at(tool_directory(tool), (size_t)row), inspection.on))
		return tool_fail(EXIT_NO, "no commune has the code %s on %s", code,
			when_day(tool, inspection.on, on));
	if (store_add_inspection(tool->store, &inspection, &error) < 0)
		return tool_failed(&error);
	text_printf(&tool->out,
		say(tool, "Đã ghi: %s được kiểm tra ngày %s.\n",
			"Recorded: %s was inspected on %s.\n"),
		directory_at(tool_directory(tool), (size_t)row)->name,
		when_day(tool, inspection.on, on));
	return EXIT_FINE;
}
