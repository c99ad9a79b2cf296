/* Who says what an operator's command records. */
#ifndef COMMAND_SPEAKER_H
#define COMMAND_SPEAKER_H

#include "command/command.h"

/* --by, or whoever is signed in: SUDO_USER, then USER; "?" when nobody can be named. */
const char *speaker(const struct arguments *arguments);

#endif
