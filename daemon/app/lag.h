/* How long the loop was held by one turn: measured between the moment it was woken and the moment it
 * goes to sleep again. */
#ifndef APP_LAG_H
#define APP_LAG_H

#include <stdint.h>

struct ev_loop;
struct lag;

struct lag *lag_new(struct ev_loop *loop);
void lag_free(struct lag *lag);

struct lag_summary {
	int64_t turns;
	int64_t longest_ms;
	int64_t p999_ms; /* 99.9 % of the turns took at most this long */
};
struct lag_summary lag_summary(const struct lag *lag);

#endif
