/* Warnings before due dates (tells_warning.c): the days on which communes were looked at. */
#ifndef APP_WARNINGS_H
#define APP_WARNINGS_H

#include "base/hash.h"
#include "core/time/zone.h"

struct app;
struct warnings;

struct warnings *warnings_new(void);
void warnings_free(struct warnings *warnings);
/* When the next rule warns; NONE: none does. */
instant warnings_next(const struct app *app, instant now);

#endif
