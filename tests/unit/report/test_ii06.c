/* Form II.06a: which column a case stands in, the identities, and flows that add up. */
#include "unit/core/world_fixture.h"

#include <errno.h>

#include "core/case/path.h"
#include "report/ii06.h"

/* One row, which is the total as well. */
static struct ii06_form form_of(const struct world *world, const struct ii06_row *row)
{
	return (struct ii06_form){.organisation = "UBND tỉnh Lâm Đồng",
		.receiver = "",
		.period = {date_of("2022-12-15"), date_of("2023-06-14")},
		.zone = world->zone,
		.as_of = zone_midnight(world->zone, date_of("2023-06-15")) - 1,
		.first_seen = instant_of("2022-12-01T00:00:00Z"),
		.last_seen = instant_of("2023-06-14T16:00:00Z"),
		.rows = row,
		.row_count = 1,
		.total = row->counts};
}

static void add(struct ii06_counts *counts, int before, int at_end, int times)
{
	for (int i = 0; i < times; i++)
		ii06_add(counts, before, at_end, i % 2 ? CHANNEL_ONLINE : CHANNEL_POSTAL);
}

/* --- columns -------------------------------------------------------------------------------- */

static void the_commune_of_the_article_stands_in_the_form_with_its_open_cases(void **state)
{
	struct ii06_row row = {.code = "22954", .name = "Phường Tiến Thành"};
	add(&row.counts, -1, BUCKET_EARLY, 339);
	add(&row.counts, -1, BUCKET_ON_TIME, 17);
	add(&row.counts, -1, BUCKET_OVERDUE, 30);
	add(&row.counts, -1, BUCKET_IN_TIME, 22);
	const int64_t expected[II06_COLUMNS] = {
		0, 0, 0, 408, 203, 205, 0, 356, 339, 17, 0, 52, 22, 30};
	assert_memory_equal(row.counts.column, expected, sizeof(expected));
	struct ii06_form form = form_of(*state, &row);
	assert_int_equal(ii06_check(&form, NULL), 0);
}

static void what_was_open_before_the_period_is_carried_over(void **state)
{
	(void)state;
	struct ii06_counts counts = {0};
	add(&counts, BUCKET_OVERDUE, BUCKET_LATE, 3);
	add(&counts, BUCKET_PAUSED, BUCKET_PAUSED, 2);
	add(&counts, BUCKET_EARLY, BUCKET_EARLY, 50); /* closed before: in no column */
	assert_int_equal(counts.column[II06_CARRIED_OVER], 5);
	assert_int_equal(counts.column[II06_RECEIVED], 5);
	assert_int_equal(counts.column[II06_ONLINE] + counts.column[II06_IN_PERSON], 0);
	assert_int_equal(counts.column[II06_RESOLVED], 3);
	assert_int_equal(counts.column[II06_IN_PROGRESS], 2);
}

static void withdrawn_and_undated_cases_stand_where_the_form_puts_them(void **state)
{
	(void)state;
	struct ii06_counts counts = {0};
	add(&counts, -1, BUCKET_WITHDRAWN, 2);
	add(&counts, -1, BUCKET_UNDATED_CLOSED, 3);
	add(&counts, -1, BUCKET_PAUSED, 4);
	add(&counts, -1, BUCKET_UNDATED_OPEN, 5);
	add(&counts, -1, BUCKET_DUE_SOON, 6);
	assert_int_equal(counts.column[II06_ON_TIME], 5);
	assert_int_equal(counts.column[II06_IN_TIME], 15);
	assert_int_equal(counts.withdrawn, 2);
	assert_int_equal(counts.undated_closed, 3);
	assert_int_equal(counts.paused, 4);
	assert_int_equal(counts.undated_open, 5);
}

