/* CSV rows to records: a header row names the columns, the rest is as with JSON.
 *
 * The header is looked for in the first rows, for exports begin with titles, groups of columns and
 * "sep=;", and by each separator there is, for titles hold commas: it is the first row that, cut by one
 * of them, names what the profile requires. */
#include <errno.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "portal/column.h"
#include "portal/decode_parts.h"

#define ROWS_LOOKED_AT 20
#define COLUMNS_MOST 1024

/* --- the header -------------------------------------------------------------------------- */

static bool try_header(
	struct csv_table *table, int line, const struct slice *cells, int count, bool merged)
{
	struct decoder *decoder = table->decoder;
	const struct profile *profile = decoder->profile;
	int slots[COLUMNS_MOST];
	if (count > COLUMNS_MOST)
		return false;
	int known = columns_match(&profile->mapping, cells, count, slots);
	int missing = columns_missing(profile, slots, count);
	if (missing >= 0) {
		bool better = known > decoder->header_known ||
			      (known == decoder->header_known && count > decoder->header_cells);
		if (better && !merged) {
			decoder->header_known = known;
			decoder->header_cells = count;
			columns_say(profile, line, cells, count, known, missing,
				&decoder->header_trouble);
		}
		return false;
	}
	decoder->context.no_status = !columns_bring(&profile->mapping, FIELD_STATUS, slots, count);
	decoder->slot_of_column = xcalloc((size_t)count, sizeof(int));
	memcpy(decoder->slot_of_column, slots, (size_t)count * sizeof(int));
	decoder->column_count = count;
	decoder->table = table;
	return true;
}

/* Names may stand in two rows, the upper ones over cells that reach down: what the row leaves empty is
 * taken from the row above. */
static bool try_merged(struct csv_table *table, int line, const struct slice *cells, int count)
{
	struct slice merged[COLUMNS_MOST];
	if (!table->above.count || count > COLUMNS_MOST)
		return false;
	for (int i = 0; i < count; i++) {
		bool filled = slice_trim(cells[i]).length > 0 || (size_t)i >= table->above.count;
		merged[i] = filled ? cells[i] : slice_of(table->above.text[i]);
	}
	return try_header(table, line, merged, count, true);
}

static int look_for_header(struct csv_table *table, int line, const struct slice *cells, int count)
{
	if (try_header(table, line, cells, count, false) || try_merged(table, line, cells, count))
		return 0;
	strings_clear(&table->above);
	for (int i = 0; i < count && i < COLUMNS_MOST; i++)
		strings_add(&table->above, cells[i]);
	return ++table->rows < ROWS_LOOKED_AT ? 0 : -ENODATA;
}

/* --- rows -------------------------------------------------------------------------------- */

/* The first of two columns with one name counts. */
static bool read_row(struct decoder *decoder, const struct slice *cells, int count)
{
	bool any = false;
	values_clear(&decoder->values);
	for (int i = 0; i < count; i++) {
		int slot = i < decoder->column_count ? decoder->slot_of_column[i] : -1;
		any |= slice_trim(cells[i]).length > 0;
		if (slot >= 0 && cells[i].length && !decoder->values.state[slot])
			values_set(&decoder->values, slot, VALUE_TEXT, cells[i]);
	}
	return any;
}

static bool is_too_wide(const struct decoder *decoder, const struct slice *cells, int count)
{
	for (int i = decoder->column_count; i < count; i++)
		if (slice_trim(cells[i]).length > 0)
			return true;
	return false;
}

/* Rows may be short, for spreadsheets leave empty cells at their end away; but one that is shorter than
 * those before it and has no end of line was cut off. */
static int check_cut(struct decoder *decoder, int line, int count)
{
	int wanted = decoder->widest ? decoder->widest : decoder->column_count;
	if (decoder->table->ending && count < wanted)
		return decoder_fail(decoder, -EBADMSG,
			"the file is cut off inside its last row: line %d has %d cell(s) of %d and "
			"no end of line",
			line, count, wanted);
	if (count > decoder->widest)
		decoder->widest = count;
	return 0;
}

static int check_order(struct decoder *decoder, int line)
{
	if (!decoder->values.order_refuted[0])
		return 0;
	return decoder_fail(decoder, -EBADMSG,
		"line %d: a date \"%s\" is none in the order of day and month that the profile "
		"reads, but one the other way round: the order is one for a file, so that none of "
		"its dates can be relied on",
		line, decoder->values.order_refuted);
}

