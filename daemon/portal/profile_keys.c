/* The keys of a profile: one table row each. */
#include <errno.h>

#include "base/memory.h"
#include "base/suggest.h"
#include "portal/alternatives.h"
#include "portal/key.h"

struct section {
	const char *kind;
	const struct key *keys;
	size_t count;
	bool of_listing;
};

/* --- values of their own kind ------------------------------------------------------------ */

static int set_records(struct profile *profile, struct slice value, struct error *error)
{
	profile->answer.first_list = xstrndup(value.data ? value.data : "", value.length);
	if (!value.data)
		value.data = "";
	return answer_add_pointers(&profile->answer, POINTER_LIST, value, error);
}

static int set_formats(struct profile *profile, struct slice value, struct error *error)
{
	struct date_rule *rule = &profile->mapping.dates;
	struct slice piece;
	while (alternatives_split(&value, &piece)) {
		if (rule->count == DATE_FORMATS_MAX)
			return error_set(error, -EINVAL, "more than %d formats", DATE_FORMATS_MAX);
		struct date_format *format = &rule->format[rule->count];
		int r = date_format_compile(piece, format, error);
		if (r < 0)
			return r;
		for (int i = 0; i < rule->count; i++)
			if (format->year_last && rule->format[i].year_last &&
				format->month_first != rule->format[i].month_first)
				return error_set(error, -EINVAL,
					"\"%.*s\" turns day and month of a format before it round: "
					"their order is one for a portal",
					SLICE_ARGS(piece));
		rule->count++;
	}
	return 0;
}

static int set_zone(struct profile *profile, struct slice value, struct error *error)
{
	struct date_rule *rule = &profile->mapping.dates;
	int hours, minutes;
	if (slice_is(value, "portal")) {
		rule->local = true;
		return 0;
	}
	bool shaped = value.length == 6 && (value.data[0] == '+' || value.data[0] == '-') &&
		      value.data[3] == ':' && civil_parse_digits(value.data + 1, 2, &hours) &&
		      civil_parse_digits(value.data + 4, 2, &minutes);
	if (!shaped || hours > 18 || minutes > 59)
		return error_set(error, -EINVAL,
			"\"%.*s\" is neither an offset such as +07:00 nor \"portal\" (the timezone "
			"of the configuration)",
			SLICE_ARGS(value));
	rule->offset_seconds = (hours * 3600 + minutes * 60) * (value.data[0] == '-' ? -1 : 1);
	return 0;
}

static int set_window_format(struct profile *profile, struct slice value, struct error *error)
{
	return date_format_compile(value, &profile->window_format, error);
}

/* `token = /pointer`, `header NAME` or `cookie NAME`. */
static int set_token(struct profile *profile, struct slice value, struct error *error)
{
	struct sign_in_plan *plan = &profile->sign_in;
	struct slice rest = value, word;
	slice_split(&rest, ' ', &word);
	if (slice_is(word, "header"))
		plan->source = TOKEN_IN_HEADER;
	else if (slice_is(word, "cookie"))
		plan->source = TOKEN_IN_COOKIE;
	if (plan->source == TOKEN_IN_BODY) {
		plan->answer.has[ANSWER_TOKEN] = true;
		return answer_add_pointers(&plan->answer, ANSWER_TOKEN, value, error);
	}
	rest = slice_trim(rest);
	if (!rest.length)
		return error_set(
			error, -EINVAL, "the name of the %.*s is missing", SLICE_ARGS(word));
	plan->token_name = xstrndup(rest.data, rest.length);
	return 0;
}

/* `cursor = /pointer` or `header NAME`. */
static int set_cursor(struct profile *profile, struct slice value, struct error *error)
{
	struct slice rest = value, word;
	profile->answer.has[ANSWER_CURSOR] = true;
	slice_split(&rest, ' ', &word);
	if (!slice_is(word, "header"))
		return answer_add_pointers(&profile->answer, ANSWER_CURSOR, value, error);
	rest = slice_trim(rest);
	if (!rest.length)
		return error_set(error, -EINVAL, "the name of the header is missing");
	profile->cursor_header = xstrndup(rest.data, rest.length);
	return 0;
}

