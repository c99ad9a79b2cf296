#include "message/letter_words.h"

#include <stdio.h>

#include "base/memory.h"

enum measure words_measure(const struct news_view *view)
{
	return view->rule->fire[0].measure;
}

/* By kind of news; an opening is worse when the worse band holds at once. */
struct state_words {
	const char *prefix_vi, *prefix_en;
	const char *state_vi, *state_en;
	const char *has_vi, *has_en;
};

static const struct state_words opened_critical = {"Cảnh báo nghiêm trọng", "Critical alert",
	"CẢNH BÁO NGHIÊM TRỌNG", "CRITICAL ALERT", "có", "has"};

static const struct state_words sample = {
	"Thử", "Test", "THƯ THỬ, KHÔNG PHẢI CẢNH BÁO THẬT", "A TEST, NO REAL ALERT", "có", "has"};

static const struct state_words states[NEWS_KINDS] = {
	[NEWS_OPENED] = {"Cảnh báo", "Alert", "CẢNH BÁO", "ALERT", "có", "has"},
	[NEWS_RAISED] = {"Nâng mức cảnh báo", "Alert raised", "NÂNG MỨC CẢNH BÁO: NGHIÊM TRỌNG",
		"RAISED TO CRITICAL", "đã có", "now has"},
	[NEWS_LOWERED] = {"Hạ mức cảnh báo", "Alert lowered", "HẠ MỨC CẢNH BÁO",
		"LOWERED TO WARNING", "còn", "still has"},
	[NEWS_CLOSED] = {"Kết thúc cảnh báo", "Alert closed", "KẾT THÚC CẢNH BÁO", "CLOSED", "còn",
		"is down to"},
	[NEWS_REMINDER] = {"Nhắc lại", "Reminder", "NHẮC LẠI", "REMINDER", "vẫn còn", "still has"},
};

static const struct state_words *state_of(const struct news_view *view)
{
	const struct alert_news *news = view->news;
	if (view->sample)
		return &sample;
	if (news->kind == NEWS_OPENED && news->severity == SEVERITY_CRITICAL)
		return &opened_critical;
	return &states[news->kind];
}

bool words_counted(const struct news_view *view)
{
	return view->news->scope != SCOPE_PORTAL && view->observed != INSTANT_NONE;
}

const char *words_prefix(const struct news_view *view)
{
	const struct state_words *state = state_of(view);
	return view->english ? state->prefix_en : state->prefix_vi;
}

void words_state(const struct news_view *view, struct text *out)
{
	const struct state_words *state = state_of(view);
	text_add(out, view->english ? state->state_en : state->state_vi);
	if (view->news->kind == NEWS_REMINDER && view->news->reminders > 0)
		text_printf(out, view->english ? " %d" : " LẦN %d", view->news->reminders);
}

/* "Phường Tiến Thành" is "phường Tiến Thành" inside a sentence: the kind of unit is no name. */
static void add_lower_kind(struct text *out, const char *name)
{
	static const char *const kinds[][2] = {{"Phường ", "phường "}, {"Xã ", "xã "},
		{"Đặc khu ", "đặc khu "}, {"Thị trấn ", "thị trấn "}, {"Tỉnh ", "tỉnh "},
		{"Thành phố ", "thành phố "}};
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t length = strlen(kinds[i][0]);
		if (strncmp(name, kinds[i][0], length) == 0) {
			text_printf(out, "%s%s", kinds[i][1], name + length);
			return;
		}
	}
	text_add(out, name);
}

static void add_place(const struct news_view *view, bool first, struct text *out)
{
	const char *name = or_empty(view->subject_name);
	const char *code = or_empty(view->subject_code);
	static const char *const nouns_vi[] = {"đơn vị", "lĩnh vực", "toàn tỉnh", "cổng"};
	static const char *const nouns_en[] = {"unit", "field", "the province", "portal"};
	enum scope scope = view->news->scope;
	size_t start = out->length;
	bool whole_name = (scope == SCOPE_COMMUNE || scope == SCOPE_PROVINCE) && *name;
	if (!whole_name)
		text_add(out, view->english ? nouns_en[scope] : nouns_vi[scope]);
	if (whole_name && (first || view->english))
		text_add(out, name);
	else if (whole_name)
		add_lower_kind(out, name);
	else if (scope != SCOPE_PROVINCE)
		text_printf(out, " %s", *name ? name : code);
	/* "đơn vị" at the head of a sentence: the letters that nouns begin with */
	if (first && !whole_name && scope == SCOPE_COMMUNE && !view->english)
		memcpy(out->data + start, "Đ", strlen("Đ"));
	else if (first && !whole_name)
		out->data[start] = (char)(out->data[start] & ~0x20);
}

