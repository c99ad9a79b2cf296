/* The dispatcher: drains the outbox. Takes what is due under a lease, makes one attempt each, and
 * settles many results in one transaction: handed over, dead, or waiting for the next attempt by the
 * schedule of core/alert/backoff.h. It decides nothing else: what is sent was written by the evaluator.
 *
 * Receivers do not hold each other up: each channel has a bounded number of attempts under way, mail
 * and webhooks have pools of their own. A webhook is signed anew for every attempt. A receiver that
 * answers 410 has its channel switched off until the next start or reload. */
#ifndef DELIVER_DISPATCHER_H
#define DELIVER_DISPATCHER_H

#include <stdbool.h>
#include <stdint.h>

struct ground;
struct dispatcher;

struct dispatcher *dispatcher_new(struct ground *ground);
/* Cancels what is under way: it is tried again after the next start, with the same id. */
void dispatcher_free(struct dispatcher *dispatcher);

/* The outbox has something new, or an operator changed it. */
void dispatcher_kick(struct dispatcher *dispatcher);
/* Takes nothing new any more. */
void dispatcher_stop(struct dispatcher *dispatcher);
/* A new site was swapped in: channels that were switched off are on again. */
void dispatcher_site_changed(struct dispatcher *dispatcher);

int dispatcher_under_way(const struct dispatcher *dispatcher);
int64_t dispatcher_moves_by(struct dispatcher *dispatcher);

struct json_writer;
/* What it is doing, channel by channel, as members of an object. */
void dispatcher_debug(const struct dispatcher *dispatcher, struct json_writer *json);

#endif
