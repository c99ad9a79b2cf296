#include "page/standing.h"

#include "base/html.h"
#include "base/memory.h"
#include "base/plural.h"

int page_standing_compare(const void *left, const void *right)
{
	const struct page_standing *a = left, *b = right;

	if (a->state != b->state)
		return a->state > b->state ? -1 : 1;
	if (a->state != ALERT_INACTIVE && a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->since != b->since)
		return a->since < b->since ? -1 : 1;
	int order = strcmp(a->name, b->name);
	return order ? order : strcmp(a->code, b->code);
}

/* --- in words ------------------------------------------------------------------------------- */

void standing_value(struct text *out, const struct page_look *look,
	const struct page_standing *standing, enum measure measure)
{
	struct reading_value value = reading_find(&standing->reading, standing->rule, measure);
	char formatted[48];

	if (value.kind == READING_UNKNOWN) {
		text_add(out, page_say(look, "chưa biết", "unknown"));
		return;
	}
	if (value.kind == READING_EMPTY)
		text_add(out, page_say(look, "không có hồ sơ để tính", "no cases to count"));
	else
		text_add(out, measure_format(measure, value.value, look->english, formatted));
	if (value.kind == READING_SMALL)
		plural_printf(out,
			page_say(look, " (ít hơn %lld hồ sơ: chưa xét)",
				" (of fewer than %lld case(s): not judged)"),
			(long long)standing->rule->min_cases);
	if (standing->reading.stale)
		text_add(out, page_say(look, " (số liệu cũ)", " (stale)"));
}

const char *alert_word(const struct page_look *look, enum alert_state state, enum severity severity)
{
	if (state == ALERT_INACTIVE)
		return page_say(look, "bình thường", "calm");
	if (state == ALERT_PENDING)
		return page_say(look, "chờ", "pending");
	return severity == SEVERITY_CRITICAL ? page_say(look, "BÁO ĐỘNG", "CRITICAL")
					     : page_say(look, "cảnh báo", "firing");
}

void standing_state(
	struct text *out, const struct page_look *look, const struct page_standing *standing)
{
	bool calm = standing->state == ALERT_INACTIVE;
	char at[PAGE_TIME_MAX];

	if (calm && standing->rule && standing->reading.at == INSTANT_NONE)
		text_add(out, page_say(look, "chưa biết", "unknown"));
	else if (!calm || standing->rule) /* what only warns of due dates has no state */
		text_add(out, alert_word(look, standing->state, standing->severity));
	if (!calm)
		text_printf(out, page_say(look, " từ %s", " since %s"),
			page_time(look, standing->since, at));
	if (standing->acknowledged_until != INSTANT_NONE)
		text_printf(out,
			page_say(look, "; đã nhận, đến %s (%s)", "; acknowledged until %s (%s)"),
			page_time(look, standing->acknowledged_until, at),
			standing->acknowledged_by);
	if (standing->silenced_until != INSTANT_NONE)
		text_printf(out, page_say(look, "; tạm im đến %s", "; silenced until %s"),
			page_time(look, standing->silenced_until, at));
	if (standing->frozen)
		text_add(out, page_say(look, "; dữ liệu cũ", "; stale data"));
}

void page_measured_at(struct text *out, const struct page_look *look,
	const struct page_standing *standings, size_t count)
{
	instant newest = INSTANT_NONE;
	char at[PAGE_TIME_MAX];

	for (size_t i = 0; i < count; i++)
		if (newest == INSTANT_NONE || standings[i].reading.at > newest)
			newest = standings[i].reading.at;
	if (newest != INSTANT_NONE)
		text_printf(out, "<p>%s %s.</p>\n", page_say(look, "Đo lúc", "Measured at"),
			page_time(look, newest, at));
}

/* --- the table ------------------------------------------------------------------------------ */

enum column {
	COLUMN_EPISODE,
	COLUMN_WHERE,
	COLUMN_RULE,
	COLUMN_STATE,
	COLUMN_MEASURE,
	COLUMN_NOW,
	COLUMN_FIRE,
	COLUMN_CRITICAL,
	COLUMNS
};
static const struct {
	const char *vi, *en;
	bool elsewhere; /* only where subjects are named */
	const char *class;
} columns[COLUMNS] = {
	[COLUMN_EPISODE] = {"Số", "No.", true, "value"},
	[COLUMN_WHERE] = {"Nơi", "Where", true, ""},
	[COLUMN_RULE] = {"Quy tắc", "Rule", false, ""},
	[COLUMN_STATE] = {"Tình trạng", "State", false, ""},
	[COLUMN_MEASURE] = {"Chỉ tiêu", "Measure", false, "measure"},
	[COLUMN_NOW] = {"Hiện nay", "Now", false, "value"},
	[COLUMN_FIRE] = {"Cảnh báo khi", "Fires at", false, "value"},
	[COLUMN_CRITICAL] = {"Báo động khi", "Critical at", false, "value"},
};

static void head_add(struct text *out, const struct page_look *look, bool elsewhere)
{
	text_add(out, "<div class=\"wide\"><table class=\"stack rules\"><thead><tr>");
	for (size_t i = 0; i < COLUMNS; i++)
		if (elsewhere || !columns[i].elsewhere)
			text_printf(out, "<th scope=\"col\" class=\"%s\">%s</th>", columns[i].class,
				page_say(look, columns[i].vi, columns[i].en));
	text_add(out, "</tr></thead>\n");
}

