#include "unit/store/store_fixture.h"

static int take_case(void *user, const struct store_case *found)
{
	*(struct store_case *)user = *found;
	return 0;
}

static struct store_case get(struct world *world, const char *code)
{
	struct store_case found = {0};
	ASSERT_FINE(store_case_by_code(world->store, code, take_case, &found, &world->error));
	assert_true(found.id > 0);
	return found;
}

struct list {
	struct change changes[64];
	struct pause pauses[16];
	size_t count;
};

static int take_change(void *user, const struct change *change)
{
	struct list *list = user;
	list->changes[list->count++] = *change;
	return 0;
}

static int take_pause(void *user, const struct pause *pause)
{
	struct list *list = user;
	list->pauses[list->count++] = *pause;
	return 0;
}

static struct list changes_of(struct world *world, const char *code)
{
	struct list list = {.count = 0};
	ASSERT_FINE(store_changes(
		world->store, get(world, code).id, take_change, &list, &world->error));
	return list;
}

static struct list pauses_of(struct world *world, const char *code)
{
	struct list list = {.count = 0};
	ASSERT_FINE(
		store_pauses(world->store, get(world, code).id, take_pause, &list, &world->error));
	return list;
}

static void assert_audit_is_clean(struct world *world)
{
	struct audit_result audit;
	ASSERT_FINE(store_audit(world->store, &world->judge, NULL, NULL, &audit, &world->error));
	assert_int_equal(audit.differences, 0);
	assert_int_equal(audit.misjudged, 0);
}

/* --- facts and counts --- */

static void a_new_case_is_added_and_counted(void **state)
{
	struct world *world = *state;
	struct put_result result = see(world, "A-1", open_case(10), noon(1));
	assert_int_equal(result.added, 1);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
	assert_int_equal(counted(world, TALLY_RECEIVED), 1);
}

static void an_unchanged_case_writes_nothing(void **state)
{
	struct world *world = *state;
	see(world, "A-1", open_case(10), noon(1));
	struct put_result result = see(world, "A-1", open_case(10), noon(2));
	assert_int_equal(result.unchanged, 1);
	assert_int_equal(result.changed, 0);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
	assert_int_equal(changes_of(world, "A-1").count, 0);
}

static void a_closed_case_moves_to_its_bucket(void **state)
{
	struct world *world = *state;
	see(world, "A-1", open_case(10), noon(1));
	struct put_result result = see(world, "A-1", closed_case(10, 3), noon(3));
	assert_int_equal(result.changed, 1);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 0);
	assert_int_equal(counted(world, BUCKET_EARLY), 1);
	assert_int_equal(counted(world, TALLY_RECEIVED), 1);
}

static void everything_said_comes_back(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case(10);
	facts.submitted = noon(-3);
	facts.received = noon(0) + 1;
	facts.due = noon(10) + 999;
	facts.finished = noon(9) + 345;
	facts.returned = noon(10) + 7;
	facts.supplement_asked = noon(2);
	facts.supplement_done = noon(3);
	facts.status = STATUS_RETURNED;
	facts.channel = CHANNEL_POSTAL;
	facts.term = 90;
	facts.term_unit = TERM_WORKING_HOURS;
	facts.locked = true;
	facts.odd = ODD_DATE_ONLY_DUE | ODD_DUE_FAR;
	facts.supplements = 65535;
	struct case_record record = record_of("000.17.32.H99-261110-0042", facts);
	record.officer = SLICE("Cán bộ 7");
	int64_t poll = poll_begin(world, false, noon(11));
	batch_add(world->batch, &record);
	put_batch(world, poll, noon(11));
	struct store_case found = get(world, "000.17.32.H99-261110-0042");
	assert_string_equal(found.code, "000.17.32.H99-261110-0042");
	assert_string_equal(found.officer, "Cán bộ 7");
	assert_memory_equal(&found.facts, &facts, offsetof(struct case_facts, term) + 4);
	assert_int_equal(found.life.first_seen, noon(11));
	assert_int_equal(found.life.closed_seen, noon(11));
	assert_int_equal(found.frozen_at, noon(11));
	assert_int_equal(found.closed_at, facts.finished);
}

