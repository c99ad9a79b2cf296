/* What the witness suspects of a case, and what officials said of it. */
#include <stdio.h>

#include "base/plural.h"
#include "command/explain/explained.h"
#include "command/words/case_words.h"
#include "store/store_witness.h"

struct telling_of {
	const struct explained *explained;
	struct text *out;
	struct json_writer *json;
	int told;
};

static void evidence_value(const struct explained *explained, enum fact fact, int64_t value,
	char buffer[static VALUE_MAX])
{
	struct change change = {.fact = fact, .value = value};
	explained_value(explained, &change, buffer);
}

/* "due date: 17:00 … → 17:00 …, between the polls of … and …" */
static void add_evidence(
	const struct explained *explained, const struct finding *finding, struct text *out)
{
	const struct tool *tool = explained->tool;
	char was[VALUE_MAX], became[VALUE_MAX], after[WHEN_MAX], by[WHEN_MAX];
	evidence_value(explained, finding->fact, finding->was, was);
	evidence_value(explained, finding->fact, finding->became, became);
	text_printf(out, "    %s: ", fact_words(tool, finding->fact));
	if (finding->was == finding->became)
		text_add(out, became);
	else
		text_printf(out, "%s → %s", was, became);
	if (finding->after != INSTANT_NONE && finding->by != INSTANT_NONE)
		text_printf(out,
			say(tool, ", giữa hai lần đọc %s và %s",
				", between the polls of %s and %s"),
			when(tool, finding->after, after), when(tool, finding->by, by));
	else
		text_printf(out,
			say(tool, ", đã thấy từ lần đọc %s", ", seen since the poll of %s"),
			when(tool, finding->by != INSTANT_NONE ? finding->by : finding->after, by));
	text_add_char(out, '\n');
}

static int suspicion_text(void *user, const struct store_suspicion *suspicion)
{
	struct telling_of *telling = user;
	const struct tool *tool = telling->explained->tool;
	const struct finding *finding = &suspicion->finding;
	char at[WHEN_MAX];
	if (telling->told++ == 0)
		text_printf(telling->out, "\n%s\n",
			say(tool, "Dấu hiệu cần làm rõ (không phải kết luận)",
				"Suspicions (not verdicts)"));
	text_printf(telling->out, "  %s (%s) – %s, %s %s",
		suspicion_words(finding->kind, tool->english), suspicion_name(finding->kind),
		when(tool, finding->at, at), say(tool, "độ tin cậy", "confidence"),
		confidence_words(finding->confidence, tool->english));
	if (finding->times > 1)
		plural_printf(telling->out, say(tool, ", %u lần", ", %u time(s)"), finding->times);
	if (suspicion->explained)
		text_add(telling->out, say(tool, ", đã giải trình", ", explained"));
	text_add_char(telling->out, '\n');
	add_evidence(telling->explained, finding, telling->out);
	if (finding->doubt)
		text_printf(telling->out, "    %s\n", doubt_words(finding->doubt, tool->english));
	return 0;
}

static const char *mark_words(const struct tool *tool, const struct mark *mark)
{
	if (mark->kind == MARK_EXPLAINED)
		return say(tool, "Giải trình", "Explanation");
	if (mark->kind == MARK_APOLOGY)
		return say(tool, "Thư xin lỗi", "Apology letter");
	return say(tool, "Lý do trễ", "Reason for lateness");
}

static int mark_text(void *user, const struct mark *mark)
{
	struct telling_of *telling = user;
	const struct tool *tool = telling->explained->tool;
	char at[WHEN_MAX], day_words[WHEN_MAX];
	if (telling->told++ == 0)
		text_printf(telling->out, "\n%s\n",
			say(tool, "Cơ quan đã ghi nhận", "What officials recorded"));
	text_printf(telling->out, "  %s", mark_words(tool, mark));
	if (mark->suspicion >= 0)
		text_printf(telling->out, " (%s)", suspicion_name((enum suspicion)mark->suspicion));
	if (mark->letter != DAY_NONE)
		text_printf(telling->out, say(tool, ", thư ngày %s", ", written on %s"),
			when_day(tool, mark->letter, day_words));
	if (mark->new_due != DAY_NONE)
		text_printf(telling->out, say(tool, ", hẹn lại %s", ", promises %s"),
			when_day(tool, mark->new_due, day_words));
	text_printf(
		telling->out, ": %s (%s, %s)\n", mark->note, mark->by, when(tool, mark->at, at));
	return 0;
}

void explained_witness_text(const struct explained *explained, struct text *out)
{
	struct telling_of telling = {.explained = explained, .out = out};
	struct suspicion_filter filter = {
		.kind = -1, .case_id = explained->found.id, .since = INSTANT_NONE};
	struct error error = {0};
	int result =
		store_suspicions(explained->tool->store, &filter, suspicion_text, &telling, &error);
	telling.told = 0;
	if (result >= 0)
		result = store_marks(
			explained->tool->store, explained->found.id, mark_text, &telling, &error);
	if (result < 0)
		text_printf(out, "\n%s\n", error.text);
}

static int suspicion_json(void *user, const struct store_suspicion *suspicion)
{
	struct telling_of *telling = user;
	const struct tool *tool = telling->explained->tool;
	const struct finding *finding = &suspicion->finding;
	struct change was = {.fact = finding->fact, .value = finding->was},
		      became = {.fact = finding->fact, .value = finding->became};
	struct json_writer *json = telling->json;
	json_object(json, NULL);
	json_string(json, "kind", suspicion_name(finding->kind));
	json_string(json, "confidence", confidence_name(finding->confidence));
	json_string(json, "doubt", finding->doubt ? doubt_name(finding->doubt) : NULL);
	json_bool(json, "explained", suspicion->explained);
	json_string(json, "fact", fact_name(finding->fact));
	explained_value_json(telling->explained, "was", &was, json);
	explained_value_json(telling->explained, "became", &became, json);
	json_instant(tool, json, "after", finding->after);
	json_instant(tool, json, "by", finding->by);
	json_instant(tool, json, "at", finding->at);
	json_number(json, "times", finding->times);
	json_object_end(json);
	return 0;
}

static int mark_json(void *user, const struct mark *mark)
{
	static const char *const kinds[] = {"explained", "reason", "apology"};
	struct telling_of *telling = user;
	struct json_writer *json = telling->json;
	json_object(json, NULL);
	json_string(json, "kind", mark->kind < MARK_KIND_COUNT ? kinds[mark->kind] : "");
	json_string(json, "suspicion",
		mark->suspicion < 0 ? NULL : suspicion_name((enum suspicion)mark->suspicion));
	json_instant(telling->explained->tool, json, "at", mark->at);
	json_string(json, "by", mark->by);
	json_string(json, "note", mark->note);
	json_day(json, "letter", mark->letter);
	json_day(json, "new_due", mark->new_due);
	json_object_end(json);
	return 0;
}

void explained_witness_json(const struct explained *explained, struct json_writer *json)
{
	struct telling_of telling = {.explained = explained, .json = json};
	struct suspicion_filter filter = {
		.kind = -1, .case_id = explained->found.id, .since = INSTANT_NONE};
	struct error error = {0};
	json_array(json, "evidence");
	store_suspicions(explained->tool->store, &filter, suspicion_json, &telling, &error);
	json_array_end(json);
	json_array(json, "marks");
	store_marks(explained->tool->store, explained->found.id, mark_json, &telling, &error);
	json_array_end(json);
}
