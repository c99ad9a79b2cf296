/* Any bytes, cut anywhere: the reader ends, and two different cuts give the same events and end. */
#include <stdint.h>
#include <stdlib.h>

#include "base/json.h"

struct seen {
	struct text trace;
	int depth;
};

static int on_event(void *user, enum json_event event, struct slice text)
{
	struct seen *seen = user;
	seen->depth += event == JSON_OBJECT || event == JSON_ARRAY;
	seen->depth -= event == JSON_OBJECT_END || event == JSON_ARRAY_END;
	if (seen->depth < 0 || seen->depth > 8)
		abort();
	text_add_char(&seen->trace, (char)('A' + event));
	text_add_slice(&seen->trace, text);
	return 0;
}

static int read_in(const uint8_t *data, size_t size, size_t step, struct text *ret_trace)
{
	struct json_limits limits = {.depth = 8, .token = 64};
	struct seen seen = {0};
	struct json_reader *reader = json_reader_new(&limits, on_event, &seen);
	int status = 0;
	for (size_t i = 0; i < size && !status; i += step)
		status = json_feed(
			reader, (const char *)data + i, size - i < step ? size - i : step, NULL);
	if (!status)
		status = json_end(reader, NULL);
	json_reader_free(reader);
	*ret_trace = seen.trace;
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text whole, bytes, written = {0};
	int status = read_in(data, size, size + 1, &whole);
	/* a refused document may have shown more or less of itself, depending on the cut */
	if (read_in(data, size, 1, &bytes) != status ||
		(!status && !slice_equal(text_slice(&whole), text_slice(&bytes))))
		abort();
	/* whatever it was, it can be written as a string that reads back */
	struct json_writer json = {.out = &written};
	json_slice(&json, NULL, (struct slice){(const char *)data, size < 60 ? size : 60});
	text_free(&whole);
	text_free(&bytes);
	text_free(&written);
	return 0;
}
