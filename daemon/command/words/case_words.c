#include "command/words/case_words.h"

#include "base/memory.h"
#include "conf/settings.h"
#include "store/store_witness.h"

const char *bucket_words(const struct tool *tool, enum bucket bucket)
{
	static const char *const en[BUCKET_COUNT] = {[BUCKET_EARLY] = "early",
		[BUCKET_ON_TIME] = "on time",
		[BUCKET_LATE] = "late",
		[BUCKET_WITHDRAWN] = "withdrawn",
		[BUCKET_UNDATED_CLOSED] = "closed, undated",
		[BUCKET_IN_TIME] = "in time",
		[BUCKET_DUE_SOON] = "due soon",
		[BUCKET_OVERDUE] = "overdue",
		[BUCKET_PAUSED] = "paused",
		[BUCKET_UNDATED_OPEN] = "open, undated",
		[BUCKET_UNCLEAR] = "unclear status",
		[BUCKET_VANISHED] = "listed no more",
		[BUCKET_UNACCEPTED] = "not yet accepted",
		[BUCKET_REFUSED] = "refused",
		[BUCKET_INVALID] = "invalid"};
	return tool->english ? en[bucket] : bucket_name_vi(bucket);
}

const char *status_words(const struct tool *tool, enum status status)
{
	return tool->english ? status_name(status) : status_name_vi(status);
}

const char *national_words(enum national national, bool english)
{
	static const char *const words[][2] = {
		[NATIONAL_NOT_COUNTED] = {"không tính", "not counted"},
		[NATIONAL_ON_TIME] = {"đúng hạn", "on time"},
		[NATIONAL_OVERDUE] = {"quá hạn", "overdue"},
		[NATIONAL_NO_DEADLINE] = {"không có thời hạn", "no deadline"}};
	return words[national][english];
}

const char *fact_words(const struct tool *tool, enum fact fact)
{
	static const char *const vi[FACT_COUNT] = {[FACT_STATUS] = "trạng thái",
		[FACT_UNIT] = "đơn vị",
		[FACT_DUE] = "ngày hẹn trả",
		[FACT_FINISHED] = "ngày kết thúc xử lý",
		[FACT_RETURNED] = "ngày trả kết quả",
		[FACT_RECEIVED] = "ngày tiếp nhận",
		[FACT_FIELD] = "lĩnh vực",
		[FACT_PROCEDURE] = "thủ tục",
		[FACT_CHANNEL] = "hình thức nộp",
		[FACT_LOCK] = "khóa tạm dừng",
		[FACT_SUPPLEMENTS] = "số lần yêu cầu bổ sung",
		[FACT_SUPPLEMENT_ASKED] = "ngày yêu cầu bổ sung",
		[FACT_SUPPLEMENT_DONE] = "ngày bổ sung xong",
		[FACT_SUBMITTED] = "ngày nộp",
		[FACT_TERM] = "thời hạn giải quyết",
		[FACT_ODD] = "điểm bất thường",
		[FACT_LISTED] = "có trong danh sách của cổng"};
	static const char *const en[FACT_COUNT] = {[FACT_STATUS] = "status",
		[FACT_UNIT] = "unit",
		[FACT_DUE] = "due date",
		[FACT_FINISHED] = "finished",
		[FACT_RETURNED] = "returned",
		[FACT_RECEIVED] = "received",
		[FACT_FIELD] = "field",
		[FACT_PROCEDURE] = "procedure",
		[FACT_CHANNEL] = "channel",
		[FACT_LOCK] = "stop lock",
		[FACT_SUPPLEMENTS] = "supplement requests",
		[FACT_SUPPLEMENT_ASKED] = "supplement asked",
		[FACT_SUPPLEMENT_DONE] = "supplement done",
		[FACT_SUBMITTED] = "submitted",
		[FACT_TERM] = "term",
		[FACT_ODD] = "oddities",
		[FACT_LISTED] = "listed by the portal"};
	return tool->english ? en[fact] : vi[fact];
}

struct odd_row {
	enum odd odd;
	const char *name, *vi, *en;
};

static const struct odd_row odd_rows[] = {
	{ODD_DUE_UNUSABLE, "due_unusable", "ngày hẹn trả có nhưng không dùng được",
		"a due date is said but cannot be used"},
	{ODD_FINISHED_UNUSABLE, "finished_unusable", "ngày kết thúc có nhưng không dùng được",
		"a finish date is said but cannot be used"},
	{ODD_FINISHED_BEFORE_RECEIVED, "finished_before_received", "kết thúc trước khi tiếp nhận",
		"finished before it was received"},
	{ODD_RECEIVED_IN_FUTURE, "received_in_future", "ngày tiếp nhận ở tương lai",
		"received in the future"},
	{ODD_FINISHED_IN_FUTURE, "finished_in_future", "ngày kết thúc ở tương lai",
		"finished in the future"},
	{ODD_DUE_BEFORE_RECEIVED, "due_before_received", "hẹn trả trước khi tiếp nhận",
		"due before it was received"},
	{ODD_STATUS_UNKNOWN, "status_unknown", "trạng thái không có trong hồ sơ cấu hình cổng",
		"the profile does not know its status"},
	{ODD_FINISHED_MISSING, "finished_missing", "đã xử lý xong mà không có ngày kết thúc",
		"processed without a finish date"},
	{ODD_ONLINE_NOT_OFFERED, "online_not_offered",
		"nộp trực tuyến cho dịch vụ không trực tuyến",
		"submitted online for a service that is not online"},
	{ODD_DUE_FAR, "due_far", "hẹn trả xa hơn 10 năm sau tiếp nhận, coi như không có",
		"due more than 10 years after it was received, which is no due date"},
	{ODD_RECEIVED_UNUSABLE, "received_unusable", "ngày tiếp nhận có nhưng không dùng được",
		"a received date is said but cannot be used"},
	{ODD_OPEN_WITH_FINISH, "open_with_finish",
		"đang mở theo trạng thái mà đã có ngày kết thúc hoặc ngày trả kết quả",
		"open by its status, with a finish or hand-over date"},
	{ODD_FINISHED_AFTER_RETURNED, "finished_after_returned", "kết thúc sau khi đã trả kết quả",
		"finished after it was handed over"},
	{ODD_DUE_AT_RECEIPT, "due_at_receipt", "hẹn trả đúng vào lúc tiếp nhận",
		"due at the very instant of receipt"},
};

