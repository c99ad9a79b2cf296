#include "command/speaker.h"

#include <stdlib.h>

const char *speaker(const struct arguments *arguments)
{
	const char *by = argument(arguments, "--by");
	if (!by)
		by = getenv("SUDO_USER");
	if (!by)
		by = getenv("USER");
	return by ? by : "?";
}
