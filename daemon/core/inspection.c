#include "core/inspection.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static const struct {
	const char *name, *vi, *en;
} risks[RISK_COUNT] = {
	[RISK_OVERDUE] = {"overdue", "tỷ lệ quá hạn", "share overdue"},
	[RISK_OLDEST] = {"oldest", "quá hạn lâu nhất", "oldest overdue"},
	[RISK_LATE] = {"late", "tỷ lệ trễ hạn", "share late"},
	[RISK_SUSPICIONS] = {"suspicions", "dấu hiệu nghi vấn", "suspicions"},
	[RISK_ALERTS] = {"alerts", "đợt cảnh báo", "alerts"},
	[RISK_CHANCE] = {"chance", "ngẫu nhiên", "chance"},
};

const char *risk_name(enum risk risk)
{
	return risks[risk].name;
}

const char *risk_words(enum risk risk, bool english)
{
	return english ? risks[risk].en : risks[risk].vi;
}

int64_t inspection_share(int64_t part, int64_t whole, int64_t at_least)
{
	int64_t of = whole < at_least ? at_least : whole;
	return of > 0 ? (part * 20000 + of) / (2 * of) : 0;
}

size_t inspection_places(
	const struct inspected *units, size_t count, const struct inspection_plan *plan)
{
	size_t wanted = (count * (size_t)plan->share + 99) / 100, done = 0;
	for (size_t i = 0; i < count; i++)
		done += units[i].last >= plan->year_from;
	return wanted > done ? wanted - done : 0;
}

static void set_points(struct inspected *units, size_t count, const struct inspection_plan *plan)
{
	int64_t most[RISK_COUNT] = {0};
	for (size_t i = 0; i < count; i++) {
		struct inspected *unit = &units[i];
		unit->value[RISK_CHANCE] =
			(int64_t)(hash_bytes(unit->code, strlen(unit->code), plan->seed) & 0xFFFF);
		for (int risk = 0; risk < RISK_COUNT; risk++)
			if (unit->value[risk] > most[risk])
				most[risk] = unit->value[risk];
	}
	for (size_t i = 0; i < count; i++) {
		struct inspected *unit = &units[i];
		unit->total = 0;
		unit->chosen = CHOSEN_NOT;
		for (int risk = 0; risk < RISK_COUNT; risk++) {
			unit->points[risk] = most[risk] ? plan->weight[risk] * 100 *
								  unit->value[risk] / most[risk]
							: 0;
			unit->total += unit->points[risk];
		}
	}
}

static int by_chance(const struct inspected *a, const struct inspected *b)
{
	if (a->value[RISK_CHANCE] != b->value[RISK_CHANCE])
		return a->value[RISK_CHANCE] > b->value[RISK_CHANCE] ? -1 : 1;
	return strcmp(a->code, b->code);
}

/* DAY_NONE is the least day: who was never inspected has waited longest. */
static int longest_wait_first(const void *left, const void *right)
{
	const struct inspected *a = left, *b = right;
	if (a->last != b->last)
		return a->last < b->last ? -1 : 1;
	return by_chance(a, b);
}

static int greatest_risk_first(const void *left, const void *right)
{
	const struct inspected *a = left, *b = right;
	if (a->total != b->total)
		return a->total > b->total ? -1 : 1;
	return by_chance(a, b);
}

static int chosen_first(const void *left, const void *right)
{
	static const int place[] = {
		[CHOSEN_BY_ROTATION] = 0, [CHOSEN_BY_RISK] = 1, [CHOSEN_NOT] = 2};
	const struct inspected *a = left, *b = right;
	if (a->chosen != b->chosen)
		return place[a->chosen] - place[b->chosen];
	return a->chosen == CHOSEN_BY_ROTATION ? longest_wait_first(a, b)
					       : greatest_risk_first(a, b);
}

/* Gives places to the first units, in their order, that have none and were not inspected this year. */
static size_t give(struct inspected *units, size_t count, size_t places, enum chosen chosen,
	const struct inspection_plan *plan)
{
	size_t given = 0;
	for (size_t i = 0; i < count && given < places; i++) {
		if (units[i].chosen != CHOSEN_NOT || units[i].last >= plan->year_from)
			continue;
		units[i].chosen = chosen;
		given++;
	}
	return given;
}

size_t inspection_choose(struct inspected *units, size_t count, const struct inspection_plan *plan)
{
	size_t places = inspection_places(units, count, plan);
	size_t by_rotation = (places * (size_t)plan->rotation + 99) / 100;
	if (!count)
		return 0;
	set_points(units, count, plan);
	qsort(units, count, sizeof(*units), longest_wait_first);
	size_t given = give(units, count, by_rotation, CHOSEN_BY_ROTATION, plan);
	qsort(units, count, sizeof(*units), greatest_risk_first);
	given += give(units, count, places - given, CHOSEN_BY_RISK, plan);
	qsort(units, count, sizeof(*units), chosen_first);
	return given;
}
