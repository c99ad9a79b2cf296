#include "command/words/unit_words.h"

#include "base/plural.h"
#include "store/store_witness.h"

/* The day before an evening, which is the midnight after it. */
static day day_before(const struct tool *tool, instant evening)
{
	return zone_day(tool_zone(tool), evening - 1);
}

day unit_evidence_day(const struct tool *tool, const struct finding *finding)
{
	bool of_a_day = finding->fact == FACT_LISTED || finding->fact == FACT_FINISHED;
	return day_before(tool, of_a_day ? finding->by : finding->after);
}

static void at_once_words(const struct tool *tool, const struct finding *finding, struct text *out)
{
	char seen[WHEN_MAX];
	when(tool, finding->by, seen);
	if (finding->fact == FACT_DUE)
		plural_printf(out,
			say(tool, "%u hồ sơ bị dời ngày hẹn trả cùng lúc, thấy lúc %s",
				"the due dates of %u case(s) moved at once, seen at %s"),
			finding->times, seen);
	else if (finding->fact == FACT_FINISHED)
		plural_printf(out,
			say(tool, "%u hồ sơ bị ghi lùi ngày kết thúc cùng lúc, thấy lúc %s",
				"%u case(s) dated back at once, seen at %s"),
			finding->times, seen);
	else
		plural_printf(out,
			say(tool, "%u hồ sơ kết thúc cùng lúc, không qua bước xử lý, thấy lúc %s",
				"%u case(s) ended at once without a step, seen at %s"),
			finding->times, seen);
}

void unit_evidence_words(const struct tool *tool, const struct finding *finding, struct text *out)
{
	char date[WHEN_MAX];
	if (finding->kind == SUSPICION_AT_ONCE) {
		at_once_words(tool, finding, out);
		return;
	}
	switch (finding->fact) {
	case FACT_LISTED:
		plural_printf(out,
			say(tool,
				"thiếu %u số hồ sơ của ngày %s, số đầu là %04lld, số cuối là "
				"%04lld",
				"%u case number(s) of %s never listed, the first is %04lld, the "
				"last %04lld"),
			finding->times, when_day(tool, day_before(tool, finding->by), date),
			(long long)finding->was, (long long)finding->became);
		break;
	case FACT_FINISHED:
		plural_printf(out,
			say(tool, "%lld hồ sơ được đóng trong ngày %s, sát kỳ báo cáo",
				"%lld case(s) closed on %s, just before the report"),
			(long long)(finding->became - finding->was),
			when_day(tool, day_before(tool, finding->by), date));
		break;
	default:
		text_printf(out,
			say(tool, "không có hồ sơ mới từ sau ngày %s", "no new case after %s"),
			when_day(tool, day_before(tool, finding->after), date));
	}
}

void unit_evidence_names(const struct tool *tool, const struct finding *finding, struct text *out)
{
	char date[11];
	if (finding->kind == SUSPICION_AT_ONCE) {
		text_printf(out, "%s=%u day=%s",
			finding->fact == FACT_DUE        ? "moved"
			: finding->fact == FACT_FINISHED ? "dated_back"
							 : "ended",
			finding->times,
			civil_format_date(day_before(tool, finding->by + DAY_MS), date));
		return;
	}
	switch (finding->fact) {
	case FACT_LISTED:
		text_printf(out, "missing=%u first=%lld last=%lld day=%s", finding->times,
			(long long)finding->was, (long long)finding->became,
			civil_format_date(day_before(tool, finding->by), date));
		break;
	case FACT_FINISHED:
		text_printf(out, "closed=%lld day=%s", (long long)(finding->became - finding->was),
			civil_format_date(day_before(tool, finding->by), date));
		break;
	default:
		text_printf(out, "silent_after=%s",
			civil_format_date(day_before(tool, finding->after), date));
	}
}

struct explanation {
	const struct tool *tool;
	struct text words;
};

static int meet_mark(void *user, const struct mark *mark)
{
	struct explanation *explanation = user;
	const struct tool *tool = explanation->tool;
	char at[WHEN_MAX];
	if (mark->kind != MARK_EXPLAINED)
		return 0;
	text_clear(&explanation->words);
	text_printf(&explanation->words,
		say(tool, "; đã giải trình: %s (%s, %s)", "; explained: %s (%s, %s)"), mark->note,
		mark->by, when(tool, mark->at, at));
	return 0;
}

int explanation_words(
	const struct tool *tool, int64_t subject, struct text *out, struct error *error)
{
	struct explanation explanation = {.tool = tool};
	int result = store_marks(tool->store, subject, meet_mark, &explanation, error);
	text_add_slice(out, text_slice(&explanation.words));
	text_free(&explanation.words);
	return result;
}