static void what_was_not_accepted_stands_in_no_column(void **state)
{
	(void)state;
	struct ii06_counts counts = {0};
	add(&counts, BUCKET_UNACCEPTED, BUCKET_UNACCEPTED, 2);
	add(&counts, -1, BUCKET_REFUSED, 3);
	add(&counts, BUCKET_REFUSED, BUCKET_REFUSED, 7); /* refused in an earlier period */
	add(&counts, -1, BUCKET_INVALID, 4);
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		assert_int_equal(counts.column[column], 0);
	assert_int_equal(counts.unaccepted, 2);
	assert_int_equal(counts.refused, 3);
	assert_int_equal(counts.invalid, 4);
	add(&counts, BUCKET_UNACCEPTED, BUCKET_IN_TIME, 1);
	assert_int_equal(counts.column[II06_IN_PERSON], 1); /* submitted before, received now */
}

/* --- the check ------------------------------------------------------------------------------ */

static void assert_refused(const struct ii06_form *form, const char *words)
{
	struct error error = {""};
	assert_int_equal(ii06_check(form, &error), -EBADMSG);
	if (!strstr(error.text, words))
		fail_msg("\"%s\" does not say \"%s\"", error.text, words);
}

static void a_form_that_does_not_balance_is_refused_with_the_difference(void **state)
{
	struct ii06_row row = {.code = "22954", .name = "Phường Tiến Thành"};
	add(&row.counts, -1, BUCKET_EARLY, 10);
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++) {
		struct ii06_row wrong = row;
		wrong.counts.column[column] += 3;
		struct ii06_form form = form_of(*state, &wrong);
		assert_refused(&form, "22954 Phường Tiến Thành");
		assert_refused(&form, "(difference ");
	}
	struct ii06_row lost = row;
	ii06_add(&lost.counts, BUCKET_IN_TIME, BUCKET_REFUSED, CHANNEL_ONLINE);
	struct ii06_form form = form_of(*state, &lost);
	assert_refused(&form, "column 3 is 11, but columns 7 + 11 are 10 (difference 1)");
	lost = row;
	ii06_add(&lost.counts, BUCKET_EARLY, BUCKET_IN_TIME, CHANNEL_ONLINE);
	form = form_of(*state, &lost);
	assert_refused(&form, "column 3 is 10, but columns 7 + 11 are 11 (difference -1)");
	/* sums of which closings are lost: the identities hold, for column 6 makes them hold */
	struct counts sums = {.received = 5, .bucket = {[BUCKET_EARLY] = 3}};
	struct ii06_row hidden = {.code = "22954", .name = "Phường Tiến Thành"};
	ii06_add_sums(&hidden.counts, &sums);
	form = form_of(*state, &hidden);
	assert_refused(&form, "column 6 is -2, below zero");
}

static void a_total_that_is_not_the_sum_of_the_rows_is_refused(void **state)
{
	struct ii06_row row = {.code = "", .name = "x"};
	add(&row.counts, -1, BUCKET_LATE, 10);
	struct ii06_form form = form_of(*state, &row);
	form.row_count = 0;
	assert_refused(&form, "column 3: the rows are 0, the total is 10 (difference -10)");
}

/* --- laws ----------------------------------------------------------------------------------- */

struct history {
	struct case_facts facts;
	struct case_life life;
	struct pause pauses[2];
	size_t pause_count;
};

static instant somewhere(void)
{
	static const char *const from = "2025-01-01T00:00:00Z";
	return instant_of(from) + random_between(0, 500 * 24) * HOUR_MS;
}

static instant sometimes(void)
{
	return random_between(0, 3) ? somewhere() : INSTANT_NONE;
}

