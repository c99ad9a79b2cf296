#include "page/trend.h"

#include "base/memory.h"

/* The drawings' own units; on paper and screens they are as wide as their column. */
#define WIDTH 320
#define HEIGHT 60 /* of a point that is highest */
#define FOOT 14 /* below: the months' names */
#define MARGIN 40 /* behind the last point: how many there are now */

static void figure_begin(struct text *out, const char *sentence)
{
	text_printf(out, "<figure><figcaption>%s</figcaption>\n", sentence);
}

static void drawing_begin(struct text *out, int foot)
{
	text_printf(out, "<svg viewBox=\"0 -14 %d %d\" ", WIDTH, HEIGHT + 16 + foot);
}

/* --- overdue, evening by evening ------------------------------------------------------------ */

struct extremes {
	int first, most, least; /* evenings; -1: none is known */
	int unknown;
	int64_t highest; /* with now */
};

static struct extremes extremes_of(const struct page_trend *trend)
{
	struct extremes found = {-1, -1, -1, 0, trend->overdue_now};

	for (int i = 0; i < TREND_EVENINGS; i++) {
		int64_t value = trend->overdue[i];
		if (value < 0) {
			found.unknown += found.first >= 0;
			continue;
		}
		if (found.first < 0)
			found.first = found.most = found.least = i;
		if (value >= trend->overdue[found.most])
			found.most = i;
		if (value <= trend->overdue[found.least])
			found.least = i;
		if (value > found.highest)
			found.highest = value;
	}
	return found;
}

/* "52 (20/11/2026)" */
static void evening_say(
	struct text *out, const struct page_look *look, const struct page_trend *trend, int evening)
{
	char count[PAGE_COUNT_MAX], date[11];

	text_printf(out, "%s (%s)", page_count(look, trend->overdue[evening], count),
		page_day(look, trend->first + evening, date));
}

static void evenings_sentence(struct text *out, const struct page_look *look,
	const struct page_trend *trend, const struct extremes *found)
{
	char now[PAGE_COUNT_MAX];

	text_add(out, page_say(look, "Hồ sơ quá hạn vào cuối ngày: ",
			      "Overdue cases at the end of the day: "));
	evening_say(out, look, trend, found->first);
	text_add(out, page_say(look, ", nhiều nhất ", ", most "));
	evening_say(out, look, trend, found->most);
	text_add(out, page_say(look, ", ít nhất ", ", least "));
	evening_say(out, look, trend, found->least);
	text_printf(out, page_say(look, "; nay %s.", "; now %s."),
		page_count(look, trend->overdue_now, now));
	if (found->unknown > 0)
		text_add(out, page_say(look, " Ngày không đọc được cổng để trống.",
				      " Days without a complete reading are left blank."));
}

static int x_of(int evening, int first)
{
	return 4 + (WIDTH - 4 - MARGIN) * (evening - first) / (TREND_EVENINGS - first);
}

static int y_of(int64_t value, int64_t highest)
{
	return highest > 0 ? (int)(HEIGHT - HEIGHT * value / highest) : HEIGHT;
}

/* Evenings that follow each other are one line; one evening alone is a dot of it. */
static void evenings_draw(struct text *out, const struct page_look *look,
	const struct page_trend *trend, const struct extremes *found)
{
	char now[PAGE_COUNT_MAX];
	bool drawing = false;

	drawing_begin(out, 0);
	text_add(out, "aria-hidden=\"true\"><path class=\"curve\" d=\"");
	for (int i = found->first; i <= TREND_EVENINGS; i++) {
		int64_t value = i < TREND_EVENINGS ? trend->overdue[i] : trend->overdue_now;
		if (value >= 0)
			text_printf(out, "%c%d %d", drawing ? 'L' : 'M', x_of(i, found->first),
				y_of(value, found->highest));
		if (value >= 0 && !drawing)
			text_add(out, "h0");
		drawing = value >= 0;
	}
	text_printf(out,
		"\"/><path class=\"ground\" d=\"M0 %dH%d\"/><text class=\"now\" x=\"%d\" "
		"y=\"%d\">%s</text></svg></figure>\n",
		HEIGHT, WIDTH, WIDTH - MARGIN + 5, y_of(trend->overdue_now, found->highest) + 3,
		page_count(look, trend->overdue_now, now));
}

