#include "site/find.h"

#include <stdlib.h>

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