/* Anything a portal may say, in any order of time. */
static struct history random_history(void)
{
	struct history history = {
		.facts = {.submitted = sometimes(),
			.received = random_between(0, 19) ? somewhere() : INSTANT_NONE,
			.due = sometimes(),
			.finished = sometimes(),
			.returned = sometimes(),
			.supplement_asked = INSTANT_NONE,
			.supplement_done = INSTANT_NONE,
			.status = (uint8_t)random_between(0, STATUS_COUNT - 1),
			.channel = (uint8_t)random_between(1, 3)},
		.life = {.first_seen = somewhere(), .closed_seen = INSTANT_NONE}};
	history.life.was_accepted = random_between(0, 1) || status_accepted(history.facts.status);
	if (facts_closed(&history.facts, &history.life))
		history.life.closed_seen = somewhere();
	for (; history.pause_count < (size_t)random_between(0, 2); history.pause_count++) {
		instant began = somewhere(), ended = began + random_between(1, 900) * HOUR_MS;
		history.pauses[history.pause_count] = (struct pause){.status = STATUS_SUPPLEMENT,
			.began_after = began - DAY_MS,
			.began_by = began,
			.began_said = INSTANT_NONE,
			.ended_after = ended - HOUR_MS,
			.ended_by = ended,
			.ended_said = INSTANT_NONE};
	}
	return history;
}

#define HISTORIES 400
static struct ii06_counts report(
	const struct world *world, const struct history *histories, day from, day to)
{
	struct ii06_counts counts = {0};
	instant before = zone_midnight(world->zone, from) - 1;
	instant end = zone_midnight(world->zone, to + 1) - 1;
	for (size_t i = 0; i < HISTORIES; i++) {
		const struct history *of = &histories[i];
		ii06_add(&counts,
			path_bucket_at(&of->facts, &of->life, of->pauses, of->pause_count,
				&world->judge, before),
			path_bucket_at(&of->facts, &of->life, of->pauses, of->pause_count,
				&world->judge, end),
			of->facts.channel);
	}
	return counts;
}

static void assert_balanced(const struct world *world, const struct ii06_counts *counts)
{
	struct ii06_row row = {.code = "", .name = "random", .counts = *counts};
	struct ii06_form form = form_of(world, &row);
	struct error error = {""};
	if (ii06_check(&form, &error) < 0)
		fail_msg("%s", error.text);
}

/* report(a..c) = report(a..b) + report(b + 1..c) for flows; what stands at an end is the last part's,
 * what is carried over the first part's, and the second part carries over what the first left. */
static void assert_joined(const struct ii06_counts *whole, const struct ii06_counts *first,
	const struct ii06_counts *second)
{
	static const enum ii06_column flows[] = {
		II06_ONLINE, II06_IN_PERSON, II06_RESOLVED, II06_EARLY, II06_ON_TIME, II06_LATE};
	static const enum ii06_column stands[] = {II06_IN_PROGRESS, II06_IN_TIME, II06_OVERDUE};
	for (size_t i = 0; i < ARRAY_SIZE(flows); i++)
		assert_int_equal(whole->column[flows[i]],
			first->column[flows[i]] + second->column[flows[i]]);
	for (size_t i = 0; i < ARRAY_SIZE(stands); i++)
		assert_int_equal(whole->column[stands[i]], second->column[stands[i]]);
	assert_int_equal(whole->column[II06_CARRIED_OVER], first->column[II06_CARRIED_OVER]);
	assert_int_equal(second->column[II06_CARRIED_OVER], first->column[II06_IN_PROGRESS]);
	assert_int_equal(whole->refused, first->refused + second->refused);
}

static void identities_hold_and_flows_add_up_for_any_histories(void **state)
{
	const struct world *world = *state;
	struct history histories[HISTORIES];
	int64_t seen = 0;
	seed_random("identities_hold_and_flows_add_up_for_any_histories");
	for (int round = 0; round < 60; round++) {
		for (size_t i = 0; i < HISTORIES; i++)
			histories[i] = random_history();
		for (int cut = 0; cut < 10; cut++) {
			day a = date_of("2024-12-01") + (day)random_between(0, 400);
			day b = a + (day)random_between(0, 120);
			day c = b + (day)random_between(1, 120);
			struct ii06_counts whole = report(world, histories, a, c);
			struct ii06_counts first = report(world, histories, a, b);
			struct ii06_counts second = report(world, histories, b + 1, c);
			assert_balanced(world, &whole);
			assert_balanced(world, &first);
			assert_balanced(world, &second);
			assert_joined(&whole, &first, &second);
			seen += whole.column[II06_RECEIVED];
		}
	}
	assert_true(seen > 10000);
}

