/* A batch of decoded records: one arena of text, one array of records. */
#ifndef STORE_CASES_BATCH_H
#define STORE_CASES_BATCH_H

#include "base/text.h"
#include "store/store.h"
#include "store/witness/status_words.h"

/* A record's texts as places in the arena: the arena moves while it grows. */
enum batch_text {
	TEXT_KEY, /* of the code (store/cases/case_key.h) */
	TEXT_UNIT,
	TEXT_UNIT_NAME,
	TEXT_PROCEDURE,
	TEXT_PROCEDURE_NAME,
	TEXT_FIELD,
	TEXT_FIELD_NAME,
	TEXT_OFFICER,
	TEXT_FORMER_KEY, /* of the former code; not part of the hash */
	TEXT_COUNT
};

struct batch_record {
	uint32_t begin[TEXT_COUNT + 1]; /* text i is [begin[i], begin[i + 1]) of the arena */
	uint32_t page; /* equal numbers: on the same page of the portal's */
	uint64_t hash; /* of everything that is stored; 63 bits */
	struct case_facts facts; /* as stored: minor times cut to the second */
};

struct batch {
	struct batch_record *records;
	size_t count, capacity;
	uint32_t page; /* of the records to come */
	struct text arena;
	struct status_words unknown; /* statuses */
};

struct slice batch_text(
	const struct batch *batch, const struct batch_record *record, enum batch_text text);
/* Adds a record of another batch. */
void batch_copy(struct batch *batch, const struct batch *from, const struct batch_record *record);
/* The records in the order of their key, equal keys in the order they came. The caller frees. */
struct batch_order {
	struct slice key;
	const struct batch_record *record;
};
struct batch_order *batch_sorted(const struct batch *batch);

#endif
