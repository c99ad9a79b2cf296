/* The INI dialect of hentra's files (hentra.conf, profiles, calendars):
 *   [section]  [kind name]  key = value  # comment, whole line or after white space
 * Values may be quoted with "…" (then # and outer blanks belong to the value; \" and \\ escape).
 * A line that starts with white space continues the value before it (joined by one blank); an
 * empty line ends a value, a comment line does not.
 * CRLF and a UTF-8 BOM are accepted; control characters, NUL and invalid UTF-8 are errors naming
 * their line. The keys under a wrong section line are passed over. */
#ifndef BASE_INI_H
#define BASE_INI_H

#include "base/error.h"
#include "base/slice.h"

struct ini_line {
	const char *file;
	int line; /* of the key, not of its continuations */
	struct slice kind; /* "portal" in [portal dongnai]; length 0 before the first section */
	struct slice name; /* "dongnai"; length 0 when the section has no name */
	struct slice key; /* length 0: the section line itself */
	struct slice value; /* unquoted, trimmed */
};

/* Called for each section line and each key. Slices are good during the call only, but kind, name
 * and key point into the content. */
typedef void ini_line_fn(void *user, const struct ini_line *line);
/* Called for each line that is not of the dialect; reading goes on with the next line. */
typedef void ini_problem_fn(void *user, const char *file, int line, const char *sentence);

/* Reads the whole of `content`, whatever is wrong in it. */
void ini_read(const char *file, struct slice content, ini_line_fn *on_line,
	ini_problem_fn *on_problem, void *user);

#endif