static void times_before_1970_come_back(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case(10);
	facts.due = -1;
	facts.received = -DAY_MS - 1;
	see(world, "A-1", facts, noon(1));
	assert_int_equal(get(world, "A-1").facts.due, -1);
	assert_int_equal(get(world, "A-1").facts.received, -DAY_MS - 1);
}

static void units_fields_and_procedures_are_named_as_last_said(void **state)
{
	struct world *world = *state;
	struct case_record record = record_of("A-1", open_case(10));
	size_t count;
	see(world, "A-1", open_case(10), noon(1));
	record.unit_name = SLICE("UBND xã Tiến Thành");
	int64_t poll = poll_begin(world, false, noon(2));
	batch_add(world->batch, &record);
	struct put_result result = put_batch(world, poll, noon(2));
	assert_int_equal(result.unchanged, 1); /* a name is no fact */
	assert_int_equal(changes_of(world, "A-1").count, 0);
	const struct store_unit *units = store_units(world->store, &count);
	assert_int_equal(count, 1);
	assert_string_equal(units[0].code, "H19.32");
	assert_string_equal(units[0].name, "UBND xã Tiến Thành");
	assert_int_equal(units[0].portal, world->portal);
	store_close(world->store);
	world_open(world);
	units = store_units(world->store, &count);
	assert_string_equal(units[0].name, "UBND xã Tiến Thành");
	assert_string_equal(store_fields(world->store, &count)[0].name, "Hộ tịch");
	assert_string_equal(store_procedures(world->store, &count)[0].code, "1.000656");
	assert_string_equal(store_portal_name(world->store, world->portal), "dongnai");
}

static void of_the_same_code_in_one_cycle_the_last_counts(void **state)
{
	struct world *world = *state;
	struct case_record first = record_of("A-1", open_case(10));
	struct case_record other = record_of("A-1", open_case(12));
	int64_t poll = poll_begin(world, false, noon(1));
	batch_add(world->batch, &first);
	batch_add(world->batch, &first);
	batch_add(world->batch, &other);
	struct put_result result = put_batch(world, poll, noon(1));
	assert_int_equal(result.added, 1);
	assert_int_equal(result.repeated, 2);
	assert_int_equal(result.conflicting, 1);
	assert_int_equal(get(world, "A-1").facts.due, end_of(12));
	batch_add(world->batch, &first);
	result = put_batch(world, poll, noon(1) + MINUTE_MS);
	assert_int_equal(result.repeated, 1);
	assert_int_equal(result.conflicting, 1);
	assert_int_equal(get(world, "A-1").facts.due, end_of(10));
	assert_audit_is_clean(world);
}

struct duplicates {
	int count;
	char code[64], detail[300];
	int64_t times;
};

static int take_duplicate(void *user, uint32_t portal, const char *code,
	enum record_problem problem, const char *detail, instant seen, int64_t count)
{
	(void)portal, (void)seen;
	struct duplicates *found = user;
	assert_int_equal(problem, RECORD_DUPLICATE);
	found->count++;
	found->times = count;
	snprintf(found->code, sizeof(found->code), "%s", code);
	snprintf(found->detail, sizeof(found->detail), "%s", detail);
	return 0;
}

static struct duplicates duplicates_of(struct world *world)
{
	struct duplicates found = {0};
	ASSERT_FINE(store_asides(world->store, take_duplicate, &found, &world->error));
	return found;
}

static void a_code_listed_twice_with_different_content_is_named_with_what_differs(void **state)
{
	struct world *world = *state;
	const char *code = "000.17.32.H99-261110-0042";
	struct case_record first = record_of(code, open_case(10));
	struct case_record other = record_of(code, closed_case(12, 3));
	int64_t poll = poll_begin(world, false, noon(1));
	batch_add(world->batch, &first);
	batch_add(world->batch, &other);
	assert_int_equal(put_batch(world, poll, noon(1)).conflicting, 1);
	struct duplicates found = duplicates_of(world);
	assert_int_equal(found.count, 1);
	assert_string_equal(found.code, code);
	assert_string_equal(found.detail, "status, due, finished");
	other.facts = closed_case(12, 4); /* and once more by a later batch */
	batch_add(world->batch, &other);
	assert_int_equal(put_batch(world, poll, noon(1)).conflicting, 1);
	poll_end(world, poll, noon(1));
	found = duplicates_of(world);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.times, 2);
	assert_string_equal(found.detail, "finished");
}