static const struct odd_row *odd_row_of(enum odd odd)
{
	for (size_t i = 0; i < ARRAY_SIZE(odd_rows); i++)
		if (odd_rows[i].odd == odd)
			return &odd_rows[i];
	return NULL;
}

const char *odd_words(const struct tool *tool, enum odd odd)
{
	const struct odd_row *row = odd_row_of(odd);
	return row ? say(tool, row->vi, row->en) : NULL;
}

const char *odd_name(enum odd odd)
{
	const struct odd_row *row = odd_row_of(odd);
	return row ? row->name : NULL;
}

const char *when_day_of(const struct tool *tool, instant at, char buffer[static WHEN_MAX])
{
	if (at == INSTANT_NONE)
		return "–";
	return when_day(tool, zone_day(tool_zone(tool), at), buffer);
}

static void string_or_null(struct json_writer *json, const char *key, const char *value)
{
	json_string(json, key, value[0] ? value : NULL);
}

/* Of a portal that counts, and yet in no tally: another one, named before it, lists the same code. */
static bool is_double(const struct tool *tool, const struct store_case *found)
{
	const char *name = store_portal_name(tool->store, found->portal);
	const struct portal_settings *portal = settings_portal(tool_settings(tool), name);
	return !found->counted && portal && portal->counted;
}

struct naming {
	struct json_writer *json;
	bool vanished;
};

static int add_suspicion(void *user, const struct store_suspicion *suspicion)
{
	struct naming *naming = user;
	if (!suspicion->finding.doubt && !suspicion->explained)
		json_string(naming->json, NULL, suspicion_name(suspicion->finding.kind));
	naming->vanished |= suspicion->finding.kind == SUSPICION_VANISHED;
	return 0;
}

/* The names of what counts; `explain` tells of the rest. */
static void suspicions_json(
	struct json_writer *json, const struct tool *tool, const struct store_case *found)
{
	struct naming naming = {.json = json};
	struct suspicion_filter filter = {.kind = -1, .case_id = found->id, .since = INSTANT_NONE};
	struct error error;
	json_array(json, "suspicions");
	if (found->suspect)
		store_suspicions(tool->store, &filter, add_suspicion, &naming, &error);
	if (found->absent_sweeps >= 2 && !naming.vanished)
		json_string(json, NULL, "vanished");
	if (is_double(tool, found))
		json_string(json, NULL, "double");
	json_array_end(json);
}

void case_json(struct json_writer *json, const struct tool *tool, const struct view *view,
	const struct store_case *found, const struct verdict *verdict)
{
	struct store_name field = view_field_name(view, found->field);
	struct store_name procedure = view_procedure(view, found->procedure);
	size_t line = roll_up_line_of(view->roll_up, found->unit);
	json_string(json, "code", found->code);
	json_string(json, "portal", store_portal_name(tool->store, found->portal));
	json_string(json, "commune", roll_up_code(view->roll_up, line));
	string_or_null(json, "unit", view_unit(view, found->unit).code);
	string_or_null(json, "procedure", procedure.code);
	string_or_null(json, "procedure_name", procedure.name);
	string_or_null(json, "field", field.code);
	string_or_null(json, "field_name", field.name);
	json_string(json, "status", status_name((enum status)found->facts.status));
	json_string(json, "bucket", bucket_name(verdict->bucket));
	json_bool(json, "counted", found->counted);
	json_instant(tool, json, "received", found->facts.received);
	json_instant(tool, json, "due", found->facts.due);
	json_instant(tool, json, "due_first_seen", found->due_first_seen);
	json_instant(tool, json, "finished", found->facts.finished);
	json_instant(tool, json, "returned", found->facts.returned);
	json_number(json, "overdue_working_days",
		verdict->bucket == BUCKET_OVERDUE
			? verdict_days_late(found->facts.due, &view->judge, tool->now)
			: 0);
	suspicions_json(json, tool, found);
}

enum exit_code unknown_bucket(const char *bucket)
{
	struct text names = {0};
	for (int i = 0; i < BUCKET_COUNT; i++)
		text_printf(&names, "%s%s", i ? ", " : "", bucket_name((enum bucket)i));
	enum exit_code exit =
		tool_fail(EXIT_USAGE, "unknown bucket %s; the buckets are %s", bucket, names.data);
	text_free(&names);
	return exit;
}
