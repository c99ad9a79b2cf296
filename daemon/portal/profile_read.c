/* A profile from its text: every line to its key, then what only the whole can tell. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/ini.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "portal/profile_parts.h"

#define OVERLAP_DEFAULT DAY_MS
#define PAGE_SIZE_DEFAULT 100
#define PAGE_LIMIT_DEFAULT 10000
#define VIETNAM_SECONDS (7 * 3600)

struct reader {
	struct profile *profile;
	struct listing *listing; /* the one whose section is open */
	bool skip; /* the section is unknown: its keys are passed over */
	bool begun;
	struct map seen; /* "kind name key" -> line */
	const char *file;
	profile_problem_fn *on_problem;
	void *user;
	int problems;
};

static void problem(struct reader *reader, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void problem(struct reader *reader, int line, const char *format, ...)
{
	char sentence[700];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(sentence, sizeof(sentence), format, arguments);
	va_end(arguments);
	reader->problems++;
	if (reader->on_problem)
		reader->on_problem(reader->user, reader->file, line, sentence);
}

static void on_ini_problem(void *user, const char *file, int line, const char *sentence)
{
	(void)file;
	problem(user, line, "%s", sentence);
}

/* --- sections ---------------------------------------------------------------------------- */

static bool is_listing(const struct ini_line *line, enum cycle_kind *ret_kind)
{
	*ret_kind = slice_is(line->kind, "incremental") ? CYCLE_INCREMENTAL : CYCLE_SWEEP;
	return *ret_kind == CYCLE_INCREMENTAL || slice_is(line->kind, "sweep");
}

static void open_listing(struct reader *reader, const struct ini_line *line, enum cycle_kind kind)
{
	struct listings *listings = &reader->profile->listings[kind];
	if (!line->name.length)
		problem(reader, line->line, "a listing has a name: [%.*s NAME]",
			SLICE_ARGS(line->kind));
	for (int i = 0; i < listings->count; i++)
		if (slice_is(line->name, listings->listing[i].name))
			problem(reader, line->line, "[%.*s %.*s] stands here twice",
				SLICE_ARGS(line->kind), SLICE_ARGS(line->name));
	if (listings->count == LISTINGS_MAX) {
		problem(reader, line->line, "more than %d listings of a cycle", LISTINGS_MAX);
		reader->skip = true;
		return;
	}
	reader->listing = &listings->listing[listings->count++];
	reader->listing->name = xstrndup(line->name.data, line->name.length);
	reader->listing->line = line->line;
	reader->listing->covers_all = kind == CYCLE_SWEEP;
}

static void open_section(struct reader *reader, const struct ini_line *line)
{
	const char *near = NULL;
	enum cycle_kind kind;
	reader->skip = false;
	reader->listing = &reader->profile->request;
	if (!reader->begun && !slice_is(line->kind, "profile"))
		problem(reader, line->line, "the first section is [profile]");
	reader->begun = true;
	if (!profile_has_section(line->kind, &near)) {
		problem(reader, line->line, "[%.*s] is no section of a profile%s%s%s",
			SLICE_ARGS(line->kind), near ? "; did you mean [" : "", near ? near : "",
			near ? "]?" : "");
		reader->skip = true;
	} else if (is_listing(line, &kind)) {
		open_listing(reader, line, kind);
	} else if (line->name.length) {
		problem(reader, line->line, "[%.*s] has no name", SLICE_ARGS(line->kind));
	}
}

/* --- keys -------------------------------------------------------------------------------- */

static bool may_repeat(struct slice key)
{
	return slice_is(key, "header") || slice_is(key, "require-header");
}

static bool stands_twice(struct reader *reader, const struct ini_line *line)
{
	cleanup(text_free) struct text path = {0};
	text_printf(&path, "%.*s\n%.*s\n%.*s", SLICE_ARGS(line->kind), SLICE_ARGS(line->name),
		SLICE_ARGS(line->key));
	uint32_t *before = map_get(&reader->seen, text_slice(&path));
	if (before && !may_repeat(line->key)) {
		problem(reader, line->line, "%.*s: stands already on line %u",
			SLICE_ARGS(line->key), *before);
		return true;
	}
	map_put(&reader->seen, text_slice(&path), (uint32_t)line->line);
	return false;
}

static int set_field(struct mapping *mapping, const struct ini_line *line, struct error *error)
{
	const char *known[FIELD_COUNT];
	int field = field_from_name(line->key);
	if (field >= 0)
		return mapping_add_field(mapping, (enum field)field, line->value, error);
	for (int i = 0; i < FIELD_COUNT; i++)
		known[i] = field_name((enum field)i);
	const char *near = suggest_word(line->key, known, FIELD_COUNT);
	return error_set(error, -ENOENT, "no such field%s%s%s", near ? "; did you mean " : "",
		near ? near : "", near ? "?" : "");
}

static int set_key(struct reader *reader, const struct ini_line *line, struct error *error)
{
	struct mapping *mapping = &reader->profile->mapping;
	if (slice_is(line->kind, "fields"))
		return set_field(mapping, line, error);
	for (int vocabulary = 0; vocabulary < WORDS_COUNT; vocabulary++)
		if (slice_is(line->kind, vocabulary_name((enum vocabulary)vocabulary)))
			return words_add_meaning(&mapping->words[vocabulary],
				(enum vocabulary)vocabulary, line->key, line->value, error);
	int r = profile_set_key(
		reader->profile, reader->listing, line->kind, line->key, line->value, error);
	mapping->csv = reader->profile->format == 1;
	mapping->dates.midnight_is_day = reader->profile->midnight_is_day;
	return r;
}

static void on_line(void *user, const struct ini_line *line)
{
	struct reader *reader = user;
	struct error error;
	if (!line->key.length) {
		open_section(reader, line);
		return;
	}
	if (!reader->begun) {
		problem(reader, line->line, "a key stands before the first section, [profile]");
		reader->begun = true;
		reader->skip = true;
	}
	if (reader->skip || stands_twice(reader, line))
		return;
	if (set_key(reader, line, &error) < 0)
		problem(reader, line->line, "%.*s: %s", SLICE_ARGS(line->key), error.text);
}

/* --- the whole --------------------------------------------------------------------------- */

static void check_headers(struct reader *reader, const struct strings *headers)
{
	for (size_t i = 0; i < headers->count; i++) {
		const char *colon = strchr(headers->text[i], ':');
		if (!colon || colon == headers->text[i] ||
			strcspn(headers->text[i], " \t") < (size_t)(colon - headers->text[i]))
			problem(reader, 1, "header: \"%s\" is not Name: value", headers->text[i]);
	}
}

static void check_listing(struct reader *reader, const struct listing *listing)
{
	const struct profile *profile = reader->profile;
	const struct template *path = listing_template(&listing->path, &profile->request.path);
	const char *method = listing->method ? listing->method : profile->request.method;
	bool windowed = listing_uses(profile, listing, PLACE_FROM) ||
			listing_uses(profile, listing, PLACE_TO);
	if (!path->text || path->text[0] != '/' || path->text[1] == '/')
		problem(reader, listing->line, "path: is missing or does not begin with one /");
	if (method && strcmp(method, "GET") != 0 && strcmp(method, "POST") != 0)
		problem(reader, listing->line, "method: \"%s\" is neither GET nor POST", method);
	if (windowed && !profile->window_format.count)
		problem(reader, listing->line,
			"{from} and {to} need window-format in [request], such as d/M/yyyy");
	if (windowed && listing->covers_all)
		problem(reader, listing->line,
			"a listing with {from} or {to} does not hold every case: covers-all = no");
	if (listing->reach_ms && !windowed)
		problem(reader, listing->line, "reach needs {from}");
	if (listing->newest_first && !profile->mapping.field[FIELD_UPDATED].count)
		problem(reader, listing->line, "newest-first needs the field `updated`");
	static const struct {
		int style;
		enum place place;
		const char *name;
	} needs[] = {{PAGING_OFFSET, PLACE_START, "start"}, {PAGING_PAGE, PLACE_PAGE, "page"},
		{PAGING_CURSOR, PLACE_CURSOR, "cursor"}};
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++)
		if (profile->paging.style == needs[i].style &&
			!listing_uses(profile, listing, needs[i].place))
			problem(reader, listing->line,
				"the paging style needs {%s} in query, body or path",
				needs[i].name);
}

