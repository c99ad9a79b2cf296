/* Viet Nam's zone and its official calendar, and a judge as it is configured by default. */
#ifndef TESTS_WORLD_FIXTURE_H
#define TESTS_WORLD_FIXTURE_H

#include "core/case/verdict.h"
#include "unit/core/time_fixture.h"

struct world {
	struct zone *zone;
	struct calendar *calendar;
	struct judge judge;
};

static int open_world(void **state)
{
	struct world *world = xcalloc(1, sizeof(*world));
	world->zone = vietnam();
	world->calendar = official_calendar(world->zone, true);
	world->judge = (struct judge){.calendar = world->calendar,
		.compare = COMPARE_DATE,
		.due_soon_days = 2,
		.pause_on =
			{[STATUS_SUPPLEMENT] = true, [STATUS_FEE] = true, [STATUS_STOPPED] = true},
		.pause_on_lock = true};
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	struct world *world = *state;
	calendar_free(world->calendar);
	zone_free(world->zone);
	free(world);
	return 0;
}

#endif
