#include "command/explain/bounced_addresses.h"

#include <string.h>

#include "base/memory.h"
#include "store/store_bounce.h"

static int on_returned(void *user, const struct store_returned *one)
{
	struct bounced_addresses *returned = user;
	array_reserve(returned->items, &returned->capacity, returned->count + 1);
	returned->items[returned->count++] = xstrdup(one->recipient);
	return 0;
}

int bounced_addresses_load(
	struct bounced_addresses *returned, struct store *store, struct error *error)
{
	*returned = (struct bounced_addresses){0};
	return store_returned(store, on_returned, returned, error);
}

void bounced_addresses_free(struct bounced_addresses *returned)
{
	for (size_t i = 0; i < returned->count; i++)
		free(returned->items[i]);
	free(returned->items);
	*returned = (struct bounced_addresses){0};
}

bool bounced_addresses_has(const struct bounced_addresses *returned, const char *recipient)
{
	for (size_t i = 0; i < returned->count; i++)
		if (strcmp(returned->items[i], recipient) == 0)
			return true;
	return false;
}

void bounced_addresses_add(const struct tool *tool, const struct bounced_addresses *returned,
	const char *recipient, struct text *out)
{
	text_add(out, recipient);
	if (bounced_addresses_has(returned, recipient))
		text_add(out, say(tool, " (thư bị trả lại)", " (letters come back)"));
}
