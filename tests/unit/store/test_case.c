#include <errno.h>

#include "unit/store/store_fixture.h"

struct listed {
	char codes[40][32];
	int count, most;
};

static int take(void *user, const struct store_case *found)
{
	struct listed *listed = user;
	strcpy(listed->codes[listed->count++], found->code);
	return listed->most && listed->count == listed->most ? 77 : 0;
}

/* The codes of a list, joined by blanks. */
static const char *list(struct world *world, struct case_filter filter)
{
	static char text[400];
	struct listed listed = {.count = 0};
	ASSERT_FINE(store_cases(world->store, &filter, take, &listed, &world->error));
	text[0] = '\0';
	for (int i = 0; i < listed.count; i++)
		sprintf(text + strlen(text), i ? " %s" : "%s", listed.codes[i]);
	return text;
}

static void put_in(struct world *world, const char *unit, const char *field, const char *code,
	struct case_facts facts)
{
	struct case_record record = record_of(code, facts);
	record.unit = slice_of(unit);
	record.field = slice_of(field);
	int64_t poll = poll_begin(world, false, noon(10)); /* Thursday 12 */
	batch_add(world->batch, &record);
	put_batch(world, poll, noon(10));
	poll_end(world, poll, noon(10));
}

static void fill(struct world *world)
{
	struct case_facts undated = open_case(0), paused = open_case(3), unpaused = open_case(30);
	undated.due = INSTANT_NONE;
	paused.status = STATUS_SUPPLEMENT;
	unpaused.status = STATUS_REGISTERED;
	put_in(world, "U1", "F1", "late-2", open_case(2));
	put_in(world, "U2", "F1", "late-1", open_case(1));
	put_in(world, "U1", "F2", "late-3", open_case(3));
	put_in(world, "U1", "F1", "soon-11", open_case(11));
	put_in(world, "U1", "F1", "soon-10", open_case(10));
	put_in(world, "U2", "F1", "calm-30", open_case(30));
	put_in(world, "U1", "F1", "calm-20", open_case(20));
	put_in(world, "U1", "F1", "none", undated);
	put_in(world, "U1", "F1", "wait-3", paused);
	put_in(world, "U1", "F1", "done", closed_case(9, 9));
	put_in(world, "", "", "new", unpaused);
}

static void the_worst_come_first(void **state)
{
	struct world *world = *state;
	fill(world);
	assert_string_equal(list(world, (struct case_filter){.bucket = -1}),
		"late-1 late-2 late-3 soon-10 soon-11 wait-3 calm-20 calm-30 none");
}

static void a_list_is_cut_at_its_limit(void **state)
{
	struct world *world = *state;
	fill(world);
	assert_string_equal(
		list(world, (struct case_filter){.bucket = -1, .limit = 2}), "late-1 late-2");
	assert_string_equal(list(world, (struct case_filter){.bucket = -1, .limit = 4}),
		"late-1 late-2 late-3 soon-10");
	assert_string_equal(list(world, (struct case_filter){.bucket = -1, .limit = 6}),
		"late-1 late-2 late-3 soon-10 soon-11 wait-3");
}

static void units_fields_and_buckets_narrow_a_list(void **state)
{
	struct world *world = *state;
	const uint32_t first = 1, both[] = {2, 1}, none = 99;
	fill(world);
	assert_string_equal(list(world, (struct case_filter){.units = &first,
						.unit_count = 1,
						.bucket = BUCKET_OVERDUE}),
		"late-2 late-3");
	assert_string_equal(list(world, (struct case_filter){.units = both,
						.unit_count = 2,
						.bucket = BUCKET_OVERDUE}),
		"late-1 late-2 late-3");
	assert_string_equal(
		list(world, (struct case_filter){.units = &none, .unit_count = 1, .bucket = -1}),
		"");
	assert_string_equal(
		list(world, (struct case_filter){.units = both, .unit_count = 0, .bucket = -1}),
		"");
	assert_string_equal(
		list(world, (struct case_filter){.bucket = BUCKET_OVERDUE, .field = 2}), "late-3");
	assert_string_equal(list(world, (struct case_filter){.bucket = BUCKET_ON_TIME}), "done");
	assert_string_equal(list(world, (struct case_filter){.bucket = BUCKET_ON_TIME,
						.units = both,
						.unit_count = 1}),
		"");
	assert_string_equal(list(world, (struct case_filter){.bucket = BUCKET_UNACCEPTED}), "new");
}

