/* JSON events to records. Two trees of pointers lead the way: the answer's down to the list, the
 * record's inside each element. What no pointer leads to is passed over without a look. */
#include <errno.h>
#include <stdio.h>

#include "portal/decode_parts.h"
#include "portal/page_form.h"

/* Keeps the way of unmapped keys and values, nearly all events, short. */
#define RARE __attribute__((noinline))

/* The error an answer gives: whether it means success, and what of it can be shown. */
static void keep_error(struct decoder *decoder, struct slice text)
{
	char word[sizeof(decoder->error_value)] = "";
	decoder->error_said = true;
	decoder->error_ok = words_find(&decoder->profile->answer.ok, text) >= 0;
	if (text.length < sizeof(word)) {
		memcpy(word, text.data, text.length);
		word[text.length] = 0;
	}
	const char *safe = form_safe_word(word);
	snprintf(decoder->error_value, sizeof(decoder->error_value), "%s", safe ? safe : "");
}

/* Totals come as numbers and as text. */
static int64_t read_total(struct slice text)
{
	int64_t total = 0;
	text = slice_trim(text);
	if (!text.length || text.length > 15)
		return -1;
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return -1;
		total = total * 10 + (text.data[i] - '0');
	}
	return total;
}

static int keep_answer(struct decoder *decoder, int slot, enum json_event event, struct slice text)
{
	switch (slot) {
	case ANSWER_TOTAL:
		decoder->result.total = read_total(text);
		break;
	case ANSWER_LAST:
		decoder->result.last_known = true;
		decoder->result.last_said =
			event == JSON_TRUE || slice_is(text, "true") || slice_is(text, "1");
		break;
	case ANSWER_CURSOR:
		return decoder_keep_cursor(decoder, text);
	case ANSWER_ERROR:
		keep_error(decoder, text);
		break;
	case ANSWER_MESSAGE:
		decoder->message = text.length;
		break;
	}
	return 0;
}

/* --- scalars ----------------------------------------------------------------------------- */

static int keep_scalar(struct decoder *decoder, const struct pointer_node *node,
	enum json_event event, struct slice text)
{
	enum value_state state = VALUE_TEXT;
	if (node->slot == POINTER_LIST)
		*(event == JSON_NULL ? &decoder->list_null : &decoder->list_other) = true;
	if (node->slot < 0)
		return 0;
	if (event == JSON_NULL)
		state = VALUE_ABSENT;
	else if (event == JSON_TRUE || event == JSON_FALSE)
		state = VALUE_BOOLEAN;
	if (state == VALUE_BOOLEAN)
		text = event == JSON_TRUE ? SLICE("true") : SLICE("false");
	if (decoder->in_record)
		values_set(&decoder->values, node->slot, state, text);
	else if (state != VALUE_ABSENT)
		return keep_answer(decoder, node->slot, event, text);
	return 0;
}

/* A date may come as an array of its numbers: it is put together as text. */
static void add_to_date(struct decoder *decoder, enum json_event event, struct slice text)
{
	bool fits = event == JSON_NUMBER &&
		    decoder->date_length + text.length + 2 < sizeof(decoder->date);
	if (!fits) { /* what is no list of numbers is no date */
		decoder->date_length = sizeof(decoder->date);
		return;
	}
	char before = decoder->date_length ? ',' : '[';
	decoder->date[decoder->date_length++] = before;
	memcpy(decoder->date + decoder->date_length, text.data, text.length);
	decoder->date_length += text.length;
}

/* What the value that now begins is asked for; NULL: nobody asks. */
static const struct pointer_node *next_node(struct decoder *decoder)
{
	if (!decoder->depth)
		return &decoder->profile->answer.tree;
	struct frame *top = &decoder->frame[decoder->depth - 1];
	if (!top->array)
		return decoder->pending;
	return pointer_element(top->node, top->index++);
}

RARE static int on_scalar(struct decoder *decoder, enum json_event event, struct slice text)
{
	if (decoder->depth && decoder->frame[decoder->depth - 1].list) {
		decoder->result.records++;
		return decoder_set_aside(
			decoder, (struct slice){"", 0}, RECORD_NOT_OBJECT, "record");
	}
	if (!decoder->depth)
		return decoder_fail(decoder, -EBADMSG, "the page is a single JSON value, no list");
	if (decoder->in_date)
		add_to_date(decoder, event, text);
	const struct pointer_node *node = next_node(decoder);
	return node ? keep_scalar(decoder, node, event, text) : 0;
}

/* --- arrays and objects ------------------------------------------------------------------ */

static void push(struct decoder *decoder, struct frame frame)
{
	decoder->frame[decoder->depth++] = frame;
	decoder->in_object = !frame.array;
}

static void skip(struct decoder *decoder)
{
	decoder->skipped = 1;
	decoder->pending = NULL;
}

static int begin_element(struct decoder *decoder, bool array)
{
	decoder->result.records++;
	if (array) {
		skip(decoder);
		return decoder_set_aside(
			decoder, (struct slice){"", 0}, RECORD_NOT_OBJECT, "record");
	}
	values_clear(&decoder->values);
	decoder->in_record = true;
	push(decoder, (struct frame){.node = &decoder->profile->mapping.record, .record = true});
	return 0;
}

static bool is_counted(const struct decoder *decoder, const struct pointer_node *node, bool array)
{
	return array && node->slot >= 0 && decoder->profile->mapping.counts[node->slot];
}

static bool is_date(const struct decoder *decoder, const struct pointer_node *node, bool array)
{
	return array && node->slot >= 0 && !node->count &&
	       decoder->profile->mapping.dates_at[node->slot];
}

