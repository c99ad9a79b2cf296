#include "ground/deliveries.h"

#include <stdlib.h>

#include "base/memory.h"

static void delivery_clear(struct delivery *delivery)
{
	free((char *)delivery->channel);
	free((char *)delivery->recipient);
	free((char *)delivery->subject);
	free((char *)delivery->body);
	free((char *)delivery->html);
	free((char *)delivery->headers);
	free((char *)delivery->attachment_name);
	free((char *)delivery->attachment.data);
}

void deliveries_clear(struct deliveries *deliveries)
{
	for (size_t i = 0; i < deliveries->count; i++)
		delivery_clear(&deliveries->items[i]);
	deliveries->count = 0;
}

void deliveries_free(struct deliveries *deliveries)
{
	deliveries_clear(deliveries);
	free(deliveries->items);
	*deliveries = (struct deliveries){0};
}
