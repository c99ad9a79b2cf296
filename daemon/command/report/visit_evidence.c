/* The sheet before a visit: what the witness suspects, and how often it came to an alert. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/report/sheet_before_visit.h"
#include "command/words/case_words.h"
#include "command/words/unit_words.h"
#include "store/store_witness.h"

#define SUSPICIONS_SHOWN 10
#define EXPLANATIONS_SHOWN 15

static void add_day(const struct visit *visit, struct table *table, instant at)
{
	char buffer[11];
	const struct zone *zone = tool_zone(visit->reporting.tool);
	table_add(table, at == INSTANT_NONE ? NULL : civil_format_date(zone_day(zone, at), buffer));
}

/* --- suspicions ----------------------------------------------------------------------------- */

struct explained {
	enum suspicion kind;
	char *code, *evidence;
	int64_t subject;
};

struct suspicions {
	struct visit *visit;
	struct table *newest;
	struct explained *list; /* what officials explained */
	size_t count, capacity;
	int64_t all[SUSPICION_COUNT], doubtful[SUSPICION_COUNT], explained[SUSPICION_COUNT];
	size_t newest_count;
};

static const char *kind_word(const struct reporting *reporting, enum suspicion kind)
{
	return reporting_word(reporting, suspicion_name(kind), suspicion_words(kind, false),
		suspicion_words(kind, true));
}

/* What is suspected of the unit itself, where it has no case's code to look into. */
static void unit_evidence(const struct reporting *reporting, const struct store_suspicion *found,
	struct text *evidence)
{
	bool programs = reporting->format == REPORT_JSON || reporting->format == REPORT_CSV;
	if (found->case_id)
		return;
	if (programs)
		unit_evidence_names(reporting->tool, &found->finding, evidence);
	else
		unit_evidence_words(reporting->tool, &found->finding, evidence);
}

/* The marks are read afterwards: a callback may not call the store. */
static void keep_explained(struct suspicions *suspicions, const struct store_suspicion *found)
{
	struct text evidence = {0};
	unit_evidence(&suspicions->visit->reporting, found, &evidence);
	array_reserve(suspicions->list, &suspicions->capacity, suspicions->count + 1);
	suspicions->list[suspicions->count++] =
		(struct explained){found->finding.kind, *found->code ? xstrdup(found->code) : NULL,
			evidence.length ? text_take(&evidence) : NULL, found->subject};
}

static int meet_suspicion(void *user, const struct store_suspicion *found)
{
	struct suspicions *suspicions = user;
	struct visit *visit = suspicions->visit;
	const struct finding *finding = &found->finding;
	if (finding->kind >= SUSPICION_COUNT || finding->at > visit->reporting.as_of)
		return 0;
	suspicions->all[finding->kind]++;
	suspicions->doubtful[finding->kind] += finding->doubt != DOUBT_NONE && !found->explained;
	suspicions->explained[finding->kind] += found->explained;
	if (found->explained)
		keep_explained(suspicions, found);
	if (finding->doubt != DOUBT_NONE || found->explained ||
		suspicions->newest_count++ >= SUSPICIONS_SHOWN)
		return 0;
	table_add(suspicions->newest, kind_word(&visit->reporting, finding->kind));
	table_add(suspicions->newest, *found->code ? found->code : NULL);
	add_day(visit, suspicions->newest, finding->at);
	const char *fact = fact_words(visit->reporting.tool, finding->fact);
	table_add(suspicions->newest,
		reporting_word(&visit->reporting, fact_name(finding->fact), fact, fact));
	table_add(suspicions->newest,
		reporting_word(&visit->reporting, confidence_name(finding->confidence),
			confidence_words(finding->confidence, false),
			confidence_words(finding->confidence, true)));
	table_add_number(suspicions->newest, finding->times);
	cleanup(text_free) struct text evidence = {0};
	unit_evidence(&visit->reporting, found, &evidence);
	table_add(suspicions->newest, evidence.length ? evidence.data : NULL);
	return 0;
}

static struct table *kinds_table(const struct suspicions *suspicions)
{
	static const struct column columns[] = {
		{"kind", "Dấu hiệu", "Suspicion", ALIGN_LEFT, false},
		{"all", "Tổng số", "All", ALIGN_RIGHT, true},
		{"counted", "Được tính", "Counted", ALIGN_RIGHT, true},
		{"in_doubt", "Có thể do đồng bộ", "May be synchronisation", ALIGN_RIGHT, true},
		{"explained", "Đã giải trình", "Explained", ALIGN_RIGHT, true},
	};
	struct tool *tool = suspicions->visit->reporting.tool;
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	for (int kind = 0; kind < SUSPICION_COUNT; kind++) {
		if (!suspicions->all[kind])
			continue;
		table_add(table, kind_word(&suspicions->visit->reporting, (enum suspicion)kind));
		table_add_number(table, suspicions->all[kind]);
		table_add_number(table, suspicions->all[kind] - suspicions->doubtful[kind] -
						suspicions->explained[kind]);
		table_add_number(table, suspicions->doubtful[kind]);
		table_add_number(table, suspicions->explained[kind]);
	}
	return table;
}

