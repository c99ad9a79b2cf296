/* One case in words that a chair can follow. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/plural.h"
#include "command/explain/explained.h"
#include "command/explain/reasoning.h"
#include "command/explain/term_words.h"
#include "command/words/case_words.h"
#include "report/width.h"

/* "  Tiếp nhận    08:12 02/11/2026": a label, padded by what is seen and not by bytes. */
static void line(const struct explained *explained, struct text *out, const char *vi,
	const char *en, const char *value, const char *more)
{
	const char *label = say(explained->tool, vi, en);
	text_printf(out, "  %s", label);
	for (size_t used = display_width(slice_of(label)); used < 14; used++)
		text_add_char(out, ' ');
	text_printf(out, " %s%s%s\n", value[0] ? value : "–", more && more[0] ? "  " : "",
		more ? more : "");
}

static void add_identity(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	const struct view *view = explained->view;
	const struct store_case *found = &explained->found;
	struct store_name procedure = view_procedure(view, found->procedure);
	struct store_name field = view_field_name(view, found->field);
	struct store_unit unit = view_unit(view, found->unit);
	size_t at = roll_up_line_of(view->roll_up, found->unit);
	const struct commune *commune = roll_up_commune(view->roll_up, at);
	text_printf(out, "%s %s\n", say(tool, "Hồ sơ", "Case"), found->code);
	line(explained, out, "Cổng", "Portal", store_portal_name(tool->store, found->portal),
		found->counted ? "" : say(tool, "(không tính vào số liệu)", "(not counted)"));
	line(explained, out, "Đơn vị", "Commune", roll_up_code(view->roll_up, at),
		commune ? commune->name : "");
	line(explained, out, "Mã trên cổng", "Unit", unit.code, unit.name);
	line(explained, out, "Thủ tục", "Procedure", procedure.code, procedure.name);
	line(explained, out, "Lĩnh vực", "Field", field.code, field.name);
	line(explained, out, "Trạng thái", "Status",
		status_words(tool, (enum status)found->facts.status), "");
}

static void add_odd(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	unsigned odd = explained->found.facts.odd;
	for (unsigned bit = 1; bit < 1 << ODD_COUNT; bit <<= 1)
		if (odd & bit && odd_words(tool, (enum odd)bit))
			line(explained, out, "Bất thường", "Odd", odd_words(tool, (enum odd)bit),
				"");
	if (odd & ODD_DUE_AT_MIDNIGHT)
		line(explained, out, "Lưu ý", "Note",
			say(tool,
				"hẹn trả lúc 00:00; nếu cổng chỉ hẹn ngày thì ghi \"midnight = "
				"day\" "
				"vào mục [dates] của hồ sơ cấu hình cổng",
				"due at midnight; where that promises the day, say \"midnight = "
				"day\" in "
				"[dates] of the portal's profile"),
			"");
}

static void add_dates(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	const struct case_facts *facts = &explained->found.facts;
	char at[WHEN_MAX], first[WHEN_MAX], note[128] = "";
	if (facts->submitted != INSTANT_NONE)
		line(explained, out, "Nộp", "Submitted", when(tool, facts->submitted, at), "");
	line(explained, out, "Tiếp nhận", "Received", when(tool, facts->received, at), "");
	if (explained->found.due_first_seen != facts->due)
		snprintf(note, sizeof(note), say(tool, "(lần đầu hẹn: %s)", "(first promised: %s)"),
			when(tool, explained->found.due_first_seen, first));
	const char *due = facts->odd & ODD_DATE_ONLY_DUE && facts->due != INSTANT_NONE
				  ? when_day_of(tool, facts->due, at)
				  : when(tool, facts->due, at);
	line(explained, out, "Hẹn trả", "Due", due, note);
	line(explained, out, "Kết thúc", "Finished", when(tool, facts->finished, at), "");
	if (facts->returned != INSTANT_NONE)
		line(explained, out, "Trả kết quả", "Returned", when(tool, facts->returned, at),
			"");
	add_odd(explained, out);
}

