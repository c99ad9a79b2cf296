/* One key of a profile: where its value goes and what it may be. */
#ifndef PORTAL_KEY_H
#define PORTAL_KEY_H

#include "portal/profile_parts.h"

enum key_type {
	KEY_TEXT,
	KEY_TEXTS, /* may stand several times */
	KEY_LIST, /* a | b | c */
	KEY_YES_NO,
	KEY_NUMBER, /* least .. most */
	KEY_WALL, /* a length of time in ms */
	KEY_CHOICE,
	KEY_TEMPLATE, /* `least` is the mask of placeholders */
	KEY_ANSWER, /* pointers into an answer; `least` is the enum answer_value */
	KEY_WORDS, /* a | b | 'c' to look values up in */
	KEY_CALL
};

typedef int key_fn(struct profile *profile, struct slice value, struct error *error);

struct key {
	const char *name;
	enum key_type type;
	size_t offset; /* in the listing for request, sweep and incremental, else in the profile */
	int64_t least, most;
	const char *const *choices; /* NULL-terminated, in the order of their enum */
	key_fn *call;
};

/* Sets the value at base + offset. -EINVAL: a wrong one, with a sentence. */
int key_set(const struct key *key, struct profile *profile, char *base, struct slice value,
	struct error *error);

/* Gives the pointers `/a | /b` a meaning in an answer. */
int answer_add_pointers(
	struct answer_plan *answer, int slot, struct slice value, struct error *error);

#endif