/* Who explained it, when and why: a row for each mark. */
struct explanation {
	struct suspicions *suspicions;
	const struct explained *explained;
	struct table *table;
};

static int meet_explanation(void *user, const struct mark *mark)
{
	struct explanation *explanation = user;
	const struct explained *explained = explanation->explained;
	const struct visit *visit = explanation->suspicions->visit;
	bool says = mark->kind == MARK_EXPLAINED
			    ? mark->suspicion == (int)explained->kind
			    : mark->kind == MARK_APOLOGY && explained->kind == SUSPICION_NO_APOLOGY;
	if (!says || (visit->reporting.seen != INSTANT_NONE && mark->at > visit->reporting.seen))
		return 0;
	table_add(explanation->table, kind_word(&visit->reporting, explained->kind));
	table_add(explanation->table, explained->code);
	table_add(explanation->table, explained->evidence);
	add_day(visit, explanation->table, mark->at);
	table_add(explanation->table, *mark->by ? mark->by : NULL);
	table_add(explanation->table, *mark->note ? mark->note : NULL);
	return 0;
}

static int explained_table(struct suspicions *suspicions, struct table **ret_table)
{
	static const struct column columns[] = {
		{"kind", "Dấu hiệu", "Suspicion", ALIGN_LEFT, false},
		{"code", "Mã hồ sơ", "Case", ALIGN_LEFT, false},
		{"evidence", "Của cả đơn vị", "Of the unit", ALIGN_LEFT, false, false, true},
		{"on", "Ngày giải trình", "Explained on", ALIGN_LEFT, false, true},
		{"by", "Người ghi", "By", ALIGN_LEFT, false},
		{"note", "Lý do", "Why", ALIGN_LEFT, false},
	};
	struct tool *tool = suspicions->visit->reporting.tool;
	struct explanation explanation = {
		suspicions, NULL, tool_new_table(tool, columns, ARRAY_SIZE(columns))};
	int result = 0;
	for (size_t i = 0; i < suspicions->count && i < EXPLANATIONS_SHOWN && result >= 0; i++) {
		explanation.explained = &suspicions->list[i];
		result = store_marks(tool->store, suspicions->list[i].subject, meet_explanation,
			&explanation, &suspicions->visit->reporting.error);
	}
	*ret_table = explanation.table;
	return result;
}

static int read_suspicions(struct suspicions *suspicions)
{
	struct reporting *reporting = &suspicions->visit->reporting;
	struct store *store = reporting->tool->store;
	struct suspicion_filter filter = {
		.kind = -1, .since = suspicions->visit->span[VISIT_TREND].from};
	filter.units =
		roll_up_units(reporting->view.roll_up, (size_t)reporting->only, &filter.unit_count);
	if (!filter.unit_count)
		return 0;
	if (reporting->seen == INSTANT_NONE)
		return store_suspicions(
			store, &filter, meet_suspicion, suspicions, &reporting->error);
	return store_suspicions_at(store, &reporting->view.judge, reporting->seen, &filter,
		meet_suspicion, suspicions, &reporting->error);
}

static void suspicions_free(struct suspicions *suspicions)
{
	for (size_t i = 0; i < suspicions->count; i++) {
		free(suspicions->list[i].code);
		free(suspicions->list[i].evidence);
	}
	free(suspicions->list);
}

/* --- repeat offences ------------------------------------------------------------------------ */

struct episode {
	int64_t id;
	char *rule;
	instant opened, closed;
	enum severity severity; /* the worst it reached */
};

struct offences {
	struct visit *visit;
	const char *code;
	struct episode *list;
	size_t count, capacity;
};

static struct episode *episode_of(struct offences *offences, const struct alert_news *news)
{
	for (size_t i = 0; i < offences->count; i++)
		if (offences->list[i].id == news->episode)
			return &offences->list[i];
	array_reserve(offences->list, &offences->capacity, offences->count + 1);
	struct episode *episode = &offences->list[offences->count++];
	*episode = (struct episode){.id = news->episode,
		.rule = xstrdup(news->rule),
		.opened = news->since,
		.closed = INSTANT_NONE};
	return episode;
}

/* Newest first: an episode's closing comes before its opening. */
static int meet_news(void *user, const struct alert_news *news)
{
	struct offences *offences = user;
	const struct visit *visit = offences->visit;
	if (news->scope != SCOPE_COMMUNE || strcmp(news->subject, offences->code) != 0 ||
		news->at > visit->reporting.as_of || news->at < visit->span[VISIT_TREND].from)
		return 0;
	struct episode *episode = episode_of(offences, news);
	if (news->severity > episode->severity)
		episode->severity = news->severity;
	if (news->kind == NEWS_CLOSED)
		episode->closed = news->at;
	return 0;
}

