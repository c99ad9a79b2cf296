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

static void head_add(struct text *out, const struct page_look *look, bool elsewhere)
{
	static const struct {
		const char *vi, *en;
		bool elsewhere, number;
	} titles[] = {
		{"Số", "No.", true, true},
		{"Nơi", "Where", true, false},
		{"Quy tắc", "Rule", false, false},
		{"Tình trạng", "State", false, false},
		{"Chỉ tiêu", "Measure", false, false},
		{"Hiện nay", "Now", false, true},
		{"Cảnh báo khi", "Fires at", false, true},
		{"Báo động khi", "Critical at", false, true},
	};

	text_add(out, "<div class=\"wide\"><table class=\"rules\"><thead><tr>");
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++)
		if (elsewhere || !titles[i].elsewhere)
			text_printf(out, "<th%s>%s</th>",
				titles[i].number ? " class=\"number\"" : "",
				page_say(look, titles[i].vi, titles[i].en));
	text_add(out, "</tr></thead>\n");
}

/* A cell over all lines of its rule. */
static void tall_cell(struct text *out, int lines, const char *class, const char *said)
{
	text_printf(out, "<td%s", class);
	if (lines > 1)
		text_printf(out, " rowspan=\"%d\"", lines);
	text_add_char(out, '>');
	html_add_string(out, said);
	text_add(out, "</td>");
}

static void tall_cells(struct text *out, const struct page_look *look,
	const struct page_standing *standing, int lines, bool elsewhere)
{
	cleanup(text_free) struct text state = {0}, number = {0};

	standing_state(&state, look, standing);
	if (elsewhere) {
		text_printf(
			&number, standing->episode ? "%lld" : "–", (long long)standing->episode);
		tall_cell(out, lines, " class=\"number\"", number.data);
		tall_cell(out, lines, "", standing->subject);
	}
	tall_cell(out, lines, "", standing->name);
	tall_cell(out, lines, standing->state == ALERT_FIRING ? " class=\"late\"" : "", state.data);
}

/* The conditions on one measure: "≥ 10". */
static void levels_cell(struct text *out, const struct page_look *look,
	const struct condition *conditions, int count, enum measure measure)
{
	static const char *const signs[] = {"≥", "&gt;", "&lt;", "≤"};
	bool any = false;
	char level[48];

	text_add(out, "<td class=\"number\">");
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
	text_add(out, "<td>");
	html_add_string(
		out, page_say(look, measures[measure].title_vi, measures[measure].title_en));
	text_add(out, "</td><td class=\"value\">");
	html_add_string(out, value.data);
	text_add(out, "</td>");
	levels_cell(out, look, rule->fire, rule->fire_count, measure);
	levels_cell(out, look, rule->critical, rule->critical_count, measure);
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