static void begin_date(struct decoder *decoder, const struct pointer_node *node)
{
	values_set(&decoder->values, node->slot, VALUE_WRONG, (struct slice){"", 0});
	push(decoder, (struct frame){.node = node, .array = true});
	decoder->in_date = true;
	decoder->date_length = 0;
}

static void keep_date(struct decoder *decoder, int slot)
{
	decoder->in_date = false;
	if (!decoder->date_length || decoder->date_length == sizeof(decoder->date))
		return;
	decoder->date[decoder->date_length++] = ']';
	values_set(&decoder->values, slot, VALUE_TEXT,
		(struct slice){decoder->date, decoder->date_length});
}

static void begin_in_record(struct decoder *decoder, const struct pointer_node *node, bool array)
{
	bool counted = is_counted(decoder, node, array);
	if (is_date(decoder, node, array)) {
		begin_date(decoder, node);
		return;
	}
	if (node->slot >= 0 && !counted)
		values_set(&decoder->values, node->slot, VALUE_WRONG, (struct slice){"", 0});
	if (node->count || counted)
		push(decoder, (struct frame){.node = node, .array = array});
	else
		skip(decoder);
}

RARE static int on_begin(struct decoder *decoder, bool array)
{
	if (decoder->depth && decoder->frame[decoder->depth - 1].list)
		return begin_element(decoder, array);
	if (decoder->in_date)
		add_to_date(decoder, JSON_ARRAY, (struct slice){"", 0});
	const struct pointer_node *node = next_node(decoder);
	if (!node) {
		skip(decoder);
	} else if (decoder->in_record) {
		begin_in_record(decoder, node, array);
	} else if (array && node->slot == POINTER_LIST) {
		decoder->result.list_seen = true;
		push(decoder, (struct frame){.node = node, .array = true, .list = true});
	} else {
		decoder->list_other |= node->slot == POINTER_LIST && decoder->depth > 0;
		if (node->count)
			push(decoder, (struct frame){.node = node, .array = array});
		else
			skip(decoder);
	}
	return 0;
}

static void keep_count(struct decoder *decoder, const struct frame *frame)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%lld", (long long)frame->index);
	values_set(&decoder->values, frame->node->slot, VALUE_TEXT,
		(struct slice){digits, (size_t)length});
}

RARE static int on_end(struct decoder *decoder)
{
	const struct frame *frame = &decoder->frame[--decoder->depth];
	decoder->in_object = decoder->depth && !frame[-1].array;
	if (frame->record) {
		decoder->in_record = false;
		return decoder_finish_record(decoder);
	}
	if (decoder->in_date)
		keep_date(decoder, frame->node->slot);
	else if (decoder->in_record && is_counted(decoder, frame->node, frame->array))
		keep_count(decoder, frame);
	return 0;
}

int decode_json_event(void *user, enum json_event event, struct slice text)
{
	struct decoder *decoder = user;
	switch (event) {
	case JSON_KEY:
		if (!decoder->skipped)
			decoder->pending =
				pointer_member(decoder->frame[decoder->depth - 1].node, text);
		return 0;
	case JSON_OBJECT:
	case JSON_ARRAY:
		if (!decoder->skipped)
			return on_begin(decoder, event == JSON_ARRAY);
		decoder->skipped++;
		return 0;
	case JSON_OBJECT_END:
	case JSON_ARRAY_END:
		if (!decoder->skipped)
			return on_end(decoder);
		decoder->skipped--;
		return 0;
	default:
		if (decoder->in_object) /* the way of nearly every value: most lead nowhere */
			return decoder->pending
				       ? keep_scalar(decoder, decoder->pending, event, text)
				       : 0;
		return decoder->skipped ? 0 : on_scalar(decoder, event, text);
	}
}

/* --- the whole page ---------------------------------------------------------------------- */

/* Without a list the page is empty only if the profile allows it, nothing else stands in the list's
 * place, and the total that goes with an answer is there: an error in an envelope of its own, which
 * some portals send with status 200, must not read as "no cases". */
static bool may_be_empty(const struct decoder *decoder)
{
	const struct profile *profile = decoder->profile;
	if (decoder->result.list_seen)
		return true;
	return profile->records_absent && !decoder->list_other &&
	       (!profile->answer.has[ANSWER_TOTAL] || decoder->result.total >= 0);
}

static int error_answered(struct decoder *decoder)
{
	char message[64] = "";
	if (decoder->message)
		snprintf(message, sizeof(message), ", with a message of %zu byte(s)",
			decoder->message);
	return decoder_fail(decoder, -EBADMSG, "the portal answers with an error%s%s%s",
		decoder->error_value[0] ? ": " : "", decoder->error_value, message);
}

int decode_json_end(struct decoder *decoder)
{
	const struct profile *profile = decoder->profile;
	if (decoder->error_said && !decoder->error_ok)
		return error_answered(decoder);
	if (decoder->values.order_refuted[0] && !decoder->values.order_shown)
		return decoder_fail(decoder, -EBADMSG,
			"a date \"%s\" is none in the order of day and month that the profile "
			"reads, but one the other way round",
			decoder->values.order_refuted);
	if (!may_be_empty(decoder))
		return decoder_fail(decoder, -EBADMSG, "the page has no list of cases at %s",
			profile->answer.first_list[0] ? profile->answer.first_list : "its root");
	decoder->result.list_seen = true;
	if (!decoder->result.last_known && profile->answer.has[ANSWER_CURSOR])
		decoder->result.last_said = !decoder->result.cursor[0];
	return 0;
}
