#include "store/journal.h"

#include <errno.h>

#include "store/varint.h"

static void write_number(struct text *out, uint64_t number)
{
	uint8_t bytes[VARINT_MOST];
	text_append(out, (const char *)bytes, varint_write(bytes, number));
}

static unsigned columns_of(const struct tally_cell *cell)
{
	unsigned columns = 0;
	for (int column = 0; column < TALLY_COLUMNS; column++)
		columns |= (unsigned)(cell->count[column] != 0) << column;
	return columns;
}

size_t journal_write(struct text *out, const struct tally *delta)
{
	size_t written = 0;
	for (size_t i = 0; i < delta->used; i++) {
		const struct tally_cell *cell = &delta->cells[i];
		unsigned columns = columns_of(cell);
		if (!columns)
			continue;
		written++;
		write_number(out, cell->key.unit);
		write_number(out, cell->key.field);
		write_number(out, zigzag(cell->key.month));
		write_number(out, columns);
		for (int column = 0; column < TALLY_COLUMNS; column++)
			if (columns >> column & 1)
				write_number(out, zigzag(cell->count[column]));
	}
	return written;
}

static bool read_cell(struct slice *rest, struct tally *tally, int sign)
{
	uint64_t unit, field, month, columns, count;
	if (!varint_read(rest, &unit) || !varint_read(rest, &field) || !varint_read(rest, &month) ||
		!varint_read(rest, &columns) || columns >> TALLY_COLUMNS)
		return false;
	struct tally_key key = {(uint32_t)unit, (uint32_t)field, (int32_t)unzigzag(month)};
	for (int column = 0; column < TALLY_COLUMNS; column++) {
		if (!(columns >> column & 1))
			continue;
		if (!varint_read(rest, &count))
			return false;
		tally_add(tally, key, column, sign * unzigzag(count));
	}
	return true;
}

int journal_read(struct slice journal, struct tally *tally, int sign)
{
	while (journal.length)
		if (!read_cell(&journal, tally, sign))
			return -EBADMSG;
	return 0;
}