/* --- the table --------------------------------------------------------------------------- */

static const char *const format_choices[] = {"json", "csv", NULL};
static const char *const separator_choices[] = {"auto", "comma", "semicolon", "tab", "bar", NULL};
static const char *const body_choices[] = {"json", "form", NULL};
static const char *const absent_choices[] = {"error", "empty", NULL};
static const char *const style_choices[] = {"none", "offset", "page", "cursor", "link", NULL};
static const char *const end_choices[] = {"short-page", "empty-page", "last-flag", NULL};
static const char *const kind_choices[] = {
	"none", "basic", "bearer", "header", "oauth2", "session", NULL};
static const char *const grant_choices[] = {"by-settings", "client-credentials", "password", NULL};
static const char *const midnight_choices[] = {"time", "day", NULL};
static const char *const client_choices[] = {"basic", "body", NULL};

#define IN_PROFILE(member) offsetof(struct profile, member)
#define IN_LISTING(member) offsetof(struct listing, member)
#define CHOICE(name, member, of)                                                                   \
	{                                                                                          \
		name, KEY_CHOICE, IN_PROFILE(member), .choices = of                                \
	}
#define NUMBER(name, member, from, to)                                                             \
	{                                                                                          \
		name, KEY_NUMBER, IN_PROFILE(member), from, to                                     \
	}
#define ANSWER(name, member, value)                                                                \
	{                                                                                          \
		name, KEY_ANSWER, IN_PROFILE(member), value                                        \
	}
#define WORDS(name, member)                                                                        \
	{                                                                                          \
		name, KEY_WORDS, IN_PROFILE(member)                                                \
	}
#define CALL(name, function)                                                                       \
	{                                                                                          \
		name, KEY_CALL, .call = function                                                   \
	}

static const struct key profile_section[] = {
	{"title", KEY_TEXT, IN_PROFILE(title)},
	CHOICE("format", format, format_choices),
	CHOICE("separator", separator, separator_choices),
};

#define LISTING_KEYS                                                                               \
	{"method", KEY_TEXT, IN_LISTING(method)},                                                  \
		{"path", KEY_TEMPLATE, IN_LISTING(path), PLACES_REQUEST},                          \
		{"query", KEY_TEMPLATE, IN_LISTING(query), PLACES_REQUEST},                        \
	{                                                                                          \
		"body", KEY_TEMPLATE, IN_LISTING(body), PLACES_REQUEST                             \
	}

static const struct key listing_section[] = {
	LISTING_KEYS,
	{"covers-all", KEY_YES_NO, IN_LISTING(covers_all)},
	{"newest-first", KEY_YES_NO, IN_LISTING(newest_first)},
	{"reach", KEY_WALL, IN_LISTING(reach_ms)},
};
static const struct key shared_section[] = {LISTING_KEYS};

static const struct key request_section[] = {
	CHOICE("body-type", body_type, body_choices),
	{"header", KEY_TEXTS, IN_PROFILE(headers)},
	{"require-header", KEY_TEXTS, IN_PROFILE(required_headers)},
	CALL("window-format", set_window_format),
	{"window-overlap", KEY_WALL, IN_PROFILE(window_overlap_ms)},
};

static const struct key answer_section[] = {
	CALL("records", set_records),
	CHOICE("records-absent", records_absent, absent_choices),
	ANSWER("total", answer, ANSWER_TOTAL),
	ANSWER("last", answer, ANSWER_LAST),
	CALL("cursor", set_cursor),
	ANSWER("error", answer, ANSWER_ERROR),
	ANSWER("message", answer, ANSWER_MESSAGE),
	WORDS("error-ok", answer.ok),
	{"required-columns", KEY_LIST, IN_PROFILE(required_columns)},
};

