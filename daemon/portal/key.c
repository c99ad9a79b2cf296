#include "portal/key.h"

#include <errno.h>

#include "base/memory.h"
#include "core/time/duration.h"
#include "portal/alternatives.h"

int answer_add_pointers(
	struct answer_plan *answer, int slot, struct slice value, struct error *error)
{
	struct slice piece;
	while (alternatives_split(&value, &piece)) {
		struct pointer_node *node;
		if (slice_is(piece, "\"\""))
			piece = (struct slice){"", 0};
		int r = pointer_add(&answer->tree, piece, &node, error);
		if (r < 0)
			return r;
		if (node->slot != POINTER_NONE)
			return error_set(error, -EINVAL, "\"%.*s\" already has another meaning",
				SLICE_ARGS(piece));
		node->slot = slot;
	}
	return 0;
}

static int set_number(int64_t *ret, struct slice value, const struct key *key, struct error *error)
{
	int64_t number = 0;
	bool good = value.length > 0 && value.length < 10;
	for (size_t i = 0; good && i < value.length; i++) {
		good = value.data[i] >= '0' && value.data[i] <= '9';
		number = number * 10 + (value.data[i] - '0');
	}
	if (!good || number < key->least || number > key->most)
		return error_set(error, -EINVAL, "\"%.*s\" is not a whole number from %lld to %lld",
			SLICE_ARGS(value), (long long)key->least, (long long)key->most);
	*ret = number;
	return 0;
}

static int set_wall(int64_t *ret, struct slice value, struct error *error)
{
	struct duration duration;
	if (duration_parse(value, &duration) < 0 || duration.kind != DURATION_WALL)
		return error_set(error, -EINVAL,
			"\"%.*s\" is not a duration such as 30s, 15min, 2h or 1d",
			SLICE_ARGS(value));
	*ret = duration.amount;
	return 0;
}

static int choice_of(const char *const *choices, struct slice value, struct error *error)
{
	cleanup(text_free) struct text all = {0};
	for (int i = 0; choices[i]; i++) {
		if (slice_is(value, choices[i]))
			return i;
		text_printf(&all, "%s%s", i ? ", " : "", choices[i]);
	}
	return error_set(error, -EINVAL, "\"%.*s\" is none of %s", SLICE_ARGS(value), all.data);
}

static int set_yes_no(bool *ret, struct slice value, struct error *error)
{
	if (!slice_is(value, "yes") && !slice_is(value, "no"))
		return error_set(
			error, -EINVAL, "\"%.*s\" is neither yes nor no", SLICE_ARGS(value));
	*ret = slice_is(value, "yes");
	return 0;
}

static void set_text(char **ret, struct slice value)
{
	free(*ret);
	*ret = xstrndup(value.data ? value.data : "", value.length);
}

static int set_choice(const struct key *key, char *at, struct slice value, struct error *error)
{
	int choice = choice_of(key->choices, value, error);
	if (choice < 0)
		return choice;
	*(int *)at = choice;
	return 0;
}

static int set_answer(const struct key *key, char *at, struct slice value, struct error *error)
{
	struct answer_plan *answer = (void *)at;
	answer->has[key->least] = true;
	return answer_add_pointers(answer, (int)key->least, value, error);
}

int key_set(const struct key *key, struct profile *profile, char *base, struct slice value,
	struct error *error)
{
	char *at = base + key->offset;
	struct slice piece;
	switch (key->type) {
	case KEY_TEXT:
		set_text((void *)at, value);
		return 0;
	case KEY_TEXTS:
		strings_add((void *)at, value);
		return 0;
	case KEY_LIST:
		while (alternatives_split(&value, &piece))
			strings_add((void *)at, piece);
		return 0;
	case KEY_YES_NO:
		return set_yes_no((void *)at, value, error);
	case KEY_NUMBER:
		return set_number((void *)at, value, key, error);
	case KEY_WALL:
		return set_wall((void *)at, value, error);
	case KEY_CHOICE:
		return set_choice(key, at, value, error);
	case KEY_TEMPLATE:
		return template_set((void *)at, value, (uint32_t)key->least, error);
	case KEY_ANSWER:
		return set_answer(key, at, value, error);
	case KEY_WORDS:
		return words_add_texts((void *)at, value, error);
	case KEY_CALL:
		return key->call(profile, value, error);
	}
	return -EINVAL;
}
