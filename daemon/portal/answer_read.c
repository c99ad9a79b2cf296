/* Small answers: the values at a few pointers, kept as text. */
#include "base/json.h"
#include "base/memory.h"
#include "portal/sign_in_parts.h"

#define DEPTH 32

struct answer_reader {
	const struct pointer_node
		*node[DEPTH + 1]; /* of each open array or object; NULL: unasked */
	int64_t index[DEPTH + 1];
	bool array[DEPTH + 1];
	int depth;
	const struct pointer_node *root;
	const struct pointer_node *pending;
	struct answer_values *values;
};

static const struct pointer_node *next_node(struct answer_reader *reader)
{
	int top = reader->depth - 1;
	if (top < 0)
		return reader->root;
	if (!reader->array[top])
		return reader->pending;
	return reader->node[top] ? pointer_element(reader->node[top], reader->index[top]++) : NULL;
}

static void keep(struct answer_reader *reader, const struct pointer_node *node, struct slice text)
{
	if (!node || node->slot < 0 || (text.length && memchr(text.data, 0, text.length)))
		return;
	free(reader->values->value[node->slot]);
	reader->values->value[node->slot] = xstrndup(text.data, text.length);
}

static int on_event(void *user, enum json_event event, struct slice text)
{
	struct answer_reader *reader = user;
	switch (event) {
	case JSON_KEY:
		reader->pending = reader->node[reader->depth - 1]
					  ? pointer_member(reader->node[reader->depth - 1], text)
					  : NULL;
		break;
	case JSON_OBJECT:
	case JSON_ARRAY:
		reader->node[reader->depth] = next_node(reader);
		reader->array[reader->depth] = event == JSON_ARRAY;
		reader->index[reader->depth++] = 0;
		break;
	case JSON_OBJECT_END:
	case JSON_ARRAY_END:
		reader->depth--;
		break;
	case JSON_NULL:
		next_node(reader);
		break;
	case JSON_TRUE:
		keep(reader, next_node(reader), SLICE("true"));
		break;
	case JSON_FALSE:
		keep(reader, next_node(reader), SLICE("false"));
		break;
	case JSON_NUMBER:
	case JSON_STRING:
		keep(reader, next_node(reader), text);
		break;
	}
	return 0;
}

int answer_read(const struct answer_plan *plan, struct slice body, struct answer_values *ret_values,
	struct error *error)
{
	struct answer_reader state = {.root = &plan->tree, .values = ret_values};
	struct json_limits limits = {.depth = DEPTH};
	struct json_reader *reader = json_reader_new(&limits, on_event, &state);
	int r = json_feed(reader, body.data, body.length, error);
	if (r >= 0)
		r = json_end(reader, error);
	json_reader_free(reader);
	return r;
}

void answer_values_free(struct answer_values *values)
{
	for (int i = 0; i < ANSWER_VALUES; i++)
		free(values->value[i]);
}
