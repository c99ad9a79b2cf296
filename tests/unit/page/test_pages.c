/* The pages: what stands on them, that nothing from outside becomes markup, and that metrics follow
 * the exposition formats (Prometheus 0.0.4, OpenMetrics 1.0). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "page/ack_page.h"
#include "page/exposition.h"
#include "page/lists.h"

#define EVIL "<script>\"&'"

static struct page_look look(bool english)
{
	static struct zone *zone;
	if (!zone)
		zone = zone_fixed(7 * 3600);
	return (struct page_look){.english = english,
		.province = "Tỉnh " EVIL,
		.contact = "Văn phòng " EVIL,
		.zone = zone,
		.now = INT64_C(1795305600000), /* 2026-11-22 07:00 */
		.root = ""};
}

static struct counts counts_of(int64_t overdue, int64_t soon)
{
	struct counts counts = {.received = 9};
	counts.bucket[BUCKET_OVERDUE] = overdue;
	counts.bucket[BUCKET_DUE_SOON] = soon;
	return counts;
}

static void assert_sound(const struct text *page)
{
	assert_null(strstr(page->data, "<script"));
	assert_null(strstr(page->data, "http"));
	assert_non_null(strstr(page->data, "</html>\n"));
	assert_non_null(strstr(page->data, "name=\"viewport\""));
}

static void nothing_from_outside_becomes_markup(void **state)
{
	(void)state;
	struct counts counts = counts_of(1, 0);
	struct page_commune commune = {.code = EVIL, .name = EVIL, .counts = &counts};
	struct rule rule = {
		.name = EVIL, .fire = {{MEASURE_OVERDUE, AT_LEAST, 1}}, .fire_count = 1};
	struct page_standing standing = {.name = EVIL,
		.rule = &rule,
		.code = EVIL,
		.subject = EVIL,
		.reading = {.at = 0},
		.state = ALERT_FIRING,
		.severity = SEVERITY_CRITICAL,
		.acknowledged_by = EVIL};
	struct page_portal portal = {EVIL, INSTANT_NONE, true, EVIL};
	struct overview overview = {
		&counts, &commune, 1, &portal, 1, &standing, 1, 1, 1, 1, 1, true};
	struct page_case one = {EVIL, EVIL, BUCKET_OVERDUE, INSTANT_NONE, 0, 3};
	struct commune_view view = {EVIL, EVIL, &counts, &standing, 1, &one, 1, true};
	struct page_delivery delivery = {1, 3, EVIL, EVIL, EVIL, EVIL, 2, 0, EVIL};
	struct ack_view ack = {.state = ACK_FORM, .place = EVIL, .counts = &counts};
	for (int english = 0; english < 2; english++) {
		struct page_look how = look(english);
		struct text pages[5] = {0};
		overview_page(&pages[0], &how, &overview);
		commune_page(&pages[1], &how, &view);
		alerts_page(&pages[2], &how, &standing, 1, true);
		deliveries_page(&pages[3], &how, &delivery, 1, true);
		ack_page(&pages[4], &how, &ack);
		for (size_t i = 0; i < ARRAY_SIZE(pages); i++) {
			assert_sound(&pages[i]);
			assert_non_null(strstr(pages[i].data, "&lt;script&gt;"));
			text_free(&pages[i]);
		}
	}
}