static const struct key paging_section[] = {
	CHOICE("style", paging.style, style_choices),
	CHOICE("end", paging.end, end_choices),
	NUMBER("first-page", paging.first_page, 0, 1),
	{"trust-total", KEY_YES_NO, IN_PROFILE(paging.trust_total)},
	NUMBER("page-size", paging.page_size, 1, 100000),
	NUMBER("page-limit", paging.page_limit, 1, 1000000),
};

static const struct key dates_section[] = {
	CALL("formats", set_formats),
	CALL("zone", set_zone),
	CHOICE("midnight", midnight_is_day, midnight_choices),
	WORDS("none", mapping.none),
};

static const struct key sign_in_section[] = {
	CHOICE("kind", sign_in.kind, kind_choices),
	{"method", KEY_TEXT, IN_PROFILE(sign_in.method)},
	{"path", KEY_TEMPLATE, IN_PROFILE(sign_in.path), 1 << PLACE_AGENCY},
	{"body", KEY_TEMPLATE, IN_PROFILE(sign_in.body), PLACES_SIGN_IN},
	CHOICE("body-type", sign_in.body_type, body_choices),
	{"header", KEY_TEXTS, IN_PROFILE(sign_in.headers)},
	CALL("token", set_token),
	ANSWER("expires", sign_in.answer, ANSWER_EXPIRES),
	ANSWER("error", sign_in.answer, ANSWER_ERROR),
	WORDS("error-ok", sign_in.answer.ok),
	{"send", KEY_TEMPLATE, IN_PROFILE(sign_in.send), 1 << PLACE_SESSION},
	{"lifetime", KEY_WALL, IN_PROFILE(sign_in.lifetime_ms)},
	CHOICE("grant", sign_in.grant, grant_choices),
	CHOICE("client-auth", sign_in.client_auth, client_choices),
};

#define SECTION(kind, keys, of_listing)                                                            \
	{                                                                                          \
		kind, keys, ARRAY_SIZE(keys), of_listing                                           \
	}
static const struct section sections[] = {
	SECTION("profile", profile_section, false),
	SECTION("request", shared_section, true),
	SECTION("request", request_section, false),
	SECTION("sweep", listing_section, true),
	SECTION("incremental", listing_section, true),
	SECTION("answer", answer_section, false),
	SECTION("paging", paging_section, false),
	SECTION("dates", dates_section, false),
	SECTION("sign-in", sign_in_section, false),
	{"fields", NULL, 0, false}, /* keys are the names of fields */
	{"status", NULL, 0, false}, /* keys are the portal's words */
	{"lock", NULL, 0, false},
	{"channel", NULL, 0, false},
	{"term-unit", NULL, 0, false},
	{"online-service", NULL, 0, false},
};

const char *profile_key_at(size_t index, const char **ret_section)
{
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++) {
		*ret_section = sections[i].kind;
		if (index < sections[i].count)
			return sections[i].keys[index].name;
		index -= sections[i].count;
	}
	return NULL;
}

bool profile_has_section(struct slice kind, const char **ret_near)
{
	const char *known[ARRAY_SIZE(sections)];
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++) {
		known[i] = sections[i].kind;
		if (slice_is(kind, known[i]))
			return true;
	}
	*ret_near = suggest_word(kind, known, ARRAY_SIZE(sections));
	return false;
}

int profile_set_key(struct profile *profile, struct listing *listing, struct slice section,
	struct slice key, struct slice value, struct error *error)
{
	const char *known[32] = {0};
	size_t count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++) {
		if (!slice_is(section, sections[i].kind))
			continue;
		char *base = sections[i].of_listing ? (char *)listing : (char *)profile;
		for (size_t j = 0; j < sections[i].count; j++) {
			known[count++] = sections[i].keys[j].name;
			if (slice_is(key, sections[i].keys[j].name))
				return key_set(&sections[i].keys[j], profile, base, value, error);
		}
	}
	const char *near = suggest_word(key, known, count);
	return error_set(error, -ENOENT, "no such key%s%s%s", near ? "; did you mean " : "",
		near ? near : "", near ? "?" : "");
}