static void a_record_seen_twice_alike_is_no_conflict(void **state)
{
	struct world *world = *state;
	struct case_record record = record_of("A-1", open_case(10));
	int64_t poll = poll_begin(world, false, noon(1));
	batch_add(world->batch, &record);
	batch_next_page(world->batch);
	batch_add(world->batch, &record);
	assert_int_equal(put_batch(world, poll, noon(1)).conflicting, 0);
	batch_add(world->batch, &record);
	record.unit_name = SLICE("another name"); /* a name is no fact */
	batch_add(world->batch, &record);
	assert_int_equal(put_batch(world, poll, noon(1)).conflicting, 0);
	poll_end(world, poll, noon(1));
	assert_int_equal(duplicates_of(world).count, 0);
}

static void a_case_that_moves_on_between_two_pages_is_no_conflict(void **state)
{
	struct world *world = *state;
	struct case_record open = record_of("A-1", open_case(10));
	struct case_record closed = record_of("A-1", closed_case(10, 1));
	int64_t poll = poll_begin(world, false, noon(1));
	batch_add(world->batch, &open);
	batch_next_page(world->batch);
	batch_add(world->batch, &closed);
	struct put_result result = put_batch(world, poll, noon(1));
	assert_int_equal(result.repeated, 1);
	assert_int_equal(result.conflicting, 0);
	closed.facts.due = end_of(11); /* another due date and the same status: that is one */
	batch_add(world->batch, &closed);
	assert_int_equal(put_batch(world, poll, noon(1)).conflicting, 1);
	poll_end(world, poll, noon(1));
}

static bool there_is(struct world *world, const char *code)
{
	struct store_case found = {0};
	ASSERT_FINE(store_case_by_code(world->store, code, take_case, &found, &world->error));
	return found.id > 0;
}

/* A complete poll that lists one case which went by another code before. */
static struct put_result see_renamed(struct world *world, const char *code, const char *former,
	struct case_facts facts, instant now)
{
	struct case_record record = record_of(code, facts);
	record.former_code = slice_of(former);
	int64_t poll = poll_begin(world, false, now);
	batch_add(world->batch, &record);
	struct put_result result = put_batch(world, poll, now);
	poll_end(world, poll, now);
	return result;
}

static void a_case_accepted_is_the_one_that_waited_under_its_former_code(void **state)
{
	struct world *world = *state;
	struct case_facts waiting = {.status = STATUS_REGISTERED,
		.submitted = noon(0),
		.received = INSTANT_NONE,
		.due = INSTANT_NONE,
		.finished = INSTANT_NONE,
		.returned = INSTANT_NONE,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE};
	see(world, "7b0c-uid", waiting, noon(1));
	see(world, "7b0c-else", waiting, noon(1));
	assert_int_equal(counted(world, BUCKET_UNACCEPTED), 2);
	int64_t id = get(world, "7b0c-uid").id;
	struct put_result result = see_renamed(world, "H99-1", "7b0c-uid", open_case(9), noon(2));
	assert_int_equal(result.added, 0);
	assert_int_equal(result.changed, 1);
	assert_int_equal(counted(world, BUCKET_UNACCEPTED), 1);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
	assert_false(there_is(world, "7b0c-uid"));
	assert_int_equal(get(world, "H99-1").id, id);
	assert_int_equal(get(world, "H99-1").life.first_seen, noon(1));
	assert_int_equal(changes_of(world, "H99-1").changes[0].value, STATUS_REGISTERED);
	/* once accepted it is known by its code, whatever it says of its former one */
	result = see_renamed(world, "H99-1", "7b0c-else", open_case(9), noon(3));
	assert_int_equal(result.unchanged, 1);
	assert_true(there_is(world, "7b0c-else"));
	/* a case that was accepted already lends its row to nobody */
	result = see_renamed(world, "H99-2", "H99-1", open_case(9), noon(4));
	assert_int_equal(result.added, 1);
	assert_true(there_is(world, "H99-1"));
	assert_audit_is_clean(world);
}