/* On a telephone the cells stand below each other, each with its title (frame.c). */
static void cell_begin(struct text *out, const struct page_look *look, enum column column,
	int lines, const char *more)
{
	text_printf(out, "<td class=\"%s%s\" data-title=\"%s\"", columns[column].class, more,
		page_say(look, columns[column].vi, columns[column].en));
	if (lines > 1)
		text_printf(out, " rowspan=\"%d\"", lines);
	text_add_char(out, '>');
}

static void cell_add(struct text *out, const struct page_look *look, enum column column, int lines,
	const char *more, const char *said)
{
	cell_begin(out, look, column, lines, more);
	html_add_string(out, said);
	text_add(out, "</td>");
}

static void where_cell(struct text *out, const struct page_look *look,
	const struct page_standing *standing, int lines)
{
	cell_begin(out, look, COLUMN_WHERE, lines, "");
	if (standing->has_page) {
		text_printf(out, "<a href=\"%scommunes/", look->root);
		html_add_string(out, standing->code);
		text_add(out, "\">");
	}
	html_add_string(out, standing->subject);
	text_add(out, standing->has_page ? "</a></td>" : "</td>");
}

/* The cells that stand over all lines of a rule. */
static void tall_cells(struct text *out, const struct page_look *look,
	const struct page_standing *standing, int lines, bool elsewhere)
{
	cleanup(text_free) struct text state = {0}, number = {0};

	standing_state(&state, look, standing);
	if (elsewhere) {
		text_printf(
			&number, standing->episode ? "%lld" : "–", (long long)standing->episode);
		cell_add(out, look, COLUMN_EPISODE, lines, "", number.data);
		where_cell(out, look, standing, lines);
	}
	cell_add(out, look, COLUMN_RULE, lines, "", standing->name);
	cell_add(out, look, COLUMN_STATE, lines, standing->state == ALERT_FIRING ? "late" : "",
		text_slice(&state).data);
}

/* The conditions on one measure: "≥ 10". */
static void levels_cell(struct text *out, const struct page_look *look, enum column column,
	const struct condition *conditions, int count, enum measure measure)
{
	static const char *const signs[] = {"≥", "&gt;", "&lt;", "≤"};
	bool any = false;
	char level[48];

	cell_begin(out, look, column, 1, "");
	for (int i = 0; i < count; i++) {
		if (conditions[i].measure != measure)
			continue;
		text_printf(out, "%s%s\u00A0%s", any ? ", " : "", signs[conditions[i].comparison],
			measure_format(measure, conditions[i].level, look->english, level));
		any = true;
	}
	text_add(out, any ? "</td>" : "–</td>");
}

static void measure_cells(struct text *out, const struct page_look *look,
	const struct page_standing *standing, enum measure measure)
{
	const struct rule *rule = standing->rule;
	cleanup(text_free) struct text value = {0};

	standing_value(&value, look, standing, measure);
	cell_add(out, look, COLUMN_MEASURE, 1, "",
		page_say(look, measures[measure].title_vi, measures[measure].title_en));
	cell_add(out, look, COLUMN_NOW, 1, "", value.data);
	levels_cell(out, look, COLUMN_FIRE, rule->fire, rule->fire_count, measure);
	levels_cell(out, look, COLUMN_CRITICAL, rule->critical, rule->critical_count, measure);
}

/* "Nhắc trước hạn 3, 1 ngày làm việc": it has no numbers of its own. */
static void warning_cells(
	struct text *out, const struct page_look *look, const struct page_standing *standing)
{
	cleanup(text_free) struct text steps = {0};

	for (int i = 0; i < standing->warn_count; i++)
		text_printf(&steps, "%s%d", i ? ", " : "", standing->warn[i]);
	text_add(out, "<td colspan=\"4\">");
	if (standing->warn_count > 0)
		plural_printf(out,
			page_say(look, "Nhắc trước hạn trả %s ngày làm việc",
				"Warns %s working day(s) before due dates"),
			steps.data);
	else
		text_add(
			out, page_say(look, "không còn trong cấu hình", "not configured any more"));
	text_add(out, "</td></tr>\n");
}

static void standing_rows(struct text *out, const struct page_look *look,
	const struct page_standing *standing, bool elsewhere)
{
	enum measure found[MEASURE_COUNT];
	int count = standing->rule ? rule_measures(standing->rule, found) : 0;

	text_add(out, "<tbody><tr>");
	tall_cells(out, look, standing, count, elsewhere);
	if (count == 0)
		warning_cells(out, look, standing);
	for (int i = 0; i < count; i++) {
		if (i > 0)
			text_add(out, "<tr>");
		measure_cells(out, look, standing, found[i]);
		text_add(out, "</tr>\n");
	}
	text_add(out, "</tbody>\n");
}

void standings_add(struct text *out, const struct page_look *look,
	const struct page_standing *standings, size_t count, bool elsewhere)
{
	if (count == 0)
		return;
	head_add(out, look, elsewhere);
	for (size_t i = 0; i < count; i++)
		standing_rows(out, look, &standings[i], elsewhere);
	text_add(out, "</table></div>\n");
}