/* --- words and papers ----------------------------------------------------------------------- */

static void a_period_is_called_by_its_name_whichever_kind_it_is(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to, *name;
	} periods[] = {
		{"2022-12-15", "2023-06-14", "6 tháng đầu năm 2023"},
		{"2022-12-15", "2023-12-14", "Năm 2023"},
		{"2023-01-01", "2023-12-31", "Năm 2023"},
		{"2026-06-15", "2026-09-14", "Quý III năm 2026"},
		{"2026-10-01", "2026-12-31", "Quý IV năm 2026"},
		{"2026-08-15", "2026-09-14", "Tháng 9 năm 2026"},
		{"2026-10-01", "2026-10-31", "Tháng 10 năm 2026"},
		{"2026-10-01", "2026-10-30", ""},
	};
	for (size_t i = 0; i < ARRAY_SIZE(periods); i++) {
		struct period period = {date_of(periods[i].from), date_of(periods[i].to)};
		char name[48];
		assert_string_equal(ii06_period_name(&period, false, name), periods[i].name);
	}
}

static bool notes_say(const struct ii06_form *form, const char *words)
{
	char notes[II06_NOTES_MAX][II06_NOTE_SIZE];
	size_t count = ii06_notes(form, notes);
	assert_true(count <= II06_NOTES_MAX);
	for (size_t i = 0; i < count; i++) {
		assert_true(strlen(notes[i]) + 1 < II06_NOTE_SIZE);
		if (strstr(notes[i], words))
			return true;
	}
	return false;
}

static void what_hentra_cannot_have_seen_is_said(void **state)
{
	struct ii06_row row = {.code = "", .name = "x"};
	for (int english = 0; english < 2; english++) {
		struct ii06_form form = form_of(*state, &row);
		const char *unknown = english ? "NOT KNOWN" : "CHƯA BIẾT";
		form.english = english;
		assert_false(notes_say(&form, unknown));
		form.first_seen = instant_of("2023-03-01T00:00:00Z");
		assert_true(
			notes_say(&form, english ? "after the period began" : "sau ngày đầu kỳ"));
		form.first_seen = instant_of("2023-07-01T00:00:00Z");
		assert_true(notes_say(&form, english ? "before hentra saw anything"
						     : "trước khi hentra bắt đầu theo dõi"));
		form.first_seen = INSTANT_NONE;
		assert_true(notes_say(&form, english ? "no case" : "chưa đọc được hồ sơ nào"));
		form = form_of(*state, &row);
		form.english = english;
		form.last_seen = INSTANT_NONE;
		assert_true(
			notes_say(&form, english ? "never read completely" : "chưa được đọc trọn"));
		form.last_seen = instant_of("2023-06-01T00:00:00Z");
		assert_true(notes_say(&form, english ? "last read" : "cập nhật gần nhất"));
	}
}

static void a_period_that_still_runs_says_so(void **state)
{
	struct ii06_row row = {.code = "", .name = "x"};
	struct ii06_form form = form_of(*state, &row);
	assert_false(notes_say(&form, "chưa kết thúc"));
	assert_true(notes_say(&form, "so theo ngày hẹn trả, tính đến hết ngày cuối kỳ"));
	form.as_of -= DAY_MS;
	assert_true(notes_say(&form, "chưa kết thúc"));
	assert_false(notes_say(&form, "hết ngày cuối kỳ"));
	form.compare = COMPARE_INSTANT;
	assert_true(notes_say(&form, "so theo giờ hẹn trả"));
}

