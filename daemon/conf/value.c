#include "conf/value.h"

#include <errno.h>
#include <limits.h>

#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "conf/keys.h"
#include "conf/settings.h"

#define TEXT_MOST 1000
#define NAME_MOST 64

/* A value in a sentence: enough of it to be recognised. */
#define QUOTED_MOST 60
#define QUOTED(text) (int)((text).length < QUOTED_MOST ? (text).length : QUOTED_MOST), (text).data

static int keep(const struct value_context *context, struct slice text, void *target)
{
	*(const char **)target = arena_copy(context->arena, text);
	return 0;
}

/* Folder and path joined; an absolute path as it is. */
static const char *path_join(struct arena *arena, const char *folder, struct slice path)
{
	if (path.length && path.data[0] == '/')
		return arena_copy(arena, path);
	cleanup(text_free) struct text joined = {0};
	text_printf(&joined, "%s/%.*s", folder, SLICE_ARGS(path));
	return arena_copy(arena, text_slice(&joined));
}

/* --- text ----------------------------------------------------------------------------------- */

static int parse_text(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	int64_t most = context->key->most ? context->key->most : TEXT_MOST;
	if (text.length > (size_t)most)
		return error_set(error, -EINVAL, "more than %lld bytes", (long long)most);
	return keep(context, text, target);
}

static int parse_required_text(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	if (!text.length)
		return error_set(error, -EINVAL, "the value is empty");
	return parse_text(context, text, target, error);
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_name_byte(char byte)
{
	return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       byte == '-' || byte == '_' || byte == '.';
}

static bool is_name(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (!is_name_byte(text.data[i]))
			return false;
	}
	return text.length && text.length <= NAME_MOST && text.data[0] != '.';
}

static int parse_name(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	if (!is_name(text))
		return error_set(error, -EINVAL,
			"\"%.*s\" is not a name: at most %d letters without accents, digits, - _ "
			"and .",
			QUOTED(text), NAME_MOST);
	return keep(context, text, target);
}

static int parse_province(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	if (text.length != 2 || !is_digit(text.data[0]) || !is_digit(text.data[1]))
		return error_set(error, -EINVAL,
			"\"%.*s\" is not a province's two-digit code such as 75", QUOTED(text));
	return keep(context, text, target);
}

static int parse_timezone(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	bool fits = text.length && text.length <= NAME_MOST;
	for (size_t i = 0; i < text.length && fits; i++) {
		bool inner = i > 0 && (text.data[i] == '/' || text.data[i] == '+');
		/* no dot: nothing may climb out of the folder of zones */
		fits = (is_name_byte(text.data[i]) && text.data[i] != '.') || inner;
	}
	if (!fits)
		return error_set(error, -EINVAL,
			"\"%.*s\" is not the name of a time zone such as Asia/Ho_Chi_Minh",
			QUOTED(text));
	return keep(context, text, target);
}

static int parse_path(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	if (text.length >= PATH_MAX)
		return error_set(error, -EINVAL, "the path is too long");
	if (!text.length)
		return keep(context, text, target);
	*(const char **)target = path_join(context->arena, context->folder, text);
	return 0;
}

static int parse_store(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	struct slice scheme = SLICE("sqlite:");
	if (text.length <= scheme.length || memcmp(text.data, scheme.data, scheme.length) != 0)
		return error_set(error, -EINVAL,
			"\"%.*s\" is not a store such as sqlite:/var/lib/hentra/hentra.db",
			QUOTED(text));
	struct slice path = {text.data + scheme.length, text.length - scheme.length};
	cleanup(text_free) struct text store = {0};
	text_printf(&store, "sqlite:%s", path_join(context->arena, context->folder, path));
	return keep(context, text_slice(&store), target);
}

static int parse_address(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	const char *wrong = text.length ? address_problem(text) : NULL;
	if (wrong)
		return error_set(error, -EINVAL, "\"%.*s\" is not an e-mail address: %s",
			QUOTED(text), wrong);
	return keep(context, text, target);
}

/* --- numbers and times ---------------------------------------------------------------------- */

static int parse_count(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	const struct key *key = context->key;
	int64_t value = 0;
	bool fits = text.length > 0;
	for (size_t i = 0; i < text.length && fits; i++)
		fits = is_digit(text.data[i]) && !__builtin_mul_overflow(value, 10, &value) &&
		       !__builtin_add_overflow(value, text.data[i] - '0', &value);
	if (!fits || value < key->least || value > key->most)
		return error_set(error, -EINVAL, "\"%.*s\" is not a whole number from %lld to %lld",
			QUOTED(text), (long long)key->least, (long long)key->most);
	*(int64_t *)target = value;
	return 0;
}

