/* What the daemon is doing, for who wants to know why it does what it does (hentractl debug). */
#ifndef APP_DEBUG_H
#define APP_DEBUG_H

#include "base/text.h"

struct app;

/* One JSON object with a line feed: codes and texts of portals are not in it. */
void debug_json(const struct app *app, struct text *out);

#endif
