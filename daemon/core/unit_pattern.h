/* A unit code or a pattern of unit codes: `*` stands for any characters or none. */
#ifndef CORE_UNIT_PATTERN_H
#define CORE_UNIT_PATTERN_H

#include "base/slice.h"

enum pattern_shape {
	PATTERN_EXACT, /* no star */
	PATTERN_PREFIX, /* H56.14* */
	PATTERN_SUFFIX, /* *.32.H19 */
	PATTERN_MIXED /* a star in the middle, or several */
};

struct unit_pattern {
	struct slice text;
	enum pattern_shape shape;
	size_t literal; /* characters other than stars: the longest wins */
};

struct unit_pattern unit_pattern(struct slice text);
bool unit_pattern_matches(const struct unit_pattern *pattern, struct slice unit);
/* The literal of an exact, prefix or suffix pattern; the whole text of a mixed one. */
struct slice unit_pattern_literal(const struct unit_pattern *pattern);
/* Could one unit match both, and neither be the better match? */
bool unit_pattern_ties(const struct unit_pattern *a, const struct unit_pattern *b);

#endif
