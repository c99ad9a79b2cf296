/* JSON events to records. Two trees of pointers lead the way: the answer's down to the list, the
 * record's inside each element. What no pointer leads to is passed over without a look. */
#include <errno.h>
#include <stdio.h>

#include "base/utf8.h"
#include "portal/decode_parts.h"

/* Keeps the way of unmapped keys and values, nearly all events, short. */
#define RARE __attribute__((noinline))

/* The beginning of a text in a form that can stand in a sentence. */
static void quote(char buffer[static QUOTE_MAX + 1], struct slice text)
{
	size_t length = 0;
	while (length < text.length) {
		size_t step = utf8_step(text.data + length, text.length - length);
		if (!step || length + step > QUOTE_MAX)
			break;
		memcpy(buffer + length, text.data + length, step);
		if ((unsigned char)buffer[length] < ' ')
			buffer[length] = ' ';
		length += step;
	}
	buffer[length] = 0;
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
		decoder->error_said = true;
		quote(decoder->error_value, text);
		break;
	case ANSWER_MESSAGE:
		quote(decoder->message, text);
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

static void begin_in_record(struct decoder *decoder, const struct pointer_node *node, bool array)
{
	bool counted = is_counted(decoder, node, array);
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
	if (decoder->in_record && is_counted(decoder, frame->node, frame->array))
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

int decode_json_end(struct decoder *decoder)
{
	const struct profile *profile = decoder->profile;
	if (decoder->error_said &&
		words_find(&profile->answer.ok, slice_of(decoder->error_value)) < 0)
		return decoder_fail(decoder, -EBADMSG, "the portal answers with error \"%s\"%s%s",
			decoder->error_value, decoder->message[0] ? ": " : "", decoder->message);
	if (!may_be_empty(decoder))
		return decoder_fail(decoder, -EBADMSG, "the page has no list of cases at %s",
			profile->answer.first_list[0] ? profile->answer.first_list : "its root");
	decoder->result.list_seen = true;
	if (!decoder->result.last_known && profile->answer.has[ANSWER_CURSOR])
		decoder->result.last_said = !decoder->result.cursor[0];
	return 0;
}
