#include "portal/mapping.h"

#include <errno.h>

#include "base/memory.h"

static const char *const field_names[FIELD_COUNT] = {
	[FIELD_CODE] = "code",
	[FIELD_STATUS] = "status",
	[FIELD_LOCK] = "lock",
	[FIELD_UNIT] = "unit",
	[FIELD_UNIT_NAME] = "unit-name",
	[FIELD_PROCEDURE] = "procedure",
	[FIELD_PROCEDURE_NAME] = "procedure-name",
	[FIELD_FIELD] = "field",
	[FIELD_FIELD_NAME] = "field-name",
	[FIELD_CHANNEL] = "channel",
	[FIELD_SUBMITTED] = "submitted",
	[FIELD_RECEIVED] = "received",
	[FIELD_DUE] = "due",
	[FIELD_FINISHED] = "finished",
	[FIELD_RETURNED] = "returned",
	[FIELD_TERM] = "term",
	[FIELD_TERM_UNIT] = "term-unit",
	[FIELD_SUPPLEMENT_ASKED] = "supplement-asked",
	[FIELD_SUPPLEMENT_DONE] = "supplement-done",
	[FIELD_SUPPLEMENTS] = "supplements",
	[FIELD_OFFICER] = "officer",
	[FIELD_UPDATED] = "updated",
};

const char *field_name(enum field field)
{
	return field_names[field];
}

int field_from_name(struct slice name)
{
	for (int field = 0; field < FIELD_COUNT; field++)
		if (slice_is(name, field_names[field]))
			return field;
	return -1;
}

/* --- words ------------------------------------------------------------------------------- */

struct meaning {
	const char *name;
	uint8_t value;
};

static const struct meaning channel_meanings[] = {
	{"in-person", CHANNEL_IN_PERSON}, {"online", CHANNEL_ONLINE}, {"postal", CHANNEL_POSTAL}};
static const struct meaning term_meanings[] = {{"working-days", TERM_WORKING_DAYS},
	{"calendar-days", TERM_CALENDAR_DAYS}, {"working-hours", TERM_WORKING_HOURS}};
static const struct meaning lock_meanings[] = {{"yes", true}, {"no", false}};

static const struct {
	const char *name;
	const struct meaning *meanings; /* NULL: the national statuses */
	size_t count;
	const char *listed;
} vocabularies[WORDS_COUNT] = {
	[WORDS_STATUS] = {"status", NULL, 0,
		"registered, accepted, refused, processing, supplement, fee, withdrawn, stopped, "
		"processed, returned, or 1 to 10"},
	[WORDS_LOCK] = {"lock", lock_meanings, ARRAY_SIZE(lock_meanings), "yes, no"},
	[WORDS_CHANNEL] = {"channel", channel_meanings, ARRAY_SIZE(channel_meanings),
		"in-person, online, postal, or 1 to 3"},
	[WORDS_TERM_UNIT] = {"term-unit", term_meanings, ARRAY_SIZE(term_meanings),
		"working-days, calendar-days, working-hours"},
};

const char *vocabulary_name(enum vocabulary vocabulary)
{
	return vocabularies[vocabulary].name;
}

const char *vocabulary_meanings(enum vocabulary vocabulary)
{
	return vocabularies[vocabulary].listed;
}

static void words_add(struct words *words, struct slice text, uint8_t meaning)
{
	array_reserve(words->word, &words->capacity, words->count + 1);
	words->word[words->count++] =
		(struct word){xstrndup(text.data, text.length), text.length, meaning};
}

static inline char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_word(const struct word *word, struct slice text)
{
	if (word->length != text.length)
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (lower(word->text[i]) != lower(text.data[i]))
			return false;
	return true;
}

int words_find(const struct words *words, struct slice text)
{
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->word[i];
		if (word->length == text.length && text.length && word->text[0] == text.data[0] &&
			memcmp(word->text, text.data, text.length) == 0)
			return word->meaning;
	}
	for (size_t i = 0; i < words->count; i++)
		if (same_word(&words->word[i], text))
			return words->word[i].meaning;
	return -1;
}

