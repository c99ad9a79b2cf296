/* From the values of one record to a case: the step both decoders share. */
#ifndef PORTAL_RECORD_H
#define PORTAL_RECORD_H

#include "portal/decode.h"
#include "portal/mapping.h"

#define DATE_FORM_MAX 32
#define VALUE_MAX 1000 /* bytes of a mapped value */
#define VALUE_STRIDE (VALUE_MAX + 8) /* not a power of two: slots share no cache set */

enum value_state {
	VALUE_ABSENT, /* not there, or null */
	VALUE_TEXT,
	VALUE_BOOLEAN, /* text holds true or false */
	VALUE_LONG, /* text holds the first VALUE_MAX bytes */
	VALUE_WRONG /* an object or array where text was due */
};
/* The values of the record being read, one per slot of the mapping; the later of two equal keys
 * wins, as in JavaScript and most parsers. */
struct record_values {
	uint8_t state[SLOTS_MAX]; /* enum value_state */
	uint16_t length[SLOTS_MAX];
	char *text; /* VALUE_STRIDE a slot */
	int count;
	/* what the dates of all records so far say of the order of day and month */
	bool order_shown; /* one cannot be read otherwise than the profile says */
	char order_refuted
		[DATE_FORM_MAX]; /* "" or the form of the first that can only be read so */
};

void values_init(struct record_values *values, int slot_count);
void values_clear(struct record_values *values); /* before the next record */
void values_free(struct record_values *values);
void values_set(struct record_values *values, int slot, enum value_state state, struct slice text);

struct record_context {
	const struct mapping *mapping;
	instant now;
	const struct zone *zone; /* NULL: the profile's offset */
	bool keep_officer;
	bool no_status; /* nothing tells the status: the dates do */
};

/* Fills *ret_record (slices point into `values`, where blanks of other programs become plain). On a problem `*ret_field` names the field it is
 * about and ret_record->code is filled if there was one. */
enum record_problem record_build(const struct record_context *context, struct record_values *values,
	struct case_record *ret_record, const char **ret_field);

#endif
