/* The mapping: which value of a portal's record becomes which field of a case, and what its words
 * mean. Built by the profile reader, immutable afterwards. */
#ifndef PORTAL_MAPPING_H
#define PORTAL_MAPPING_H

#include "core/case_record.h"
#include "portal/date_format.h"
#include "portal/pointer.h"

enum field {
	FIELD_CODE,
	FIELD_STATUS,
	FIELD_LOCK,
	FIELD_UNIT,
	FIELD_UNIT_NAME,
	FIELD_PROCEDURE,
	FIELD_PROCEDURE_NAME,
	FIELD_FIELD,
	FIELD_FIELD_NAME,
	FIELD_CHANNEL,
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
#define ALTERNATIVES_MAX 8
struct field_map {
	struct alternative alternative[ALTERNATIVES_MAX];
	int count;
};

/* A portal's word and what it means (enum status, enum channel_in, enum term_unit or a bool). */
struct word {
	char *text;
	size_t length;
	uint8_t meaning;
};
enum vocabulary { WORDS_STATUS, WORDS_LOCK, WORDS_CHANNEL, WORDS_TERM_UNIT, WORDS_COUNT };
struct words {
	struct word *word;
	size_t count;
	size_t capacity;
};
const char *vocabulary_name(enum vocabulary vocabulary); /* its section: "status", … */
/* The meanings a profile may name, joined for a sentence ("registered, accepted, …"). */
const char *vocabulary_meanings(enum vocabulary vocabulary);

#define SLOTS_MAX 96
struct mapping {
	bool csv;
	struct field_map field[FIELD_COUNT];
	int slot_count;
	char *column[SLOTS_MAX]; /* csv: the header cell of each slot */
	struct pointer_node record; /* json: pointers from the record to slots */
	bool counts[SLOTS_MAX]; /* an array at this slot is its number of elements */
	struct words words[WORDS_COUNT];
	struct words none; /* texts that mean "no value" */
	struct date_rule dates;
};

/* The functions that build it: -EINVAL with a sentence. */
int mapping_add_field(
	struct mapping *mapping, enum field field, struct slice alternatives, struct error *error);
int mapping_add_word(struct mapping *mapping, enum vocabulary vocabulary, struct slice text,
	struct slice meaning, struct error *error);
/* Fills in the words a vocabulary has when the profile names none, and seals the tree. */
void mapping_seal(struct mapping *mapping);
void mapping_clear(struct mapping *mapping);

/* Adds the texts of `a | b | 'c'`, each meaning true. */
int words_add_texts(struct words *words, struct slice texts, struct error *error);
void words_clear(struct words *words);
/* The meaning of a word, -1: unknown. ASCII letters match in either case. */
int words_find(const struct words *words, struct slice text);

/* Takes the next piece of `a | b | 'c'` off *rest; a bar inside '…' does not separate. */
bool alternatives_split(struct slice *rest, struct slice *ret_piece);

#endif
