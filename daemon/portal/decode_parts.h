/* What the two decoders share; invisible outside this layer. */
#ifndef PORTAL_DECODE_PARTS_H
#define PORTAL_DECODE_PARTS_H

#include "base/csv.h"
#include "base/json.h"
#include "portal/profile_parts.h"
#include "portal/record.h"

#define DEPTH_MAX 64 /* nested arrays and objects of a page */
#define CSV_TABLES 4 /* one a separator, until one of them has a header */

/* An open array or object on the way to something mapped. */
struct frame {
	const struct pointer_node *node;
	int64_t index; /* of the next element, in an array */
	bool array;
	bool list; /* its elements are records */
	bool record;
};

/* A file cut by one separator. */
struct csv_table {
	struct decoder *decoder;
	struct csv_reader *csv; /* NULL: it is not this one */
	int rows; /* looked at for a header */
	struct strings above; /* the row before */
	bool ending; /* what comes now has no end of line */
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
	bool in_date; /* the top frame is an array of numbers that make a date */
	char date[64]; /* as far as it has come; full: it is none */
	size_t date_length;
	const struct pointer_node
		*pending; /* what the key just read leads to; NULL while skipping */
	bool list_other; /* something else stands where the list should */
	bool list_null; /* or null does */
	bool error_said;
	bool error_ok; /* and it means success */
	char error_value[8]; /* when it can be shown */
	size_t message; /* bytes of the message that goes with it */

	/* csv */
	struct csv_table tables[CSV_TABLES];
	struct csv_table *table; /* the one with a header */
	int header_known, header_cells; /* of the best row that is none */
	struct error header_trouble; /* what that lacks */
	int *slot_of_column; /* -1: not mapped */
	int column_count;
	int widest; /* cells of a row */
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

void decode_csv_begin(struct decoder *decoder);
int decode_csv_feed(struct decoder *decoder, const char *data, size_t length);
int decode_csv_end(struct decoder *decoder);
void decode_csv_free(struct decoder *decoder);

#endif
