/* Rules as they stand on a commune, for pages and metrics. */
#ifndef TESTS_STANDING_FIXTURE_H
#define TESTS_STANDING_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "page/standing.h"

#define UNUSED __attribute__((unused))

UNUSED static struct page_look fixture_look(bool english)
{
	static struct zone *zone;
	if (!zone)
		zone = zone_fixed(7 * 3600);
	return (struct page_look){.english = english,
		.province = "Tỉnh Lâm Đồng",
		.contact = "",
		.zone = zone,
		.now = INT64_C(1795305600000), /* 2026-11-22 07:00 */
		.root = ""};
}

UNUSED static void set_band(const char *text, struct condition *conditions, int *count)
{
	struct error error = {0};
	if (conditions_parse(slice_of(text), conditions, count, &error) < 0)
		fail_msg("%s", error.text);
}

/* A rule that fires at `level` and is critical at twice as much. */
UNUSED static struct rule rule_on(enum measure measure, int64_t level)
{
	return (struct rule){.name = "r",
		.fire = {{measure, AT_LEAST, level}},
		.fire_count = 1,
		.critical = {{measure, AT_LEAST, 2 * level}},
		.critical_count = 1};
}

UNUSED static struct page_standing standing_of(const struct rule *rule, int64_t value)
{
	return (struct page_standing){.name = rule->name,
		.rule = rule,
		.scope = SCOPE_COMMUNE,
		.code = "22954",
		.subject = "Phường Tiến Thành",
		.reading = {.at = INT64_C(1795305600000), .value = {{READING_WHOLE, value}}},
		.since = INSTANT_NONE,
		.acknowledged_until = INSTANT_NONE,
		.silenced_until = INSTANT_NONE};
}

#endif
