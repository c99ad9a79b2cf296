/* The webhook's body: a CloudEvents 1.0 structured event (config/schema/event.schema.json says its
 * shape to receivers). Signed by signature.h, sent with the headers of channel_webhook.h. Pure. */
#ifndef MESSAGE_EVENT_H
#define MESSAGE_EVENT_H

#include "message/letter.h"
#include "message/signature.h"

/* The event as one JSON object (contract §4): id = EPISODE-SEQUENCE, type vn.hentra.alert.KIND … */
void event_render(const struct news_view *view, struct text *out);
/* "vn.hentra.alert.opened" */
const char *event_type(enum news_kind kind);

#endif