static void every_paper_shows_the_same_numbers(void **state)
{
	struct ii06_row row = {.code = "G01", .name = "Đất đai & <nhà ở>"};
	add(&row.counts, -1, BUCKET_EARLY, 339);
	add(&row.counts, BUCKET_IN_TIME, BUCKET_OVERDUE, 31);
	struct ii06_form form = form_of(*state, &row);
	struct text text = {0}, csv = {0}, html = {0}, json = {0};
	struct json_writer writer = {.out = &json};
	ii06_write_text(&form, &text);
	ii06_write_csv(&form, &csv);
	ii06_write_html(&form, &html);
	ii06_write_json(&form, &writer);
	assert_string_equal(csv.data,
		"number,code,name,received,received_online,received_in_person,carried_over,"
		"resolved,"
		"early,on_time,late,in_progress,in_time,overdue\r\n"
		"1,G01,Đất đai & <nhà ở>,370,169,170,31,339,339,0,0,31,0,31\r\n");
	assert_non_null(strstr(html.data, "Đất đai &amp; &lt;nhà ở&gt;"));
	assert_non_null(strstr(html.data, "<td class=\"number\">370</td>"));
	assert_non_null(strstr(html.data, "A4 landscape"));
	assert_null(strstr(html.data, "<script"));
	assert_null(strstr(html.data, "http"));
	assert_non_null(strstr(json.data, "\"carried_over\":31"));
	assert_non_null(strstr(text.data, "(13) Quá hạn"));
	assert_non_null(strstr(text.data, "6 tháng đầu năm 2023 (từ ngày 15/12/2022"));
	text_free(&text);
	text_free(&csv);
	text_free(&html);
	text_free(&json);
}

/* On the sheet and on the page alike: a long name is read whole, and who signs sees what they sign. */
static void a_long_name_and_the_signatures_have_their_place(void **state)
{
	struct ii06_row row = {.code = "TT-PVHCC",
		.name = "Trung tâm Phục vụ hành chính công và Chi nhánh Văn phòng Đăng ký đất đai "
			"khu vực Đà Lạt – Lạc Dương – Đức Trọng"};
	struct ii06_form form = form_of(*state, &row);
	form.english = true;
	form.last_seen = instant_of("2023-06-01T00:00:00Z");
	assert_true(notes_say(&form, "last read at 2023-06-01 07:00;"));
	struct grid *grid = ii06_grid(&form);
	size_t at = (size_t)grid->frozen;
	assert_true(at < grid->height_count && grid->heights[at] >= 3 * 15);
	grid_free(grid);
	cleanup(text_free) struct text html = {0};
	ii06_write_html(&form, &html);
	const char *below = strstr(html.data, "<div class=\"below\">");
	assert_non_null(below);
	assert_non_null(strstr(below, "class=\"notes\""));
	assert_non_null(strstr(below, "class=\"signatures\""));
	assert_non_null(strstr(html.data, ".below { break-inside: avoid; }"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_commune_of_the_article_stands_in_the_form_with_its_open_cases),
		cmocka_unit_test(what_was_open_before_the_period_is_carried_over),
		cmocka_unit_test(withdrawn_and_undated_cases_stand_where_the_form_puts_them),
		cmocka_unit_test(what_was_not_accepted_stands_in_no_column),
		cmocka_unit_test(a_form_that_does_not_balance_is_refused_with_the_difference),
		cmocka_unit_test(a_total_that_is_not_the_sum_of_the_rows_is_refused),
		cmocka_unit_test(identities_hold_and_flows_add_up_for_any_histories),
		cmocka_unit_test(a_period_is_called_by_its_name_whichever_kind_it_is),
		cmocka_unit_test(what_hentra_cannot_have_seen_is_said),
		cmocka_unit_test(a_period_that_still_runs_says_so),
		cmocka_unit_test(every_paper_shows_the_same_numbers),
		cmocka_unit_test(a_long_name_and_the_signatures_have_their_place),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