static void codes_that_differ_little_are_different_cases(void **state)
{
	struct world *world = *state;
	static const char *const codes[] = {"a-b-c", "b-c-a", "a-b", "b-a", "a", "a-", "-a", "-",
		"ab", "a b", "A-b", "c-a-b", "b-c", "a--b", "b-a-"};
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		assert_int_equal(see(world, codes[i], open_case(10), noon(1)).added, 1);
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		assert_string_equal(get(world, codes[i]).code, codes[i]);
}

/* --- history --- */

static void an_earlier_value_is_kept_between_two_polls(void **state)
{
	struct world *world = *state;
	see(world, "A-1", open_case(10), noon(1));
	see(world, "A-1", open_case(10), noon(2));
	see(world, "A-1", open_case(12), noon(3));
	struct list list = changes_of(world, "A-1");
	assert_int_equal(list.count, 1);
	assert_int_equal(list.changes[0].fact, FACT_DUE);
	assert_int_equal(list.changes[0].value, end_of(10));
	assert_int_equal(list.changes[0].after, noon(2));
	assert_int_equal(list.changes[0].by, noon(3));
	assert_int_equal(get(world, "A-1").due_first_seen, end_of(10));
	assert_int_equal(get(world, "A-1").changes, 1);
}

static void a_poll_that_was_not_complete_bounds_nothing(void **state)
{
	struct world *world = *state;
	see(world, "A-1", open_case(10), noon(1));
	int64_t poll = poll_begin(world, false, noon(2));
	ASSERT_FINE(store_poll_end(
		world->store, poll, POLL_INCOMPLETE, 0, 0, 0, "reset", noon(2), &world->error));
	see(world, "A-1", open_case(12), noon(3));
	assert_int_equal(changes_of(world, "A-1").changes[0].after, noon(1));
}

static void a_value_that_was_absent_is_kept_as_absent(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case(10);
	facts.due = INSTANT_NONE;
	see(world, "A-1", facts, noon(1));
	see(world, "A-1", open_case(10), noon(3));
	assert_int_equal(changes_of(world, "A-1").changes[0].value, INSTANT_NONE);
	assert_int_equal(get(world, "A-1").due_first_seen, end_of(10));
}

static void a_pause_is_kept_with_both_bounds_and_the_stamps(void **state)
{
	struct world *world = *state;
	struct case_facts paused = open_case(10), running = open_case(10);
	see(world, "A-1", open_case(10), noon(1));
	paused.status = STATUS_SUPPLEMENT;
	paused.supplement_asked = noon(2) - HOUR_MS;
	see(world, "A-1", paused, noon(2));
	assert_int_equal(counted(world, BUCKET_PAUSED), 1);
	running.supplement_asked = paused.supplement_asked;
	running.supplement_done = noon(4) - HOUR_MS;
	see(world, "A-1", running, noon(4));
	struct list list = pauses_of(world, "A-1");
	assert_int_equal(list.count, 1);
	assert_int_equal(list.pauses[0].status, STATUS_SUPPLEMENT);
	assert_int_equal(list.pauses[0].began_after, noon(1));
	assert_int_equal(list.pauses[0].began_by, noon(2));
	assert_int_equal(list.pauses[0].began_said, noon(2) - HOUR_MS);
	assert_int_equal(list.pauses[0].ended_after, noon(2));
	assert_int_equal(list.pauses[0].ended_by, noon(4));
	assert_int_equal(list.pauses[0].ended_said, noon(4) - HOUR_MS);
}

static void a_lock_is_a_pause_that_ends(void **state)
{
	struct world *world = *state;
	struct case_facts locked = open_case(10);
	locked.locked = true;
	see(world, "A-1", locked, noon(1));
	see(world, "A-1", open_case(10), noon(3));
	struct list list = pauses_of(world, "A-1");
	assert_int_equal(list.count, 1);
	assert_int_equal(list.pauses[0].ended_after, noon(1));
	assert_int_equal(list.pauses[0].ended_by, noon(3));
	assert_int_equal(list.pauses[0].ended_said, INSTANT_NONE);
}

