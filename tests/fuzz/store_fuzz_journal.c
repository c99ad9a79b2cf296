/* A tally's journal from a damaged file: any bytes are cells or an error; cells written again are
 * read again as the same. */
#include <stdint.h>
#include <stdlib.h>

#include "store/cases/tally_journal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tally tally = {0}, again = {0};
	struct text journal = {0};
	if (journal_read((struct slice){(const char *)data, size}, &tally, 1) == 0) {
		journal_write(&journal, &tally);
		if (journal_read(text_slice(&journal), &again, 1) < 0)
			abort();
		for (size_t i = 0; i < again.used; i++)
			if (memcmp(again.cells[i].count,
				    tally_find(&tally, again.cells[i].key)->count,
				    sizeof(again.cells[i].count)))
				abort();
	}
	text_free(&journal);
	tally_free(&tally);
	tally_free(&again);
	return 0;
}