static void cases_without_a_unit_are_found(void **state)
{
	struct world *world = *state;
	const uint32_t none = 0;
	put_in(world, "", "", "stray", open_case(1));
	assert_string_equal(list(world, (struct case_filter){.bucket = -1}), "stray");
	assert_string_equal(
		list(world, (struct case_filter){.units = &none, .unit_count = 1, .bucket = -1}),
		"stray");
}

static void a_walk_tells_of_every_case_once(void **state)
{
	struct world *world = *state;
	struct listed listed = {.count = 0};
	int cases = 0;
	fill(world);
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++) {
		const char *codes = list(world, (struct case_filter){.bucket = bucket});
		for (cases += *codes != '\0'; *codes; codes++)
			cases += *codes == ' ';
	}
	ASSERT_FINE(store_walk_cases(world->store, take, &listed, &world->error));
	assert_int_equal(listed.count, cases);
	for (int i = 1; i < listed.count; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(listed.codes[i], listed.codes[j]);
	listed = (struct listed){.most = 2};
	assert_int_equal(store_walk_cases(world->store, take, &listed, &world->error), 77);
	assert_int_equal(listed.count, 2);
}

static void a_callback_can_stop_a_list(void **state)
{
	struct world *world = *state;
	struct listed listed = {.most = 2};
	struct case_filter filter = {.bucket = -1};
	fill(world);
	assert_int_equal(store_cases(world->store, &filter, take, &listed, &world->error), 77);
	assert_int_equal(listed.count, 2);
	listed = (struct listed){.most = 1};
	assert_int_equal(
		store_case_by_code(world->store, "none", take, &listed, &world->error), 77);
}

static void the_oldest_overdue_is_the_earliest_due(void **state)
{
	struct world *world = *state;
	const uint32_t both[] = {1, 2};
	instant due;
	fill(world);
	ASSERT_FINE(store_oldest_overdue(world->store, both, 2, 0, &due, &world->error));
	assert_int_equal(due, end_of(1) - 999);
	ASSERT_FINE(store_oldest_overdue(world->store, both, 1, 0, &due, &world->error));
	assert_int_equal(due, end_of(2) - 999);
	ASSERT_FINE(store_oldest_overdue(world->store, both, 2, 2, &due, &world->error));
	assert_int_equal(due, end_of(3) - 999);
	ASSERT_FINE(store_oldest_overdue(world->store, both, 2, 3, &due, &world->error));
	assert_int_equal(due, INSTANT_NONE);
	ASSERT_FINE(store_oldest_overdue(world->store, NULL, 0, 0, &due, &world->error));
	assert_int_equal(due, INSTANT_NONE);
}

static void every_portals_case_of_a_code_is_found(void **state)
{
	struct world *world = *state;
	struct listed listed = {.count = 0};
	uint32_t first = world->portal;
	put_in(world, "U1", "F1", "H19-1-1", open_case(1));
	world->portal = world_portals(world, "dongnai", true, "tinh", false);
	put_in(world, "U1", "F1", "H19-1-1", open_case(1));
	world->portal = first;
	ASSERT_FINE(store_case_by_code(world->store, "H19-1-1", take, &listed, &world->error));
	assert_int_equal(listed.count, 2);
	listed.count = 0;
	ASSERT_FINE(store_case_by_code(world->store, "H19-1", take, &listed, &world->error));
	ASSERT_FINE(store_case_by_code(world->store, "", take, &listed, &world->error));
	assert_int_equal(listed.count, 0);
}

/* Whatever is changed behind the store's back, the audit says so. */
static void tamper(struct world *world, const char *sql)
{
	char command[512];
	sprintf(command,
		"python3 -c \"import sqlite3; c = sqlite3.connect('%s');"
		" c.execute('''%s'''); c.commit()\"",
		world->location + strlen("sqlite:"), sql);
	assert_int_equal(system(command), 0);
}

static void count_sentence(void *user, const char *sentence)
{
	int *sentences = user;
	assert_non_null(strstr(sentence, "refolded"));
	++*sentences;
}

