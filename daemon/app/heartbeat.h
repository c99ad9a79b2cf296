/* The heartbeat: a GET to the configured address after each complete cycle, so that somebody else
 * notices when hentra stops. Who watches the watcher must not depend on the watcher. */
#ifndef APP_HEARTBEAT_H
#define APP_HEARTBEAT_H

struct ground;
struct heartbeat;

struct heartbeat *heartbeat_new(struct ground *ground);
void heartbeat_free(struct heartbeat *heartbeat);
/* One at a time; a failure is logged once until it works again. */
void heartbeat_beat(struct heartbeat *heartbeat);

#endif