static void a_case_first_seen_paused_has_no_earlier_bound(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case(10);
	facts.status = STATUS_STOPPED;
	facts.locked = true;
	see(world, "A-1", facts, noon(1));
	struct list list = pauses_of(world, "A-1");
	assert_int_equal(list.count, 2); /* the lock is a pause of its own */
	assert_int_equal(list.pauses[0].status, 0);
	assert_int_equal(list.pauses[1].status, STATUS_STOPPED);
	assert_int_equal(list.pauses[1].began_after, INSTANT_NONE);
	assert_int_equal(list.pauses[1].ended_by, INSTANT_NONE);
}

/* --- the frozen verdict --- */

static void a_verdict_freezes_with_a_stated_finish(void **state)
{
	struct world *world = *state;
	see(world, "A-1", closed_case(3, 5), noon(6));
	assert_int_equal(counted(world, BUCKET_LATE), 1);
	/* the button "reset overdue cases": finish := due */
	see(world, "A-1", closed_case(3, 2), noon(7));
	struct store_case found = get(world, "A-1");
	assert_int_equal(found.bucket, BUCKET_LATE);
	assert_int_equal(found.closed_at, noon(5));
	assert_int_equal(found.frozen_at, noon(6));
	assert_int_equal(found.facts.finished, noon(2));
	assert_int_equal(counted(world, BUCKET_LATE), 1);
	assert_int_equal(counted(world, BUCKET_EARLY), 0);
	assert_int_equal(changes_of(world, "A-1").count, 1);
	assert_audit_is_clean(world);
}

static void a_close_without_a_finish_is_judged_again_until_one_is_stated(void **state)
{
	struct world *world = *state;
	struct case_facts facts = closed_case(3, 5);
	facts.finished = INSTANT_NONE;
	see(world, "A-1", facts, noon(6));
	struct store_case found = get(world, "A-1");
	assert_int_equal(found.bucket, BUCKET_LATE);
	assert_true(found.uncertain);
	assert_int_equal(found.closed_at, noon(6));
	assert_int_equal(found.frozen_at, INSTANT_NONE);
	see(world, "A-1", closed_case(3, 2), noon(7));
	found = get(world, "A-1");
	assert_int_equal(found.bucket, BUCKET_EARLY);
	assert_false(found.uncertain);
	assert_int_equal(found.frozen_at, noon(7));
	assert_int_equal(found.life.closed_seen, noon(6));
	assert_audit_is_clean(world);
}

static void a_reopened_case_is_open_again_and_freezes_anew(void **state)
{
	struct world *world = *state;
	see(world, "A-1", closed_case(30, 5), noon(6));
	see(world, "A-1", open_case(30), noon(7));
	assert_int_equal(counted(world, BUCKET_EARLY), 0);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
	assert_int_equal(get(world, "A-1").life.closed_seen, INSTANT_NONE);
	see(world, "A-1", closed_case(30, 31), noon(32));
	assert_int_equal(counted(world, BUCKET_LATE), 1);
	assert_int_equal(get(world, "A-1").frozen_at, noon(32));
	assert_audit_is_clean(world);
}

static void a_frozen_verdict_stands_under_another_way_of_comparing(void **state)
{
	struct world *world = *state;
	struct case_facts facts = closed_case(5, 5);
	facts.due = noon(5) - HOUR_MS;
	see(world, "A-1", facts, noon(6));
	world->judge.compare = COMPARE_INSTANT;
	int64_t cursor = 0;
	do
		ASSERT_FINE(store_judge_all_open(world->store, &world->judge, noon(7), 10, &cursor,
			&world->tally, &world->error));
	while (cursor);
	see(world, "A-2", facts, noon(8));
	assert_int_equal(get(world, "A-1").bucket, BUCKET_ON_TIME);
	assert_int_equal(get(world, "A-2").bucket, BUCKET_LATE);
	assert_audit_is_clean(world);
}

