/* What the two decoders share; invisible outside this layer. */
#ifndef PORTAL_DECODE_PARTS_H
#define PORTAL_DECODE_PARTS_H

#include "base/csv.h"
#include "base/json.h"
#include "portal/profile_parts.h"
#include "portal/record.h"

#define DEPTH_MAX 64 /* nested arrays and objects of a page */
#define QUOTE_MAX 80 /* bytes of a page that may stand in a sentence */

/* An open array or object on the way to something mapped. */
struct frame {
	const struct pointer_node *node;
	int64_t index; /* of the next element, in an array */
	bool array;
	bool list; /* its elements are records */
	bool record;
};

struct decoder {
	struct decode_options options;
	const struct profile *profile;
	struct record_context context;
	struct record_values values;
	struct page_result result;
	bool every_updated; /* so far every record said when it changed */
	bool sniffed;
	struct text held; /* the page's first bytes, until they tell what they are */
	int failed; /* sticky */
	struct error error;

	/* json */
	struct json_reader *json;
	struct frame frame[DEPTH_MAX + 1];
	int depth;
	int64_t skipped; /* open arrays and objects of a value nobody asked for */
	bool in_record;
	bool in_object; /* the top frame is an object */
	const struct pointer_node
		*pending; /* what the key just read leads to; NULL while skipping */
	bool list_other; /* something else stands where the list should */
	bool list_null; /* or null does */
	bool error_said;
	char error_value[QUOTE_MAX + 1];
	char message[QUOTE_MAX + 1];

	/* csv */
	struct csv_reader *csv;
	int *slot_of_column; /* -1: not mapped */
	int column_count; /* 0: the header has not come */
};

int decoder_fail(struct decoder *decoder, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* One record is whole: builds it and hands it on. Returns what the callback returned. */
int decoder_finish_record(struct decoder *decoder);
int decoder_set_aside(struct decoder *decoder, struct slice code, enum record_problem problem,
	const char *detail);

int decoder_keep_cursor(struct decoder *decoder, struct slice text);

int decode_json_event(void *user, enum json_event event, struct slice text);
int decode_json_end(struct decoder *decoder);
int decode_csv_record(void *user, int line, const struct slice *cells, int count);
int decode_csv_end(struct decoder *decoder);

/* Looks at the first bytes, behind a BOM: the usual wrong pages are named before a parser stumbles over
 * them. `whole`: no more comes. */
int decode_sniff(struct decoder *decoder, struct slice start, bool whole);

#endif
