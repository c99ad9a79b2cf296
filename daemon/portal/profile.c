#include <errno.h>

#include "base/memory.h"
#include "portal/profile_parts.h"

void strings_add(struct strings *strings, struct slice text)
{
	array_reserve(strings->text, &strings->capacity, strings->count + 2);
	strings->text[strings->count++] = xstrndup(text.data ? text.data : "", text.length);
	strings->text[strings->count] = NULL;
}

void strings_clear(struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++)
		free(strings->text[i]);
	free(strings->text);
	*strings = (struct strings){0};
}

int profile_explain_status(
	struct profile *profile, const char *word, const char *meaning, struct error *error)
{
	return words_put_meaning(&profile->mapping.words[WORDS_STATUS], WORDS_STATUS,
		slice_of(word), slice_of(meaning), error);
}

void profile_judge_unknown_by_dates(struct profile *profile)
{
	profile->mapping.unknown_by_dates = true;
}

static void listing_clear(struct listing *listing)
{
	free(listing->name);
	free(listing->method);
	template_clear(&listing->path);
	template_clear(&listing->query);
	template_clear(&listing->body);
}

static void answer_clear(struct answer_plan *answer)
{
	pointer_clear(&answer->tree);
	words_clear(&answer->ok);
	free(answer->first_list);
}

static void sign_in_plan_clear(struct sign_in_plan *plan)
{
	free(plan->method);
	free(plan->token_name);
	template_clear(&plan->path);
	template_clear(&plan->body);
	template_clear(&plan->send);
	strings_clear(&plan->headers);
	answer_clear(&plan->answer);
}

void profile_free(struct profile *profile)
{
	if (!profile)
		return;
	free(profile->name);
	free(profile->title);
	mapping_clear(&profile->mapping);
	answer_clear(&profile->answer);
	strings_clear(&profile->required_columns);
	free(profile->cursor_header);
	strings_clear(&profile->headers);
	strings_clear(&profile->required_headers);
	listing_clear(&profile->request);
	for (int kind = 0; kind < 2; kind++)
		for (int i = 0; i < profile->listings[kind].count; i++)
			listing_clear(&profile->listings[kind].listing[i]);
	sign_in_plan_clear(&profile->sign_in);
	free(profile);
}

const char *profile_title(const struct profile *profile)
{
	return profile->title ? profile->title : profile->name;
}

bool profile_is_csv(const struct profile *profile)
{
	return profile->mapping.csv;
}

const char *const *profile_required_headers(const struct profile *profile)
{
	static const char *const none[] = {NULL};
	return profile->required_headers.count ? (const char *const *)profile->required_headers.text
					       : none;
}

const struct listings *profile_listings(const struct profile *profile, enum cycle_kind kind)
{
	const struct listings *own = &profile->listings[kind];
	return own->count ? own : &profile->listings[CYCLE_SWEEP];
}

int profile_listing_count(const struct profile *profile, enum cycle_kind kind)
{
	return profile_listings(profile, kind)->count;
}

static const struct listing *listing_at(
	const struct profile *profile, enum cycle_kind kind, int listing)
{
	return &profile_listings(profile, kind)->listing[listing];
}

const char *profile_listing_name(const struct profile *profile, enum cycle_kind kind, int listing)
{
	return listing_at(profile, kind, listing)->name;
}

bool profile_listing_covers_all(const struct profile *profile, enum cycle_kind kind, int listing)
{
	return listing_at(profile, kind, listing)->covers_all;
}

bool profile_listing_newest_first(const struct profile *profile, enum cycle_kind kind, int listing)
{
	return listing_at(profile, kind, listing)->newest_first;
}

bool profile_listing_windowed(const struct profile *profile, enum cycle_kind kind, int listing)
{
	const struct listing *own = listing_at(profile, kind, listing);
	return own->newest_first || listing_uses(profile, own, PLACE_FROM) ||
	       listing_uses(profile, own, PLACE_TO);
}

bool listing_uses(const struct profile *profile, const struct listing *listing, enum place place)
{
	const struct listing *shared = &profile->request;
	return template_uses(listing_template(&listing->path, &shared->path), place) ||
	       template_uses(listing_template(&listing->query, &shared->query), place) ||
	       template_uses(listing_template(&listing->body, &shared->body), place);
}

int64_t profile_window_overlap_ms(const struct profile *profile)
{
	return profile->window_overlap_ms;
}

int profile_default_page_size(const struct profile *profile)
{
	return (int)profile->paging.page_size;
}

enum sign_in_kind sign_in_default(const struct profile *profile)
{
	return (enum sign_in_kind)profile->sign_in.kind;
}
