/* The table of settings: every section and key of hentra.conf, once. Parsing, sentences about
 * mistakes, defaults, the check of config/hentra.conf and the manual page all read it. A new
 * setting is a member in settings.h and a row in keys.c. */
#ifndef CONF_KEYS_H
#define CONF_KEYS_H

#include <stddef.h>

#include "conf/value.h"

struct section {
	const char *kind; /* "portal" */
	bool named; /* [portal NAME], any number of them */
	size_t size; /* of its struct */
	size_t offset; /* in struct settings: the struct itself, or for named ones the array */
	size_t count_offset; /* named: of the number of them */
	size_t name_offset; /* named: of the member that takes the name, in the section's struct */
	size_t where_offset; /* of its `where`; NO_OFFSET when it has none */
	const char *help;
};
#define NO_OFFSET ((size_t)-1)

struct key {
	const char *section;
	const char *name;
	const struct value_type *type;
	const char *fallback; /* the default as text; NULL: none */
	int64_t least, most; /* bounds in the type's unit; both 0: the type's own */
	const char *const *words; /* of a choice, NULL-terminated */
	size_t offset; /* in the section's struct */
	bool required; /* must be said */
	bool repeatable; /* may stand on several lines */
	const char *help; /* one sentence, for the manual */
};

extern const struct section sections[];
extern const size_t section_count;
extern const struct key keys[];
extern const size_t key_count;

const struct section *section_find(struct slice kind);
/* The row of a key in a section; NULL: there is none. */
const struct key *key_find(const char *section, struct slice name);
/* "did you mean every?" or where the key belongs, for a key that is not in the section; "" when
 * nothing is near. */
const char *key_hint(const char *section, struct slice name, char buffer[static 160]);
const char *section_hint(struct slice kind, char buffer[static 160]);

#endif
