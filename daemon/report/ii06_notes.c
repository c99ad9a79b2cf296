/* What stands below form II.06a: what its numbers take in, and what is not known. */
#include <stdarg.h>
#include <stdio.h>

#include "base/plural.h"
#include "report/ii06.h"

struct notes {
	const struct ii06_form *form;
	char (*list)[II06_NOTE_SIZE];
	size_t count;
};

static void note(struct notes *notes, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void note(struct notes *notes, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(notes->list[notes->count], II06_NOTE_SIZE, format, arguments);
	va_end(arguments);
	plural(notes->list[notes->count++]);
}
#define say(vi, en) (notes->form->english ? (en) : (vi))

static const char *at_text(
	const struct ii06_form *form, instant at, char buffer[static ZONE_TEXT_MAX])
{
	return form->english ? zone_format_en(form->zone, at, buffer)
			     : zone_format_vi(form->zone, at, buffer);
}

/* Unknown is not zero: what hentra cannot have seen is said, not counted as nothing. */
static void note_what_is_not_known(struct notes *notes)
{
	const struct ii06_form *form = notes->form;
	char seen[ZONE_TEXT_MAX], end[ZONE_TEXT_MAX];
	if (form->first_seen == INSTANT_NONE) {
		note(notes, say("CHƯA BIẾT: hentra chưa đọc được hồ sơ nào từ cổng; số 0 ở đây "
				"không có "
				"nghĩa là không có hồ sơ.",
				    "NOT KNOWN: hentra has read no case from any portal yet; a 0 "
				    "here does "
				    "not mean that there was none."));
		return;
	}
	at_text(form, form->first_seen, seen);
	if (form->first_seen > form->as_of)
		note(notes,
			say("CHƯA BIẾT: kỳ báo cáo kết thúc trước khi hentra bắt đầu theo dõi "
			    "(%s). "
			    "Số liệu chỉ dựng lại từ những gì cổng còn ghi lúc đó: hồ sơ cổng "
			    "không còn "
			    "liệt kê, ngày hẹn đã dời, các lần tạm dừng trước đó đều không biết "
			    "được.",
				"NOT KNOWN: the period ends before hentra saw anything (%s). The "
				"numbers "
				"are rebuilt from what the portal still said then: cases it no "
				"longer "
				"lists, due dates moved before and earlier pauses are not known."),
			seen);
	else if (form->first_seen > zone_midnight(form->zone, form->period.from))
		note(notes,
			say("CHƯA BIẾT: hentra bắt đầu theo dõi từ %s, sau ngày đầu kỳ. Trước lúc "
			    "đó "
			    "chỉ biết những gì cổng còn ghi: hồ sơ cổng không còn liệt kê, ngày "
			    "hẹn đã "
			    "dời, các lần tạm dừng trước đó không biết được.",
				"NOT KNOWN: hentra has watched since %s, after the period began. "
				"Of the "
				"time before it knows only what the portal still said: cases it no "
				"longer lists, due dates moved before and earlier pauses are not "
				"known."),
			seen);
	if (form->last_seen == INSTANT_NONE)
		note(notes, say("CHƯA BIẾT: có cổng chưa được đọc trọn lần nào; hồ sơ của cổng đó "
				"có thể thiếu.",
				    "NOT KNOWN: a portal was never read completely; cases of it "
				    "may be missing."));
	else if (form->last_seen < form->as_of - DAY_MS)
		note(notes,
			say("CHƯA BIẾT: lần cập nhật gần nhất từ cổng là %s; thay đổi sau đó, đến "
			    "%s, "
			    "chưa có trong báo cáo.",
				"NOT KNOWN: the portals were last read at %s; what changed from "
				"then to "
				"%s is not in here."),
			at_text(form, form->last_seen, seen), at_text(form, form->as_of, end));
}

static void note_in_time(struct notes *notes)
{
	const struct ii06_counts *total = &notes->form->total;
	note(notes,
		say("(12) Gồm cả %lld hồ sơ đang tạm dừng và %lld hồ sơ đang giải quyết không có "
		    "ngày "
		    "hẹn trả.",
			"(12) Takes in %lld paused case(s) and %lld open ones without a due date."),
		(long long)total->paused, (long long)total->undated_open);
	if (total->unclear || total->vanished)
		note(notes,
			say("(12) Trong đó %lld hồ sơ chưa rõ trạng thái và %lld hồ sơ cổng không "
			    "còn "
			    "liệt kê, chờ xác minh.",
				"(12) Of these, %lld case(s) have a status nobody has explained, "
				"and "
				"%lld are listed by the portal no more."),
			(long long)total->unclear, (long long)total->vanished);
}

static void note_columns(struct notes *notes)
{
	const struct ii06_counts *total = &notes->form->total;
	note(notes,
		say("(9) Gồm cả %lld hồ sơ trả lại hoặc công dân rút và %lld hồ sơ đã xong không "
		    "có ngày "
		    "hẹn trả.",
			"(9) Takes in %lld case(s) returned or withdrawn and %lld closed without a "
			"due "
			"date."),
		(long long)total->withdrawn, (long long)total->undated_closed);
	note_in_time(notes);
	note(notes,
		say("Ngoài biểu: %lld hồ sơ chờ tiếp nhận, %lld hồ sơ không được tiếp nhận trong "
		    "kỳ, "
		    "%lld hồ sơ thiếu ngày tiếp nhận.",
			"In no column: %lld case(s) not accepted yet, %lld refused in the period, "
			"%lld "
			"without a usable date of receipt."),
		(long long)total->unaccepted, (long long)total->refused, (long long)total->invalid);
}

size_t ii06_unknown(
	const struct ii06_form *form, char ret_notes[static II06_NOTES_MAX][II06_NOTE_SIZE])
{
	struct notes notes = {form, ret_notes, 0};
	note_what_is_not_known(&notes);
	return notes.count;
}

/* By what the verdicts are: the day or the hour, as at the period's last day or, while it runs, now. */
static void note_comparison(struct notes *notes, bool running)
{
	bool date = notes->form->compare == COMPARE_DATE;
	note(notes,
		say("Trước hạn, đúng hạn, quá hạn: so theo %s hẹn trả, tính đến %s.",
			"Early, on time, late: compared by %s, judged at %s."),
		date ? say("ngày", "date") : say("giờ", "the hour"),
		running ? say("thời điểm nêu trên", "the time said above")
			: say("hết ngày cuối kỳ", "the period's last day"));
}

size_t ii06_notes(
	const struct ii06_form *form, char ret_notes[static II06_NOTES_MAX][II06_NOTE_SIZE])
{
	struct notes collected = {form, ret_notes, 0}, *notes = &collected;
	bool running = zone_day(form->zone, form->as_of + 1) <= form->period.to;
	char at[ZONE_TEXT_MAX];
	note_what_is_not_known(notes);
	if (running)
		note(notes,
			say("Kỳ báo cáo chưa kết thúc: số liệu tính đến %s.",
				"The period still runs: the numbers are as at %s."),
			at_text(form, form->as_of, at));
	note_columns(notes);
	note_comparison(notes, running);
	return collected.count;
}
