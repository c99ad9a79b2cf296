/* A store in a directory of its own, a calendar, a judge, and short ways to say a case. */
#ifndef UNIT_STORE_STORE_FIXTURE_H
#define UNIT_STORE_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "store/store.h"

struct world {
	char folder[64];
	char location[96];
	struct zone *zone;
	struct calendar *calendar;
	struct judge judge;
	struct store *store;
	struct tally tally;
	struct batch *batch;
	uint32_t portal;
	struct error error;
};

#define ASSERT_FINE(call)                                                                          \
	do {                                                                                       \
		int result_ = (call);                                                              \
		if (result_ < 0)                                                                   \
			fail_msg("%s: %d: %s", #call, result_, world->error.text);                 \
	} while (0)

static inline struct calendar *plain_calendar(const struct zone *zone)
{
	struct calendar_year years[20];
	struct calendar_plan plan = {
		.years = years, .year_count = 20, .first_year = 2015, .last_year = 2034};
	struct calendar *calendar = NULL;
	struct error error;
	for (int i = 0; i < 20; i++)
		years[i] = (struct calendar_year){2015 + i, "made up"};
	for (int i = MONDAY; i <= FRIDAY; i++)
		plan.week[i] = (struct hours){2, {{420, 690}, {810, 1020}}};
	if (calendar_new(&plan, zone, &calendar, &error) < 0)
		fail_msg("%s", error.text);
	return calendar;
}

/* 12:00 in Vietnam, `days` after Monday 2026-11-02. */
static inline instant noon(int days)
{
	return (instant)(civil_day(2026, 11, 2) + days) * DAY_MS + 5 * HOUR_MS;
}

/* The last ms of a day, as a date-only due is kept. */
static inline instant end_of(int days)
{
	return noon(days) + 12 * HOUR_MS - 1;
}

/* Registers one portal or two, in this order: the id of the last one. */
static inline uint32_t world_portals(struct world *world, const char *first, bool first_counted,
	const char *second, bool second_counted)
{
	const struct store_registration both[] = {{first, first_counted}, {second, second_counted}};
	uint32_t ids[2];
	size_t count = second ? 2 : 1;
	ASSERT_FINE(store_register_portals(world->store, both, count, ids, &world->error));
	return ids[count - 1];
}

static inline void world_open(struct world *world)
{
	ASSERT_FINE(store_open(world->location, STORE_OWN, &world->store, &world->error));
	world->portal = world_portals(world, "dongnai", true, NULL, false);
	ASSERT_FINE(store_load_tally(world->store, &world->tally, &world->error));
}

static inline int world_new(void **state)
{
	struct world *world = xcalloc(1, sizeof(*world));
	strcpy(world->folder, "/tmp/hentra-store-XXXXXX");
	assert_non_null(mkdtemp(world->folder));
	sprintf(world->location, "sqlite:%s/store.db", world->folder);
	world->zone = zone_fixed(7 * 3600);
	world->calendar = plain_calendar(world->zone);
	world->judge = (struct judge){
		.calendar = world->calendar,
		.compare = COMPARE_DATE,
		.due_soon_days = 2,
		.pause_on = {[5] = true, [6] = true, [8] = true},
		.pause_on_lock = true,
	};
	world->batch = batch_new();
	world_open(world);
	*state = world;
	return 0;
}

static inline int world_free(void **state)
{
	struct world *world = *state;
	char command[128];
	store_close(world->store);
	tally_free(&world->tally);
	batch_free(world->batch);
	calendar_free(world->calendar);
	zone_free(world->zone);
	sprintf(command, "rm -r %s", world->folder);
	if (system(command) != 0)
		return -1;
	free(world);
	return 0;
}

static inline struct case_facts no_facts(void)
{
	return (struct case_facts){
		.submitted = INSTANT_NONE,
		.received = INSTANT_NONE,
		.due = INSTANT_NONE,
		.finished = INSTANT_NONE,
		.returned = INSTANT_NONE,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.channel = CHANNEL_IN_PERSON,
	};
}

/* An open case received on day 0. */
static inline struct case_facts open_case(int due)
{
	struct case_facts facts = no_facts();
	facts.status = STATUS_PROCESSING;
	facts.received = noon(0);
	facts.due = end_of(due);
	return facts;
}

static inline struct case_facts closed_case(int due, int finished)
{
	struct case_facts facts = open_case(due);
	facts.status = STATUS_PROCESSED;
	facts.finished = noon(finished);
	return facts;
}

static inline struct case_record record_of(const char *code, struct case_facts facts)
{
	return (struct case_record){
		.code = slice_of(code),
		.unit = SLICE("H19.32"),
		.unit_name = SLICE("UBND phường Tiến Thành"),
		.procedure = SLICE("1.000656"),
		.procedure_name = SLICE("Đăng ký khai tử"),
		.field = SLICE("G09-HT01"),
		.field_name = SLICE("Hộ tịch"),
		.facts = facts,
	};
}

static inline int64_t poll_begin(struct world *world, bool sweep, instant now)
{
	int64_t poll = 0;
	ASSERT_FINE(
		store_poll_begin(world->store, world->portal, sweep, now, &poll, &world->error));
	return poll;
}

static inline struct put_result put_batch(struct world *world, int64_t poll, instant now)
{
	struct put_result result;
	ASSERT_FINE(store_put_page(world->store, poll, world->batch, &world->judge, now,
		&world->tally, &result, &world->error));
	batch_clear(world->batch);
	return result;
}

static inline void poll_end(struct world *world, int64_t poll, instant now)
{
	ASSERT_FINE(
		store_poll_end(world->store, poll, POLL_COMPLETE, 1, 1, 0, "", now, &world->error));
}

/* A complete poll that lists one case. */
static inline struct put_result see(
	struct world *world, const char *code, struct case_facts facts, instant now)
{
	struct case_record record = record_of(code, facts);
	int64_t poll = poll_begin(world, false, now);
	batch_add(world->batch, &record);
	struct put_result result = put_batch(world, poll, now);
	poll_end(world, poll, now);
	return result;
}

/* The caller's tally over all units, fields and months. */
static inline int64_t counted(const struct world *world, int column)
{
	int64_t sum = 0;
	for (size_t i = 0; i < world->tally.used; i++)
		sum += world->tally.cells[i].count[column];
	return sum;
}

#endif
