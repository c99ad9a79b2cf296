/* The command line of hentrad. */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include "core/time/civil.h"

/* Exit codes: a service manager may restart after 3, but not after 2 and 78. */
enum daemon_exit {
	DAEMON_FINE = 0,
	DAEMON_INCOMPLETE = 1, /* --once: a portal was not read completely */
	DAEMON_USAGE = 2,
	DAEMON_ENVIRONMENT = 3, /* store, files, memory: may be better next time */
	DAEMON_CONFIGURATION = 78 /* EX_CONFIG: somebody must edit a file first */
};

struct options {
	const char *config;
	bool once;
	instant now; /* --now; NONE: the clock */
};

/* True: go on with *ret_options. False: everything is said, exit with *ret_exit. */
bool options_parse(int argc, char **argv, struct options *ret_options, enum daemon_exit *ret_exit);

#endif
