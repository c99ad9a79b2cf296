#include "core/procedure.h"

#include <errno.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"

struct procedures {
	struct arena arena;
	struct procedure *rows;
	size_t count;
	struct map codes; /* code → row */
};

int procedures_new(const struct procedure *rows, size_t count, struct procedures **ret_procedures,
	struct error *error)
{
	struct procedures *procedures = xcalloc(1, sizeof(*procedures));
	procedures->rows = xcalloc(count, sizeof(*procedures->rows));
	procedures->count = count;
	for (size_t i = 0; i < count; i++) {
		struct slice code = slice_of(rows[i].code);
		const uint32_t *known = map_get(&procedures->codes, code);
		if (known) {
			error_set(error, -EINVAL,
				"line %d: column code: \"%s\" stands on line %d already",
				rows[i].line, rows[i].code, rows[*known].line);
			procedures_free(procedures);
			return -EINVAL;
		}
		procedures->rows[i] = rows[i];
		procedures->rows[i].code = arena_copy(&procedures->arena, code);
		map_put(&procedures->codes, code, (uint32_t)i);
	}
	*ret_procedures = procedures;
	return 0;
}

void procedures_free(struct procedures *procedures)
{
	if (!procedures)
		return;
	map_free(&procedures->codes);
	free(procedures->rows);
	arena_free(&procedures->arena);
	free(procedures);
}

size_t procedures_count(const struct procedures *procedures)
{
	return procedures->count;
}

const struct procedure *procedures_find(const struct procedures *procedures, struct slice code)
{
	const uint32_t *row = map_get(&procedures->codes, code);
	return row ? &procedures->rows[*row] : NULL;
}