/* "(1) (2) (3)", as printed tables number their columns below the names. */
static bool is_column_numbers(const struct slice *cells, int count)
{
	int numbers = 0;
	for (int i = 0; i < count; i++) {
		struct slice cell = slice_trim(cells[i]);
		size_t digits = 0;
		for (size_t at = 0; at < cell.length; at++) {
			digits += cell.data[at] >= '0' && cell.data[at] <= '9';
			if (!memchr("0123456789()[]=+-. ", cell.data[at], 19))
				return false;
		}
		if (cell.length &&
			(!digits || (digits > 2 && !memchr(cell.data, '=', cell.length))))
			return false;
		numbers += cell.length > 0;
	}
	return numbers >= 3;
}

static int take_row(struct decoder *decoder, int line, const struct slice *cells, int count)
{
	if (!read_row(decoder, cells, count)) /* spreadsheets write rows of nothing but commas */
		return 0;
	if (!decoder->result.records && is_column_numbers(cells, count))
		return 0;
	int r = check_cut(decoder, line, count);
	if (r)
		return r;
	decoder->result.records++;
	if (is_too_wide(decoder, cells, count))
		return decoder_set_aside(
			decoder, (struct slice){"", 0}, RECORD_ROW_TOO_WIDE, "record");
	r = decoder_finish_record(decoder);
	return r ? r : check_order(decoder, line);
}

static int on_row(void *user, int line, const struct slice *cells, int count)
{
	struct csv_table *table = user;
	struct decoder *decoder = table->decoder;
	for (int i = 0; i < count; i++)
		if (!utf8_valid(cells[i]))
			return decoder_fail(decoder, -EBADMSG,
				"line %d is not UTF-8 (but of an older code page, such as "
				"Windows-1258): save the sheet as CSV UTF-8",
				line);
	return decoder->table ? take_row(decoder, line, cells, count)
			      : look_for_header(table, line, cells, count);
}

/* --- the file ---------------------------------------------------------------------------- */

void decode_csv_begin(struct decoder *decoder)
{
	static const char separators[] = {',', ';', '\t', '|'};
	int only = decoder->profile->separator;
	for (int i = 0; i < CSV_TABLES; i++)
		if (!only || only == i + 1) {
			struct csv_table *table = &decoder->tables[i];
			table->decoder = decoder;
			table->csv = csv_reader_new(separators[i], 0, on_row, table);
		}
}

static void drop(struct csv_table *table)
{
	csv_reader_free(table->csv);
	table->csv = NULL;
	strings_clear(&table->above);
}

void decode_csv_free(struct decoder *decoder)
{
	for (int i = 0; i < CSV_TABLES; i++)
		drop(&decoder->tables[i]);
}

static int no_header(struct decoder *decoder)
{
	const char *why = decoder->header_trouble.text[0] ? decoder->header_trouble.text
							  : "the file has no header row";
	return decoder_fail(decoder, -EBADMSG, "%s", why);
}

/* To the table whose header is found, or to all that may have one. */
static int feed_all(struct decoder *decoder, const char *data, size_t length, bool end)
{
	struct error below = {0};
	int alive = 0;
	for (int i = 0; i < CSV_TABLES && !decoder->failed; i++) {
		struct csv_table *table = &decoder->tables[i];
		if (!table->csv || (decoder->table && decoder->table != table))
			continue;
		table->ending = end;
		int r = end ? csv_end(table->csv, &below)
			    : csv_feed(table->csv, data, length, &below);
		if (r && !decoder->failed && decoder->table == table)
			return decoder_fail(decoder, r, "%s", below.text);
		if (r && r != -ENODATA && !decoder->header_trouble.text[0])
			decoder->header_trouble = below;
		if (r)
			drop(table);
		alive += !r;
	}
	if (decoder->failed)
		return decoder->failed;
	return alive && (!end || decoder->table) ? 0 : no_header(decoder);
}

int decode_csv_feed(struct decoder *decoder, const char *data, size_t length)
{
	return feed_all(decoder, data, length, false);
}

int decode_csv_end(struct decoder *decoder)
{
	int r = feed_all(decoder, NULL, 0, true);
	decoder->result.list_seen = !r;
	return r;
}
