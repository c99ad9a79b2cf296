/* Asking the running daemon itself, through its control socket: what no store tells. */
#ifndef COMMAND_OPERATE_ASK_DAEMON_H
#define COMMAND_OPERATE_ASK_DAEMON_H

#include "command/tool/tool.h"

#define ASK_MOST_MS 30000 /* a reload reads files and the store */

/* Writes the word ("debug", "reload"), and adds the JSON that comes within `wait_ms`. -ENOENT: no daemon
 * listens; -EACCES: whoever asks may not; -ETIMEDOUT; with a sentence. */
int ask_daemon(const struct tool *tool, const char *word, int wait_ms, struct text *answer,
	struct error *error);

/* Whether the configuration in force is the one on disk, of such an answer. */
struct daemon_configuration {
	bool known;
	bool refused; /* the last reload was */
	char since[48]; /* in force since then, RFC 3339 */
	char why[512];
};
void daemon_configuration_of(const struct text *answer, struct daemon_configuration *ret);

/* The answer for people: a line a member, indented. */
void daemon_answer_text(const struct text *answer, struct text *out);

#endif
