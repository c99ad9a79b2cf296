/* News of one commune, told as an episode would unfold, for letters and events. */
#ifndef TESTS_VIEW_FIXTURE_H
#define TESTS_VIEW_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "message/event.h"

#define UNUSED __attribute__((unused))
#define CASES 24

struct told {
	struct zone *zone;
	struct judge judge;
	struct rule rule;
	struct alert_news news;
	char codes[CASES][32];
	struct letter_case cases[CASES];
	struct news_view view;
};

UNUSED static instant moment(const char *text)
{
	instant at;
	if (!zone_parse_rfc3339(slice_of(text), &at))
		fail_msg("not an instant: %s", text);
	return at;
}

UNUSED static void set_conditions(const char *text, struct condition *conditions, int *count)
{
	struct error error = {0};
	if (conditions_parse(slice_of(text), conditions, count, &error) < 0)
		fail_msg("%s", error.text);
}

static void set_counts(
	struct counts *counts, int64_t early, int64_t on_time, int64_t late, int64_t overdue)
{
	*counts = (struct counts){.received = 408, .received_online = 120};
	counts->bucket[BUCKET_EARLY] = early;
	counts->bucket[BUCKET_ON_TIME] = on_time;
	counts->bucket[BUCKET_LATE] = late;
	counts->bucket[BUCKET_OVERDUE] = overdue;
	counts->bucket[BUCKET_DUE_SOON] = 5;
	counts->bucket[BUCKET_IN_TIME] = 408 - early - on_time - late - overdue - 5;
}

static void set_cases(struct told *told)
{
	static const struct {
		const char *procedure, *name, *field, *field_name;
	} kinds[] = {
		{"1.004193", "Thủ tục đăng ký khai sinh", "HT", "Hộ tịch"},
		{"1.012753",
			"Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn "
			"liền với đất lần đầu đối với hộ gia đình, cá nhân đang sử dụng đất",
			"DD", "Đất đai"},
		{"2.000815", "", "CT", "Chứng thực"},
		{"1.001776", "Hưởng trợ cấp xã hội hằng tháng", "BTXH", ""},
	};
	/* due on every weekday from Tuesday 20 October on: 23 working days before the letter */
	day due = civil_day(2026, 10, 20);
	for (int i = 0; i < CASES; i++) {
		snprintf(told->codes[i], sizeof(told->codes[i]), "H36.33-2610%02d-%04d", 1 + i / 3,
			17 * (i + 1));
		told->cases[i] = (struct letter_case){told->codes[i], kinds[i % 4].procedure,
			kinds[i % 4].name, kinds[i % 4].field_name, kinds[i % 4].field,
			"000.33.22.H36", i % 4 == 1 ? "Bộ phận Một cửa phường Tiến Thành" : "",
			zone_instant(told->zone, due - 21, 9 * HOUR_MS),
			zone_instant(told->zone, due, 17 * HOUR_MS), 23 - i};
		do
			due++;
		while (civil_weekday(due) >= SATURDAY);
	}
}