static void numbers_are_grouped_as_the_reader_writes_them(void **state)
{
	(void)state;
	static const struct {
		int64_t number;
		const char *vi, *en;
	} counts[] = {{0, "0", "0"}, {999, "999", "999"}, {1000, "1.000", "1,000"},
		{195252, "195.252", "195,252"}, {-1234567, "-1.234.567", "-1,234,567"},
		{INT64_MIN, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"}};
	struct page_look vi = look(false), en = look(true);
	char buffer[PAGE_COUNT_MAX], share[PAGE_SHARE_MAX];
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		assert_string_equal(page_count(&vi, counts[i].number, buffer), counts[i].vi);
		assert_string_equal(page_count(&en, counts[i].number, buffer), counts[i].en);
	}
	assert_string_equal(page_share(&vi, 9999, share), "99,9%"); /* not all of them */
	assert_string_equal(page_share(&vi, 10000, share), "100%");
	assert_string_equal(page_share(&en, 7, share), "0.1%");
	assert_string_equal(page_share(&en, 9310, share), "93.1%");
	assert_string_equal(page_share(&en, -1, share), "–");
}

static void a_page_says_how_far_its_numbers_reach(void **state)
{
	(void)state;
	struct counts counts = counts_of(1, 0);
	struct overview overview = {.total = &counts};
	static const struct {
		struct page_fresh fresh;
		const char *warning, *foot;
	} rows[] = {
		{{INT64_C(1795305300000), false}, NULL,
			"Số liệu theo lần đọc đủ cổng lúc 06:55 22/11/2026."},
		{{INT64_C(1795305300000), true},
			"SỐ LIỆU CŨ: cổng được đọc đủ lần cuối lúc 06:55 22/11/2026",
			"lúc 06:55 22/11/2026."},
		{{INSTANT_NONE, true}, "CHƯA ĐỦ SỐ LIỆU", "Cổng chưa được đọc đủ lần nào."},
		{{INSTANT_NONE, false}, NULL, "Cổng chưa được đọc đủ lần nào."},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		cleanup(text_free) struct text page = {0};
		struct page_look how = look(false);
		how.fresh = rows[i].fresh;
		overview_page(&page, &how, &overview);
		assert_int_equal(
			strstr(page.data, "<p class=\"late\">") != NULL, rows[i].warning != NULL);
		if (rows[i].warning)
			assert_non_null(strstr(page.data, rows[i].warning));
		assert_non_null(strstr(page.data, rows[i].foot));
		assert_non_null(strstr(page.data, "Trang lập lúc 07:00 22/11/2026."));
	}
}

static void the_worst_commune_stands_first(void **state)
{
	(void)state;
	struct counts few = counts_of(1, 0), many = counts_of(5, 0), soon = counts_of(1, 4);
	struct page_commune communes[] = {{.code = "1", .counts = &few},
		{.code = "2", .counts = &many}, {.code = "4", .counts = &soon},
		{.code = "3", .counts = &soon}};
	const char *order[] = {"2", "3", "4", "1"};
	qsort(communes, ARRAY_SIZE(communes), sizeof(*communes), page_commune_compare);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		assert_string_equal(communes[i].code, order[i]);
}

static struct ack_view form(struct counts *counts)
{
	struct ack_view view = {.state = ACK_FORM,
		.place = "Phường Tiến Thành",
		.counts = counts,
		.choice_count = ACK_CHOICES,
		.preset = 2,
		.expires = INT64_C(1795305600000)};
	for (int i = 0; i < ACK_CHOICES; i++)
		view.choices[i] = civil_day(2026, 11, 23) + i;
	return view;
}

static void only_the_form_can_be_sent(void **state)
{
	(void)state;
	struct counts counts = counts_of(30, 0);
	for (int what = ACK_FORM; what <= ACK_UNKNOWN; what++) {
		cleanup(text_free) struct text page = {0};
		struct page_look how = look(false);
		struct ack_view view = form(&counts);
		view.state = (enum ack_state)what;
		view.until = view.choices[0];
		ack_page(&page, &how, &view);
		assert_sound(&page);
		assert_int_equal(
			strstr(page.data, "<form method=\"post\">") != NULL, what == ACK_FORM);
		assert_int_equal(strstr(page.data, "30 quá hạn") != NULL, what <= ACK_DONE);
		assert_int_equal(ack_status(view.state) == 200, what <= ACK_DONE);
		assert_null(strstr(page.data, "<nav>")); /* strangers see no other page */
	}
}

static void a_form_can_only_choose_what_it_offered(void **state)
{
	(void)state;
	struct counts counts = {0};
	struct ack_view view = form(&counts);
	day preset = view.choices[2];
	static const char *const wrong[] = {"", "until=", "until=2026-11-22", "until=2031-01-01",
		"until=2026-11-23x", "xuntil=2026-11-23", "until", "&&&=", "until=2026-11-%32"};
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(ack_chosen(&view, slice_of(wrong[i])), preset);
	assert_int_equal(ack_chosen(&view, slice_of("until=2026-11-23")), view.choices[0]);
	assert_int_equal(ack_chosen(&view, slice_of("a=b&until=2026-11-27&c")), view.choices[4]);
}

/* --- metrics -------------------------------------------------------------------------------- */

/* name{label="value",…} number: the grammar that both formats share. Returns the name's length. */
static size_t assert_sample(const char *line)
{
	size_t name = strspn(line, "abcdefghijklmnopqrstuvwxyz_");
	const char *at = line + name;
	assert_true(name > 0);
	if (*at == '{') {
		do {
			at++;
			at += strspn(at, "abcdefghijklmnopqrstuvwxyz_");
			assert_memory_equal(at, "=\"", 2);
			for (at += 2; *at != '"'; at++) {
				assert_true(*at != '\0');
				if (*at == '\\') {
					at++;
					assert_true(*at && strchr("\\\"n", *at));
				}
			}
			at++;
		} while (*at == ',');
		assert_int_equal(*at, '}');
		at++;
	}
	assert_int_equal(*at, ' ');
	at++;
	at += *at == '-';
	assert_true(strspn(at, "0123456789") > 0);
	assert_int_equal(at[strspn(at, "0123456789.")], '\0');
	return name;
}

/* Every sample stands under the TYPE of its family, every family once and with its HELP before. */
static void assert_exposition(char *text, bool open_metrics)
{
	char family[128] = "", seen[4096] = "", mark[160];
	char *rest = text, *line;
	bool ended = false;
	while ((line = strsep(&rest, "\n")) && rest) {
		assert_false(ended);
		if (strcmp(line, "# EOF") == 0) {
			ended = true;
		} else if (strncmp(line, "# HELP ", 7) == 0) {
			snprintf(family, sizeof(family), "%.*s", (int)strcspn(line + 7, " "),
				line + 7);
			snprintf(mark, sizeof(mark), "\n%s\n", family);
			assert_null(strstr(seen, mark));
			strncat(seen, mark, sizeof(seen) - strlen(seen) - 1);
		} else if (strncmp(line, "# TYPE ", 7) == 0) {
			assert_memory_equal(line + 7, family, strlen(family));
			bool counter = strstr(line, " counter") != NULL;
			bool total = strstr(family, "_total") != NULL;
			assert_int_equal(counter && !open_metrics, total);
		} else {
			size_t length = assert_sample(line);
			assert_memory_equal(line, family, strlen(family));
			assert_true(length >= strlen(family));
		}
	}
	assert_int_equal(ended, open_metrics);
}

static void metrics_follow_their_formats(void **state)
{
	(void)state;
	struct counts counts = counts_of(30, 2);
	struct page_commune communes[] = {
		{.code = "22954", .counts = &counts}, {.code = "a\"b\\c\nd", .counts = &counts}};
	struct page_portal portals[] = {
		{"dongnai", INT64_C(1795305600123), false, ""}, {"never", INSTANT_NONE, true, ""}};
	struct metered polls[] = {{"dongnai", "complete", 4}},
		       alerts[] = {{"pile-up", "firing", 1}}, outbox[] = {{"dead", "", 0}},
		       deliveries[] = {{"chair", "handed_over", 7}};
	struct rule rule = {
		.name = "r", .fire = {{MEASURE_OVERDUE_SHARE, AT_LEAST, 500}}, .fire_count = 1};
	const struct rule *rules = &rule;
	struct page_standing standing = {.rule = &rule,
		.code = "22954",
		.reading = {.at = 0, .value = {{READING_WHOLE, 1234}}}};
	struct exposition exposition = {.version = "0.1.0",
		.communes = communes,
		.commune_count = 2,
		.portals = portals,
		.portal_count = 2,
		.polls = polls,
		.poll_count = 1,
		.alerts = alerts,
		.alert_count = 1,
		.deliveries = deliveries,
		.delivery_count = 1,
		.outbox = outbox,
		.outbox_count = 1,
		.standings = &standing,
		.standing_count = 1,
		.rules = &rules,
		.rule_count = 1,
		.provisional = 1};
	static const char *const lines[] = {
		"\nhentra_cases{commune=\"22954\",bucket=\"overdue\"} 30\n",
		"{commune=\"a\\\"b\\\\c\\nd\",bucket=\"due_soon\"} 2\n",
		"\nhentra_portal_last_complete_timestamp_seconds{portal=\"dongnai\"} 1795305600\n",
		"\nhentra_portal_polls_total{portal=\"dongnai\",result=\"complete\"} 4\n",
		"\nhentra_alerts{rule=\"pile-up\",state=\"firing\"} 1\n",
		"\nhentra_outbox{state=\"dead\"} 0\n",
		"\nhentra_deliveries_total{channel=\"chair\",result=\"handed_over\"} 7\n",
		"\nhentra_measure_ratio{rule=\"r\",measure=\"overdue-share\",scope=\"commune\","
		"subject=\"22954\"} 0.1234\n",
		"\nhentra_calendar_provisional 1\n", "\nhentra_build_info{version=\"0.1.0\"} 1\n"};
	for (int open_metrics = 0; open_metrics < 2; open_metrics++) {
		cleanup(text_free) struct text out = {0};
		exposition_add(&out, &exposition, open_metrics);
		for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
			assert_non_null(strstr(out.data, lines[i]));
		assert_null(strstr(out.data, "never"));
		assert_exposition(out.data, open_metrics);
	}
}

static void open_metrics_is_for_those_who_ask(void **state)
{
	(void)state;
	assert_false(exposition_wants_open_metrics(SLICE("")));
	assert_false(exposition_wants_open_metrics(SLICE("text/plain;version=0.0.4, */*")));
	assert_true(exposition_wants_open_metrics(
		SLICE("application/openmetrics-text; version=1.0.0,text/plain;q=0.5")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_from_outside_becomes_markup),
		cmocka_unit_test(numbers_are_grouped_as_the_reader_writes_them),
		cmocka_unit_test(a_page_says_how_far_its_numbers_reach),
		cmocka_unit_test(the_worst_commune_stands_first),
		cmocka_unit_test(only_the_form_can_be_sent),
		cmocka_unit_test(a_form_can_only_choose_what_it_offered),
		cmocka_unit_test(metrics_follow_their_formats),
		cmocka_unit_test(open_metrics_is_for_those_who_ask),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
