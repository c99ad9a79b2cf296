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
};

/* Finds or adds the node a pointer names, below `root` (zero-initialised is an empty tree, with
 * slot set to POINTER_NONE). -EINVAL: not a JSON Pointer. */
int pointer_add(struct pointer_node *root, struct slice pointer, struct pointer_node **ret_node,
	struct error *error);
/* After the last pointer_add: builds the look-up tables. */
void pointer_seal(struct pointer_node *root);
/* Frees what hangs below a node, not the node. */
void pointer_clear(struct pointer_node *root);

/* Cheap and good enough: a record's keys differ in length, ends or middle. */
static inline uint32_t pointer_hash(const char *data, size_t length)
{
	if (!length)
		return 0;
	uint32_t first = (unsigned char)data[0], last = (unsigned char)data[length - 1];
	uint32_t middle = (unsigned char)data[length / 2];
	return (uint32_t)length * 5 + first * 3 + middle * 11 + last * 7;
}

static inline const struct pointer_node *pointer_member(
	const struct pointer_node *node, struct slice key)
{
	uint32_t at = pointer_hash(key.data, key.length);
	for (uint8_t number; (number = node->table[at & node->mask]); at++) {
		const struct pointer_node *child = node->child[number - 1];
		if (child->length == key.length && memcmp(child->token, key.data, key.length) == 0)
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
