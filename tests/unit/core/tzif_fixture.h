/* Time zone data made by the tests themselves: version 2, one or more transitions, a footer. */
#ifndef TESTS_TZIF_FIXTURE_H
#define TESTS_TZIF_FIXTURE_H

#include <stdio.h>
#include <string.h>

#include "unit/core/time_fixture.h"

struct tzif {
	size_t length;
	char data[2048];
};

struct tzif_transition {
	int64_t at; /* seconds */
	int offset;
};

UNUSED static void tzif_number(struct tzif *tzif, int64_t number, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		tzif->data[tzif->length++] = (char)((uint64_t)number >> (8 * i));
}

UNUSED static void tzif_header(struct tzif *tzif, char version, size_t transitions, size_t types)
{
	memcpy(tzif->data + tzif->length, "TZif", 4);
	tzif->data[tzif->length + 4] = version;
	memset(tzif->data + tzif->length + 5, 0, 15);
	tzif->length += 20;
	tzif_number(tzif, 0, 4); /* UT indicators */
	tzif_number(tzif, 0, 4); /* standard indicators */
	tzif_number(tzif, 0, 4); /* leap seconds */
	tzif_number(tzif, (int64_t)transitions, 4);
	tzif_number(tzif, (int64_t)types, 4);
	tzif_number(tzif, 4, 4); /* bytes of names */
}

UNUSED static void tzif_block(struct tzif *tzif, int width, int first_offset,
	const struct tzif_transition *transitions, size_t count)
{
	for (size_t i = 0; i < count; i++)
		tzif_number(tzif, transitions[i].at, width);
	for (size_t i = 0; i < count; i++)
		tzif_number(tzif, (int64_t)i + 1, 1);
	for (size_t i = 0; i <= count; i++) {
		tzif_number(tzif, i ? transitions[i - 1].offset : first_offset, 4);
		tzif_number(tzif, 0, 2); /* not summer time, name 0 */
	}
	tzif_number(tzif, 0x58585800, 4); /* "XXX" */
}

/* `footer` NULL: a file of version 1. */
UNUSED static struct tzif tzif_of(int first_offset, const struct tzif_transition *transitions,
	size_t count, const char *footer)
{
	struct tzif tzif = {.length = 0};
	tzif_header(&tzif, footer ? '2' : '\0', count, count + 1);
	tzif_block(&tzif, 4, first_offset, transitions, count);
	if (!footer)
		return tzif;
	tzif_header(&tzif, '2', count, count + 1);
	tzif_block(&tzif, 8, first_offset, transitions, count);
	tzif.length += (size_t)snprintf(
		tzif.data + tzif.length, sizeof(tzif.data) - tzif.length, "\n%s\n", footer);
	return tzif;
}

UNUSED static struct zone *zone_of_tzif(const struct tzif *tzif)
{
	struct zone *zone = NULL;
	struct error error = {""};
	if (zone_parse((struct slice){tzif->data, tzif->length}, &zone, &error) < 0)
		fail_msg("%s", error.text);
	return zone;
}

/* A zone of one rule for ever, e.g. "CET-1CEST,M3.5.0,M10.5.0/3". */
UNUSED static struct zone *zone_of_rule(const char *footer)
{
	struct tzif tzif = tzif_of(0, NULL, 0, footer);
	return zone_of_tzif(&tzif);
}

#define NETHERLANDS "CET-1CEST,M3.5.0,M10.5.0/3"

#endif