/* Also of a paused case: how late it was when the clock stopped, where it stands still. */
static void add_days_late(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	bool paused = explained->verdict.bucket == BUCKET_PAUSED;
	plural_printf(out,
		paused ? say(tool, ", lúc dừng đã trễ %d ngày làm việc",
				 ", %d working day(s) late when it was paused")
		       : say(tool, ", trễ %d ngày làm việc", ", by %d working day(s)"),
		explained->days_late);
	if (explained->days_paused)
		text_printf(out, say(tool, " (trong đó %d ngày tạm dừng)", " (%d of them paused)"),
			explained->days_paused);
}

/* What the portal makes of it since the verdict was frozen. */
static void add_restated(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	char frozen[WHEN_MAX];
	if (explained->is_restated)
		text_printf(out,
			say(tool,
				"  chốt lúc %s; cổng đã sửa lại sau đó, theo số liệu hiện nay sẽ "
				"là: "
				"%s\n",
				"  frozen at %s; the portal rewrote it since, by what it says now "
				"it "
				"would be: %s\n"),
			when(tool, explained->found.frozen_at, frozen),
			bucket_words(tool, explained->restated.bucket));
}

/* What was compared: a finish that lies ahead is compared as it is said (core/case/verdict.h). */
static instant compared_close(const struct explained *explained)
{
	const struct store_case *found = &explained->found;
	instant closed_at = explained->verdict.closed_at;
	bool ahead = closed_at != INSTANT_NONE && closed_at == found->life.closed_seen &&
		     found->facts.finished > closed_at;
	return ahead ? found->facts.finished : closed_at;
}

/* The sentence of the verdict: what was compared with what. */
static void add_verdict(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	const struct verdict *verdict = &explained->verdict;
	bool by_date = explained->view->judge.compare == COMPARE_DATE;
	char closed[WHEN_MAX], due[WHEN_MAX];
	instant due_at = explained->found.facts.due;
	if (by_date) {
		when_day_of(tool, compared_close(explained), closed);
		when_day_of(tool, due_at, due);
	} else {
		when(tool, compared_close(explained), closed);
		when(tool, due_at, due);
	}
	text_printf(out, "\n%s: %s", say(tool, "Kết luận", "Verdict"),
		bucket_words(tool, verdict->bucket));
	if (explained->days_late)
		add_days_late(explained, out);
	if (verdict->closed_at != INSTANT_NONE)
		text_printf(out, say(tool, " (xong %s%s", " (finished %s%s"), closed,
			verdict->uncertain ? " ±" : "");
	else
		text_printf(out, "%s", say(tool, " (chưa xong", " (not finished"));
	if (due_at != INSTANT_NONE)
		text_printf(out, say(tool, ", hẹn trả %s", ", due %s"), due);
	text_printf(out, ")\n  %s\n",
		by_date ? say(tool, "cách tính địa phương (mẫu II.06): so theo ngày",
				  "local rule (form II.06): compared by date")
			: say(tool, "cách tính địa phương (mẫu II.06): so theo thời điểm",
				  "local rule (form II.06): compared by instant"));
	if (verdict->uncertain)
		text_printf(out, "  %s\n",
			say(tool, "±: cổng không cho ngày; đó là lúc hentra thấy hồ sơ đã xong",
				"±: the portal gives no date; this is when hentra saw it closed"));
	add_restated(explained, out);
}

static void add_national(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	const struct national_verdict *national = &explained->national;
	char end[WHEN_MAX], due[WHEN_MAX];
	text_printf(out, "%s: %s%s\n  %s\n", say(tool, "Theo Quyết định 766", "By Decision 766"),
		national_words(national->verdict, tool->english), national->uncertain ? " ±" : "",
		national_reason_sentence(national->reason, tool->english));
	if (national->end != INSTANT_NONE && national->due != INSTANT_NONE)
		text_printf(out, say(tool, "  so %s với hạn %s\n", "  compares %s with %s\n"),
			when(tool, national->end, end), when(tool, national->due, due));
	if (national->supplement_ms)
		text_printf(out,
			say(tool, "  đã trừ %lld giờ %02lld phút chờ công dân bổ sung\n",
				"  %lld h %02lld min of waiting for the citizen are taken off\n"),
			(long long)(national->supplement_ms / HOUR_MS),
			(long long)(national->supplement_ms / MINUTE_MS % 60));
}

