/* Who is to be told of a rule's alerts on a subject, by today's configuration and directory. */
#ifndef CONF_RECIPIENTS_H
#define CONF_RECIPIENTS_H

#include "conf/settings.h"
#include "core/commune.h"

struct recipient {
	const char *channel; /* its name; strings of the settings and the directory */
	const char *address; /* e-mail address or URL */
	struct duration after; /* the rung of the ladder: so long after the opening; 0: at once */
};
/* Zero-initialised is empty. */
struct recipients {
	struct recipient *items;
	size_t count, capacity;
	const char *const *returned; /* addresses that take no letters, ended by NULL; NULL: none */
};
void recipients_clear(struct recipients *recipients); /* keeps the memory */
void recipients_free(struct recipients *recipients);

/* Adds those of the rule's channels, then those of its ladder; each channel and address once, at its
 * first rung. When a channel writes to communes and this one has no address, or letters to all of them
 * come back (they are sent nevertheless: a mailbox may work again), the ladder's first rung
 * is told at once, or the office (office.h) when the rule names neither a ladder nor an address:
 * somebody must know. Warnings before due dates are the commune's own matter and go to nobody else. `commune` NULL: the subject is none. */
void recipients_of(struct recipients *recipients, const struct settings *settings,
	const struct rule_settings *rule, const struct commune *commune);
/* NULL: not one of them. */
const struct recipient *recipients_find(
	const struct recipients *recipients, const char *channel, const char *address);

#endif
