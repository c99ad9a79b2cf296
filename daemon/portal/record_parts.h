/* A record on its way to a case; invisible outside this layer. */
#ifndef PORTAL_RECORD_PARTS_H
#define PORTAL_RECORD_PARTS_H

#include "portal/record.h"

/* The record being built: the first problem met is the one told. */
struct build {
	const struct record_context *context;
	struct record_values *values;
	struct case_record *record;
	enum record_problem problem;
	enum field about;
};

void build_fail(struct build *build, enum field field, enum record_problem problem);

/* The value one alternative yields, trimmed; length 0: none. */
struct slice build_alternative(
	struct build *build, enum field field, const struct alternative *way);
/* The first alternative with a value. */
struct slice build_first(struct build *build, enum field field, const struct field_map *map);

static inline struct slice build_value(struct build *build, enum field field)
{
	const struct field_map *map = &build->context->mapping->field[field];
	const struct slice none = {"", 0};
	if (!map->count || (map->only_slot >= 0 && !build->values->state[map->only_slot]))
		return none;
	return build_first(build, field, map);
}

#endif
