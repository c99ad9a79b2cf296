/* Warnings before due dates (notify_warning.c): the days on which communes were looked at. */
#ifndef EVALUATE_WARNINGS_H
#define EVALUATE_WARNINGS_H

#include "base/hash.h"
#include "core/time/zone.h"

struct ground;
struct warnings;

struct warnings *warnings_new(void);
void warnings_free(struct warnings *warnings);
/* When the next rule warns; NONE: none does. */
instant warnings_next(const struct ground *ground, instant now);

#endif
