/* The intake: from pages to the store, in batches, in turns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "ground/ground.h"
#include "poll/intake.h"

struct fixture {
	struct ground ground;
	struct zone *zone;
	struct calendar *calendar;
	struct intake *intake;
	char path[64];
	int64_t poll;
	int progress;
};

static void on_progress(void *user)
{
	((struct fixture *)user)->progress++;
}

static struct calendar *weekdays(const struct zone *zone)
{
	static const struct hours open = {.count = 1, .span = {{480, 1020}}};
	struct calendar_plan plan = {.first_year = 2020, .last_year = 2030};
	struct calendar *calendar;
	struct error error;

	for (int weekday = MONDAY; weekday <= FRIDAY; weekday++)
		plan.week[weekday] = open;
	if (calendar_new(&plan, zone, &calendar, &error) < 0)
		fail_msg("%s", error.text);
	return calendar;
}

static int setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof(*f));
	struct error error;
	char location[96];
	uint32_t portal;

	snprintf(f->path, sizeof(f->path), "/tmp/hentra-intake-XXXXXX");
	close(mkstemp(f->path));
	unlink(f->path);
	snprintf(location, sizeof(location), "sqlite:%s", f->path);
	f->zone = zone_fixed(7 * 3600);
	f->calendar = weekdays(f->zone);
	f->ground.judge = (struct judge){.calendar = f->calendar, .due_soon_days = 2};
	f->ground.loop = ev_loop_new(EVFLAG_AUTO);
	if (store_open(location, STORE_OWN, &f->ground.store, &error) < 0 ||
		store_register_portals(f->ground.store, &(struct store_registration){"p", true}, 1,
			&portal, &error) < 0 ||
		store_poll_begin(f->ground.store, portal, true, 1700000000000, &f->poll, &error) <
			0)
		fail_msg("%s", error.text);
	f->ground.once = true; /* nobody else closes days */
	f->intake = intake_new(&f->ground, on_progress, f);
	intake_begin(f->intake, f->poll);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	static const char *const endings[] = {"", "-wal", "-shm", ".lock"};
	char file[96];

	intake_free(f->intake);
	store_close(f->ground.store);
	tally_free(&f->ground.tally);
	calendar_free(f->calendar);
	zone_free(f->zone);
	ev_loop_destroy(f->ground.loop);
	for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
		snprintf(file, sizeof(file), "%s%s", f->path, endings[i]);
		unlink(file);
	}
	free(f);
	return 0;
}

static void record(struct fixture *f, int number)
{
	char code[32];

	snprintf(code, sizeof(code), "H-%08d", number);
	intake_record(f->intake, &(struct case_record){
					 .code = slice_of(code),
					 .unit = SLICE("000.01"),
					 .unit_name = SLICE("Phường Tiến Thành"),
					 .procedure = SLICE("1.000656"),
					 .field = SLICE("HT"),
					 .facts =
						 {
							 .submitted = INSTANT_NONE,
							 .received = 1690000000000,
							 .due = 1690900000000,
							 .finished = INSTANT_NONE,
							 .returned = INSTANT_NONE,
							 .supplement_asked = INSTANT_NONE,
							 .supplement_done = INSTANT_NONE,
							 .status = STATUS_PROCESSING,
							 .channel = CHANNEL_ONLINE,
						 },
				 });
}

static int on_case(void *user, const struct store_case *found)
{
	(void)found;
	++*(int *)user;
	return 0;
}

static int stored(struct fixture *f)
{
	int count = 0;
	struct error error;
	struct case_filter filter = {.bucket = -1};

	if (store_cases(f->ground.store, &filter, on_case, &count, &error) < 0)
		fail_msg("%s", error.text);
	return count;
}

/* The loop ends by itself when no turn is planned any more. */
static void turns(struct fixture *f)
{
	ev_run(f->ground.loop, 0);
}

static void a_page_that_breaks_off_leaves_nothing(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 500; i++)
		record(f, i);
	intake_page_broken(f->intake);
	intake_page_whole(f->intake); /* an empty page after it */
	intake_flush(f->intake);
	turns(f);
	assert_true(intake_empty(f->intake));
	assert_int_equal(stored(f), 0);
}

static void whole_pages_are_put_when_a_later_one_breaks_off(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 500; i++)
		record(f, i);
	intake_page_whole(f->intake);
	for (int i = 500; i < 700; i++)
		record(f, i);
	intake_page_broken(f->intake);
	for (int i = 700; i < 800; i++)
		record(f, i);
	intake_page_whole(f->intake);
	intake_flush(f->intake);
	turns(f);
	assert_int_equal(stored(f), 600);
	assert_int_equal(intake_changed(f->intake), 600);
	assert_int_equal(f->progress, 1);
}

static void many_records_are_put_in_turns_of_the_loop(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 3000; i++)
		record(f, i);
	intake_page_whole(f->intake);
	assert_int_equal(f->progress, 0); /* never from inside */
	assert_false(intake_empty(f->intake));
	intake_flush(f->intake);
	turns(f);
	assert_true(intake_empty(f->intake));
	assert_true(f->progress >= 2);
	assert_int_equal(stored(f), 3000);
}

static void a_page_too_large_to_hold_back_streams(void **state)
{
	struct fixture *f = *state;
	const int many = INTAKE_HELD_BYTES / 150;

	for (int i = 0; i < many; i++)
		record(f, i);
	int streamed = stored(f);
	assert_true(streamed > 0);
	intake_page_broken(f->intake);
	intake_flush(f->intake);
	turns(f);
	assert_true(stored(f) >= streamed); /* what went on stays */
}

static void stopping_puts_whole_pages_at_once(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 300; i++)
		record(f, i);
	intake_page_whole(f->intake);
	record(f, 300);
	intake_finish(f->intake);
	assert_true(intake_empty(f->intake));
	assert_int_equal(stored(f), 300);
	turns(f);
	assert_int_equal(f->progress, 0);
}

static void a_poll_that_is_not_running_fails_the_intake_once_and_for_all(void **state)
{
	struct fixture *f = *state;
	struct error error;

	intake_begin(f->intake, f->poll + 1000);
	record(f, 1);
	intake_page_whole(f->intake);
	intake_flush(f->intake);
	turns(f);
	assert_true(intake_failed(f->intake, &error) < 0);
	assert_true(error.text[0]);
	assert_int_equal(stored(f), 0);
}

#define with_store(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(a_page_that_breaks_off_leaves_nothing),
		with_store(whole_pages_are_put_when_a_later_one_breaks_off),
		with_store(many_records_are_put_in_turns_of_the_loop),
		with_store(a_page_too_large_to_hold_back_streams),
		with_store(stopping_puts_whole_pages_at_once),
		with_store(a_poll_that_is_not_running_fails_the_intake_once_and_for_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
