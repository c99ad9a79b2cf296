/* Any bytes: the reader ends, lines grow, and everything handed over is readable text. */
#include <stdint.h>
#include <stdlib.h>

#include "base/ini.h"
#include "base/utf8.h"

static void readable(struct slice text)
{
	if (!utf8_valid(text) || (text.length && memchr(text.data, 0, text.length)) ||
		(text.length && memchr(text.data, '\n', text.length)))
		abort();
}

static void on_line(void *user, const struct ini_line *line)
{
	int *last = user;
	if (line->line <= *last)
		abort();
	*last = line->line;
	readable(line->kind);
	readable(line->name);
	readable(line->key);
	readable(line->value);
}

static void on_problem(void *user, const char *file, int line, const char *sentence)
{
	(void)user, (void)file;
	if (line < 1 || !sentence[0])
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int last = 0;
	ini_read("x", (struct slice){(const char *)data, size}, on_line, on_problem, &last);
	return 0;
}
