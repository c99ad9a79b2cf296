#include "conf/settings.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"
#include "conf/raw.h"
#include "conf/settings_check.h"

/* Where a member's value was written. */
struct place {
	const void *member;
	struct where where;
	bool refused; /* the member holds its default instead */
};

struct settings_private {
	struct arena arena;
	struct place *places;
	size_t count;
	size_t capacity;
};

struct build {
	struct settings *settings;
	struct raw raw;
	settings_problem_fn *on_problem;
	void *user;
	bool failed;
};

static void on_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	struct build *build = user;
	build->failed |= level == PROBLEM_ERROR;
	if (build->on_problem)
		build->on_problem(build->user, level, file, line, sentence);
}

static void problem_at(struct build *build, const struct raw_section *raw, struct where where,
	const struct key *key, const char *sentence)
{
	char title[100];
	cleanup(text_free) struct text whole = {0};
	text_printf(&whole, "%s: %s: %s", raw_title(raw, title), key->name, sentence);
	on_problem(build, PROBLEM_ERROR, where.file, where.line, whole.data);
}

static void remember(
	struct settings *settings, const void *member, struct where where, bool refused)
{
	struct settings_private *private = settings->private;
	array_reserve(private->places, &private->capacity, private->count + 1);
	private->places[private->count++] = (struct place){member, where, refused};
}

static void parse_value(struct build *build, const struct raw_section *raw, char *base,
	const struct key *key, const char *text, struct where where)
{
	struct value_context context = {
		.arena = &build->settings->private->arena,
		.folder = build->settings->folder,
		.key = key,
	};
	struct error error;
	char *member = base + key->offset;
	bool refused = key->type->parse(&context, slice_of(text), member, &error) != 0;
	if (refused) {
		problem_at(build, raw, where, key, error.text);
		if (key->fallback)
			key->type->parse(&context, slice_of(key->fallback), member, &error);
	}
	if (where.line)
		remember(build->settings, member, where, refused);
}

/* Fills one section's struct: what was written, else the default. */
static void fill(struct build *build, const struct raw_section *raw, char *base)
{
	for (size_t k = 0; k < key_count; k++) {
		const struct key *key = &keys[k];
		if (strcmp(key->section, raw->section->kind) != 0)
			continue;
		bool said = false;
		for (size_t i = 0; i < raw->count; i++) {
			if (raw->values[i].key != key)
				continue;
			said = true;
			parse_value(
				build, raw, base, key, raw->values[i].text, raw->values[i].where);
		}
		if (!said && key->required)
			problem_at(build, raw, raw->where, key, "is missing");
		else if (!said && key->fallback)
			parse_value(build, raw, base, key, key->fallback, (struct where){"", 0});
	}
}

static void *section_memory(struct settings *settings, const struct section *section, size_t index)
{
	char *at = (char *)settings + section->offset;
	return section->named ? *(char **)at + index * section->size : at;
}

static size_t *section_counter(struct settings *settings, const struct section *section)
{
	return (size_t *)((char *)settings + section->count_offset);
}

/* All structs of a kind stand in one array that does not move: places point into it. */
static void allocate(struct build *build, const struct section *section)
{
	size_t count = 0;
	for (size_t i = 0; i < build->raw.count; i++)
		count += build->raw.sections[i].section == section;
	*(void **)((char *)build->settings + section->offset) =
		arena_alloc(&build->settings->private->arena, count, section->size);
}

static void fill_section(struct build *build, const struct raw_section *raw)
{
	const struct section *section = raw->section;
	size_t *counter = section->named ? section_counter(build->settings, section) : NULL;
	char *base = section_memory(build->settings, section, counter ? (*counter)++ : 0);
	if (section->named)
		*(const char **)(base + section->name_offset) = raw->name;
	if (section->where_offset != NO_OFFSET)
		*(struct where *)(base + section->where_offset) = raw->where;
	fill(build, raw, base);
}

/* A section of which there is one is filled with defaults when nobody wrote it. */
static void fill_kind(struct build *build, const struct section *section)
{
	bool any = false;
	if (section->named)
		allocate(build, section);
	for (size_t i = 0; i < build->raw.count; i++) {
		if (build->raw.sections[i].section != section)
			continue;
		any = true;
		fill_section(build, &build->raw.sections[i]);
	}
	struct raw_section absent = {
		.section = section, .name = "", .where = {build->settings->file, 0}};
	if (!any && !section->named)
		fill_section(build, &absent);
}

