#include "conf/raw.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/ini.h"
#include "base/memory.h"

struct reader {
	struct raw *raw;
	struct arena *arena;
	size_t source;
	size_t current; /* section in force */
	bool skip; /* the section in force is unknown: its keys are not looked at */
	settings_problem_fn *on_problem;
	void *user;
};

__attribute__((format(printf, 4, 5))) static void problem(
	const struct reader *reader, const char *file, int line, const char *format, ...)
{
	char sentence[512];
	va_list args;
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	reader->on_problem(reader->user, PROBLEM_ERROR, file, line, sentence);
}

const char *raw_title(const struct raw_section *section, char buffer[static 100])
{
	snprintf(buffer, 100, "%s%s%s", section->section->kind, section->name[0] ? " " : "",
		section->name);
	return buffer;
}

static const struct section *known_section(struct reader *reader, const struct ini_line *line)
{
	char hint[160];
	const struct section *section = section_find(line->kind);
	if (!section) {
		section_hint(line->kind, hint);
		problem(reader, line->file, line->line, "there is no section [%.*s]%s%s",
			SLICE_ARGS(line->kind), hint[0] ? ": " : "", hint);
		return NULL;
	}
	if (section->named && !line->name.length)
		problem(reader, line->file, line->line, "[%s] needs a name: write [%s NAME]",
			section->kind, section->kind);
	if (!section->named && line->name.length)
		problem(reader, line->file, line->line, "[%s] has no name: write [%s]",
			section->kind, section->kind);
	return section->named == (line->name.length > 0) ? section : NULL;
}

static bool good_name(struct reader *reader, const struct ini_line *line)
{
	struct value_context context = {.arena = reader->arena};
	struct error error;
	const char *name;
	if (!line->name.length || type_name.parse(&context, line->name, &name, &error) == 0)
		return true;
	problem(reader, line->file, line->line, "%.*s: %s", SLICE_ARGS(line->kind), error.text);
	return false;
}

static void read_section(struct reader *reader, const struct ini_line *line)
{
	const struct section *section = known_section(reader, line);
	reader->skip = !section || !good_name(reader, line);
	if (reader->skip)
		return;
	struct raw *raw = reader->raw;
	for (size_t i = 0; i < raw->count; i++) {
		struct raw_section *known = &raw->sections[i];
		if (known->section != section || !slice_is(line->name, known->name))
			continue;
		char title[100];
		if (known->source == reader->source)
			problem(reader, line->file, line->line,
				"%s: the section stands on line %d already",
				raw_title(known, title), known->where.line);
		known->source = reader->source;
		reader->current = i;
		return;
	}
	array_reserve(raw->sections, &raw->capacity, raw->count + 1);
	reader->current = raw->count++;
	raw->sections[reader->current] = (struct raw_section){
		.section = section,
		.name = arena_copy(reader->arena, line->name),
		.where = {line->file, line->line},
		.source = reader->source,
	};
}

static void add_value(struct raw_section *section, struct raw_value value)
{
	array_reserve(section->values, &section->capacity, section->count + 1);
	section->values[section->count++] = value;
}

/* A key of a later file takes the place of all lines of the same key in earlier ones. */
static void forget_earlier(struct raw_section *section, const struct raw_value *value)
{
	size_t kept = 0;
	for (size_t i = 0; i < section->count; i++) {
		struct raw_value *known = &section->values[i];
		if (known->key != value->key || known->source == value->source)
			section->values[kept++] = *known;
	}
	section->count = kept;
}

static const struct raw_value *same_file(
	const struct raw_section *section, const struct raw_value *value)
{
	for (size_t i = 0; i < section->count; i++) {
		const struct raw_value *known = &section->values[i];
		if (known->key == value->key && known->source == value->source)
			return known;
	}
	return NULL;
}

static void read_key(struct reader *reader, const struct ini_line *line)
{
	if (reader->skip)
		return;
	struct raw_section *section = &reader->raw->sections[reader->current];
	char title[100], hint[160];
	raw_title(section, title);
	struct raw_value value = {
		.key = key_find(section->section->kind, line->key),
		.where = {line->file, line->line},
		.source = reader->source,
	};
	if (!value.key) {
		key_hint(section->section->kind, line->key, hint);
		problem(reader, line->file, line->line, "%s: there is no key \"%.*s\"%s%s", title,
			SLICE_ARGS(line->key), hint[0] ? ": " : "", hint);
		return;
	}
	const struct raw_value *known = same_file(section, &value);
	if (known && !value.key->repeatable) {
		problem(reader, line->file, line->line, "%s: %s: stands on line %d already", title,
			value.key->name, known->where.line);
		return;
	}
	value.text = arena_copy(reader->arena, line->value);
	forget_earlier(section, &value);
	add_value(section, value);
}

static void on_line(void *user, const struct ini_line *line)
{
	struct reader *reader = user;
	if (!line->key.length) {
		read_section(reader, line);
	} else if (!line->kind.length) {
		problem(reader, line->file, line->line,
			"\"%.*s\" stands before any section: begin with [hentra]",
			SLICE_ARGS(line->key));
	} else {
		read_key(reader, line);
	}
}

static void on_ini_problem(void *user, const char *file, int line, const char *sentence)
{
	problem(user, file, line, "%s", sentence);
}

void raw_read(struct raw *raw, struct arena *arena, const struct settings_source *sources,
	size_t count, settings_problem_fn *on_problem, void *user)
{
	for (size_t i = 0; i < count; i++) {
		struct reader reader = {
			.raw = raw,
			.arena = arena,
			.source = i,
			.on_problem = on_problem,
			.user = user,
		};
		const char *file = arena_copy(arena, slice_of(sources[i].file));
		ini_read(file, sources[i].content, on_line, on_ini_problem, &reader);
	}
}

void raw_free(struct raw *raw)
{
	for (size_t i = 0; i < raw->count; i++)
		free(raw->sections[i].values);
	free(raw->sections);
	*raw = (struct raw){0};
}
