#include "store/cases/tally_journal.h"

#include <errno.h>

#include "store/cases/varint.h"

#define CELL_MOST ((4 + TALLY_COLUMNS) * VARINT_MOST)

static unsigned columns_of(const struct tally_cell *cell)
{
	unsigned columns = 0;
	for (unsigned left = cell->touched; left; left &= left - 1)
		if (cell->count[__builtin_ctz(left)])
			columns |= left & -left;
	return columns;
}

static size_t write_cell(
	uint8_t *bytes, const struct tally_cell *cell, unsigned columns, int32_t month_before)
{
	size_t length = varint_write(bytes, cell->key.unit);
	length += varint_write(bytes + length, cell->key.field);
	length += varint_write(bytes + length, zigzag((int64_t)cell->key.month - month_before));
	length += varint_write(bytes + length, columns);
	for (unsigned left = columns; left; left &= left - 1)
		length += varint_write(bytes + length, zigzag(cell->count[__builtin_ctz(left)]));
	return length;
}

size_t journal_write(struct text *out, const struct tally *delta)
{
	size_t written = 0;
	int32_t month = 0;
	for (size_t i = 0; i < delta->used; i++) {
		const struct tally_cell *cell = &delta->cells[i];
		unsigned columns = columns_of(cell);
		uint8_t bytes[CELL_MOST];
		if (!columns)
			continue;
		text_append(out, (const char *)bytes, write_cell(bytes, cell, columns, month));
		month = cell->key.month;
		written++;
	}
	return written;
}

/* Reads one cell behind that of *month; a damaged one may wrap. */
static bool read_cell(struct slice *rest, int32_t *month, struct tally *tally, int sign)
{
	uint64_t unit, field, later, columns, count;
	if (!varint_read(rest, &unit) || !varint_read(rest, &field) || !varint_read(rest, &later) ||
		!varint_read(rest, &columns) || columns >> TALLY_COLUMNS)
		return false;
	*month = (int32_t)((uint32_t)*month + (uint32_t)unzigzag(later));
	struct tally_cell cell = {
		.key = {(uint32_t)unit, (uint32_t)field, *month}, .touched = (uint32_t)columns};
	for (unsigned left = cell.touched; left; left &= left - 1) {
		if (!varint_read(rest, &count))
			return false;
		cell.count[__builtin_ctz(left)] = (int32_t)unzigzag(count);
	}
	tally_add_cell(tally, &cell, sign);
	return true;
}

int journal_read(struct slice journal, struct tally *tally, int sign)
{
	int32_t month = 0;
	while (journal.length)
		if (!read_cell(&journal, &month, tally, sign))
			return -EBADMSG;
	return 0;
}
