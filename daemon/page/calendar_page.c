#include "page/calendar_page.h"

#include "base/memory.h"
#include "base/plural.h"

static const char *kind_said(const struct page_look *look, enum day_kind kind)
{
	static const struct {
		const char *vi, *en;
	} kinds[] = {
		[DAY_WORKED] = {"ngày làm việc", "working day"},
		[DAY_WEEKLY_REST] = {"nghỉ hằng tuần", "weekly rest"},
		[DAY_OFF] = {"ngày nghỉ", "day off"},
		[DAY_WORKED_EXTRA] = {"ngày làm bù", "rest day worked in exchange"},
		[DAY_HALF] = {"ngày làm việc, giờ riêng", "working day, hours of its own"},
	};

	return page_say(look, kinds[kind].vi, kinds[kind].en);
}

static int working_days(const struct calendar *calendar, int year)
{
	int count = 0;

	for (day date = civil_day(year, 1, 1); date <= civil_day(year, 12, 31); date++)
		count += calendar_worked(calendar, date);
	return count;
}

static struct table *days_of(
	const struct page_look *look, const struct calendar *calendar, int year)
{
	static const struct table_column vi[] = {
		{"date", "Ngày", ALIGN_LEFT, false, true},
		{"weekday", "Thứ", ALIGN_LEFT, false, false},
		{"kind", "Loại", ALIGN_LEFT, false, false},
		{"reason", "Lý do", ALIGN_LEFT, false, false},
	};
	static const struct table_column en[] = {
		{"date", "Date", ALIGN_LEFT, false, true},
		{"weekday", "Weekday", ALIGN_LEFT, false, false},
		{"kind", "Kind", ALIGN_LEFT, false, false},
		{"reason", "Reason", ALIGN_LEFT, false, false},
	};
	struct table *table = table_new(look->english ? en : vi, ARRAY_SIZE(vi));

	for (day date = civil_day(year, 1, 1); date <= civil_day(year, 12, 31); date++) {
		enum day_kind kind = calendar_kind(calendar, date);
		enum weekday weekday = civil_weekday(date);
		char shown[11];
		if (kind == DAY_WORKED || kind == DAY_WEEKLY_REST)
			continue;
		table_add(table, page_day(look, date, shown));
		table_add(table, look->english ? civil_weekday_name(weekday)
					       : civil_weekday_name_vi(weekday));
		table_add(table, kind_said(look, kind));
		table_add(table, calendar_reason(calendar, date));
	}
	return table;
}

static void year_add(
	struct text *out, const struct page_look *look, const struct calendar *calendar, int year)
{
	cleanup(text_free) struct text title = {0}, sentence = {0};
	const char *notice = calendar_notice(calendar, year);

	text_printf(&title, page_say(look, "Năm %d", "%d"), year);
	page_heading(out, title.data);
	plural_printf(&sentence, page_say(look, "%d ngày làm việc", "%d working day(s)"),
		working_days(calendar, year));
	if (calendar_provisional(calendar, year))
		text_add(&sentence, page_say(look,
					    ". TẠM TÍNH: chưa có thông báo nghỉ lễ của năm này, "
					    "tính theo luật và "
					    "âm lịch.",
					    ". PROVISIONAL: no notice for this year yet, by the "
					    "fixed and lunar "
					    "rules."));
	else
		text_printf(&sentence, "; %s", notice ? notice : "");
	page_sentence(out, sentence.data);
	page_table(out, days_of(look, calendar, year),
		page_say(look, "Không có ngày đặc biệt.", "No special days."));
}

void calendar_page(struct text *out, const struct page_look *look, const struct calendar *calendar)
{
	int this_year = civil_date(zone_day(look->zone, look->now)).year;

	page_begin(out, look, page_say(look, "Lịch làm việc", "Working calendar"), "calendar");
	for (int year = this_year; year <= this_year + 1; year++)
		if (year >= calendar_first_year(calendar) && year <= calendar_last_year(calendar))
			year_add(out, look, calendar, year);
	if (this_year > calendar_last_year(calendar))
		page_sentence(out, page_say(look, "Lịch chưa có năm nay.",
					   "The calendar does not know this year."));
	page_end(out, look);
}
