/* The configuration as written: sections and keys of all sources put together, before any value is
 * looked at. Here unknown and repeated names are found, and drop-ins override. */
#ifndef CONF_RAW_H
#define CONF_RAW_H

#include "conf/keys.h"
#include "conf/settings.h"

struct raw_value {
	const struct key *key;
	const char *text;
	struct where where;
	size_t source; /* which of the files */
};

struct raw_section {
	const struct section *section;
	const char *name; /* "" when the section has none */
	struct where where;
	size_t source;
	struct raw_value *values;
	size_t count;
	size_t capacity;
};

struct raw {
	struct raw_section *sections;
	size_t count;
	size_t capacity;
};

/* Reports what is wrong and keeps the rest. Text is kept in the arena. */
void raw_read(struct raw *raw, struct arena *arena, const struct settings_source *sources,
	size_t count, settings_problem_fn *on_problem, void *user);
void raw_free(struct raw *raw);
/* "portal dongnai", or "mail": how a sentence begins. */
const char *raw_title(const struct raw_section *section, char buffer[static 100]);

#endif
