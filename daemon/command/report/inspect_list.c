/* The shortlist for inspection as a paper: each unit with why, the weights, who was inspected when. */
#include <stdio.h>

#include "base/memory.h"
#include "command/report/inspecting.h"

/* What a share is of: overdue of the open cases, late of those closed with a due date. */
struct part {
	int64_t part, whole;
};

static struct part part_of(const struct inspecting *inspecting, size_t line, enum risk risk)
{
	const struct counts *counts = &inspecting->sums[line].counts;
	const int64_t *bucket = counts->bucket;
	if (risk == RISK_OVERDUE)
		return (struct part){bucket[BUCKET_OVERDUE], counts_open(counts)};
	return (struct part){bucket[BUCKET_LATE],
		bucket[BUCKET_EARLY] + bucket[BUCKET_ON_TIME] + bucket[BUCKET_LATE]};
}

int64_t inspecting_share(const struct inspecting *inspecting, size_t line, enum risk risk)
{
	struct part part = part_of(inspecting, line, risk);
	return inspection_share(part.part, part.whole, inspecting->min_cases);
}

/* --- who was inspected when ------------------------------------------------------------------ */

/* Who was inspected when: the list must be seen to turn. */
void inspecting_add_past(struct inspecting *inspecting, const struct store_inspection *inspection)
{
	static const struct column columns[] = {
		{"code", "Mã", "Code", ALIGN_LEFT, false},
		{"name", "Đơn vị", "Unit", ALIGN_LEFT, false},
		{"on", "Ngày kiểm tra", "Inspected on", ALIGN_LEFT, false, true},
		{"by", "Người ghi", "By", ALIGN_LEFT, false},
		{"note", "Ghi chú", "Note", ALIGN_LEFT, false, false, true},
	};
	struct reporting *reporting = &inspecting->reporting;
	struct tool *tool = reporting->tool;
	char on[11];
	if (!inspecting->past)
		inspecting->past = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	if (!inspection || inspection->on > reporting->today ||
		civil_date(inspection->on).year < civil_date(reporting->today).year - 1)
		return;
	int line = view_line_of_code(&reporting->view, tool, inspection->commune);
	table_add(inspecting->past, inspection->commune);
	table_add(inspecting->past, line < 0 ? NULL : reporting_name(reporting, (size_t)line));
	table_add(inspecting->past, civil_format_date(inspection->on, on));
	table_add(inspecting->past, *inspection->by ? inspection->by : NULL);
	table_add(inspecting->past, *inspection->note ? inspection->note : NULL);
}

static struct table *take_past(struct inspecting *inspecting)
{
	inspecting_add_past(inspecting, NULL);
	struct table *past = inspecting->past;
	inspecting->past = NULL;
	return past;
}

/* --- the list -------------------------------------------------------------------------------- */

/* "22.5": hundredths as programs write them. */
static void add_hundredths(struct text *out, int64_t value, bool comma)
{
	text_printf(out, "%lld%c%02lld", (long long)(value / 100), comma ? ',' : '.',
		(long long)(value % 100));
}

/* "13/19 = 68,42 % → ", and of few cases "1/1, tính trên 20 = 5,00 % → ". */
static void add_share(const struct inspecting *inspecting, struct text *out,
	const struct inspected *unit, enum risk risk)
{
	const struct tool *tool = inspecting->reporting.tool;
	struct part part = part_of(inspecting, unit->line, risk);
	text_printf(out, "%lld/%lld", (long long)part.part, (long long)part.whole);
	if (part.whole < inspecting->min_cases)
		text_printf(out, say(tool, ", tính trên %lld", ", of %lld"),
			(long long)inspecting->min_cases);
	text_add(out, " = ");
	add_hundredths(out, unit->value[risk], !tool->english);
	text_add(out, " % → ");
}

/* "tỷ lệ quá hạn 13/19 = 68,42 % → 20,52; …", the heaviest first. */
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
			add_share(inspecting, &reasons, unit, (enum risk)most);
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

static void add_points(struct table *table, int64_t points)
{
	cleanup(text_free) struct text cell = {0};
	add_hundredths(&cell, points, false);
	table_add(table, cell.data);
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
		/* for programs, in the order of enum risk */
		{"overdue_points", "", "", ALIGN_RIGHT, true},
		{"oldest_points", "", "", ALIGN_RIGHT, true},
		{"late_points", "", "", ALIGN_RIGHT, true},
		{"suspicions_points", "", "", ALIGN_RIGHT, true},
		{"alerts_points", "", "", ALIGN_RIGHT, true},
		{"chance_points", "", "", ALIGN_RIGHT, true},
	};
	const struct reporting *reporting = &inspecting->reporting;
	struct tool *tool = reporting->tool;
	bool programs = reporting->format == REPORT_JSON || reporting->format == REPORT_CSV;
	struct table *table =
		tool_new_table(tool, columns, ARRAY_SIZE(columns) - (programs ? 0 : RISK_COUNT));
	for (size_t i = 0; i < inspecting->chosen; i++) {
		const struct inspected *unit = &inspecting->units[i];
		char last[11];
		table_add_number(table, (int64_t)i + 1);
		table_add(table, unit->code);
		table_add(table, reporting_name(reporting, unit->line));
		table_add(table,
			unit->chosen == CHOSEN_BY_ROTATION
				? reporting_word(reporting, "rotation", "luân phiên", "rotation")
				: reporting_word(reporting, "risk", "rủi ro", "risk"));
		table_add(
			table, unit->last == DAY_NONE ? NULL : civil_format_date(unit->last, last));
		add_points(table, unit->total);
		add_reasons(inspecting, table, unit);
		for (int risk = 0; programs && risk < RISK_COUNT; risk++)
			add_points(table, unit->points[risk]);
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
	add_basis(table, "min_cases",
		say(tool, "Tỷ lệ tính trên ít nhất (hồ sơ)", "Shares are of at least (cases)"),
		inspecting->min_cases);
	for (int risk = 0; risk < RISK_COUNT; risk++) {
		char words[80];
		snprintf(words, sizeof(words), "%s: %s", say(tool, "Trọng số", "Weight"),
			risk_words((enum risk)risk, tool->english));
		add_basis(table, risk_name((enum risk)risk), words, plan->weight[risk]);
	}
	return table;
}

struct document *inspecting_document(struct inspecting *inspecting)
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
	document_section(document, "inspections",
		say(tool, "Đã kiểm tra năm nay và năm trước", "Inspected this year and the last"),
		take_past(inspecting), say(tool, "Chưa ghi lần nào.", "None on record."));
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
	document_note(
		document, say(tool,
				  "Luân phiên: đơn vị lâu chưa được kiểm tra nhất trước, như nhau "
				  "thì theo số "
				  "ngẫu nhiên.",
				  "Rotation: the longest wait first, those alike by chance."));
	document_note_unknown(document, reporting, inspecting->first_seen, inspecting->span.from);
	return document;
}
