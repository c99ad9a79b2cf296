/* What one value alone cannot show: values that follow from others, and values that contradict
 * each other. */
#ifndef CONF_SETTINGS_CHECK_H
#define CONF_SETTINGS_CHECK_H

#include "conf/settings.h"

/* Decides what was left open: a channel's language, mail's tls and envelope, members a failed value
 * left NULL. */
void settings_complete(struct settings *settings);
void settings_check(const struct settings *settings, settings_problem_fn *on_problem, void *user);

/* Was the value that was written for a member refused? Then it holds its default, and nothing that
 * follows from that needs to be said. */
bool settings_refused(const struct settings *settings, const void *member);

/* "http://127.0.0.1:8080/x" → is the host this machine itself? Also for "host:port". */
bool place_is_local(const char *place);

#endif