static void a_case_refused_after_acceptance_is_withdrawn(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case(10);
	facts.status = STATUS_REFUSED;
	see(world, "A-1", facts, noon(1));
	assert_int_equal(counted(world, BUCKET_REFUSED), 1);
	see(world, "A-2", open_case(10), noon(1));
	see(world, "A-2", facts, noon(2));
	assert_int_equal(counted(world, BUCKET_WITHDRAWN), 1);
	assert_audit_is_clean(world);
}

/* --- whose case it is --- */

static void a_case_that_changes_its_unit_is_counted_in_the_new_one(void **state)
{
	struct world *world = *state;
	struct case_record record = record_of("A-1", open_case(10));
	see(world, "A-1", open_case(10), noon(1));
	record.unit = SLICE("H19.40");
	int64_t poll = poll_begin(world, false, noon(2));
	batch_add(world->batch, &record);
	put_batch(world, poll, noon(2));
	struct tally_key old = {1, 1, 0}, new = {2, 1, 0};
	assert_int_equal(tally_find(&world->tally, old)->count[BUCKET_IN_TIME], 0);
	assert_int_equal(tally_find(&world->tally, new)->count[BUCKET_IN_TIME], 1);
	struct list list = changes_of(world, "A-1");
	assert_int_equal(list.changes[0].fact, FACT_UNIT);
	assert_int_equal(list.changes[0].value, 1);
	assert_audit_is_clean(world);
}

static struct put_result see_at(
	struct world *world, uint32_t portal, const char *code, int due, instant now)
{
	uint32_t own = world->portal;
	world->portal = portal;
	struct put_result result = see(world, code, open_case(due), now);
	world->portal = own;
	return result;
}

static void a_code_in_two_counted_portals_counts_under_the_first(void **state)
{
	struct world *world = *state;
	uint32_t second;
	second = world_portals(world, "dongnai", true, "tinh", true);
	see_at(world, second, "A-1", 10, noon(1));
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
	see_at(world, world->portal, "A-1", 10, noon(1));
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
	see_at(world, second, "A-1", 11, noon(2)); /* changes, and still does not count */
	see_at(world, world->portal, "A-2", 10, noon(2));
	see_at(world, second, "A-2", 10, noon(2));
	assert_int_equal(counted(world, BUCKET_IN_TIME), 2);
	assert_audit_is_clean(world);
}

static void the_cases_of_a_witness_portal_are_kept_and_not_counted(void **state)
{
	struct world *world = *state;
	uint32_t witness;
	witness = world_portals(world, "dongnai", true, "witness", false);
	see_at(world, witness, "A-1", 10, noon(1));
	see_at(world, witness, "A-1", 12, noon(2));
	assert_int_equal(counted(world, BUCKET_IN_TIME), 0);
	assert_false(get(world, "A-1").counted);
	assert_audit_is_clean(world);
}

static void a_portal_that_becomes_a_witness_is_counted_no_more(void **state)
{
	struct world *world = *state;
	uint32_t second, same;
	second = world_portals(world, "dongnai", true, "tinh", true);
	see_at(world, world->portal, "A-1", 10, noon(1));
	see_at(world, second, "A-1", 10, noon(1));
	see_at(world, second, "A-2", 10, noon(1));
	store_close(world->store);
	ASSERT_FINE(store_open(world->location, STORE_OWN, &world->store, &world->error));
	same = world_portals(world, "dongnai", false, "tinh", true);
	ASSERT_FINE(store_load_tally(world->store, &world->tally, &world->error));
	ASSERT_FINE(store_recount(world->store, &world->judge, &world->tally, &world->error));
	assert_int_equal(same, second);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 2);
	assert_audit_is_clean(world);
	/* and back, in the other order: now the second one counts both */
	store_close(world->store);
	ASSERT_FINE(store_open(world->location, STORE_OWN, &world->store, &world->error));
	world_portals(world, "tinh", true, "dongnai", true);
	ASSERT_FINE(store_load_tally(world->store, &world->tally, &world->error));
	see_at(world, second, "A-3", 10, noon(2)); /* a page recounts first, too */
	assert_int_equal(counted(world, BUCKET_IN_TIME), 3);
	assert_audit_is_clean(world);
}

/* --- time passes --- */

