/* JSON Pointers (RFC 6901) merged into one tree, so that a reader walks all of them at once and
 * knows at each key whether anything below it is wanted. A reference token of digits matches both
 * the element of an array and the member of an object: `/translate/0/name` reads
 * [{"name": …}] and {"0": {"name": …}} alike. */
#ifndef PORTAL_POINTER_H
#define PORTAL_POINTER_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

#define POINTER_LIST (-2) /* slot of a list of records */
#define POINTER_NONE (-1)

struct pointer_node {
	char *token; /* unescaped; NULL for the root */
	size_t length;
	int64_t index; /* the token as an array index; -1: it is none */
	int slot; /* what a value here is kept as: a number of the caller's, or POINTER_… */
	struct pointer_node **child;
	size_t count;
	size_t capacity;
	uint8_t *table; /* child number + 1 by hash; filled by pointer_seal */
	uint32_t mask;
	uint32_t factor;
	int shift;
};

/* Finds or adds the node a pointer names, below `root` (zero-initialised is an empty tree, with
 * slot set to POINTER_NONE). -EINVAL: not a JSON Pointer. */
int pointer_add(struct pointer_node *root, struct slice pointer, struct pointer_node **ret_node,
	struct error *error);
/* After the last pointer_add: builds the look-up tables. */
void pointer_seal(struct pointer_node *root);
/* Frees what hangs below a node, not the node. */
void pointer_clear(struct pointer_node *root);

/* Length, first, middle and last byte in one number, spread by the node's own factor: with the
 * right factor a node's tokens do not meet at all. */
static inline uint32_t pointer_hash(const struct pointer_node *node, struct slice token)
{
	const unsigned char *data = (const unsigned char *)token.data;
	size_t length = token.length;
	if (!length)
		return 0;
	uint32_t key = (uint32_t)length | (uint32_t)data[0] << 8 |
		       (uint32_t)data[length / 2] << 16 | (uint32_t)data[length - 1] << 24;
	return key * node->factor >> node->shift;
}

/* memcmp() == 0 without the call: keys are short, and there are many. */
static inline bool pointer_same(const char *a, const char *b, size_t length)
{
	uint64_t left, right, apart = 0;
	if (length < sizeof(left)) {
		for (size_t i = 0; i < length; i++)
			apart |= (uint64_t)(unsigned char)(a[i] ^ b[i]);
		return !apart;
	}
	for (size_t i = 0; i + sizeof(left) < length; i += sizeof(left)) {
		memcpy(&left, a + i, sizeof(left));
		memcpy(&right, b + i, sizeof(right));
		apart |= left ^ right;
	}
	memcpy(&left, a + length - sizeof(left), sizeof(left));
	memcpy(&right, b + length - sizeof(right), sizeof(right));
	return !(apart | (left ^ right));
}

static inline const struct pointer_node *pointer_member(
	const struct pointer_node *node, struct slice key)
{
	uint32_t at = pointer_hash(node, key);
	for (uint8_t number; (number = node->table[at & node->mask]); at++) {
		const struct pointer_node *child = node->child[number - 1];
		if (child->length == key.length && pointer_same(child->token, key.data, key.length))
			return child;
	}
	return NULL;
}

static inline const struct pointer_node *pointer_element(
	const struct pointer_node *node, int64_t index)
{
	for (size_t i = 0; i < node->count; i++)
		if (node->child[i]->index == index)
			return node->child[i];
	return NULL;
}

#endif
