#include "core/alert/measure.h"

#include <stdio.h>

#include "base/suggest.h"

static int64_t overdue_value(const struct measure_input *input)
{
	return input->counts->bucket[BUCKET_OVERDUE];
}

static int64_t open_cases(const struct measure_input *input)
{
	return counts_open(input->counts);
}

/* Rounded down, so that "5 %" is never said of 4.996 %; but one late case is never "0 %". */
static int64_t share_of(int64_t part, int64_t whole)
{
	if (part <= 0 || whole <= 0)
		return 0;
	int64_t share = part * SHARE_WHOLE / whole;
	return share > 0 ? share : 1;
}

static int64_t overdue_share_value(const struct measure_input *input)
{
	return share_of(overdue_value(input), open_cases(input));
}

static int64_t oldest_overdue_value(const struct measure_input *input)
{
	return input->oldest_overdue_days;
}

static int64_t due_soon_value(const struct measure_input *input)
{
	return input->counts->bucket[BUCKET_DUE_SOON];
}

static int64_t forecast_value(const struct measure_input *input)
{
	return overdue_value(input) + input->forecast;
}

static int64_t undated_value(const struct measure_input *input)
{
	return input->counts->bucket[BUCKET_UNDATED_OPEN];
}

static int64_t parked_value(const struct measure_input *input)
{
	return input->parked;
}

static int64_t late_acceptance_value(const struct measure_input *input)
{
	return input->late_acceptance;
}

static int64_t recent_closed(const struct measure_input *input)
{
	return input->recent_closed;
}

static int64_t late_share_value(const struct measure_input *input)
{
	return share_of(input->recent_late, input->recent_closed);
}

static int64_t growth_value(const struct measure_input *input)
{
	return overdue_value(input) - input->overdue_before;
}

static int64_t moved_due_value(const struct measure_input *input)
{
	return input->moved_due;
}

static int64_t back_dated_value(const struct measure_input *input)
{
	return input->back_dated;
}

static int64_t silent_days_value(const struct measure_input *input)
{
	return input->silent_days;
}

static int64_t stale_value(const struct measure_input *input)
{
	return input->stale_hours;
}

