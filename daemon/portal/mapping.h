/* The mapping: which value of a portal's record becomes which field of a case, and what its words
 * mean. Built by the profile reader, immutable afterwards. */
#ifndef PORTAL_MAPPING_H
#define PORTAL_MAPPING_H

#include "core/case/case_record.h"
#include "portal/date_format.h"
#include "portal/pointer.h"
#include "portal/words.h"

enum field {
	FIELD_CODE,
	FIELD_FORMER_CODE,
	FIELD_STATUS,
	FIELD_LOCK,
	FIELD_UNIT,
	FIELD_UNIT_NAME,
	FIELD_PROCEDURE,
	FIELD_PROCEDURE_NAME,
	FIELD_FIELD,
	FIELD_FIELD_NAME,
	FIELD_CHANNEL,
	FIELD_ONLINE_SERVICE,
	FIELD_SUBMITTED,
	FIELD_RECEIVED,
	FIELD_DUE,
	FIELD_FINISHED,
	FIELD_RETURNED,
	FIELD_TERM,
	FIELD_TERM_UNIT,
	FIELD_SUPPLEMENT_ASKED,
	FIELD_SUPPLEMENT_DONE,
	FIELD_SUPPLEMENTS,
	FIELD_OFFICER,
	FIELD_UPDATED,
	FIELD_COUNT
};
const char *field_name(enum field field); /* the key in [fields] */
int field_from_name(struct slice name); /* -1: none */

/* One way to a value: the first that yields one wins. */
struct alternative {
	int slot; /* the value read from the record, or -1: the constant */
	char *constant;
	char *before; /* not NULL: only the text before the first of these; none if it is not there */
};
#define ALTERNATIVES_MAX 16
struct field_map {
	struct alternative alternative[ALTERNATIVES_MAX];
	int count;
	int only_slot; /* sealed: the slot of a field with no other way to a value; else -1 */
};

#define SLOTS_MAX 160
struct mapping {
	bool csv;
	struct field_map field[FIELD_COUNT];
	int slot_count;
	char *column[SLOTS_MAX]; /* csv: the header cell of each slot */
	struct pointer_node record; /* json: pointers from the record to slots */
	bool counts[SLOTS_MAX]; /* an array at this slot is its number of elements */
	bool dates_at[SLOTS_MAX]; /* an array of numbers at this slot is a date */
	struct words words[WORDS_COUNT];
	bool unknown_by_dates; /* what a status means that no word explains */
	struct words none; /* texts that mean "no value" */
	struct date_rule dates;
};

/* The functions that build it: -EINVAL with a sentence. */
int mapping_add_field(
	struct mapping *mapping, enum field field, struct slice alternatives, struct error *error);
/* Fills in the words a vocabulary has when the profile names none, and seals the tree. */
void mapping_seal(struct mapping *mapping);
void mapping_clear(struct mapping *mapping);

#endif
