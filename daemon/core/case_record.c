#include "core/case_record.h"

static const struct {
	const char *name, *name_vi;
} statuses[STATUS_COUNT] = {
	[STATUS_UNKNOWN] = {"unknown", "Không rõ trạng thái"},
	[STATUS_REGISTERED] = {"registered", "Mới đăng ký"},
	[STATUS_ACCEPTED] = {"accepted", "Được tiếp nhận"},
	[STATUS_REFUSED] = {"refused", "Không được tiếp nhận"},
	[STATUS_PROCESSING] = {"processing", "Đang xử lý"},
	[STATUS_SUPPLEMENT] = {"supplement", "Yêu cầu bổ sung giấy tờ"},
	[STATUS_FEE] = {"fee", "Yêu cầu thực hiện nghĩa vụ tài chính"},
	[STATUS_WITHDRAWN] = {"withdrawn", "Công dân yêu cầu rút hồ sơ"},
	[STATUS_STOPPED] = {"stopped", "Dừng xử lý"},
	[STATUS_PROCESSED] = {"processed", "Đã xử lý xong"},
	[STATUS_RETURNED] = {"returned", "Đã trả kết quả"},
};

static const char *const problem_sentences[RECORD_PROBLEM_COUNT] = {
	[RECORD_FINE] = "the record is fine",
	[RECORD_NOT_OBJECT] = "the element of the list is not an object",
	[RECORD_NO_CODE] = "the record has no case code",
	[RECORD_CODE_TOO_LONG] =
		"the case code is longer than 128 bytes or holds control characters",
	[RECORD_NO_RECEIVED] = "an accepted case has no usable received date",
	[RECORD_WRONG_TYPE] = "a mapped value is an object, a list or a boolean where text was due",
	[RECORD_VALUE_TOO_LONG] = "a mapped value is longer than 1,000 bytes",
	[RECORD_BAD_TEXT] = "a mapped value holds NUL or invalid UTF-8",
	[RECORD_DUPLICATE] = "the same code came twice in a cycle with different content",
};

const char *status_name(enum status status)
{
	return statuses[(unsigned)status < STATUS_COUNT ? status : STATUS_UNKNOWN].name;
}

const char *status_name_vi(enum status status)
{
	return statuses[(unsigned)status < STATUS_COUNT ? status : STATUS_UNKNOWN].name_vi;
}

const char *record_problem_sentence(enum record_problem problem)
{
	if ((unsigned)problem >= RECORD_PROBLEM_COUNT)
		return "the record cannot be used";
	return problem_sentences[problem];
}