void words_place(const struct news_view *view, struct text *out)
{
	add_place(view, false, out);
}

void words_place_first(const struct news_view *view, struct text *out)
{
	add_place(view, true, out);
}

/* "30 hồ sơ quá hạn": the value of the first condition inside a sentence. */
static void add_fact(const struct news_view *view, struct text *out)
{
	enum measure measure = words_measure(view);
	const char *fact = view->english ? measures[measure].fact_en : measures[measure].fact_vi;
	const char *place = strstr(fact, "{}");
	char value[48];
	text_append(out, fact, (size_t)(place - fact));
	if (measures[measure].unit == UNIT_CASES)
		words_number(out, view->news->value[0], view->english);
	else
		text_add(out, measure_format(measure, view->news->value[0], view->english, value));
	const char *rest = place + strlen("{}");
	const char *plural = strstr(rest, "(s)");
	if (plural) {
		text_append(out, rest, (size_t)(plural - rest));
		text_add(out, view->news->value[0] == 1 ? "" : "s");
		rest = plural + strlen("(s)");
	}
	text_add(out, rest);
}

static void add_topic_lower(const struct news_view *view, struct text *out)
{
	const struct measure_row *row = &measures[words_measure(view)];
	const char *topic = view->english ? row->topic_en : row->topic_vi;
	text_add_char(out, (char)(topic[0] | 0x20));
	text_add(out, topic + 1);
}

/* What is so no more, where "has no more TOPIC" would not be a sentence. */
static const char *over(enum measure measure, bool english)
{
	switch (measure) {
	case MEASURE_GROWTH:
		return english ? " has no more growth of overdue cases"
			       : " không còn tăng số hồ sơ quá hạn";
	case MEASURE_SILENT_DAYS:
		return english ? " receives cases again" : " đã có hồ sơ mới trở lại";
	case MEASURE_STALE:
		return english ? " is read completely again" : " đã đọc lại được đầy đủ dữ liệu";
	default:
		return NULL;
	}
}

/* Is nothing left of it? A share that has come down to 0% is said as the number it is. */
static bool is_gone(const struct news_view *view)
{
	return view->news->value[0] <= 0 && measures[words_measure(view)].unit != UNIT_SHARE;
}

/* "không có hồ sơ mới trong 9 ngày làm việc" is a predicate already: nobody *has* it. */
static const struct {
	const char *vi, *still_vi, *en, *still_en;
} predicates[MEASURE_COUNT] = {
	[MEASURE_GROWTH] = {" ", " vẫn ", " has ", " still has "},
	[MEASURE_SILENT_DAYS] = {" ", " vẫn ", " has had ", " still has had "},
	[MEASURE_STALE] = {" ", " đến nay ", " has ", " has still "},
};

static void add_predicate(const struct news_view *view, struct text *out)
{
	enum measure measure = words_measure(view);
	bool still = view->news->kind == NEWS_REMINDER;
	if (view->english)
		text_add(out, still ? predicates[measure].still_en : predicates[measure].en);
	else
		text_add(out, still ? predicates[measure].still_vi : predicates[measure].vi);
	add_fact(view, out);
}

void words_has(const struct news_view *view, struct text *out)
{
	const struct state_words *state = state_of(view);
	enum measure measure = words_measure(view);
	const char *ended = over(measure, view->english);
	words_place_first(view, out);
	if (view->retired) {
		text_printf(out,
			view->english ? " is no longer watched by rule “%s”"
				      : " không còn được theo dõi theo quy tắc “%s”",
			or_empty(view->news->rule));
	} else if (ended && (view->news->kind == NEWS_CLOSED || is_gone(view))) {
		text_add(out, ended);
	} else if (is_gone(view)) {
		text_add(out, view->english ? " has no more " : " không còn ");
		add_topic_lower(view, out);
	} else if (predicates[measure].vi) {
		add_predicate(view, out);
	} else {
		text_printf(out, " %s ", view->english ? state->has_en : state->has_vi);
		add_fact(view, out);
	}
}