static void a_pass_moves_what_time_changed(void **state)
{
	struct world *world = *state;
	instant next;
	bool more;
	see(world, "A-1", open_case(10), noon(1)); /* Thursday 12 */
	see(world, "A-2", open_case(1), noon(1));
	ASSERT_FINE(store_next_change(world->store, &next, &world->error));
	assert_int_equal(next, noon(2) - 12 * HOUR_MS);
	ASSERT_FINE(store_judge_due(
		world->store, &world->judge, next, 1, &world->tally, &more, &world->error));
	assert_int_equal(counted(world, BUCKET_OVERDUE), 1);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
	ASSERT_FINE(store_next_change(world->store, &next, &world->error));
	assert_int_equal(next, noon(8) - 12 * HOUR_MS);
	ASSERT_FINE(store_judge_due(
		world->store, &world->judge, noon(11), 1, &world->tally, &more, &world->error));
	assert_true(more);
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, noon(11), 1, &world->tally,
			&more, &world->error));
	assert_int_equal(counted(world, BUCKET_OVERDUE), 2);
	ASSERT_FINE(store_next_change(world->store, &next, &world->error));
	assert_int_equal(next, INSTANT_NONE);
	ASSERT_FINE(store_judged_at(world->store, &next, &world->error));
	assert_int_equal(next, noon(11));
	assert_audit_is_clean(world);
}

static void new_settings_judge_the_open_cases_again(void **state)
{
	struct world *world = *state;
	int64_t cursor = 0;
	char code[16];
	for (int i = 0; i < 50; i++) {
		sprintf(code, "A-%d", i);
		see(world, code, i % 3 ? open_case(5) : closed_case(5, 1), noon(1));
	}
	world->judge.due_soon_days = 5;
	int rounds = 0;
	do {
		ASSERT_FINE(store_judge_all_open(world->store, &world->judge, noon(1), 1, &cursor,
			&world->tally, &world->error));
		rounds++;
	} while (cursor);
	assert_true(rounds > 1);
	assert_int_equal(counted(world, BUCKET_DUE_SOON), 33);
	assert_int_equal(counted(world, BUCKET_EARLY), 17);
	assert_audit_is_clean(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		TEST(a_new_case_is_added_and_counted),
		TEST(an_unchanged_case_writes_nothing),
		TEST(a_closed_case_moves_to_its_bucket),
		TEST(everything_said_comes_back),
		TEST(times_before_1970_come_back),
		TEST(units_fields_and_procedures_are_named_as_last_said),
		TEST(of_the_same_code_in_one_cycle_the_last_counts),
		TEST(a_code_listed_twice_with_different_content_is_named_with_what_differs),
		TEST(a_record_seen_twice_alike_is_no_conflict),
		TEST(a_case_that_moves_on_between_two_pages_is_no_conflict),
		TEST(a_case_accepted_is_the_one_that_waited_under_its_former_code),
		TEST(codes_that_differ_little_are_different_cases),
		TEST(an_earlier_value_is_kept_between_two_polls),
		TEST(a_poll_that_was_not_complete_bounds_nothing),
		TEST(a_value_that_was_absent_is_kept_as_absent),
		TEST(a_pause_is_kept_with_both_bounds_and_the_stamps),
		TEST(a_lock_is_a_pause_that_ends),
		TEST(a_case_first_seen_paused_has_no_earlier_bound),
		TEST(a_verdict_freezes_with_a_stated_finish),
		TEST(a_close_without_a_finish_is_judged_again_until_one_is_stated),
		TEST(a_reopened_case_is_open_again_and_freezes_anew),
		TEST(a_frozen_verdict_stands_under_another_way_of_comparing),
		TEST(a_case_refused_after_acceptance_is_withdrawn),
		TEST(a_case_that_changes_its_unit_is_counted_in_the_new_one),
		TEST(a_code_in_two_counted_portals_counts_under_the_first),
		TEST(the_cases_of_a_witness_portal_are_kept_and_not_counted),
		TEST(a_portal_that_becomes_a_witness_is_counted_no_more),
		TEST(a_pass_moves_what_time_changed),
		TEST(new_settings_judge_the_open_cases_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