/* Of the months that are over and of which anything can be known: unknown is not zero. */
static void note_months(struct visit *visit, struct document *document)
{
	struct tool *tool = visit->reporting.tool;
	int months = 0, overdue = 0;
	char note[200];
	for (int i = VISIT_TREND; i < VISIT_SPANS; i++) {
		const struct span *span = &visit->span[i];
		if (!visit_known(visit, i) || span->as_of < span->until - 1)
			continue;
		months++;
		overdue += visit->sums[i].counts.bucket[BUCKET_OVERDUE] > 0;
	}
	if (!months)
		return;
	snprintf(note, sizeof(note),
		say(tool, "%d trong %d tháng đã hết còn hồ sơ quá hạn vào ngày cuối tháng báo cáo.",
			"%d of the %d months that are over ended with overdue cases."),
		overdue, months);
	document_note(document, note);
}

static enum exit_code add_offences(struct visit *visit, struct document *document)
{
	static const struct column columns[] = {
		{"episode", "Đợt", "Episode", ALIGN_RIGHT, true},
		{"rule", "Quy tắc", "Rule", ALIGN_LEFT, false},
		{"severity", "Mức", "Severity", ALIGN_LEFT, false},
		{"opened", "Từ ngày", "Opened", ALIGN_LEFT, false, true},
		{"closed", "Đến ngày", "Closed", ALIGN_LEFT, false, true},
	};
	struct reporting *reporting = &visit->reporting;
	struct tool *tool = reporting->tool;
	struct offences offences = {.visit = visit,
		.code = roll_up_code(reporting->view.roll_up, (size_t)reporting->only)};
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	int result = store_news(tool->store, 0, meet_news, &offences, &reporting->error);
	for (size_t i = 0; i < offences.count; i++) {
		struct episode *episode = &offences.list[i];
		table_add_number(table, episode->id);
		table_add(table, episode->rule);
		table_add(table,
			episode->severity == SEVERITY_CRITICAL
				? reporting_word(reporting, "critical", "nghiêm trọng", "critical")
				: reporting_word(reporting, "warning", "cảnh báo", "warning"));
		add_day(visit, table, episode->opened);
		add_day(visit, table, episode->closed);
		free(episode->rule);
	}
	free(offences.list);
	document_section(document, "offences",
		say(tool, "Các đợt cảnh báo trong 12 tháng", "Alerts of 12 months"), table,
		say(tool, "Chưa có đợt nào.", "None."));
	note_months(visit, document);
	return result < 0 ? tool_failed(&reporting->error) : EXIT_FINE;
}

/* --- all of it ------------------------------------------------------------------------------ */

/* In this order paper has them side by side. */
enum exit_code visit_add_evidence(struct visit *visit, struct document *document)
{
	static const struct column columns[] = {
		{"kind", "Dấu hiệu", "Suspicion", ALIGN_LEFT, false},
		{"code", "Mã hồ sơ", "Case", ALIGN_LEFT, false},
		{"at", "Ngày", "On", ALIGN_LEFT, false, true},
		{"fact", "Thông tin", "Fact", ALIGN_LEFT, false},
		{"confidence", "Độ tin cậy", "Confidence", ALIGN_LEFT, false},
		{"times", "Số lần", "Times", ALIGN_RIGHT, true},
		{"evidence", "Của cả đơn vị", "Of the unit", ALIGN_LEFT, false, false, true},
	};
	struct tool *tool = visit->reporting.tool;
	cleanup(suspicions_free) struct suspicions suspicions = {
		.visit = visit, .newest = tool_new_table(tool, columns, ARRAY_SIZE(columns))};
	struct table *explained;
	int result = read_suspicions(&suspicions);
	const char *none = say(tool, "Không có.", "None.");
	document_section(document, "suspicions",
		say(tool, "Dấu hiệu nghi vấn trong 12 tháng (không phải kết luận)",
			"Suspicions of 12 months (no verdicts)"),
		kinds_table(&suspicions), none);
	const char *title = say(tool, "Dấu hiệu mới nhất", "Newest suspicions");
	document_section(document, "newest_suspicions", title, suspicions.newest, none);
	if (suspicions.newest_count > SUSPICIONS_SHOWN)
		visit_note_more(visit, document, title, suspicions.newest_count - SUSPICIONS_SHOWN,
			"cases --commune", " --suspicion …");
	enum exit_code exit = add_offences(visit, document);
	int read = explained_table(&suspicions, &explained);
	title = say(tool, "Giải trình đã ghi nhận", "Explanations on record");
	document_section(document, "explanations", title, explained, none);
	if (suspicions.count > EXPLANATIONS_SHOWN)
		visit_note_more(visit, document, title, suspicions.count - EXPLANATIONS_SHOWN,
			"cases --commune", " --suspicion …");
	return result < 0 || read < 0 ? tool_failed(&visit->reporting.error) : exit;
}