static void check_paging(struct reader *reader)
{
	const struct profile *profile = reader->profile;
	const struct paging *paging = &profile->paging;
	bool by_cursor = paging->style == PAGING_CURSOR || paging->style == PAGING_LINK;
	if (by_cursor && !profile->answer.has[ANSWER_CURSOR])
		problem(reader, 1, "the paging style needs `cursor` in [answer]");
	if (paging->end == END_LAST_FLAG && !profile->answer.has[ANSWER_LAST])
		problem(reader, 1, "end = last-flag needs `last` in [answer]");
}

static void check_fields(struct reader *reader)
{
	const struct mapping *mapping = &reader->profile->mapping;
	if (!mapping->field[FIELD_CODE].count)
		problem(reader, 1, "[fields] code is missing: every case has a code");
	if (!mapping->field[FIELD_RECEIVED].count)
		problem(reader, 1, "[fields] received is missing: the clock starts there");
	if (!mapping->dates.count)
		problem(reader, 1, "[dates] formats is missing");
	if (reader->profile->answer.has[ANSWER_ERROR] && !reader->profile->answer.ok.count)
		problem(reader, 1, "[answer] error needs error-ok: which values mean success?");
	if (!mapping->csv && !reader->profile->answer.first_list)
		problem(reader, 1, "[answer] records is missing: where is the list of cases?");
}