static void an_audit_finds_what_was_tampered_with(void **state)
{
	struct world *world = *state;
	struct audit_result audit;
	int sentences = 0;
	fill(world);
	/* a row of one cell: unit 1, field 1, month 0, of column 7 (overdue) one */
	tamper(world, "UPDATE tally SET cells = CAST(cells || x'010100800102' AS BLOB)"
		      " WHERE unit = 1 AND month = 0");
	ASSERT_FINE(store_audit(
		world->store, &world->judge, count_sentence, &sentences, &audit, &world->error));
	assert_int_equal(audit.cases, 11);
	assert_int_equal(audit.differences, 1);
	assert_int_equal(audit.misjudged, 0);
	assert_int_equal(sentences, 1);
	tamper(world, "UPDATE cases SET bucket = bucket + 1 WHERE bucket < 4");
	ASSERT_FINE(store_audit(
		world->store, &world->judge, count_sentence, &sentences, &audit, &world->error));
	assert_int_equal(audit.misjudged, 1);
	tamper(world, "UPDATE cases SET due = due + 864000 WHERE bucket = 7");
	ASSERT_FINE(store_audit(
		world->store, &world->judge, count_sentence, &sentences, &audit, &world->error));
	assert_int_equal(audit.misjudged, 4);
}

static void damaged_facts_are_said_to_be_damaged(void **state)
{
	struct world *world = *state;
	struct audit_result audit;
	struct listed listed = {.count = 0};
	fill(world);
	tamper(world, "UPDATE cases SET facts = zeroblob(12) WHERE bucket = 7");
	assert_int_equal(store_walk_cases(world->store, take, &listed, &world->error), -EBADMSG);
	assert_non_null(strstr(world->error.text, "the facts of a case are damaged"));
	assert_int_equal(
		store_audit(world->store, &world->judge, NULL, NULL, &audit, &world->error),
		-EBADMSG);
	struct case_record record = record_of("late-2", open_case(2));
	int64_t poll = poll_begin(world, false, noon(11));
	struct put_result result;
	for (int length = 12; length > 0; length -= 9) {
		char sql[64];
		batch_clear(world->batch);
		batch_add(world->batch, &record);
		sprintf(sql, "UPDATE cases SET facts = zeroblob(%d)", length);
		tamper(world, sql);
		assert_int_equal(store_put_page(world->store, poll, world->batch, &world->judge,
					 noon(11), &world->tally, &result, &world->error),
			-EBADMSG);
	}
}

static void a_tally_can_begin_with_a_month(void **state)
{
	struct world *world = *state;
	struct tally all = {0}, late = {0};
	int32_t november = 2026 * 12 + 10;
	struct case_facts october = closed_case(5, -30);
	october.received = noon(-31);
	see(world, "A-1", october, noon(1));
	see(world, "A-2", closed_case(5, 1), noon(1));
	see(world, "A-3", open_case(5), noon(1));
	ASSERT_FINE(store_load_tally(world->store, &all, &world->error));
	ASSERT_FINE(store_load_tally_since(world->store, november, &late, &world->error));
	assert_int_equal(tally_find(&all, (struct tally_key){1, 1, november - 1})->count[0], 1);
	assert_null(tally_find(&late, (struct tally_key){1, 1, november - 1}));
	assert_int_equal(tally_find(&late, (struct tally_key){1, 1, november})->count[0], 1);
	assert_int_equal(tally_find(&late, (struct tally_key){1, 1, 0})->count[BUCKET_DUE_SOON], 0);
	assert_int_equal(tally_find(&late, (struct tally_key){1, 1, 0})->count[BUCKET_IN_TIME], 1);
	tally_free(&all);
	tally_free(&late);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		TEST(the_worst_come_first),
		TEST(a_list_is_cut_at_its_limit),
		TEST(units_fields_and_buckets_narrow_a_list),
		TEST(cases_without_a_unit_are_found),
		TEST(a_walk_tells_of_every_case_once),
		TEST(a_callback_can_stop_a_list),
		TEST(the_oldest_overdue_is_the_earliest_due),
		TEST(every_portals_case_of_a_code_is_found),
		TEST(a_tally_can_begin_with_a_month),
		TEST(an_audit_finds_what_was_tampered_with),
		TEST(damaged_facts_are_said_to_be_damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
