/* Every row of core/alert/measure.c is picked up by whoever speaks of measures – the check, letters, events,
 * the page, metrics, JSON, the manual – in both languages. Made from the table: a new row stands in
 * this test by itself, and fails where somebody keeps a list of their own. */
#include "base/roff.h"
#include "command/tool/usage.h"
#include "conf/settings.h"
#include "page/api.h"
#include "page/exposition.h"
#include "page/lists.h"
#include "unit/message/view_fixture.h"
#include "unit/page/standing_fixture.h"

#define LEVEL 700 /* 7 %, 700 cases, days, hours: a value that stands nowhere by chance */

static void assert_says(const char *who, int measure, const char *said, const char *wanted)
{
	if (!said || !strstr(said, wanted))
		fail_msg("%s does not say %s of %s: %s", who, wanted, measures[measure].name,
			said ? said : "");
}

/* "stale >= 700h": a level as the configuration spells it. */
static void level_add(struct text *out, int measure)
{
	struct condition condition = {(enum measure)measure, AT_LEAST, LEVEL};
	char spelt[96];
	text_add(out, condition_text(&condition, spelt));
}

static void on_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	(void)file, (void)line;
	if (level == PROBLEM_ERROR)
		text_printf(user, "%s\n", sentence);
}

static int check_rule(const char *condition, bool of_portal, struct text *ret_problems)
{
	cleanup(text_free) struct text content = {0};
	struct settings *settings = NULL;
	text_printf(&content,
		"[hentra]\nprovince = 75\n[portal p]\nprofile = opencps\nurl = https://p.vn/\n"
		"[rule r]\nfire = %s\nscope = %s\nnotify = office\n[channel office]\ntype = email\n"
		"to = a@p.vn\n[mail]\nrelay = smtp://127.0.0.1:25\nfrom = h@p.vn\n",
		condition, of_portal ? "portal" : "commune");
	struct settings_source source = {"hentra.conf", text_slice(&content)};
	int result = settings_parse(&source, 1, "/etc/hentra", on_problem, ret_problems, &settings);
	settings_free(settings);
	return result;
}

static void the_check_accepts_each_and_names_it_to_whoever_misspells_it(void **state)
{
	(void)state;
	for (int i = 0; i < MEASURE_COUNT; i++) {
		cleanup(text_free) struct text condition = {0}, wrong = {0}, problems = {0};
		level_add(&condition, i);
		if (check_rule(condition.data, measures[i].of_portal, &problems) < 0)
			fail_msg("%s: %s", condition.data, problems.data);
		/* a letter more in its name */
		text_printf(&wrong, "%sx%s", measures[i].name,
			condition.data + strlen(measures[i].name));
		assert_int_not_equal(check_rule(wrong.data, measures[i].of_portal, &problems), 0);
		assert_says("the check", i, problems.data, measures[i].name);
	}
}

static void letters_and_events_say_each(void **state)
{
	(void)state;
	for (int i = 0; i < MEASURE_COUNT; i++)
		for (int english = 0; english < 2; english++) {
			struct told told;
			struct letter letter = {0};
			cleanup(text_free) struct text event = {0};
			char value[48];
			set_told(&told, NEWS_OPENED, english);
			told.rule = rule_on((enum measure)i, LEVEL);
			told.news.value[0] = LEVEL + 111;
			if (measures[i].of_portal)
				told.news.scope = SCOPE_PORTAL;
			letter_render(&told.view, "k", &letter);
			event_render(&told.view, &event);
			assert_says("the letter's subject", i, letter.subject,
				english ? measures[i].topic_en : measures[i].topic_vi);
			measure_format((enum measure)i, LEVEL + 111, english, value);
			assert_says("the letter's HTML", i, letter.html, value);
			assert_says("the event", i, event.data, measures[i].name);
			letter_free(&letter);
			end_told(&told);
		}
}

static void pages_say_each_with_its_name_its_value_and_its_levels(void **state)
{
	(void)state;
	for (int i = 0; i < MEASURE_COUNT; i++)
		for (int english = 0; english < 2; english++) {
			cleanup(text_free) struct text commune = {0}, alerts = {0}, first = {0};
			struct page_look look = fixture_look(english);
			struct rule rule = rule_on((enum measure)i, LEVEL);
			struct page_standing standing = standing_of(&rule, LEVEL + 111);
			struct counts counts = {0};
			struct commune_view view = {.code = "22954",
				.name = "x",
				.counts = &counts,
				.standings = &standing,
				.standing_count = 1};
			struct overview overview = {
				.total = &counts, .standings = &standing, .standing_count = 1};
			commune_page(&commune, &look, &view);
			alerts_page(&alerts, &look, &standing, 1, false);
			overview_page(&first, &look, &overview);
			const char *pages[] = {commune.data, alerts.data, first.data};
			for (size_t p = 0; p < ARRAY_SIZE(pages); p++) {
				char value[48];
				assert_says("the page", i, pages[p],
					english ? measures[i].title_en : measures[i].title_vi);
				for (int64_t level = LEVEL; level <= 2 * LEVEL; level += LEVEL)
					assert_says("the page", i, pages[p],
						measure_format(
							(enum measure)i, level, english, value));
				assert_says("the page", i, pages[p],
					measure_format(
						(enum measure)i, LEVEL + 111, english, value));
			}
		}
}

static void metrics_and_json_name_each_once_with_its_value(void **state)
{
	(void)state;
	for (int i = 0; i < MEASURE_COUNT; i++) {
		cleanup(text_free) struct text metrics = {0}, json = {0}, label = {0}, name = {0};
		struct page_look look = fixture_look(true);
		struct rule rule = rule_on((enum measure)i, LEVEL);
		const struct rule *rules = &rule;
		struct page_standing standing = standing_of(&rule, LEVEL + 111);
		struct exposition exposition = {.version = "0",
			.standings = &standing,
			.standing_count = 1,
			.rules = &rules,
			.rule_count = 1};
		exposition_add(&metrics, &exposition, true);
		text_printf(&label, "measure=\"%s\",scope=\"commune\"", measures[i].name);
		assert_says("/metrics", i, metrics.data, label.data);
		assert_null(strstr(strstr(metrics.data, label.data) + 1, label.data));
		text_clear(&label);
		text_printf(&label, "measure=\"%s\",band=\"critical\"", measures[i].name);
		assert_says("/metrics", i, metrics.data, label.data);
		api_alerts(&json, &look, &standing, 1, false);
		text_printf(&name, "\"name\":\"%s\",\"value\":%s", measures[i].name,
			measures[i].unit == UNIT_SHARE ? "0.0811" : "811");
		assert_says("/api/v1/alerts", i, json.data, name.data);
	}
}

static void the_manual_says_each(void **state)
{
	(void)state;
	cleanup(text_free) struct text manual = {0};
	usage_manual_settings(&manual);
	for (int i = 0; i < MEASURE_COUNT; i++) {
		cleanup(text_free) struct text tag = {0}, title = {0};
		roff_tag(&tag, measures[i].name, measure_unit_name(measures[i].unit));
		assert_says("hentra.conf(5)", i, manual.data, tag.data);
		roff_add(&title, measures[i].title_en);
		assert_says("hentra.conf(5)", i, manual.data, title.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_check_accepts_each_and_names_it_to_whoever_misspells_it),
		cmocka_unit_test(letters_and_events_say_each),
		cmocka_unit_test(pages_say_each_with_its_name_its_value_and_its_levels),
		cmocka_unit_test(metrics_and_json_name_each_once_with_its_value),
		cmocka_unit_test(the_manual_says_each),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