/* As the evaluator fills it: at 08:05 of Friday 20 November 2026. */
UNUSED static void set_told(struct told *told, enum news_kind kind, bool english)
{
	*told = (struct told){.zone = zone_fixed(7 * 3600), .judge = {.due_soon_days = 2}};
	struct rule *rule = &told->rule;
	rule->name = "pile-up";
	set_conditions("overdue >= 10, overdue-share >= 5%", rule->fire, &rule->fire_count);
	set_conditions("overdue < 6", rule->clear, &rule->clear_count);
	set_conditions("overdue >= 30", rule->critical, &rule->critical_count);
	rule->min_cases = 20;
	rule->hold = (struct duration){DURATION_WORKING_HOURS, 4 * HOUR_MS};
	rule->keep_firing = (struct duration){DURATION_WORKING_HOURS, 4 * HOUR_MS};
	set_cases(told);
	instant now = moment("2026-11-20T08:05:00+07:00");
	bool first = kind == NEWS_OPENED;
	told->news = (struct alert_news){.kind = kind,
		.episode = 12,
		.sequence = first ? 1 : 3,
		.rule = "pile-up",
		.scope = SCOPE_COMMUNE,
		.subject = "22954",
		.severity = kind == NEWS_RAISED ? SEVERITY_CRITICAL : SEVERITY_WARNING,
		.at = now,
		.since = first ? now : moment("2026-11-12T09:00:00+07:00"),
		.held_since =
			moment(first ? "2026-11-19T13:30:00+07:00" : "2026-11-11T14:00:00+07:00"),
		.told_before_at = first ? INSTANT_NONE : moment("2026-11-18T08:10:00+07:00"),
		.told_any = !first,
		.reminders = kind == NEWS_REMINDER ? 2 : 0};
	static const struct {
		int64_t overdue_before, overdue, late_before, late;
	} stories[NEWS_KINDS] = {
		[NEWS_OPENED] = {0, 12, 0, 10},
		[NEWS_RAISED] = {22, 30, 8, 10},
		[NEWS_LOWERED] = {34, 24, 10, 22},
		[NEWS_CLOSED] = {22, 3, 10, 31},
		[NEWS_REMINDER] = {22, 25, 10, 12},
	};
	int64_t overdue = stories[kind].overdue;
	set_counts(&told->news.counts, 310, 17, stories[kind].late, overdue);
	set_counts(&told->news.told_before, 308, 17, stories[kind].late_before,
		stories[kind].overdue_before);
	told->news.told_before.received = 400;
	told->news.value[0] = overdue;
	told->news.value[1] = overdue * SHARE_WHOLE / counts_open(&told->news.counts);
	size_t shown = overdue < 20 ? (size_t)overdue : 20;
	told->view = (struct news_view){.news = &told->news,
		.rule = rule,
		.province = "68",
		.province_name = "Tỉnh Lâm Đồng",
		.subject_code = "22954",
		.subject_name = "Phường Tiến Thành",
		.zone = told->zone,
		.judge = &told->judge,
		.period = {civil_day(2025, 12, 15), civil_day(2026, 12, 14)},
		.oldest_overdue_days = 23,
		.cases = told->cases,
		.case_count = shown,
		.more = overdue - (int64_t)shown,
		.observed = moment("2026-11-20T08:04:00+07:00"),
		.organisation = "Văn phòng Ủy ban nhân dân tỉnh",
		.contact = "Văn phòng UBND tỉnh, 0252.1022",
		/* a chair has links to read what this is and to acknowledge by; who reads English here
		 * is none */
		.guide = english ? "" : "https://example.gov.vn/thu-nay-nghia-la-gi",
		.page_url = "https://hentra.example.gov.vn",
		.ack_url =
			english ? ""
				: "https://hentra.example.gov.vn/ack/"
				  "MTIuMC4xNzk1ODg0NDAwLmNodXRpY2hAZXhhbXBsZS5nb3Yudm4.SIGNATURE",
		.ack_until = moment("2026-11-28T00:00:00+07:00"),
		.from = "hentra@example.gov.vn",
		.english = english};
}

UNUSED static void end_told(struct told *told)
{
	zone_free(told->zone);
}

/* --- golden files: HENTRA_GOLDEN=write writes them anew, to be read before they are committed - */

UNUSED static char *read_golden(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		fail_msg("%s is missing: run with HENTRA_GOLDEN=write and read it", path);
	struct text content = {0};
	char buffer[4096];
	for (size_t got; (got = fread(buffer, 1, sizeof(buffer), file)) > 0;)
		text_append(&content, buffer, got);
	fclose(file);
	return text_take(&content);
}

UNUSED static void assert_golden(const char *name, const char *content)
{
	char path[512];
	snprintf(path, sizeof(path), "%s/tests/golden/%s", SOURCE_DIR, name);
	if (getenv("HENTRA_GOLDEN")) {
		FILE *file = fopen(path, "wb");
		if (!file || fputs(content, file) < 0 || fclose(file) != 0)
			fail_msg("cannot write %s", path);
		return;
	}
	cleanup(cleanup_free) char *expected = read_golden(path);
	if (strcmp(expected, content) != 0)
		fail_msg("%s differs; now it would be:\n%s", name, content);
}

#endif
