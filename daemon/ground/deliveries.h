/* Deliveries under construction, until they are committed. */
#ifndef GROUND_DELIVERIES_H
#define GROUND_DELIVERIES_H

#include "store/store.h"

/* The strings are owned. Zero-initialised is empty. */
struct deliveries {
	struct delivery *items;
	size_t count, capacity;
};
void deliveries_clear(struct deliveries *deliveries); /* keeps the memory */
void deliveries_free(struct deliveries *deliveries);

#endif
