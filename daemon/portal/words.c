#include "portal/words.h"

#include <errno.h>

#include "base/letters.h"
#include "base/memory.h"
#include "core/case/case_record.h"
#include "portal/alternatives.h"

struct meaning {
	const char *name;
	uint8_t value;
};

static const struct meaning channel_meanings[] = {
	{"in-person", CHANNEL_IN_PERSON}, {"online", CHANNEL_ONLINE}, {"postal", CHANNEL_POSTAL}};
static const struct meaning term_meanings[] = {{"working-days", TERM_WORKING_DAYS},
	{"calendar-days", TERM_CALENDAR_DAYS}, {"working-hours", TERM_WORKING_HOURS}};
static const struct meaning yes_or_no[] = {{"yes", true}, {"no", false}};

static const struct {
	const char *name;
	const struct meaning *meanings; /* NULL: the national statuses */
	size_t count;
	const char *listed;
} vocabularies[WORDS_COUNT] = {
	[WORDS_STATUS] = {"status", NULL, 0,
		"registered, accepted, refused, processing, supplement, fee, withdrawn, stopped, "
		"processed, returned, tax, posting, inspection, other-agency, extension, or 1 to "
		"10"},
	[WORDS_LOCK] = {"lock", yes_or_no, ARRAY_SIZE(yes_or_no), "yes, no"},
	[WORDS_CHANNEL] = {"channel", channel_meanings, ARRAY_SIZE(channel_meanings),
		"in-person, online, postal, or 1 to 3"},
	[WORDS_TERM_UNIT] = {"term-unit", term_meanings, ARRAY_SIZE(term_meanings),
		"working-days, calendar-days, working-hours"},
	[WORDS_ONLINE_SERVICE] = {"online-service", yes_or_no, ARRAY_SIZE(yes_or_no), "yes, no"},
};

const char *vocabulary_name(enum vocabulary vocabulary)
{
	return vocabularies[vocabulary].name;
}

static void words_add(struct words *words, struct slice text, uint8_t meaning)
{
	array_reserve(words->word, &words->capacity, words->count + 1);
	words->word[words->count++] =
		(struct word){xstrndup(text.data, text.length), text.length, meaning, false};
}

static bool is_same(const struct word *word, struct slice text)
{
	return word->length == text.length && text.length && word->text[0] == text.data[0] &&
	       memcmp(word->text, text.data, text.length) == 0;
}

int words_find(const struct words *words, struct slice text)
{
	for (size_t i = 0; i < words->count; i++)
		if (is_same(&words->word[i], text))
			return words->word[i].meaning;
	for (size_t i = 0; i < words->count; i++)
		if (letters_equal((struct slice){words->word[i].text, words->word[i].length}, text))
			return words->word[i].meaning;
	for (size_t i = 0; i < words->count && text.length; i++)
		if (words->word[i].pattern &&
			letters_fit(
				(struct slice){words->word[i].text, words->word[i].length}, text))
			return words->word[i].meaning;
	return -1;
}

/* The words hentra itself uses, in its configuration as in its letters. */
void words_add_own(struct words *words, enum vocabulary vocabulary)
{
	static const char *const codes[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
	if (vocabulary == WORDS_STATUS)
		for (int status = 1; status < STATUS_COUNT; status++) {
			words_add(words, slice_of(status_name(status)), (uint8_t)status);
			words_add(words, slice_of(status_name_vi(status)), (uint8_t)status);
			if (status < (int)ARRAY_SIZE(codes)) /* the catalogue has no more */
				words_add(words, slice_of(codes[status]), (uint8_t)status);
		}
	for (size_t i = 0; i < vocabularies[vocabulary].count; i++) {
		const struct meaning *meaning = &vocabularies[vocabulary].meanings[i];
		words_add(words, slice_of(meaning->name), meaning->value);
		if (vocabulary == WORDS_CHANNEL)
			words_add(words, slice_of(codes[meaning->value]), meaning->value);
	}
	if (vocabularies[vocabulary].meanings == yes_or_no) {
		words_add(words, SLICE("true"), true);
		words_add(words, SLICE("false"), false);
	}
}

static int meaning_of(enum vocabulary vocabulary, struct slice text)
{
	struct words own = {0};
	words_add_own(&own, vocabulary);
	int meaning = words_find(&own, text);
	words_clear(&own);
	return meaning;
}

int words_add_meaning(struct words *words, enum vocabulary vocabulary, struct slice text,
	struct slice meaning, struct error *error)
{
	int value = meaning_of(vocabulary, meaning);
	if (value < 0)
		return error_set(error, -EINVAL, "\"%.*s\" is none of %s", SLICE_ARGS(meaning),
			vocabularies[vocabulary].listed);
	if (words_find(words, text) >= 0)
		return error_set(error, -EINVAL, "\"%.*s\" stands here twice", SLICE_ARGS(text));
	words_add(words, text, (uint8_t)value);
	words->word[words->count - 1].pattern =
		vocabulary == WORDS_STATUS && memchr(text.data, '*', text.length);
	return 0;
}

int words_put_meaning(struct words *words, enum vocabulary vocabulary, struct slice text,
	struct slice meaning, struct error *error)
{
	for (size_t i = 0; i < words->count; i++)
		if (letters_equal(
			    (struct slice){words->word[i].text, words->word[i].length}, text)) {
			free(words->word[i].text);
			memmove(&words->word[i], &words->word[i + 1],
				(--words->count - i) * sizeof(*words->word));
			break;
		}
	int result = words_add_meaning(words, vocabulary, text, meaning, error);
	if (result < 0)
		return result;
	struct word put = words->word[words->count - 1];
	memmove(&words->word[1], &words->word[0], (words->count - 1) * sizeof(put));
	words->word[0] = put;
	return 0;
}

int words_add_texts(struct words *words, struct slice texts, struct error *error)
{
	struct slice piece;
	while (alternatives_split(&texts, &piece)) {
		alternative_unquote(piece, &piece);
		if (words->count >= 32)
			return error_set(error, -EINVAL, "more than 32 texts");
		words_add(words, piece, true);
	}
	return 0;
}

void words_clear(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->word[i].text);
	free(words->word);
	*words = (struct words){0};
}
