/* What form a store has: migrations bring it up. */
#include "store/schema/schema.h"

#include <errno.h>

#include "store/inside.h"
#include "store/schema/migration.h"
#include "store/sql.h"

int schema_check(struct store *store, const char *path, int *ret_version, struct error *error)
{
	int newest;
	sql_migrations(&newest);
	int result = sql_version(store, path, ret_version, error);
	if (result < 0)
		return result;
	if (*ret_version > newest)
		return error_set(error, -EPROTO,
			"the store was written by a newer hentra (version %d, this one knows %d): "
			"%s",
			*ret_version, newest, path);
	if (*ret_version < newest && store->mode != STORE_OWN)
		return error_set(error, -EPROTO,
			"the store is of an older hentra: start hentrad once to bring it up: %s",
			path);
	return 0;
}

int schema_migrate(struct store *store, const char *path, int version, struct error *error)
{
	int newest;
	const struct migration *migrations = sql_migrations(&newest);
	bool old = version < newest;
	if (version > 0 && old) {
		int result = store_copy_before(store, path, migrations[version].name, error);
		if (result < 0)
			return result;
	}
	for (; version < newest; version++) {
		const struct migration *next = &migrations[version];
		int result = store_begin(store, true, error);
		if (result == 0)
			result = sql_migrate(store, next->sql, version + 1, error);
		result = store_finish(store, result, error);
		if (result < 0) {
			error_prefix(error, "bringing the store to %s", next->name);
			return result;
		}
	}
	if (old)
		sql_migrated(store);
	return 0;
}
