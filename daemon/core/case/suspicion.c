#include "core/case/suspicion.h"

static const struct {
	const char *name, *vi, *en;
} suspicions[SUSPICION_COUNT] = {
	[SUSPICION_MOVED_DUE] = {"moved-due", "Ngày hẹn trả bị dời", "The due date was moved"},
	[SUSPICION_BACK_DATED] = {"back-dated", "Ngày kết thúc bị lùi về trước hạn",
		"The finish was dated back"},
	[SUSPICION_LATE_SUPPLEMENT] = {"late-supplement", "Yêu cầu bổ sung sát hạn hoặc nhiều lần",
		"A supplement asked at the last moment or again"},
	[SUSPICION_PARKED] = {"parked", "Tạm dừng quá 15 ngày làm việc",
		"Paused for more than 15 working days"},
	[SUSPICION_NOT_HANDED_OVER] = {"not-handed-over", "Có kết quả nhưng chưa trả quá 3 ngày",
		"Finished, not returned for more than 3 working days"},
	[SUSPICION_LATE_ACCEPTANCE] = {"late-acceptance", "Tiếp nhận quá 8 giờ làm việc",
		"Not accepted within 8 working hours"},
	[SUSPICION_UNDATED] = {"undated", "Không có ngày hẹn trả hoặc ngày tháng vô lý",
		"No due date, or dates that cannot be"},
	[SUSPICION_NO_APOLOGY] = {"no-apology", "Quá hạn mà không xin lỗi, hẹn lại",
		"Overdue without an apology or a new date"},
	[SUSPICION_SILENT] = {"silent", "Đơn vị không có hồ sơ mới, thiếu số hồ sơ hoặc đóng dồn",
		"No new cases, numbers left out, or a mass closing before a report"},
	[SUSPICION_VANISHED] = {"vanished", "Hồ sơ biến mất khỏi cổng",
		"The case vanished from the portal"},
	[SUSPICION_AT_ONCE] = {"at-once", "Nhiều hồ sơ bị sửa hoặc kết thúc cùng lúc",
		"Many cases rewritten or ended at once"},
};

const char *suspicion_name(enum suspicion kind)
{
	return kind < SUSPICION_COUNT ? suspicions[kind].name : "";
}

int suspicion_from_name(struct slice name)
{
	for (int kind = 0; kind < SUSPICION_COUNT; kind++)
		if (slice_is(name, suspicions[kind].name))
			return kind;
	return -1;
}

const char *suspicion_words(enum suspicion kind, bool english)
{
	if (kind >= SUSPICION_COUNT)
		return "";
	return english ? suspicions[kind].en : suspicions[kind].vi;
}

const char *confidence_name(enum confidence confidence)
{
	static const char *const names[] = {"weak", "fair", "strong"};
	return confidence <= CONFIDENCE_STRONG ? names[confidence] : "";
}

const char *confidence_words(enum confidence confidence, bool english)
{
	static const char *const vi[] = {"yếu", "khá", "cao"};
	if (english)
		return confidence_name(confidence);
	return confidence <= CONFIDENCE_STRONG ? vi[confidence] : "";
}

static const struct {
	const char *name, *vi, *en;
} doubts[DOUBT_COUNT] = {
	[DOUBT_NONE] = {"", "", ""},
	[DOUBT_MASS] = {"mass-change",
		"cùng lần đọc đó cổng đổi như vậy với hầu hết hồ sơ của mọi đơn vị, kể cả hồ sơ "
		"không được lợi: có thể do kỹ thuật",
		"in the same poll the portal changed so for nearly all cases of all units, also "
		"those that gain nothing: perhaps technical"},
	[DOUBT_STALE] = {"stale-before",
		"trước đó nhiều ngày không đọc được cổng: có thể đã đổi từ khi còn trong hạn",
		"the portal had not been read for days: it may have happened in time"},
	[DOUBT_CAME_BACK] = {"came-back", "giá trị cũ đã trở lại: có thể do đồng bộ",
		"the earlier value came back: perhaps synchronisation"},
	[DOUBT_LAG] = {"lag", "chỉ chênh trong một ngày làm việc: cổng có thể cập nhật chậm",
		"within a working day: the portal may have been told late"},
	[DOUBT_LATE_NEWS] = {"late-news",
		"trước đó nhiều ngày đơn vị không có thay đổi nào trên cổng: có thể đã xảy ra đúng "
		"hạn, cổng nhận tin muộn",
		"the unit had shown no change for days: it may have happened in time and been told "
		"late"},
	[DOUBT_CLOCK] = {"clock", "đồng hồ của cổng chạy sai", "the portal's clock is wrong"},
};

const char *doubt_name(enum doubt doubt)
{
	return doubt < DOUBT_COUNT ? doubts[doubt].name : "";
}

const char *doubt_words(enum doubt doubt, bool english)
{
	if (doubt >= DOUBT_COUNT)
		return "";
	return english ? doubts[doubt].en : doubts[doubt].vi;
}

bool finding_same(const struct finding *a, const struct finding *b)
{
	return a->confidence == b->confidence && a->doubt == b->doubt && a->fact == b->fact &&
	       a->was == b->was && a->became == b->became && a->after == b->after &&
	       a->by == b->by && a->at == b->at && a->unit == b->unit && a->field == b->field &&
	       a->last == b->last && a->times == b->times;
}