/* Days after `after` under a title. Returns whether weeks were put together. */
static bool add_stretch(const struct explained *explained, const char *title, day after, day upto,
	bool each, struct text *out)
{
	const struct tool *tool = explained->tool;
	struct error error = {0};
	text_printf(out, "\n%s\n", title);
	int result =
		reasoning_table(tool_calendar(tool), after, upto, each, tool->english, out, &error);
	if (result < 0)
		text_printf(out, "  %s\n", error.text);
	return result > 0;
}

/* From receipt to the promised date; then the days it is late. */
static void add_days(const struct explained *explained, bool each, struct text *out)
{
	const struct tool *tool = explained->tool;
	const struct case_facts *facts = &explained->found.facts;
	if (facts->due == INSTANT_NONE || facts->received == INSTANT_NONE)
		return;
	const struct zone *zone = tool_zone(tool);
	day received = zone_day(zone, facts->received), due = zone_day(zone, facts->due);
	bool folded = false;
	if (due > received)
		folded = add_stretch(explained,
			say(tool, "Từ sau ngày tiếp nhận đến ngày hẹn trả",
				"From the day after receipt to the due date"),
			received, due, each, out);
	if (explained->days_late)
		folded |=
			add_stretch(explained, say(tool, "Các ngày đã trễ", "The days it is late"),
				due, zone_day(zone, explained->late_until), each, out);
	if (folded)
		text_printf(out, "%s: hentractl explain %s --all\n",
			say(tool, "Mỗi ngày một dòng", "Each day by itself"),
			explained->found.code);
}

static void add_recomputed(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	const struct term_audit_result *audit = &explained->audit;
	if (audit->word == TERM_AUDIT_NO_TERM)
		return;
	text_printf(out, "\n%s ",
		say(tool, "Để đối chiếu, tính lại theo thời hạn của thủ tục,",
			"Recomputed from the procedure's term (an audit, not the verdict),"));
	term_words(tool, &explained->term, out);
	text_printf(out, ": %s", term_audit_sentence(audit->word, tool->english));
	if (audit->word == TERM_AUDIT_WRONG && audit->apart)
		plural_printf(out,
			audit->apart > 0 ? say(tool, " (hẹn muộn hơn %d ngày làm việc)",
						   " (promised %d working day(s) later)")
					 : say(tool, " (hẹn sớm hơn %d ngày làm việc)",
						   " (promised %d working day(s) earlier)"),
			abs(audit->apart));
	text_add_char(out, '\n');
	/* what agrees and was not moved by a pause was told day by day above */
	if (audit->computed && (audit->word != TERM_AUDIT_AGREES || audit->due.given_back_ms ||
				       audit->due.paused_since != INSTANT_NONE))
		term_table(tool, &explained->term, explained->found.facts.received,
			explained->term_pauses, explained->term_pause_count, out);
}

/* The clock before the one that is judged: 8 working hours to accept an online case. */
static void add_acceptance(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	const struct acceptance *acceptance = &explained->acceptance;
	char due[WHEN_MAX], at[WHEN_MAX];
	if (!explained->has_acceptance)
		return;
	text_printf(out,
		say(tool,
			"\nHồ sơ trực tuyến phải được tiếp nhận trong 8 giờ làm việc: trước %s\n  ",
			"\nAn online case must be accepted within 8 working hours: by %s\n  "),
		when(tool, acceptance->due, due));
	if (acceptance->accepted == INSTANT_NONE)
		text_add(out, say(tool, "chưa tiếp nhận", "not yet accepted"));
	else
		text_printf(out, say(tool, "tiếp nhận lúc %s", "accepted at %s"),
			when(tool, acceptance->accepted, at));
	if (acceptance->late)
		text_printf(out,
			say(tool, ", chậm %lld giờ %02lld phút làm việc",
				", late by %lld h %02lld min of working time"),
			(long long)(acceptance->over_ms / HOUR_MS),
			(long long)(acceptance->over_ms / MINUTE_MS % 60));
	text_add_char(out, '\n');
}