/* The words hentra itself uses, in its configuration as in its letters. */
static void add_own_words(struct words *words, enum vocabulary vocabulary)
{
	static const char *const codes[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
	if (vocabulary == WORDS_STATUS)
		for (int status = 1; status < STATUS_COUNT; status++) {
			words_add(words, slice_of(status_name(status)), (uint8_t)status);
			words_add(words, slice_of(status_name_vi(status)), (uint8_t)status);
			words_add(words, slice_of(codes[status]), (uint8_t)status);
		}
	for (size_t i = 0; i < vocabularies[vocabulary].count; i++) {
		const struct meaning *meaning = &vocabularies[vocabulary].meanings[i];
		words_add(words, slice_of(meaning->name), meaning->value);
		if (vocabulary == WORDS_CHANNEL)
			words_add(words, slice_of(codes[meaning->value]), meaning->value);
	}
	if (vocabulary == WORDS_LOCK) {
		words_add(words, SLICE("true"), true);
		words_add(words, SLICE("false"), false);
	}
}

static int meaning_of(enum vocabulary vocabulary, struct slice text)
{
	struct words own = {0};
	add_own_words(&own, vocabulary);
	int meaning = words_find(&own, text);
	for (size_t i = 0; i < own.count; i++)
		free(own.word[i].text);
	free(own.word);
	return meaning;
}

int mapping_add_word(struct mapping *mapping, enum vocabulary vocabulary, struct slice text,
	struct slice meaning, struct error *error)
{
	int value = meaning_of(vocabulary, meaning);
	if (value < 0)
		return error_set(error, -EINVAL, "\"%.*s\" is none of %s", SLICE_ARGS(meaning),
			vocabularies[vocabulary].listed);
	if (words_find(&mapping->words[vocabulary], text) >= 0)
		return error_set(error, -EINVAL, "\"%.*s\" stands here twice", SLICE_ARGS(text));
	words_add(&mapping->words[vocabulary], text, (uint8_t)value);
	return 0;
}

/* --- alternatives ------------------------------------------------------------------------ */

bool alternatives_split(struct slice *rest, struct slice *ret_piece)
{
	bool quoted = false;
	size_t at = 0;
	if (!rest->data)
		return false;
	for (; at < rest->length; at++) {
		if (rest->data[at] == '\'')
			quoted = !quoted;
		else if (rest->data[at] == '|' && !quoted)
			break;
	}
	*ret_piece = slice_trim((struct slice){rest->data, at});
	if (at < rest->length)
		*rest = (struct slice){rest->data + at + 1, rest->length - at - 1};
	else
		*rest = (struct slice){0};
	return true;
}

/* What stands between two single quotes that are the whole text. */
static bool unquote(struct slice text, struct slice *ret_inside)
{
	if (text.length < 2 || text.data[0] != '\'' || text.data[text.length - 1] != '\'')
		return false;
	*ret_inside = (struct slice){text.data + 1, text.length - 2};
	return true;
}

static int column_slot(struct mapping *mapping, struct slice column)
{
	for (int slot = 0; slot < mapping->slot_count; slot++)
		if (slice_is(column, mapping->column[slot]))
			return slot;
	if (mapping->slot_count == SLOTS_MAX)
		return -1;
	mapping->column[mapping->slot_count] = xstrndup(column.data, column.length);
	return mapping->slot_count++;
}

static int place_slot(struct mapping *mapping, struct slice place, struct error *error)
{
	struct pointer_node *node;
	if (!place.length)
		return error_set(error, -EINVAL, "an alternative is empty");
	if (mapping->csv) {
		int slot = column_slot(mapping, place);
		return slot >= 0 ? slot : error_set(error, -EINVAL, "too many columns");
	}
	int r = pointer_add(&mapping->record, place, &node, error);
	if (r < 0)
		return r;
	if (node->slot == POINTER_NONE) {
		if (mapping->slot_count == SLOTS_MAX)
			return error_set(error, -EINVAL, "too many pointers");
		node->slot = mapping->slot_count++;
	}
	return node->slot;
}

/* `PLACE before 'text'`: cuts the ending off *place. */
static struct slice cut_before(struct slice *place)
{
	struct slice inside = {0};
	const char *word = memmem(place->data, place->length, " before '", 9);
	if (!word)
		return inside;
	size_t used = (size_t)(word - place->data);
	struct slice quoted = {word + 8, place->length - used - 8};
	if (unquote(quoted, &inside) && inside.length)
		*place = slice_trim((struct slice){place->data, used});
	return inside;
}

static int add_alternative(
	struct mapping *mapping, struct field_map *map, struct slice piece, struct error *error)
{
	struct alternative *alternative = &map->alternative[map->count];
	struct slice constant;
	if (map->count == ALTERNATIVES_MAX)
		return error_set(error, -EINVAL, "more than %d alternatives", ALTERNATIVES_MAX);
	*alternative = (struct alternative){.slot = -1};
	if (unquote(piece, &constant)) {
		alternative->constant = xstrndup(constant.data, constant.length);
		map->count++;
		return 0;
	}
	struct slice before = cut_before(&piece);
	int slot = place_slot(mapping, piece, error);
	if (slot < 0)
		return slot;
	alternative->slot = slot;
	if (before.length)
		alternative->before = xstrndup(before.data, before.length);
	map->count++;
	return 0;
}

int mapping_add_field(
	struct mapping *mapping, enum field field, struct slice alternatives, struct error *error)
{
	struct field_map *map = &mapping->field[field];
	struct slice piece;
	while (alternatives_split(&alternatives, &piece)) {
		int r = add_alternative(mapping, map, piece, error);
		if (r < 0)
			return r;
		int slot = map->alternative[map->count - 1].slot;
		if (slot >= 0 && field == FIELD_SUPPLEMENTS)
			mapping->counts[slot] = true;
	}
	return 0;
}

int words_add_texts(struct words *words, struct slice texts, struct error *error)
{
	struct slice piece;
	while (alternatives_split(&texts, &piece)) {
		unquote(piece, &piece);
		if (words->count >= 32)
			return error_set(error, -EINVAL, "more than 32 texts");
		words_add(words, piece, true);
	}
	return 0;
}

void mapping_seal(struct mapping *mapping)
{
	for (int vocabulary = 0; vocabulary < WORDS_COUNT; vocabulary++)
		if (!mapping->words[vocabulary].count)
			add_own_words(&mapping->words[vocabulary], (enum vocabulary)vocabulary);
	pointer_seal(&mapping->record);
}

void words_clear(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->word[i].text);
	free(words->word);
	*words = (struct words){0};
}

void mapping_clear(struct mapping *mapping)
{
	for (int field = 0; field < FIELD_COUNT; field++)
		for (int i = 0; i < mapping->field[field].count; i++) {
			free(mapping->field[field].alternative[i].constant);
			free(mapping->field[field].alternative[i].before);
		}
	for (int slot = 0; slot < mapping->slot_count; slot++)
		free(mapping->column[slot]);
	for (int vocabulary = 0; vocabulary < WORDS_COUNT; vocabulary++)
		words_clear(&mapping->words[vocabulary]);
	words_clear(&mapping->none);
	pointer_clear(&mapping->record);
}
