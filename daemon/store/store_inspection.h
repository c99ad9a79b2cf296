/* Who was inspected when: operator rows, written by `inspect done`. */
#ifndef STORE_STORE_INSPECTION_H
#define STORE_STORE_INSPECTION_H

#include "store/store.h"

struct store_inspection {
	const char *commune; /* its code in the directory */
	day on;
	instant at; /* when it was recorded */
	const char *by;
	const char *note;
};
/* One of a commune a day: recorded again, the later record stands. Any mode that writes. */
int store_add_inspection(
	struct store *store, const struct store_inspection *inspection, struct error *error);
/* By day. Strings good during the call, which may not call the store. */
typedef int store_inspection_fn(void *user, const struct store_inspection *inspection);
int store_inspections(
	struct store *store, store_inspection_fn *on_inspection, void *user, struct error *error);

#endif
