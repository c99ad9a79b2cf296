#include "site/find.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "site/file.h"
#include "site/site.h"

static bool try_path(struct text *path, struct text *tried)
{
	bool found = file_exists(path->data);
	if (tried->length)
		text_add(tried, ", ");
	text_add_slice(tried, text_slice(path));
	return found;
}

/* A bare name without its ending is tried only with it: "opencps" is a profile, not a file. */
static bool try_place(const struct find *find, const char *folder, const char *kind,
	const char *name, struct text *path, struct text *tried)
{
	bool bare = find->ending && !strchr(name, '.') && !strchr(name, '/');
	for (int with_ending = bare; with_ending <= (find->ending != NULL); with_ending++) {
		text_clear(path);
		text_printf(path, "%s%s%s/%s%s", folder, kind ? "/" : "", kind ? kind : "", name,
			with_ending ? find->ending : "");
		if (try_path(path, tried))
			return true;
	}
	return false;
}

static bool try_all(
	const struct find *find, const char *name, struct text *path, struct text *tried)
{
	const char *share = getenv("HENTRA_SHARE_DIR");
	if (strchr(name, '/')) {
		text_printf(path, "%s%s%s", name[0] == '/' ? "" : find->folder,
			name[0] == '/' ? "" : "/", name);
		return try_path(path, tried);
	}
	return try_place(find, find->folder, NULL, name, path, tried) ||
	       (find->kind && try_place(find, find->folder, find->kind, name, path, tried)) ||
	       (find->kind && try_place(find, share && share[0] ? share : HENTRA_SHARE_DIR,
				      find->kind, name, path, tried));
}

bool find_file(const struct find *find, const char *name, struct text *ret_path)
{
	struct text path = {0}, tried = {0};
	bool found = try_all(find, name, &path, &tried);
	*ret_path = found ? path : tried;
	text_free(found ? &tried : &path);
	return found;
}

/* --- what was meant ------------------------------------------------------------------------- */

struct names {
	char **list;
	size_t count, capacity;
};

/* The files of a folder that have the ending, without it. */
static void add_names(struct names *names, const char *folder, const char *kind, const char *ending)
{
	cleanup(text_free) struct text path = {0};
	text_printf(&path, "%s/%s", folder, kind);
	DIR *listing = opendir(path.data);
	for (struct dirent *entry; listing && (entry = readdir(listing));) {
		size_t length = strlen(entry->d_name), tail = ending ? strlen(ending) : 0;
		if (entry->d_name[0] == '.' || length <= tail ||
			(ending && strcmp(entry->d_name + length - tail, ending) != 0))
			continue;
		array_reserve(names->list, &names->capacity, names->count + 1);
		names->list[names->count] = xstrdup(entry->d_name);
		names->list[names->count++][length - tail] = '\0';
	}
	if (listing)
		closedir(listing);
}

void find_near(const struct find *find, const char *name, char ret_near[static SUGGEST_MAX])
{
	const char *share = getenv("HENTRA_SHARE_DIR");
	struct names names = {0};
	add_names(&names, find->folder, ".", find->ending);
	if (find->kind) {
		add_names(&names, find->folder, find->kind, find->ending);
		add_names(&names, share && share[0] ? share : HENTRA_SHARE_DIR, find->kind,
			find->ending);
	}
	did_you_mean(slice_of(name), (const char *const *)names.list, names.count, ret_near);
	for (size_t i = 0; i < names.count; i++)
		free(names.list[i]);
	free(names.list);
}
