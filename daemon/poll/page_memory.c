#include "poll/page_memory.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "portal/request.h"

#define VALIDATOR_MOST 128

struct entry {
	uint64_t address; /* hash of what is asked; 0: free */
	uint64_t used; /* when last asked for, in calls */
	char etag[VALIDATOR_MOST];
	char last_modified[VALIDATOR_MOST];
	struct page_result page;
};

struct page_memory {
	struct entry *entries;
	size_t count, capacity;
	uint64_t calls;
};

struct page_memory *page_memory_new(void)
{
	return xcalloc(1, sizeof(struct page_memory));
}

void page_memory_forget(struct page_memory *memory)
{
	free(memory->entries);
	*memory = (struct page_memory){0};
}

void page_memory_free(struct page_memory *memory)
{
	if (!memory)
		return;
	page_memory_forget(memory);
	free(memory);
}

static uint64_t address_of(const struct request *request)
{
	uint64_t hash = hash_bytes(request->path_query, strlen(request->path_query), 1);

	return hash ? hash : 1;
}

static struct entry *find(const struct page_memory *memory, const struct request *request)
{
	uint64_t address = address_of(request);

	for (size_t i = 0; i < memory->count; i++)
		if (memory->entries[i].address == address)
			return &memory->entries[i];
	return NULL;
}

static bool is_get(const struct request *request)
{
	return strcmp(request->method, "GET") == 0 && !request->body;
}

static void add_header(struct request *request, const char *name, const char *value)
{
	struct text line = {0};

	text_printf(&line, "%s: %s", name, value);
	request_add_header(request, text_take(&line));
}

bool page_memory_ask(struct page_memory *memory, struct request *request)
{
	struct entry *entry = is_get(request) ? find(memory, request) : NULL;

	if (!entry)
		return false;
	entry->used = ++memory->calls;
	if (entry->etag[0])
		add_header(request, "If-None-Match", entry->etag);
	else
		add_header(request, "If-Modified-Since", entry->last_modified);
	return true;
}

const struct page_result *page_memory_page(
	const struct page_memory *memory, const struct request *request)
{
	const struct entry *entry = find(memory, request);

	return entry ? &entry->page : NULL;
}

/* A validator goes back into a header: it must be one line, and short. */
static bool usable(const char *validator)
{
	size_t length = strlen(validator);

	for (size_t i = 0; i < length; i++)
		if ((unsigned char)validator[i] < ' ' || validator[i] == 0x7f)
			return false;
	return length > 0 && length < VALIDATOR_MOST;
}

static struct entry *room(struct page_memory *memory)
{
	if (memory->count < PAGE_MEMORY_MOST) {
		array_reserve(memory->entries, &memory->capacity, memory->count + 1);
		return &memory->entries[memory->count++];
	}
	struct entry *oldest = memory->entries;
	for (size_t i = 1; i < memory->count; i++)
		if (memory->entries[i].used < oldest->used)
			oldest = &memory->entries[i];
	return oldest;
}

void page_memory_keep(struct page_memory *memory, const struct request *request, const char *etag,
	const char *last_modified, const struct page_result *page)
{
	struct entry *entry = find(memory, request);
	bool offered = usable(etag) || usable(last_modified);

	if (!is_get(request) || (!offered && !entry))
		return;
	if (!offered) { /* it did before: nothing can be asked any more */
		*entry = memory->entries[--memory->count];
		return;
	}
	if (!entry)
		entry = room(memory);
	*entry = (struct entry){
		.address = address_of(request), .used = ++memory->calls, .page = *page};
	if (usable(etag))
		snprintf(entry->etag, sizeof(entry->etag), "%s", etag);
	if (usable(last_modified))
		snprintf(entry->last_modified, sizeof(entry->last_modified), "%s", last_modified);
}
