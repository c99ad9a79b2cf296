/* The tree of pointers. */
#include "portal/pointer.h"

#include "portal_test.h"

static const struct pointer_node *by_looking_at_all(
	const struct pointer_node *node, struct slice key)
{
	for (size_t i = 0; i < node->count; i++)
		if (slice_equal(key, (struct slice){node->child[i]->token, node->child[i]->length}))
			return node->child[i];
	return NULL;
}

static struct slice random_key(char buffer[8])
{
	size_t length = (size_t)(rand() % 8);
	for (size_t i = 0; i < length; i++)
		buffer[i] = (char)("ab01"[rand() % 4]);
	return (struct slice){buffer, length};
}

/* A law over random trees of short keys, which begin alike and collide. */
static void a_member_is_found_as_by_looking_at_all(void **state)
{
	unsigned seed = 20261120;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 200; round++) {
		struct pointer_node root = {.slot = POINTER_NONE};
		char buffer[8];
		for (int i = rand() % 60; i > 0; i--) {
			struct text pointer = {0};
			struct pointer_node *node;
			struct error error;
			text_add_char(&pointer, '/');
			text_add_slice(&pointer, random_key(buffer));
			assert_int_equal(
				pointer_add(&root, text_slice(&pointer), &node, &error), 0);
			text_free(&pointer);
		}
		pointer_seal(&root);
		for (int i = 0; i < 500; i++) {
			struct slice key = random_key(buffer);
			assert_ptr_equal(pointer_member(&root, key), by_looking_at_all(&root, key));
		}
		pointer_clear(&root);
	}
}

static void an_index_is_written_without_leading_zeros(void **state)
{
	struct pointer_node root = {.slot = POINTER_NONE};
	struct pointer_node *zero, *ten, *padded;
	pointer_add(&root, SLICE("/0"), &zero, NULL);
	pointer_add(&root, SLICE("/10"), &ten, NULL);
	pointer_add(&root, SLICE("/01"), &padded, NULL);
	pointer_seal(&root);
	assert_ptr_equal(pointer_element(&root, 0), zero);
	assert_ptr_equal(pointer_element(&root, 10), ten);
	assert_null(pointer_element(&root, 1));
	assert_ptr_equal(pointer_member(&root, SLICE("01")), padded);
	pointer_clear(&root);
}

static void equal_pointers_share_a_node_and_roots_are_empty(void **state)
{
	struct pointer_node root = {.slot = POINTER_NONE};
	struct pointer_node *first, *second, *whole;
	pointer_add(&root, SLICE("/a/b"), &first, NULL);
	pointer_add(&root, SLICE("/a/b"), &second, NULL);
	pointer_add(&root, SLICE(""), &whole, NULL);
	assert_ptr_equal(first, second);
	assert_ptr_equal(whole, &root);
	assert_true(pointer_add(&root, SLICE("a"), &whole, NULL) < 0);
	pointer_clear(&root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_member_is_found_as_by_looking_at_all),
		cmocka_unit_test(an_index_is_written_without_leading_zeros),
		cmocka_unit_test(equal_pointers_share_a_node_and_roots_are_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
