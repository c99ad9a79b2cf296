#include "store/cases/batch.h"

#include <stddef.h>

#include "base/hash.h"
#include "base/memory.h"
#include "store/cases/case_key.h"

/* Everything of the facts that is hashed: no padding stands before it. */
#define FACTS_SIZE (offsetof(struct case_facts, term) + sizeof(int32_t))
_Static_assert(FACTS_SIZE == 7 * sizeof(instant) + 4 + 2 * sizeof(uint16_t) + sizeof(int32_t),
	"struct case_facts has padding inside: hash its fields one by one");
#define HASH_VERSION 1 /* raise it when stored rows must be written again */

struct batch *batch_new(void)
{
	return xcalloc(1, sizeof(struct batch));
}

static instant cut(instant at)
{
	if (at == INSTANT_NONE)
		return at;
	instant rest = at % SECOND_MS;
	return at - (rest < 0 ? rest + SECOND_MS : rest);
}

static struct case_facts stored_facts(const struct case_facts *facts)
{
	struct case_facts stored = *facts;
	stored.submitted = cut(facts->submitted);
	stored.supplement_asked = cut(facts->supplement_asked);
	stored.supplement_done = cut(facts->supplement_done);
	return stored;
}

void batch_add(struct batch *batch, const struct case_record *record)
{
	const struct slice texts[TEXT_COUNT] = {record->code, record->unit, record->unit_name,
		record->procedure, record->procedure_name, record->field, record->field_name,
		record->officer, record->former_code};
	array_reserve(batch->records, &batch->capacity, batch->count + 1);
	struct batch_record *added = &batch->records[batch->count++];
	size_t begin = batch->arena.length;
	added->page = batch->page;
	for (int i = 0; i < TEXT_COUNT; i++) {
		added->begin[i] = (uint32_t)batch->arena.length;
		if (i == TEXT_KEY || i == TEXT_FORMER_KEY)
			key_add(&batch->arena, texts[i]);
		else
			text_append(&batch->arena, texts[i].data, texts[i].length);
	}
	added->begin[TEXT_COUNT] = (uint32_t)batch->arena.length;
	added->facts = stored_facts(&record->facts);
	added->hash = hash_bytes(&added->facts, FACTS_SIZE, HASH_VERSION);
	if (record->facts.odd & ODD_STATUS_UNKNOWN)
		status_words_count(&batch->unknown, record->status_text, 1);
	for (int i = TEXT_UNIT; i < TEXT_FORMER_KEY;
		i++) /* lengths: "ab" + "c" is not "a" + "bc" */
		added->hash = hash_mix(added->hash, texts[i].length);
	size_t hashed = added->begin[TEXT_FORMER_KEY] - begin;
	added->hash = hash_bytes(batch->arena.data + begin, hashed, added->hash) >> 1;
}

void batch_copy(struct batch *batch, const struct batch *from, const struct batch_record *record)
{
	array_reserve(batch->records, &batch->capacity, batch->count + 1);
	struct batch_record *added = &batch->records[batch->count++];
	uint32_t begin = record->begin[0], shift = (uint32_t)batch->arena.length;
	*added = *record;
	for (int i = 0; i <= TEXT_COUNT; i++)
		added->begin[i] = record->begin[i] - begin + shift;
	text_append(&batch->arena, from->arena.data + begin, record->begin[TEXT_COUNT] - begin);
}

void batch_next_page(struct batch *batch)
{
	batch->page++;
}

size_t batch_count(const struct batch *batch)
{
	return batch->count;
}

size_t batch_bytes(const struct batch *batch)
{
	return batch->arena.length + batch->count * sizeof(*batch->records);
}

void batch_clear(struct batch *batch)
{
	batch->count = 0;
	batch->page = 0;
	status_words_clear(&batch->unknown);
	text_clear(&batch->arena);
}

void batch_free(struct batch *batch)
{
	if (!batch)
		return;
	status_words_clear(&batch->unknown);
	free(batch->records);
	text_free(&batch->arena);
	free(batch);
}

struct slice batch_text(
	const struct batch *batch, const struct batch_record *record, enum batch_text text)
{
	return (struct slice){batch->arena.data + record->begin[text],
		record->begin[text + 1] - record->begin[text]};
}

static int compare(const void *a, const void *b)
{
	const struct batch_order *left = a, *right = b;
	int order = slice_compare(left->key, right->key);
	if (order)
		return order;
	return left->record < right->record ? -1 : left->record > right->record;
}

struct batch_order *batch_sorted(const struct batch *batch)
{
	struct batch_order *sorted = xmalloc(batch->count * sizeof(*sorted));
	for (size_t i = 0; i < batch->count; i++) {
		sorted[i].record = &batch->records[i];
		sorted[i].key = batch_text(batch, sorted[i].record, TEXT_KEY);
	}
	qsort(sorted, batch->count, sizeof(*sorted), compare);
	return sorted;
}