void words_number(struct text *out, int64_t number, bool english)
{
	char digits[24];
	int length = snprintf(
		digits, sizeof(digits), "%lld", (long long)(number < 0 ? -number : number));
	if (number < 0)
		text_add_char(out, '-');
	for (int i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			text_add_char(out, english ? ',' : '.');
		text_add_char(out, digits[i]);
	}
}

void words_cases(struct text *out, int64_t count, bool english)
{
	words_number(out, count, english);
	if (english)
		text_add(out, count == 1 ? " case" : " cases");
	else
		text_add(out, " hồ sơ");
}

void words_more_cases(int64_t more, bool english, struct text *out)
{
	text_add(out, english ? "and " : "và ");
	words_number(out, more, english);
	if (english)
		text_add(out, more == 1 ? " more case" : " more cases");
	else
		text_add(out, " hồ sơ khác");
}

void words_day(day date, bool english, struct text *out)
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"};
	char buffer[11];
	if (english && date != DAY_NONE) {
		struct civil_date civil = civil_date(date);
		text_printf(out, "%d %s %d", civil.mday, months[civil.month - 1], civil.year);
		return;
	}
	text_add(out, civil_format_date_vi(date, buffer));
}

void words_time(const struct news_view *view, instant at, struct text *out)
{
	int minutes = (int)(zone_ms_of_day(view->zone, at) / MINUTE_MS);
	text_printf(out, view->english ? "%02d:%02d on " : "%02d:%02d ngày ", minutes / 60,
		minutes % 60);
	words_day(zone_day(view->zone, at), view->english, out);
}

void words_due(const struct news_view *view, instant due, struct text *out)
{
	bool end_of_day = zone_ms_of_day(view->zone, due) == DAY_MS - 1;
	if (view->judge->compare == COMPARE_INSTANT && !end_of_day)
		words_time(view, due, out);
	else
		words_day(zone_day(view->zone, due), view->english, out);
}

void words_late(const struct news_view *view, const struct letter_case *one, struct text *out)
{
	int days = one->overdue_working_days;
	if (days <= 0 && !measures[words_measure(view)].needs_overdue)
		return;
	if (days <= 0)
		text_add(out, view->english ? "overdue by less than one working day"
					    : "quá hạn chưa đến 1 ngày làm việc");
	else if (view->english)
		text_printf(out, "overdue by %d working day%s", days, days == 1 ? "" : "s");
	else
		text_printf(out, "quá hạn %d ngày làm việc", days);
}

void words_days_left(int days, bool english, struct text *out)
{
	if (days == 0)
		text_add(out, english ? "due today" : "đến hạn hôm nay");
	else if (english)
		text_printf(out, "%d working day%s left", days, days == 1 ? "" : "s");
	else
		text_printf(out, "còn %d ngày làm việc", days);
}

static void add_wall(int64_t ms, bool english, struct text *out)
{
	static const struct {
		int64_t ms;
		const char *vi, *en;
	} units[] = {{DAY_MS, "ngày", "day"}, {HOUR_MS, "giờ", "hour"},
		{MINUTE_MS, "phút", "minute"}, {SECOND_MS, "giây", "second"}};
	size_t i = 0;
	while (i + 1 < ARRAY_SIZE(units) && ms % units[i].ms != 0)
		i++;
	int64_t count = ms / units[i].ms;
	words_number(out, count, english);
	if (english)
		text_printf(out, " %s%s", units[i].en, count == 1 ? "" : "s");
	else
		text_printf(out, " %s", units[i].vi);
}

void words_duration(struct duration duration, bool english, struct text *out)
{
	switch (duration.kind) {
	case DURATION_WALL:
		add_wall(duration.amount, english, out);
		break;
	case DURATION_WORKING_HOURS: {
		bool hours = duration.amount % HOUR_MS == 0;
		int64_t count = duration.amount / (hours ? HOUR_MS : MINUTE_MS);
		words_number(out, count, english);
		if (english)
			text_printf(out, " working %s%s", hours ? "hour" : "minute",
				count == 1 ? "" : "s");
		else
			text_add(out, hours ? " giờ làm việc" : " phút làm việc");
		break;
	}
	case DURATION_WORKING_DAYS:
		words_number(out, duration.amount, english);
		if (english)
			text_add(out, duration.amount == 1 ? " working day" : " working days");
		else
			text_add(out, " ngày làm việc");
		break;
	}
}

void words_share(int64_t share, bool english, struct text *out)
{
	char buffer[48];
	text_add(out, measure_format(MEASURE_OVERDUE_SHARE, share, english, buffer));
}
