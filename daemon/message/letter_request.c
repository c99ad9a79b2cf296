/* What a letter asks for: by what happened, and by what the rule measures. */
#include "message/letter_parts.h"
#include "message/letter_words.h"

static void add_closed_span(const struct news_view *view, struct text *out)
{
	bool english = view->english;
	int64_t overdue = view->news->counts.bucket[BUCKET_OVERDUE];
	text_add(out, english ? "The alert ran from " : "Cảnh báo bắt đầu lúc ");
	words_time(view, view->news->since, out);
	text_add(out, english ? " to " : ", kết thúc lúc ");
	words_time(view, view->news->at, out);
	text_add(out, english ? "; nothing more will be sent about it."
			      : "; sẽ không gửi thêm thư nào về cảnh báo này.");
	if (overdue == 0)
		return;
	text_add_char(out, ' ');
	if (english) {
		words_cases(out, overdue, true);
		text_printf(out, " still overdue need%s to be settled.", overdue == 1 ? "s" : "");
	} else {
		text_add(out, "Đề nghị tiếp tục giải quyết ");
		words_cases(out, overdue, false);
		text_add(out, " quá hạn còn lại.");
	}
}

struct asked {
	const char *vi, *en;
};

static const struct asked settle = {"Đề nghị chỉ đạo giải quyết dứt điểm các hồ sơ quá hạn, thực "
				    "hiện xin lỗi và hẹn lại ngày trả kết quả theo quy "
				    "định.",
	"Please have the overdue cases settled, and the citizens told of the delay and of a new "
	"date "
	"as the rules ask."};

static const struct asked go_on = {"Mức độ đã giảm nhưng vẫn ở mức cảnh báo; đề nghị tiếp tục giải "
				   "quyết các hồ sơ dưới đây.",
	"The worst is over, but the alert stands; please go on settling the cases below."};

static const struct asked no_deed = {"Số liệu và hồ sơ dưới đây không có thật, không phải xử lý.",
	"Nothing has to be done: the numbers and the case below are made up."};

/* Of a measure without words of its own. */
static const struct asked look_into = {
	"Đề nghị xem xét, chỉ đạo xử lý.", "Please look into it and see that it is settled."};

/* Of measures that are not about overdue cases alone. None says "below": there may be no list. */
static const struct asked by_measure[MEASURE_COUNT] = {
	[MEASURE_DUE_SOON] =
		{
			"Đề nghị chỉ đạo hoàn thành các hồ sơ sắp đến hạn trước ngày hẹn trả.",
			"Please see that the cases due soon are finished before they are due.",
		},
	[MEASURE_FORECAST_OVERDUE] =
		{
			"Đề nghị chỉ đạo hoàn thành các hồ sơ sắp đến hạn trước ngày hẹn trả và "
			"giải quyết dứt điểm các hồ sơ đã quá hạn.",
			"Please see that the cases due soon are finished before they are due, and "
			"that those already overdue are settled.",
		},
	[MEASURE_LATE_SHARE] =
		{
			"Đề nghị chỉ đạo làm rõ nguyên nhân trả kết quả trễ hạn và có biện pháp "
			"khắc phục.",
			"Please find out why results were given late, and see that it ends.",
		},
	[MEASURE_GROWTH] =
		{
			"Đề nghị chỉ đạo giải quyết dứt điểm các hồ sơ mới quá hạn, thực hiện xin "
			"lỗi và hẹn lại ngày trả kết quả theo quy định.",
			"Please have the newly overdue cases settled, and the citizens told of the "
			"delay and of a new date as the rules ask.",
		},
	[MEASURE_UNDATED] =
		{
			"Đề nghị chỉ đạo cập nhật ngày hẹn trả của các hồ sơ này theo thời hạn "
			"giải quyết của thủ tục và giao giấy hẹn cho công dân.",
			"Please see that these cases are given the due date their procedure asks "
			"for, and the citizens the slip that names it.",
		},
	[MEASURE_PARKED] =
		{
			"Đề nghị chỉ đạo rà soát các hồ sơ tạm dừng lâu: đôn đốc bổ sung, hoặc "
			"tiếp tục giải quyết theo quy định.",
			"Please look through the cases paused for long: have what is missing "
			"brought in, or go on with them as the rules ask.",
		},
	[MEASURE_LATE_ACCEPTANCE] =
		{
			"Đề nghị chỉ đạo tiếp nhận ngay các hồ sơ đang chờ, hoặc thông báo rõ lý "
			"do từ chối theo quy định.",
			"Please have the waiting cases accepted, or refused with the reason as the "
			"rules ask.",
		},
	[MEASURE_MOVED_DUE] =
		{
			"Đề nghị kiểm tra, làm rõ lý do thay đổi ngày hẹn trả. Đây là dấu hiệu cần "
			"kiểm tra, chưa phải kết luận.",
			"Please check and explain why due dates were changed. This is a suspicion "
			"to look into, not a finding.",
		},
	[MEASURE_BACK_DATED] =
		{
			"Đề nghị kiểm tra, làm rõ thời điểm kết thúc thực tế của hồ sơ. Đây là dấu "
			"hiệu cần kiểm tra, chưa phải kết luận.",
			"Please check and explain when the cases were really finished. This is a "
			"suspicion to look into, not a finding.",
		},
	[MEASURE_SILENT_DAYS] =
		{
			"Đề nghị kiểm tra việc tiếp nhận và cập nhật hồ sơ lên hệ thống một cửa.",
			"Please check that cases are being received and entered into the "
			"one-stop-shop system.",
		},
	[MEASURE_STALE] =
		{
			"Đề nghị kiểm tra hệ thống một cửa và đường truyền; các cảnh báo khác giữ "
			"nguyên cho đến khi đọc lại được đầy đủ.",
			"Please check the one-stop-shop system and the line to it; other alerts "
			"stay as they are until it can be read completely again.",
		},
};

static const struct asked *asked(const struct news_view *view)
{
	enum measure measure = words_measure(view);

	if (view->sample)
		return &no_deed;
	if (!measures[measure].needs_overdue)
		return by_measure[measure].vi ? &by_measure[measure] : &look_into;
	return view->news->kind == NEWS_LOWERED ? &go_on : &settle;
}

void letter_add_request(const struct news_view *view, struct text *out)
{
	if (view->news->kind == NEWS_CLOSED && !view->sample)
		add_closed_span(view, out);
	else
		text_add(out, view->english ? asked(view)->en : asked(view)->vi);
}