static void evenings_add(
	struct text *out, const struct page_look *look, const struct page_trend *trend)
{
	cleanup(text_free) struct text sentence = {0};
	struct extremes found = extremes_of(trend);

	if (found.first < 0) {
		page_sentence(out,
			page_say(look,
				"Số hồ sơ quá hạn theo từng ngày: hentra ghi khi hết ngày, bắt đầu "
				"từ ngày đầu tiên đọc đủ dữ liệu của cổng.",
				"Overdue cases day by day: hentra keeps them as a day ends, from "
				"the first day on which the portals were read completely."));
		return;
	}
	evenings_sentence(&sentence, look, trend, &found);
	figure_begin(out, sentence.data);
	evenings_draw(out, look, trend, &found);
}

/* --- closed in time, month by month --------------------------------------------------------- */

static int share_of(const struct page_trend *trend, int month)
{
	return trend->closed[month] > 0
		       ? (int)(trend->in_time[month] * 10000 / trend->closed[month])
		       : -1;
}

/* "11/2026: 93,1%" */
static void month_say(
	struct text *out, const struct page_look *look, const struct page_trend *trend, int month)
{
	int year = (trend->month + month) / 12, number = (trend->month + month) % 12 + 1;
	char share[PAGE_SHARE_MAX];

	if (look->english)
		text_printf(out, "%d-%02d", year, number);
	else
		text_printf(out, "%02d/%d", number, year);
	text_printf(out, ": %s", page_share(look, share_of(trend, month), share));
}

/* The newest month that is over, as far as any was closed in one, and this one. */
static void months_sentence(
	struct text *out, const struct page_look *look, const struct page_trend *trend)
{
	int past = TREND_MONTHS - 2, now = TREND_MONTHS - 1;

	while (past >= 0 && trend->closed[past] == 0)
		past--;
	text_add(out, page_say(look, "Tỷ lệ đúng hạn (gồm trước hạn) theo tháng báo cáo: ",
			      "Closed on time or early, by reporting month: "));
	if (past >= 0)
		month_say(out, look, trend, past);
	if (trend->closed[now] > 0) {
		text_add(out, past >= 0 ? "; " : "");
		text_add(out, page_say(look, "đến nay trong tháng ", "so far in "));
		month_say(out, look, trend, now);
	}
	text_add_char(out, '.');
}

static void months_draw(
	struct text *out, const struct page_look *look, const struct page_trend *trend)
{
	drawing_begin(out, FOOT);
	text_add(out, "role=\"img\" aria-label=\"");
	for (int i = 0; i < TREND_MONTHS; i++) {
		text_add(out, i ? "; " : "");
		month_say(out, look, trend, i);
	}
	text_add(out, "\">");
	for (int i = 0; i < TREND_MONTHS; i++) {
		int share = share_of(trend, i), x = i * WIDTH / TREND_MONTHS;
		int y = y_of(share < 0 ? 0 : share, 10000);
		text_printf(out, "<text x=\"%d\" y=\"%d\">%d</text>", x + 13, HEIGHT + FOOT - 2,
			(trend->month + i) % 12 + 1);
		if (share < 0)
			continue;
		text_printf(out,
			"<path class=\"bar\" d=\"M%d %dh20V%dh-20z\"/><text x=\"%d\" "
			"y=\"%d\">%d</text>",
			x + 3, HEIGHT, y, x + 13, y - 3, share / 100);
	}
	text_printf(out, "<path class=\"ground\" d=\"M0 %dH%d\"/></svg></figure>\n", HEIGHT, WIDTH);
}

static void months_add(
	struct text *out, const struct page_look *look, const struct page_trend *trend)
{
	cleanup(text_free) struct text sentence = {0};
	int64_t closed = 0;

	for (int i = 0; i < TREND_MONTHS; i++)
		closed += trend->closed[i];
	if (closed == 0)
		return;
	months_sentence(&sentence, look, trend);
	figure_begin(out, sentence.data);
	months_draw(out, look, trend);
}

void trend_add(struct text *out, const struct page_look *look, const struct page_trend *trend)
{
	if (!trend)
		return;
	page_heading(out, page_say(look, "Xu hướng", "Trend"));
	text_add(out, "<div class=\"trend\">\n");
	evenings_add(out, look, trend);
	months_add(out, look, trend);
	text_add(out, "</div>\n");
}
