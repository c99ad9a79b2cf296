/* Any bytes, cut anywhere: two different cuts give the same records; what was read and is written
 * again reads back the same. */
#include <stdint.h>
#include <stdlib.h>

#include "base/csv.h"

struct seen {
	struct text trace;
	struct text written;
};

static int on_record(void *user, int line, const struct slice *cells, int count)
{
	struct seen *seen = user;
	text_printf(&seen->trace, "%d/%d", line, count);
	for (int i = 0; i < count; i++) {
		text_printf(&seen->trace, "<%zu>", cells[i].length);
		text_add_slice(&seen->trace, cells[i]);
		csv_add_cell(&seen->written, cells[i], i == 0);
	}
	csv_end_record(&seen->written);
	return 0;
}

static int read_in(struct slice data, char separator, size_t step, struct seen *seen)
{
	struct csv_reader *reader = csv_reader_new(separator, 4096, on_record, seen);
	int status = 0;
	for (size_t i = 0; i < data.length && !status; i += step)
		status = csv_feed(reader, data.data + i,
			data.length - i < step ? data.length - i : step, NULL);
	if (!status)
		status = csv_end(reader, NULL);
	csv_reader_free(reader);
	return status;
}

static void seen_free(struct seen *seen)
{
	text_free(&seen->trace);
	text_free(&seen->written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice input = {(const char *)data, size};
	for (int known = 0; known < 2; known++) {
		struct seen whole = {0}, bytes = {0}, again = {0};
		char separator = known ? ',' : 0;
		int status = read_in(input, separator, size + 1, &whole);
		if (read_in(input, separator, 1, &bytes) != status ||
			(!status &&
				!slice_equal(text_slice(&whole.trace), text_slice(&bytes.trace))))
			abort();
		/* apostrophes before formulas make it longer, but it stays readable */
		if (!status && size < 1000 && read_in(text_slice(&whole.written), ',', 7, &again))
			abort();
		seen_free(&whole);
		seen_free(&bytes);
		seen_free(&again);
	}
	return 0;
}
