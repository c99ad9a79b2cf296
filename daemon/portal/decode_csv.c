/* CSV rows to records: the header row names the columns, the rest is as with JSON. */
#include <errno.h>

#include "base/letters.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "portal/decode_parts.h"

static int slot_of(const struct mapping *mapping, struct slice cell)
{
	for (int slot = 0; slot < mapping->slot_count; slot++)
		if (letters_equal(cell, slice_of(mapping->column[slot])))
			return slot;
	return -1;
}

static bool header_has(const struct slice *cells, int count, const char *column)
{
	for (int i = 0; i < count; i++)
		if (letters_equal(slice_trim(cells[i]), slice_of(column)))
			return true;
	return false;
}

static bool field_has_column(
	const struct mapping *mapping, enum field field, const struct slice *cells, int count)
{
	const struct field_map *map = &mapping->field[field];
	for (int i = 0; i < map->count; i++)
		if (map->alternative[i].constant ||
			header_has(cells, count, mapping->column[map->alternative[i].slot]))
			return true;
	return false;
}

/* A field whose columns are all missing: the file is not what the profile is for. */
static int check_field(
	struct decoder *decoder, enum field field, const struct slice *cells, int count)
{
	const struct mapping *mapping = &decoder->profile->mapping;
	const struct field_map *map = &mapping->field[field];
	if (field_has_column(mapping, field, cells, count))
		return 0;
	return decoder_fail(decoder, -EBADMSG,
		"the header row has no column for `%s`: the profile knows \"%s\"%s",
		field_name(field), mapping->column[map->alternative[0].slot],
		map->count > 1 ? " and others" : "");
}

static int read_header(struct decoder *decoder, const struct slice *cells, int count)
{
	const struct profile *profile = decoder->profile;
	int r = check_field(decoder, FIELD_CODE, cells, count);
	if (!r)
		r = check_field(decoder, FIELD_RECEIVED, cells, count);
	for (size_t i = 0; !r && i < profile->required_columns.count; i++)
		r = check_field(decoder,
			(enum field)field_from_name(slice_of(profile->required_columns.text[i])),
			cells, count);
	if (r)
		return r;
	decoder->context.no_status =
		!field_has_column(&profile->mapping, FIELD_STATUS, cells, count);
	decoder->slot_of_column = xcalloc((size_t)count, sizeof(int));
	decoder->column_count = count;
	for (int i = 0; i < count; i++)
		decoder->slot_of_column[i] = slot_of(&profile->mapping, slice_trim(cells[i]));
	return 0;
}

/* The first of two columns with one name counts. */
static bool read_row(struct decoder *decoder, const struct slice *cells, int count)
{
	bool any = false;
	values_clear(&decoder->values);
	for (int i = 0; i < count && i < decoder->column_count; i++) {
		int slot = decoder->slot_of_column[i];
		any |= slice_trim(cells[i]).length > 0;
		if (slot >= 0 && cells[i].length && !decoder->values.state[slot])
			values_set(&decoder->values, slot, VALUE_TEXT, cells[i]);
	}
	return any;
}

int decode_csv_record(void *user, int line, const struct slice *cells, int count)
{
	struct decoder *decoder = user;
	for (int i = 0; i < count; i++)
		if (!utf8_valid(cells[i]))
			return decoder_fail(decoder, -EBADMSG,
				"line %d is not UTF-8: save the sheet as CSV UTF-8", line);
	if (!decoder->column_count)
		return read_header(decoder, cells, count);
	if (!read_row(decoder, cells, count)) /* spreadsheets write rows of nothing but commas */
		return 0;
	decoder->result.records++;
	return decoder_finish_record(decoder);
}

int decode_csv_end(struct decoder *decoder)
{
	if (!decoder->column_count)
		return decoder_fail(decoder, -EBADMSG, "the file has no header row");
	decoder->result.list_seen = true;
	return 0;
}
