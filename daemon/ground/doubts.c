#include "ground/doubts.h"

#include "store/store_doubt.h"

struct saying {
	uint32_t portal;
	bool english;
	const char *between;
	struct text *out;
};

static int say(void *user, const struct store_doubt *doubt)
{
	struct saying *saying = user;

	if (doubt->portal != saying->portal)
		return 0;
	if (saying->out->length)
		text_add(saying->out, saying->between);
	implausible_say(
		doubt->kind, doubt->cases, doubt->of, doubt->codes, saying->english, saying->out);
	return 0;
}

void doubts_say(
	struct store *store, uint32_t portal, bool english, const char *between, struct text *out)
{
	struct saying saying = {portal, english, between, out};

	store_doubts(store, say, &saying, &(struct error){0});
}
