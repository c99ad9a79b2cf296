/* hentractl init: the first configuration, from answers that were given as options or asked for. */
#ifndef COMMAND_OPERATE_INIT_H
#define COMMAND_OPERATE_INIT_H

#include "command/tool/tool.h"

/* The order is that of the questions (init_ask.c). */
enum answer {
	ANSWER_PROVINCE,
	ANSWER_PROVINCE_NAME,
	ANSWER_PORTAL,
	ANSWER_PROFILE,
	ANSWER_URL, /* of a csv profile: the folder */
	ANSWER_HEADER, /* what the profile asks for; "" when it asks for none */
	ANSWER_SIGN_IN,
	ANSWER_USER,
	ANSWER_RELAY,
	ANSWER_TLS, /* "": what follows from the relay */
	ANSWER_FROM,
	ANSWER_OFFICE,
	ANSWER_CONTACT,
	ANSWER_HOTLINE, /* "": none */
	ANSWERS
};

struct init {
	struct tool *tool;
	const char *folder; /* of the configuration */
	bool installed; /* it is the service's: secrets are credentials */
	bool csv; /* the profile reads files */
	bool english; /* letters; what is asked goes by the locale unless said */
	char *answer[ANSWERS];
};

/* Options first, then questions when somebody sits there; every answer is looked at by the parser of
 * its key. EXIT_USAGE names the options that are missing or wrong. */
enum exit_code init_ask(struct init *init, const struct arguments *arguments);

/* What the answers make of hentra.conf and communes.csv. */
void init_settings_text(const struct init *init, struct text *out);
void init_communes_text(const struct init *init, struct text *out);
/* Where the secret NAME belongs, as a path. */
void init_secret_path(const struct init *init, const char *name, struct text *out);
/* Does signing in need a secret? */
bool init_needs_secret(const struct init *init);

#endif
