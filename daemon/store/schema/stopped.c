/* When the daemon ended as it was told to. */
#include <errno.h>

#include "store/inside.h"
#include "store/sql.h"

int store_stopped(struct store *store, instant *ret_at, struct error *error)
{
	int64_t at = INSTANT_NONE;
	int result = meta_get(store, "stopped_at", &at, error);
	if (result < 0 && result != -ENOENT)
		return result;
	*ret_at = at;
	return 0;
}

int store_note_stop(struct store *store, instant at, struct error *error)
{
	instant noted;
	int done = store_stopped(store, &noted, error);
	if (done < 0 || noted == at)
		return done;
	done = store_begin(store, true, error);
	if (done == 0)
		done = meta_put(store, "stopped_at", at, error);
	return store_finish(store, done, error);
}