const struct measure_row measures[MEASURE_COUNT] = {
	[MEASURE_OVERDUE] =
		{
			.name = "overdue",
			.unit = UNIT_CASES,
			.needs_overdue = true,
			.title_vi = "Số hồ sơ quá hạn",
			.title_en = "Overdue cases",
			.topic_vi = "Hồ sơ quá hạn",
			.topic_en = "Overdue cases",
			.lists = BUCKET_OVERDUE,
			.fact_vi = "{} hồ sơ quá hạn",
			.fact_en = "{} overdue case(s)",
			.value = overdue_value,
		},
	[MEASURE_OVERDUE_SHARE] =
		{
			.name = "overdue-share",
			.unit = UNIT_SHARE,
			.needs_overdue = true,
			.title_vi = "Tỷ lệ hồ sơ quá hạn",
			.title_en = "Overdue share of open cases",
			.topic_vi = "Tỷ lệ hồ sơ quá hạn",
			.topic_en = "Overdue share",
			.lists = BUCKET_OVERDUE,
			.fact_vi = "{} hồ sơ đang giải quyết bị quá hạn",
			.fact_en = "{} of its open cases overdue",
			.value = overdue_share_value,
			.base = open_cases,
		},
	[MEASURE_OLDEST_OVERDUE] =
		{
			.name = "oldest-overdue",
			.unit = UNIT_WORKING_DAYS,
			.needs_overdue = true,
			.needs = NEED_OLDEST,
			.title_vi = "Thời gian quá hạn lâu nhất",
			.title_en = "Longest time overdue",
			.topic_vi = "Hồ sơ quá hạn kéo dài",
			.topic_en = "Long overdue cases",
			.lists = BUCKET_OVERDUE,
			.fact_vi = "hồ sơ quá hạn tới {}",
			.fact_en = "cases up to {} overdue",
			.value = oldest_overdue_value,
		},
	[MEASURE_DUE_SOON] =
		{
			.name = "due-soon",
			.unit = UNIT_CASES,
			.title_vi = "Số hồ sơ sắp đến hạn",
			.title_en = "Cases due soon",
			.topic_vi = "Hồ sơ sắp đến hạn",
			.topic_en = "Cases due soon",
			.lists = BUCKET_DUE_SOON,
			.fact_vi = "{} hồ sơ sắp đến hạn",
			.fact_en = "{} case(s) due soon",
			.value = due_soon_value,
		},
	[MEASURE_FORECAST_OVERDUE] =
		{
			.name = "forecast-overdue",
			.unit = UNIT_CASES,
			.needs = NEED_FORECAST,
			.title_vi = "Số hồ sơ sẽ quá hạn vào cuối ngày làm việc tới",
			.title_en = "Cases overdue by the end of the next working day",
			.topic_vi = "Hồ sơ sẽ quá hạn",
			.topic_en = "Cases about to be overdue",
			.lists = BUCKET_DUE_SOON,
			.fact_vi = "{} hồ sơ sẽ quá hạn vào cuối ngày làm việc tới",
			.fact_en = "{} case(s) overdue by the end of the next working day",
			.value = forecast_value,
		},
	[MEASURE_LATE_SHARE] =
		{
			.name = "late-share",
			.unit = UNIT_SHARE,
			.needs = NEED_RECENT,
			.title_vi = "Tỷ lệ hồ sơ trả trễ hạn trong 30 ngày qua",
			.title_en = "Share finished late in the last 30 days",
			.topic_vi = "Tỷ lệ hồ sơ trả trễ hạn",
			.topic_en = "Cases finished late",
			.list = LIST_FINISHED_LATE,
			.list_vi = "Hồ sơ trả trễ hạn trong 30 ngày qua",
			.list_en = "Cases finished late in the last 30 days",
			.fact_vi = "{} hồ sơ giải quyết xong trong 30 ngày qua bị trễ hạn",
			.fact_en = "{} late among the cases finished in the last 30 days",
			.value = late_share_value,
			.base = recent_closed,
		},
	[MEASURE_GROWTH] =
		{
			.name = "growth",
			.unit = UNIT_CASES,
			.needs = NEED_BEFORE,
			.below_zero = true,
			.title_vi = "Số hồ sơ quá hạn tăng thêm so với ngày làm việc trước",
			.title_en = "Growth of overdue cases in a working day",
			.topic_vi = "Hồ sơ quá hạn tăng nhanh",
			.topic_en = "Overdue cases growing",
			.list = LIST_NEWLY_OVERDUE,
			.list_vi = "Hồ sơ mới quá hạn",
			.list_en = "Newly overdue cases",
			.fact_vi = "tăng thêm {} hồ sơ quá hạn so với ngày làm việc trước",
			.fact_en = "{} more overdue case(s) than a working day ago",
			.value = growth_value,
		},
	[MEASURE_UNDATED] =
		{
			.name = "undated",
			.unit = UNIT_CASES,
			.title_vi = "Số hồ sơ không có ngày hẹn trả",
			.title_en = "Open cases without a due date",
			.topic_vi = "Hồ sơ không có ngày hẹn trả",
			.topic_en = "Cases without a due date",
			.lists = BUCKET_UNDATED_OPEN,
			.fact_vi = "{} hồ sơ không có ngày hẹn trả",
			.fact_en = "{} open case(s) without a due date",
			.value = undated_value,
		},
	[MEASURE_PARKED] =
		{
			.name = "parked",
			.unit = UNIT_CASES,
			.needs = NEED_PARKED,
			.title_vi = "Số hồ sơ tạm dừng quá 15 ngày làm việc",
			.title_en = "Cases paused for more than 15 working days",
			.topic_vi = "Hồ sơ tạm dừng lâu",
			.topic_en = "Cases paused for long",
			.lists = BUCKET_PAUSED,
			.fact_vi = "{} hồ sơ tạm dừng quá 15 ngày làm việc",
			.fact_en = "{} case(s) paused for more than 15 working days",
			.value = parked_value,
		},
	[MEASURE_LATE_ACCEPTANCE] =
		{
			.name = "late-acceptance",
			.unit = UNIT_CASES,
			.needs = NEED_ACCEPTANCE,
			.title_vi = "Số hồ sơ chờ tiếp nhận quá 8 giờ làm việc",
			.title_en = "Cases not accepted within 8 working hours",
			.topic_vi = "Hồ sơ chậm tiếp nhận",
			.topic_en = "Late acceptance",
			.lists = BUCKET_UNACCEPTED,
			.fact_vi = "{} hồ sơ chờ tiếp nhận quá 8 giờ làm việc",
			.fact_en = "{} case(s) not accepted within 8 working hours",
			.value = late_acceptance_value,
		},
	[MEASURE_MOVED_DUE] =
		{
			.name = "moved-due",
			.unit = UNIT_CASES,
			.needs = NEED_MOVED_DUE,
			.title_vi = "Số hồ sơ có dấu hiệu dời ngày hẹn trả trong 30 ngày qua",
			.title_en =
				"Cases whose due date seems to have been moved in the last 30 days",
			.topic_vi = "Ngày hẹn trả bị dời",
			.topic_en = "Moved due dates",
			.list = LIST_MOVED_DUE,
			.list_vi = "Hồ sơ bị dời ngày hẹn trả",
			.list_en = "Cases whose due date was moved",
			.fact_vi = "{} hồ sơ có dấu hiệu dời ngày hẹn trả",
			.fact_en = "{} case(s) whose due date seems to have been moved",
			.value = moved_due_value,
		},
	[MEASURE_BACK_DATED] =
		{
			.name = "back-dated",
			.unit = UNIT_CASES,
			.needs = NEED_BACK_DATED,
			.title_vi = "Số hồ sơ có dấu hiệu ghi lùi ngày kết thúc trong 30 ngày qua",
			.title_en = "Cases that seem to have been finished back-dated in the last "
				    "30 days",
			.topic_vi = "Ngày kết thúc bị ghi lùi",
			.topic_en = "Back-dated finishes",
			.list = LIST_BACK_DATED,
			.list_vi = "Hồ sơ có dấu hiệu ghi lùi ngày kết thúc",
			.list_en = "Cases that seem to have been back-dated",
			.fact_vi = "{} hồ sơ có dấu hiệu ghi lùi ngày kết thúc",
			.fact_en = "{} case(s) that seem to have been back-dated",
			.value = back_dated_value,
		},
	[MEASURE_SILENT_DAYS] =
		{
			.name = "silent-days",
			.unit = UNIT_WORKING_DAYS,
			.needs = NEED_RECEIPTS,
			.title_vi = "Thời gian không tiếp nhận hồ sơ mới",
			.title_en = "Time without a new case",
			.topic_vi = "Không có hồ sơ mới",
			.topic_en = "No new cases",
			.list = LIST_NONE,
			.fact_vi = "không có hồ sơ mới trong {}",
			.fact_en = "no new case for {}",
			.value = silent_days_value,
		},
	[MEASURE_STALE] =
		{
			.name = "stale",
			.unit = UNIT_HOURS,
			.of_portal = true,
			.title_vi = "Thời gian không đọc được dữ liệu",
			.title_en = "Time without a complete reading",
			.topic_vi = "Mất dữ liệu từ cổng",
			.topic_en = "Stale portal",
			.list = LIST_NONE,
			.fact_vi = "đã {} không đọc được đầy đủ dữ liệu",
			.fact_en = "not been read completely for {}",
			.value = stale_value,
		},
};

