#include "command/tool/speaker.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "command/tool/tool.h"

#define LINE_MAX_BYTES 1000

const char *speaker(const struct arguments *arguments)
{
	const char *by = argument(arguments, "--by");
	if (!by)
		by = getenv("SUDO_USER");
	if (!by)
		by = getenv("USER");
	if (!by) {
		const struct passwd *account = getpwuid(getuid());
		by = account ? account->pw_name : NULL;
	}
	return by ? by : "?";
}

enum exit_code speaker_line(const char *option, const char *text)
{
	size_t length = strlen(text);
	bool says = false;
	if (length > LINE_MAX_BYTES)
		return tool_fail(EXIT_USAGE, "%s is longer than %d bytes", option, LINE_MAX_BYTES);
	if (!utf8_valid(slice_of(text)))
		return tool_fail(EXIT_USAGE, "%s is not UTF-8", option);
	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		if (*at < ' ' || *at == 0x7f)
			return tool_fail(EXIT_USAGE,
				"%s is one line: no line breaks, tabs or other control characters",
				option);
		says |= *at != ' ';
	}
	return says ? EXIT_FINE : tool_fail(EXIT_USAGE, "%s is empty", option);
}
