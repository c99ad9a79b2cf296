/* CSV as RFC 4180 and as spreadsheets write it: quotes doubled, CRLF, LF or CR, line breaks inside
 * quotes, a UTF-8 BOM skipped, empty lines passed over, a quote inside an unquoted cell taken as it
 * stands. Streaming: feed() bytes as they come, memory is one record. The encoding is not checked
 * here: a cell may hold NUL or what is not UTF-8. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/error.h"
#include "base/slice.h"
#include "base/text.h"

/* One record: cells are good during the call. `line` is where it starts (1 based).
 * A non-zero return stops reading and comes back from csv_feed/csv_end. */
typedef int csv_record_fn(void *user, int line, const struct slice *cells, int count);

struct csv_reader;
/* separator 0: found from the first record (',' ';' or tab, whichever it holds most). A record of
 * more than `most_bytes` bytes is an error (0: 1 MiB). */
struct csv_reader *csv_reader_new(
	char separator, size_t most_bytes, csv_record_fn *on_record, void *user);
/* -EBADMSG: a quote that is not closed or has text behind it, or a record too long; the sentence
 * names the line. After a failure every call fails the same way. */
int csv_feed(struct csv_reader *reader, const char *data, size_t length, struct error *error);
int csv_end(struct csv_reader *reader, struct error *error);
void csv_reader_free(struct csv_reader *reader);

/* Appends one cell, quoted when it must be; a cell that a spreadsheet would run as a formula
 * (= + - @ TAB CR first) gets a leading apostrophe unless it is a plain number. */
void csv_add_cell(struct text *out, struct slice cell, bool first);
void csv_end_record(struct text *out);

#endif