int measure_from_name(struct slice name)
{
	for (int i = 0; i < MEASURE_COUNT; i++) {
		if (slice_is(name, measures[i].name))
			return i;
	}
	return -1;
}

const char *measure_unit_name(enum measure_unit unit)
{
	static const char *const names[UNIT_COUNT] = {"cases", "percent", "working-days", "hours"};
	return names[unit];
}

const char *measure_nearest(struct slice name)
{
	const char *names[MEASURE_COUNT];
	for (int i = 0; i < MEASURE_COUNT; i++)
		names[i] = measures[i].name;
	return suggest_word(name, names, MEASURE_COUNT);
}

/* 750 → "7,5", 500 → "5", 1 → "0,01": no more decimals than the value has. */
static void format_share(int64_t value, char point, char *buffer, size_t size)
{
	int64_t whole = value / 100;
	int64_t rest = value % 100;
	if (rest == 0)
		snprintf(buffer, size, "%lld", (long long)whole);
	else if (rest % 10 == 0)
		snprintf(buffer, size, "%lld%c%lld", (long long)whole, point,
			(long long)(rest / 10));
	else
		snprintf(buffer, size, "%lld%c%02lld", (long long)whole, point, (long long)rest);
}

/* 12345 → "12.345" or "12,345" */
static void format_count(int64_t value, char separator, char *buffer)
{
	char digits[24];
	int length =
		snprintf(digits, sizeof(digits), "%lld", (long long)(value < 0 ? -value : value));
	char *out = buffer;
	if (value < 0)
		*out++ = '-';
	for (int i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			*out++ = separator;
		*out++ = digits[i];
	}
	*out = '\0';
}

const char *measure_format(
	enum measure measure, int64_t value, bool english, char buffer[static 48])
{
	char number[28];
	format_count(value, english ? ',' : '.', number);
	switch (measures[measure].unit) {
	case UNIT_SHARE:
		format_share(value, english ? '.' : ',', number, sizeof(number));
		snprintf(buffer, 48, "%s%%", number);
		break;
	case UNIT_WORKING_DAYS:
		if (english)
			snprintf(buffer, 48, "%s working day%s", number, value == 1 ? "" : "s");
		else
			snprintf(buffer, 48, "%s ngày làm việc", number);
		break;
	case UNIT_HOURS:
		if (english)
			snprintf(buffer, 48, "%s hour%s", number, value == 1 ? "" : "s");
		else
			snprintf(buffer, 48, "%s giờ", number);
		break;
	case UNIT_CASES:
	case UNIT_COUNT:
		snprintf(buffer, 48, "%s", number);
		break;
	}
	return buffer;
}
