#include "portal/pointer.h"

#include <errno.h>
#include <limits.h>

#include "base/memory.h"

/* More children than this is no profile but an attack on uint8_t. */
#define CHILDREN_MAX 120

/* The token as RFC 6901 writes array indexes: 0 or digits without a leading zero. */
static int64_t token_index(const char *token, size_t length)
{
	int64_t index = 0;
	if (!length || length > 9 || (length > 1 && token[0] == '0'))
		return -1;
	for (size_t i = 0; i < length; i++) {
		if (token[i] < '0' || token[i] > '9')
			return -1;
		index = index * 10 + (token[i] - '0');
	}
	return index;
}

static struct pointer_node *child_of(struct pointer_node *node, const char *token, size_t length)
{
	for (size_t i = 0; i < node->count; i++)
		if (node->child[i]->length == length &&
			memcmp(node->child[i]->token, token, length) == 0)
			return node->child[i];
	struct pointer_node *child = xcalloc(1, sizeof(*child));
	child->token = xstrndup(token, length);
	child->length = length;
	child->index = token_index(token, length);
	child->slot = POINTER_NONE;
	array_reserve(node->child, &node->capacity, node->count + 1);
	node->child[node->count++] = child;
	return child;
}

/* ~1 is a slash, ~0 a tilde. Returns the length, or -1 for another escape. */
static int64_t unescape(struct slice token, char *ret_token)
{
	int64_t length = 0;
	for (size_t i = 0; i < token.length; i++) {
		char c = token.data[i];
		if (c == '~') {
			char code = i + 1 < token.length ? token.data[++i] : 0;
			if (code != '0' && code != '1')
				return -1;
			c = code == '1' ? '/' : '~';
		}
		ret_token[length++] = c;
	}
	return length;
}

int pointer_add(struct pointer_node *root, struct slice pointer, struct pointer_node **ret_node,
	struct error *error)
{
	char token[256];
	struct pointer_node *node = root;
	if (pointer.length && pointer.data[0] != '/')
		return error_set(error, -EINVAL,
			"\"%.*s\" is not a JSON Pointer: it begins with / (RFC 6901)",
			SLICE_ARGS(pointer));
	if (!pointer.length) { /* the whole value */
		*ret_node = node;
		return 0;
	}
	struct slice rest = {pointer.data + 1, pointer.length - 1}, piece;
	while (slice_split(&rest, '/', &piece)) {
		if (piece.length > sizeof(token) || node->count == CHILDREN_MAX)
			return error_set(
				error, -EINVAL, "\"%.60s…\" is too long or too much", pointer.data);
		int64_t length = unescape(piece, token);
		if (length < 0)
			return error_set(error, -EINVAL,
				"\"%.*s\" is not a JSON Pointer: after ~ stands 0 or 1 (RFC 6901)",
				SLICE_ARGS(pointer));
		node = child_of(node, token, (size_t)length);
	}
	*ret_node = node;
	return 0;
}

/* Fills the table by one factor; returns how many tokens found their place taken. */
static int fill_table(struct pointer_node *node)
{
	int met = 0;
	memset(node->table, 0, (size_t)node->mask + 1);
	for (size_t i = 0; i < node->count; i++) {
		struct slice token = {node->child[i]->token, node->child[i]->length};
		uint32_t at = pointer_hash(node, token);
		while (node->table[at & node->mask]) {
			at++;
			met++;
		}
		node->table[at & node->mask] = (uint8_t)(i + 1);
	}
	return met;
}

#define FACTORS_TRIED 200

void pointer_seal(struct pointer_node *root)
{
	int bits = 3;
	while ((size_t)1 << bits < root->count * 4)
		bits++;
	free(root->table);
	root->table = xcalloc((size_t)1 << bits, 1);
	root->mask = (uint32_t)((1 << bits) - 1);
	root->shift = 32 - bits;
	uint32_t factor = 0x9E3779B1, best = factor;
	int least = INT_MAX;
	for (int i = 0; i < FACTORS_TRIED && least; i++, factor = factor * 0x2C1B3C6D + 2) {
		root->factor = factor;
		int met = fill_table(root);
		if (met < least) {
			least = met;
			best = factor;
		}
	}
	root->factor = best;
	fill_table(root);
	for (size_t i = 0; i < root->count; i++)
		pointer_seal(root->child[i]);
}

void pointer_clear(struct pointer_node *root)
{
	for (size_t i = 0; i < root->count; i++) {
		pointer_clear(root->child[i]);
		free(root->child[i]->token);
		free(root->child[i]);
	}
	free(root->child);
	free(root->table);
	root->child = NULL;
	root->table = NULL;
	root->count = root->capacity = 0;
}
