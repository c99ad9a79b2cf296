#include "command/tool/named_commune.h"

#include <string.h>

#include "base/memory.h"
#include "base/suggest.h"

/* "Tiến Thành" of "Phường Tiến Thành"; the whole name where it begins with no kind of unit. */
static const char *bare_name(const char *name)
{
	static const char *const kinds[] = {"Phường ", "Xã ", "Đặc khu ", "Thị trấn "};
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (strncmp(name, kinds[i], strlen(kinds[i])) == 0)
			return name + strlen(kinds[i]);
	return name;
}

int named_commune_find(const struct tool *tool, const char *word, day on)
{
	const struct directory *directory = tool_directory(tool);
	int found = directory_of_code(directory, slice_of(word), on);
	if (found >= 0)
		return found;
	for (size_t i = 0; i < directory_count(directory); i++) {
		const struct commune *commune = directory_at(directory, i);
		if (!commune_valid(commune, on) || (strcmp(commune->name, word) != 0 &&
							   strcmp(bare_name(commune->name), word)))
			continue;
		if (found >= 0)
			return -1;
		found = (int)i;
	}
	return found;
}

enum exit_code named_commune_unknown(const struct tool *tool, const char *word)
{
	const struct directory *directory = tool_directory(tool);
	size_t count = directory_count(directory);
	bool code = word[strspn(word, "0123456789")] == '\0';
	cleanup(cleanup_free) const char **words = xcalloc(count + 1, sizeof(*words));
	char meant[SUGGEST_MAX];
	for (size_t i = 0; i < count; i++) {
		const struct commune *commune = directory_at(directory, i);
		words[i] = code                      ? commune->code
			   : word == bare_name(word) ? bare_name(commune->name)
						     : commune->name;
	}
	return tool_fail(EXIT_NO, "no commune has the %s %s%s", code ? "code" : "code or name",
		word, did_you_mean(slice_of(word), words, count, meant));
}
