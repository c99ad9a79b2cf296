/* Anybody can send a letter to envelope-from: whatever it holds, what is read of it is printable,
 * valid UTF-8 on one line. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "message/bounce.h"

static void check(const char *text)
{
	if (!utf8_valid(slice_of(text)))
		abort();
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bounce bounce;
	struct error error;
	if (bounce_read((struct slice){(const char *)data, size}, &bounce, &error) < 0)
		return 0;
	if (!bounce.key[0] || !bounce.recipient[0])
		abort();
	check(bounce.key);
	check(bounce.recipient);
	check(bounce.words);
	bounce_free(&bounce);
	return 0;
}
