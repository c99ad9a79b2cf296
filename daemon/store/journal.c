#include "store/journal.h"

#include <errno.h>

/* Numbers are LEB128: seven bits a byte, the eighth says that more follow; signed ones zigzagged. */
static void write_number(struct text *out, uint64_t number)
{
	char bytes[10];
	size_t length = 0;
	for (; number >= 128; number >>= 7)
		bytes[length++] = (char)(number | 128);
	bytes[length++] = (char)number;
	text_append(out, bytes, length);
}

static bool read_number(struct slice *rest, uint64_t *ret_number)
{
	uint64_t number = 0;
	for (unsigned shift = 0; rest->length && shift < 64; shift += 7) {
		uint8_t byte = (uint8_t)*rest->data++;
		rest->length--;
		number |= (uint64_t)(byte & 127) << shift;
		if (byte < 128) {
			*ret_number = number;
			return true;
		}
	}
	return false;
}

static uint64_t zigzag(int64_t number)
{
	return (uint64_t)number << 1 ^ (uint64_t)(number >> 63);
}

static int64_t unzigzag(uint64_t number)
{
	return (int64_t)(number >> 1) ^ -(int64_t)(number & 1);
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
	if (!read_number(rest, &unit) || !read_number(rest, &field) || !read_number(rest, &month) ||
		!read_number(rest, &columns) || columns >> TALLY_COLUMNS)
		return false;
	struct tally_key key = {(uint32_t)unit, (uint32_t)field, (int32_t)unzigzag(month)};
	for (int column = 0; column < TALLY_COLUMNS; column++) {
		if (!(columns >> column & 1))
			continue;
		if (!read_number(rest, &count))
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
