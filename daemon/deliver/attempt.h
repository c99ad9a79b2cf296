/* One attempt to deliver: a delivery taken from the outbox, sent by its channel, and what came of
 * it. Knows nothing of the outbox. */
#ifndef DELIVER_ATTEMPT_H
#define DELIVER_ATTEMPT_H

#include "conf/settings.h"
#include "deliver/secrets.h"
#include "store/store.h"

struct ground;
struct attempt;

enum attempt_verdict {
	ATTEMPT_ACCEPTED,
	ATTEMPT_LATER, /* network, 4xx of mail, 408/425/429/5xx of the web: try again */
	ATTEMPT_REFUSED, /* for good */
	ATTEMPT_GONE /* 410: the receiver wants nothing from this channel any more */
};

struct attempt_result {
	enum attempt_verdict verdict;
	int64_t retry_after_ms; /* 0: not said */
	const char *answer; /* the other side's words, one line */
};
/* Never from inside attempt_start(). The attempt is freed when it returns. */
typedef void attempt_done_fn(
	void *user, struct attempt *attempt, const struct attempt_result *result);

/* Copies the delivery. */
struct attempt *attempt_new(struct ground *ground, const struct delivery *delivery,
	attempt_done_fn *on_done, void *user);
/* `channel` NULL: it is not configured any more. */
void attempt_start(
	struct attempt *attempt, const struct channel_settings *channel, struct secrets *secrets);
/* Without on_done. */
void attempt_cancel(struct attempt *attempt);

int64_t attempt_delivery_id(const struct attempt *attempt);
const char *attempt_channel(const struct attempt *attempt);
const char *attempt_recipient(const struct attempt *attempt);
int attempt_number(const struct attempt *attempt); /* 1: the first */

#endif