static struct settings *settings_new(const char *file, const char *folder)
{
	struct settings *settings = xcalloc(1, sizeof(*settings));
	settings->private = xcalloc(1, sizeof(*settings->private));
	settings->file = arena_copy(&settings->private->arena, slice_of(file));
	settings->folder = arena_copy(&settings->private->arena, slice_of(folder));
	return settings;
}

int settings_read(const struct settings_source *sources, size_t count, const char *folder,
	settings_problem_fn *report, void *user, struct settings **ret_settings)
{
	struct settings *settings = settings_new(count ? sources[0].file : "", folder);
	struct build build = {.settings = settings, .on_problem = report, .user = user};
	raw_read(&build.raw, &settings->private->arena, sources, count, on_problem, &build);
	for (size_t i = 0; i < section_count; i++)
		fill_kind(&build, &sections[i]);
	settings_complete(settings);
	settings_check(settings, on_problem, &build);
	raw_free(&build.raw);
	*ret_settings = settings;
	return build.failed ? -EINVAL : 0;
}

int settings_parse(const struct settings_source *sources, size_t count, const char *folder,
	settings_problem_fn *report, void *user, struct settings **ret_settings)
{
	struct settings *settings;
	int status = settings_read(sources, count, folder, report, user, &settings);
	if (status)
		settings_free(settings);
	else
		*ret_settings = settings;
	return status;
}

void settings_free(struct settings *settings)
{
	if (!settings)
		return;
	free(settings->private->places);
	arena_free(&settings->private->arena);
	free(settings->private);
	free(settings);
}

static const struct place *place_of(const struct settings *settings, const void *member)
{
	const struct settings_private *private = settings->private;
	for (size_t i = 0; i < private->count; i++) {
		if (private->places[i].member == member)
			return &private->places[i];
	}
	return NULL;
}

struct where settings_where(const struct settings *settings, const void *member)
{
	const struct place *place = place_of(settings, member);
	return place ? place->where : (struct where){"", 0};
}

bool settings_refused(const struct settings *settings, const void *member)
{
	const struct place *place = place_of(settings, member);
	return place && place->refused;
}

const struct portal_settings *settings_portal(const struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->portal_count; i++) {
		if (strcmp(settings->portals[i].name, name) == 0)
			return &settings->portals[i];
	}
	return NULL;
}

const struct channel_settings *settings_channel(const struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->channel_count; i++) {
		if (strcmp(settings->channels[i].name, name) == 0)
			return &settings->channels[i];
	}
	return NULL;
}

const struct rule_settings *settings_rule(const struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->rule_count; i++) {
		if (strcmp(settings->rules[i].rule.name, name) == 0)
			return &settings->rules[i];
	}
	return NULL;
}

void verdict_settings_judge(const struct verdict_settings *verdict, struct judge *ret_judge)
{
	static const enum status statuses[PAUSE_REASONS] = {[PAUSE_SUPPLEMENT] = STATUS_SUPPLEMENT,
		[PAUSE_FEE] = STATUS_FEE,
		[PAUSE_STOPPED] = STATUS_STOPPED,
		[PAUSE_TAX] = STATUS_TAX,
		[PAUSE_POSTING] = STATUS_POSTING,
		[PAUSE_INSPECTION] = STATUS_INSPECTION,
		[PAUSE_OTHER_AGENCY] = STATUS_OTHER_AGENCY,
		[PAUSE_EXTENSION] = STATUS_EXTENSION};
	ret_judge->compare = verdict->compare;
	ret_judge->due_soon_days = (int)verdict->due_soon_days;
	ret_judge->due_moves_off_day_off = verdict->due_moves_off_day_off;
	memset(ret_judge->pause_on, 0, sizeof(ret_judge->pause_on));
	for (int reason = PAUSE_SUPPLEMENT; reason < PAUSE_LOCK; reason++)
		ret_judge->pause_on[statuses[reason]] = verdict->pause_on >> reason & 1;
	ret_judge->pause_on_lock = verdict->pause_on >> PAUSE_LOCK & 1;
}

static bool is_office(const struct settings *settings, const char *name)
{
	const struct channel_settings *channel = settings_channel(settings, name);
	return channel && channel->type == CHANNEL_EMAIL && channel->to && channel->to[0];
}

bool settings_reach_office(const struct settings *settings)
{
	for (size_t i = 0; i < settings->rule_count; i++) {
		const struct rule_settings *rule = &settings->rules[i];
		for (const char *const *name = rule->rule.notify; name && *name; name++)
			if (is_office(settings, *name))
				return true;
		for (int rung = 0; rung < rule->escalate_count; rung++)
			if (is_office(settings, rule->escalate[rung].channel))
				return true;
	}
	return false;
}
