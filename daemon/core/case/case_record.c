#include "core/case/case_record.h"

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
	[STATUS_TAX] = {"tax", "Chờ cơ quan thuế"},
	[STATUS_POSTING] = {"posting", "Niêm yết công khai"},
	[STATUS_INSPECTION] = {"inspection", "Kiểm tra, xác minh thực địa"},
	[STATUS_OTHER_AGENCY] = {"other-agency", "Chờ cơ quan khác"},
	[STATUS_EXTENSION] = {"extension", "Gia hạn giải quyết"},
};

static const struct {
	const char *english, *vietnamese;
} problems[RECORD_PROBLEM_COUNT] = {
	[RECORD_FINE] = {"the record is fine", "bản ghi dùng được"},
	[RECORD_NOT_OBJECT] = {"the element of the list is not an object",
		"phần tử của danh sách không phải là một bản ghi"},
	[RECORD_NO_CODE] = {"the record has no case code", "bản ghi không có mã hồ sơ"},
	[RECORD_CODE_TOO_LONG] =
		{"the case code is longer than 128 bytes or holds control characters",
			"mã hồ sơ dài hơn 128 byte hoặc có ký tự điều khiển"},
	[RECORD_NO_RECEIVED] = {"an accepted case has no usable received date",
		"hồ sơ đã tiếp nhận mà không có ngày tiếp nhận đọc được"},
	[RECORD_WRONG_TYPE] =
		{"a mapped value is an object, a list or a boolean where text was due",
			"một trường cần đọc là đối tượng, danh sách hoặc giá trị đúng/sai, không "
			"phải văn bản"},
	[RECORD_VALUE_TOO_LONG] = {"a mapped value is longer than 1,000 bytes",
		"một trường cần đọc dài hơn 1.000 byte"},
	[RECORD_BAD_TEXT] = {"a mapped value holds NUL or invalid UTF-8",
		"một trường cần đọc có ký tự NUL hoặc không phải UTF-8"},
	[RECORD_DUPLICATE] = {"the same code came twice in a cycle with different content",
		"cùng một mã đến hai lần trong một lượt đọc với nội dung khác nhau"},
	[RECORD_ROW_TOO_WIDE] = {"the row has more cells than its header has columns",
		"dòng có nhiều ô hơn số cột của tiêu đề"},
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
	return problems[problem].english;
}

const char *record_problem_sentence_vi(enum record_problem problem)
{
	if ((unsigned)problem >= RECORD_PROBLEM_COUNT)
		return "bản ghi không dùng được";
	return problems[problem].vietnamese;
}