struct noting {
	const struct tool *tool;
	struct text *out;
};

static void provisional_year(void *user, int year)
{
	const struct noting *noting = user;
	text_printf(noting->out,
		say(noting->tool, "\nLưu ý: lịch năm %d là tạm tính, chưa có thông báo nghỉ lễ.\n",
			"\nNote: the calendar of %d is provisional, without a notice yet.\n"),
		year);
}

static void add_pauses(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	if (explained->pause_count == 0)
		return;
	text_printf(out, "\n%s\n", say(tool, "Tạm dừng", "Pauses"));
	bool uncertain = false;
	for (size_t i = 0; i < explained->pause_count; i++) {
		const struct pause *pause = &explained->pauses[i];
		struct pause_span span = pause_span_of(pause);
		char from[WHEN_MAX], to[WHEN_MAX];
		uncertain |= span.uncertain;
		const char *why = pause->status
					  ? status_words(tool, (enum status)pause->status)
					  : say(tool, "khóa trên cổng", "locked by the portal");
		text_printf(out, "  %s → %s%s  %s\n", when(tool, span.from, from),
			span.to == INSTANT_NONE ? say(tool, "đến nay", "until now")
						: when(tool, span.to, to),
			span.uncertain ? " ±" : "", why);
		if (!pause_stops_clock(pause, &explained->view->judge))
			text_printf(out, "    %s\n",
				say(tool, "theo cấu hình không dừng thời hạn (pause-on)",
					"does not stop the clock by the settings (pause-on)"));
		if (pause->began_after == INSTANT_NONE && pause->began_said == INSTANT_NONE)
			text_printf(out, "    %s\n",
				say(tool, "đã dừng từ trước khi hentra thấy hồ sơ lần đầu",
					"it was paused already when hentra first saw it"));
	}
	if (uncertain)
		text_printf(out, "  %s\n",
			say(tool,
				"±: cổng không cho giờ; đó là khoảng mà các lần đọc chắc chắn thấy",
				"±: the portal gives no time; this is the stretch that polls saw "
				"for "
				"sure"));
}

static void add_witness(const struct explained *explained, struct text *out)
{
	const struct tool *tool = explained->tool;
	char at[WHEN_MAX], after[WHEN_MAX], by[WHEN_MAX], value[VALUE_MAX];
	text_printf(out, "\n%s\n  %s %s\n", say(tool, "hentra đã thấy", "What hentra saw"),
		say(tool, "lần đầu thấy hồ sơ lúc", "first seen at"),
		when(tool, explained->found.life.first_seen, at));
	for (size_t i = 0; i < explained->change_count; i++) {
		const struct change *change = &explained->changes[i];
		explained_value(explained, change, value);
		text_printf(out,
			say(tool, "  %s: trước là %s; đổi giữa hai lần đọc %s và %s\n",
				"  %s: was %s; changed between the polls of %s and %s\n"),
			fact_words(tool, change->fact), value, when(tool, change->after, after),
			when(tool, change->by, by));
	}
	if (explained->change_count == 0)
		text_printf(out, "  %s\n",
			say(tool, "từ đó đến nay cổng không đổi gì", "nothing changed since"));
	if (explained->found.absent_sweeps >= 2)
		text_printf(out,
			say(tool, "  không còn trong danh sách của cổng qua %u lần đọc đầy đủ\n",
				"  missing from %u complete sweeps in a row\n"),
			explained->found.absent_sweeps);
}

void explained_text(const struct explained *explained, bool each, struct text *out)
{
	add_identity(explained, out);
	add_dates(explained, out);
	add_verdict(explained, out);
	add_national(explained, out);
	add_days(explained, each, out);
	add_recomputed(explained, out);
	add_pauses(explained, out);
	add_acceptance(explained, out);
	explained_provisional(explained, provisional_year, &(struct noting){explained->tool, out});
	add_witness(explained, out);
	explained_witness_text(explained, out);
}
