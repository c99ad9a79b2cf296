/* A case: what a portal says of it, and what hentra keeps.
 *
 * Facts are what the portal said last plus what only an observer can know (when it was said). The
 * names follow the national catalogue (TrangThaiHoSo; Decree 118/2025 and the II.06 form); what is
 * personal (applicant, phone, address, subject text) has no place here by design. */
#ifndef CORE_CASE_CASE_RECORD_H
#define CORE_CASE_CASE_RECORD_H

#include "core/time/civil.h"

/* National status codes; 0 is a status the profile does not know. */
enum status {
	STATUS_UNKNOWN = 0,
	STATUS_REGISTERED = 1, /* Mới đăng ký: unaccepted */
	STATUS_ACCEPTED = 2, /* Được tiếp nhận */
	STATUS_REFUSED = 3, /* Không được tiếp nhận */
	STATUS_PROCESSING = 4, /* Đang xử lý */
	STATUS_SUPPLEMENT = 5, /* Yêu cầu bổ sung giấy tờ: paused */
	STATUS_FEE = 6, /* Yêu cầu thực hiện nghĩa vụ tài chính: paused */
	STATUS_WITHDRAWN = 7, /* Công dân yêu cầu rút hồ sơ */
	STATUS_STOPPED = 8, /* Dừng xử lý: paused */
	STATUS_PROCESSED = 9, /* Đã xử lý xong */
	STATUS_RETURNED = 10, /* Đã trả kết quả */
	/* beyond the catalogue: what else stops the clock by law (land, building, tax) */
	STATUS_TAX = 11, /* Chờ cơ quan thuế */
	STATUS_POSTING = 12, /* Niêm yết công khai */
	STATUS_INSPECTION = 13, /* Kiểm tra, xác minh thực địa */
	STATUS_OTHER_AGENCY = 14, /* Chờ cơ quan khác */
	STATUS_EXTENSION = 15, /* Gia hạn */
	STATUS_COUNT
};
/* Does it say that the clock stands still (5, 6, 8, 11 to 15)? */
static inline bool status_pauses(uint8_t status)
{
	return status == STATUS_SUPPLEMENT || status == STATUS_FEE || status == STATUS_STOPPED ||
	       (status >= STATUS_TAX && status < STATUS_COUNT);
}
const char *status_name(enum status status); /* "processing", … */
const char *status_name_vi(enum status status); /* "Đang xử lý", … */

enum channel_in { CHANNEL_IN_PERSON = 1, CHANNEL_ONLINE = 2, CHANNEL_POSTAL = 3 };

enum term_unit { TERM_NONE, TERM_WORKING_DAYS, TERM_CALENDAR_DAYS, TERM_WORKING_HOURS };

/* What was odd about a record that could still be used (bit mask `odd`). */
enum odd {
	ODD_DUE_UNUSABLE = 1 << 0, /* said, but not a date one can use: year 0001, garbage */
	ODD_FINISHED_UNUSABLE = 1 << 1,
	ODD_FINISHED_BEFORE_RECEIVED = 1 << 2,
	ODD_RECEIVED_IN_FUTURE = 1 << 3,
	ODD_FINISHED_IN_FUTURE = 1 << 4,
	ODD_DUE_BEFORE_RECEIVED = 1 << 5,
	ODD_STATUS_UNKNOWN = 1 << 6,
	ODD_DUE_FAR = 1 << 7, /* more than 10 years after received (9999-12-31): none */
	ODD_DATE_ONLY_DUE = 1 << 8, /* not odd, but worth knowing: the due time was a date alone */
	ODD_FINISHED_MISSING = 1 << 9, /* processed or returned, and no finish date said */
	ODD_ONLINE_NOT_OFFERED = 1 << 10, /* submitted online for a service that is not online */
	ODD_RECEIVED_UNUSABLE = 1 << 11, /* said, but not a date one can use */
	ODD_OPEN_WITH_FINISH = 1 << 12, /* open by its status, with a finish or hand-over date */
	ODD_FINISHED_AFTER_RETURNED = 1 << 13,
	ODD_DUE_AT_RECEIPT = 1 << 14, /* the very instant of receipt: a promise of no time at all */
	ODD_DUE_AT_MIDNIGHT = 1 << 15 /* not odd, but worth knowing: 00:00 of its day */
};
#define ODD_COUNT 16
#define ODD_DIRTY (((1 << ODD_COUNT) - 1) & ~(ODD_DATE_ONLY_DUE | ODD_DUE_AT_MIDNIGHT))

/* The judged part of a case: everything a verdict may depend on, as the portal says it now.
 * Instants are INSTANT_NONE when absent. A date-only (or 24:00) due is the last ms of its day, so
 * "a date-only due ends at 24:00" holds without a second case; other date-only times are 00:00. */
struct case_facts {
	instant submitted;
	instant received;
	instant due;
	instant finished;
	instant returned;
	instant supplement_asked;
	instant supplement_done;
	uint8_t status; /* enum status */
	uint8_t channel; /* enum channel_in; absent = in person */
	uint8_t term_unit; /* enum term_unit */
	bool locked; /* the portal holds a lock that stops the clock (OpenCPS lockState) */
	uint16_t odd; /* enum odd */
	uint16_t supplements; /* number of supplement requests, when the portal says */
	int32_t term; /* in term_unit; working hours in minutes */
};

/* One decoded record. Slices belong to the decoder and are good during the callback only. */
struct case_record {
	struct slice code;
	struct slice former_code; /* what it went by before it had its code; empty: nothing else */
	struct slice unit;
	struct slice unit_name;
	struct slice procedure;
	struct slice procedure_name;
	struct slice field;
	struct slice field_name;
	struct slice officer; /* empty unless officers are switched on */
	struct slice status_text; /* as the portal wrote it, for "unknown status" lists */
	struct case_facts facts;
	instant updated; /* the portal's own change time, INSTANT_NONE when not said */
};

/* Why a record was set aside instead of stored. */
enum record_problem {
	RECORD_FINE,
	RECORD_NOT_OBJECT, /* the element of the list is not an object */
	RECORD_NO_CODE,
	RECORD_CODE_TOO_LONG, /* more than 128 bytes, or control characters */
	RECORD_NO_RECEIVED, /* an accepted case without a usable received date */
	RECORD_WRONG_TYPE, /* a mapped value is an object, array or boolean where text was due */
	RECORD_VALUE_TOO_LONG, /* a mapped value of more than 1,000 bytes */
	RECORD_BAD_TEXT, /* invalid UTF-8 or NUL in a mapped value */
	RECORD_DUPLICATE, /* the same code twice in a cycle with different content: the last counts */
	RECORD_ROW_TOO_WIDE, /* more filled cells than its header has columns: none can be told apart */
	RECORD_PROBLEM_COUNT
};
const char *record_problem_sentence(enum record_problem problem);
const char *record_problem_sentence_vi(enum record_problem problem);

#endif
