/* What is noted of the last audit. */
#include "store/sql.h"
#include "store/store_witness.h"
#include "store/transaction.h"

static const char *const names[] = {
	"audit_cases", "audit_differences", "audit_misjudged", "audit_suspicions", "audit_at"};
#define NAMES 5

int store_note_audit(
	struct store *store, instant now, const struct audit_result *result, struct error *error)
{
	const int64_t values[NAMES] = {
		result->cases, result->differences, result->misjudged, result->suspicions, now};
	int done = store_begin(store, false, error);
	for (int i = 0; i < NAMES && done == 0; i++)
		done = meta_put(store, names[i], values[i], error);
	return store_finish(store, done, error);
}

int store_last_audit(
	struct store *store, instant *ret_at, struct audit_result *ret_result, struct error *error)
{
	int64_t values[NAMES];
	for (int i = 0; i < NAMES; i++) {
		int result = meta_get(store, names[i], &values[i], error);
		if (result < 0)
			return result;
	}
	*ret_result = (struct audit_result){.cases = values[0],
		.differences = values[1],
		.misjudged = values[2],
		.suspicions = values[3]};
	*ret_at = values[4];
	return 0;
}