/* Columns that must be there even if their fields are optional, named by their fields. */
static void check_columns(struct reader *reader)
{
	const struct profile *profile = reader->profile;
	for (size_t i = 0; i < profile->required_columns.count; i++) {
		const char *name = profile->required_columns.text[i];
		int field = field_from_name(slice_of(name));
		if (field < 0 || !profile->mapping.field[field].count)
			problem(reader, 1, "required-columns: \"%s\" is not in [fields]", name);
	}
}

static void check_sign_in(struct reader *reader)
{
	const struct sign_in_plan *plan = &reader->profile->sign_in;
	if (plan->kind != SIGN_IN_SESSION)
		return;
	if (!plan->path.text)
		problem(reader, 1, "[sign-in] path is missing: where does one sign in?");
	if (!plan->token_name && !plan->answer.has[ANSWER_TOKEN])
		problem(reader, 1, "[sign-in] token is missing: where is it in the answer?");
}

static void check_whole(struct reader *reader)
{
	const struct profile *profile = reader->profile;
	check_fields(reader);
	check_columns(reader);
	check_paging(reader);
	check_sign_in(reader);
	check_headers(reader, &profile->headers);
	check_headers(reader, &profile->sign_in.headers);
	if (!profile->mapping.csv && !profile->listings[CYCLE_SWEEP].count)
		problem(reader, 1, "no [sweep NAME] says how all cases are listed");
	for (int kind = 0; kind < 2; kind++)
		for (int i = 0; i < profile->listings[kind].count; i++)
			check_listing(reader, &profile->listings[kind].listing[i]);
}

static char *name_of_file(const char *file)
{
	const char *slash = strrchr(file, '/');
	struct slice name = slice_of(slash ? slash + 1 : file);
	if (name.length > 8 && memcmp(name.data + name.length - 8, ".profile", 8) == 0)
		name.length -= 8;
	return xstrndup(name.data, name.length);
}

static struct profile *profile_new(const char *file)
{
	struct profile *profile = xcalloc(1, sizeof(*profile));
	profile->name = name_of_file(file);
	profile->mapping.record.slot = POINTER_NONE;
	profile->mapping.dates.offset_seconds = VIETNAM_SECONDS;
	profile->answer.tree.slot = POINTER_NONE;
	profile->sign_in.answer.tree.slot = POINTER_NONE;
	profile->window_overlap_ms = OVERLAP_DEFAULT;
	profile->paging.page_size = PAGE_SIZE_DEFAULT;
	profile->paging.page_limit = PAGE_LIMIT_DEFAULT;
	profile->paging.trust_total = true;
	return profile;
}

int profile_parse(const char *file, struct slice content, profile_problem_fn *on_problem,
	void *user, struct profile **ret_profile)
{
	struct reader reader = {
		.profile = profile_new(file),
		.file = file,
		.on_problem = on_problem,
		.user = user,
	};
	ini_read(file, content, on_line, on_ini_problem, &reader);
	if (!reader.problems)
		check_whole(&reader);
	map_free(&reader.seen);
	if (reader.problems) {
		profile_free(reader.profile);
		return -EINVAL;
	}
	mapping_seal(&reader.profile->mapping);
	pointer_seal(&reader.profile->answer.tree);
	pointer_seal(&reader.profile->sign_in.answer.tree);
	*ret_profile = reader.profile;
	return 0;
}
