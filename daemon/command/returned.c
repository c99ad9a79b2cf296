#include "command/returned.h"

#include <string.h>

#include "base/memory.h"
#include "store/store_bounce.h"

static int on_returned(void *user, const struct store_returned *one)
{
	struct returned *returned = user;
	array_reserve(returned->items, &returned->capacity, returned->count + 1);
	returned->items[returned->count++] = xstrdup(one->recipient);
	return 0;
}

int returned_load(struct returned *returned, struct store *store, struct error *error)
{
	*returned = (struct returned){0};
	return store_returned(store, on_returned, returned, error);
}

void returned_free(struct returned *returned)
{
	for (size_t i = 0; i < returned->count; i++)
		free(returned->items[i]);
	free(returned->items);
	*returned = (struct returned){0};
}

bool returned_has(const struct returned *returned, const char *recipient)
{
	for (size_t i = 0; i < returned->count; i++)
		if (strcmp(returned->items[i], recipient) == 0)
			return true;
	return false;
}

void returned_add(const struct tool *tool, const struct returned *returned, const char *recipient,
	struct text *out)
{
	text_add(out, recipient);
	if (returned_has(returned, recipient))
		text_add(out, say(tool, " (thư bị trả lại)", " (letters come back)"));
}
