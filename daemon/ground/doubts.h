/* What is in doubt of a portal, in words. */
#ifndef GROUND_DOUBTS_H
#define GROUND_DOUBTS_H

#include "base/text.h"
#include "store/store.h"

/* "40 of 40 cases lost their due date (H19-1, H19-2, H19-3)", one after the other. */
void doubts_say(
	struct store *store, uint32_t portal, bool english, const char *between, struct text *out);

#endif