static int parse_duration(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	const struct key *key = context->key;
	struct duration duration;
	char near[64];
	if (duration_parse(text, &duration))
		return error_set(error, -EINVAL,
			"\"%.*s\" is not a duration such as 30s, 15min or 2h%s", QUOTED(text),
			duration_near(text, near));
	if (duration.kind != DURATION_WALL)
		return error_set(error, -EINVAL,
			"\"%.*s\" is working time, but here the clock on the wall counts: write "
			"30s, 15min, 2h or 1d",
			QUOTED(text));
	if (duration.amount < key->least || duration.amount > key->most) {
		char least[40], most[40];
		duration_format((struct duration){DURATION_WALL, key->least}, least);
		duration_format((struct duration){DURATION_WALL, key->most}, most);
		return error_set(error, -EINVAL, "\"%.*s\" is not between %s and %s", QUOTED(text),
			least, most);
	}
	*(int64_t *)target = duration.amount;
	return 0;
}

static int parse_working_days(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	const struct key *key = context->key;
	struct duration duration;
	if (duration_parse(text, &duration) || duration.kind != DURATION_WORKING_DAYS ||
		duration.amount < key->least || duration.amount > key->most)
		return error_set(error, -EINVAL,
			"\"%.*s\" is not a number of working days such as 2 working days (%lld to "
			"%lld)",
			QUOTED(text), (long long)key->least, (long long)key->most);
	*(int64_t *)target = duration.amount;
	return 0;
}

/* --- words ---------------------------------------------------------------------------------- */

/* The word's place; -EINVAL with the known ones, nearest first. */
static int parse_word(const struct key *key, struct slice text, struct error *error)
{
	size_t count = 0;
	cleanup(text_free) struct text known = {0};
	for (; key->words[count]; count++) {
		if (slice_is(text, key->words[count]))
			return (int)count;
		if (count)
			text_add(&known, key->words[count + 1] ? ", " : " or ");
		text_add(&known, key->words[count]);
	}
	const char *near = suggest_word(text, key->words, count);
	return error_set(error, -EINVAL, "\"%.*s\" is not %s%s%s%s", QUOTED(text), known.data,
		near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
}

static int parse_choice(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	int place = parse_word(context->key, text, error);
	if (place < 0)
		return place;
	*(int *)target = place + (int)context->key->least;
	return 0;
}

static int parse_flag(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	int place = parse_word(context->key, text, error);
	if (place < 0)
		return place;
	*(bool *)target = place == 1;
	return 0;
}

static int parse_mask(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	uint32_t mask = 0;
	struct slice rest = text, piece;
	while (!slice_is(text, "none") && slice_split(&rest, ',', &piece)) {
		int place = parse_word(context->key, slice_trim(piece), error);
		if (place < 0)
			return place;
		mask |= UINT32_C(1) << place;
	}
	*(uint32_t *)target = mask;
	return 0;
}

/* --- secrets -------------------------------------------------------------------------------- */

static bool begins(struct slice text, const char *word, struct slice *ret_rest)
{
	size_t length = strlen(word);
	if (text.length < length || memcmp(text.data, word, length) != 0)
		return false;
	*ret_rest = (struct slice){text.data + length, text.length - length};
	return true;
}

int secret_parse(const struct value_context *context, struct slice text, struct secret *ret_secret,
	struct error *error)
{
	struct slice rest;
	if (!text.length) {
		*ret_secret = (struct secret){SECRET_NONE, ""};
	} else if (begins(text, "credential:", &rest)) {
		if (!is_name(rest))
			return error_set(error, -EINVAL, "\"%.*s\" is not the name of a credential",
				QUOTED(rest));
		*ret_secret = (struct secret){SECRET_CREDENTIAL, arena_copy(context->arena, rest)};
	} else if (begins(text, "file:", &rest) && rest.length) {
		const char *path = path_join(context->arena, context->folder, rest);
		*ret_secret = (struct secret){SECRET_FILE, path};
	} else {
		/* the value is not repeated: it may be the secret */
		return error_set(error, -EINVAL,
			"secrets do not stand in this file: write credential:NAME or file:PATH");
	}
	return 0;
}

static int parse_secret(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	return secret_parse(context, text, target, error);
}

const struct value_type type_text = {"text", parse_text};
const struct value_type type_required_text = {"text", parse_required_text};
const struct value_type type_name = {"name", parse_name};
const struct value_type type_province = {"two digits", parse_province};
const struct value_type type_timezone = {"time zone", parse_timezone};
const struct value_type type_path = {"path", parse_path};
const struct value_type type_store = {"store", parse_store};
const struct value_type type_address = {"e-mail address", parse_address};
const struct value_type type_count = {"number", parse_count};
const struct value_type type_duration = {"duration", parse_duration};
const struct value_type type_working_days = {"working days", parse_working_days};
const struct value_type type_choice = {"word", parse_choice};
const struct value_type type_flag = {"word", parse_flag};
const struct value_type type_mask = {"words by comma, or none", parse_mask};
const struct value_type type_secret = {"secret", parse_secret};
