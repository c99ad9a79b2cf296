/* The office: whoever is written to by an address of their own, not as a commune's chair. They are
 * told of what goes wrong with telling itself. */
#ifndef CONF_OFFICE_H
#define CONF_OFFICE_H

#include "conf/settings.h"

/* Each address of the e-mail channels once, by the first channel that names it. */
typedef void office_fn(void *user, const struct channel_settings *channel, const char *address);
void office_each(const struct settings *settings, office_fn *on_address, void *user);

#endif
