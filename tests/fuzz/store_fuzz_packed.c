/* A case's packed facts from a damaged file: any bytes are facts or an error; facts written again are
 * read again as the same, and every shorter piece of them is an error. */
#include <stdint.h>
#include <stdlib.h>

#include "store/cases/packed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const struct packed *a, const struct packed *b)
{
	return a->hash == b->hash && a->procedure == b->procedure && a->officer == b->officer &&
	       a->ruling == b->ruling && a->first_seen == b->first_seen &&
	       a->closed_seen == b->closed_seen && a->frozen_at == b->frozen_at &&
	       a->received == b->received && a->finished == b->finished &&
	       a->returned == b->returned && a->supplement_asked == b->supplement_asked &&
	       a->supplement_done == b->supplement_done && a->closed_at == b->closed_at &&
	       a->term == b->term && a->supplements == b->supplements && a->due_ms == b->due_ms &&
	       a->submitted_ms == b->submitted_ms;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packed packed, again;
	uint8_t bytes[PACKED_MOST];
	if (packed_read((struct slice){(const char *)data, size}, &packed) < 0)
		return 0;
	size_t length = packed_write(&packed, bytes);
	if (length > sizeof(bytes) ||
		packed_read((struct slice){(const char *)bytes, length}, &again) < 0 ||
		!same(&packed, &again))
		abort();
	while (length-- > 0)
		if (packed_read((struct slice){(const char *)bytes, length}, &again) == 0)
			abort();
	return 0;
}
