/* Who is told: from what is so of an episode to the messages its recipients are owed now, and when
 * each of them is owed the next. The rules are core/alert/telling.h; here they meet the configuration, the
 * directory, the holds and the outbox. */
#ifndef EVALUATE_NOTIFY_H
#define EVALUATE_NOTIFY_H

#include "conf/settings.h"
#include "evaluate/findings.h"

struct ground;
struct notify;

struct notify *notify_new(struct ground *ground, struct subjects *subjects);
void notify_free(struct notify *notify);

/* Reads what a pass rests on: the holds in force, the episodes whose moment has come, who knows of
 * wider episodes. When operators or the configuration changed something, every episode is looked at
 * anew. */
int notify_begin(struct notify *notify, instant now, struct error *error);
/* All the pass wrote is in the store. One that breaks off before is made up for by the next. */
void notify_committed(struct notify *notify);

/* Must the tellings of this episode be looked at, though its alert did not move? */
bool notify_wants(const struct notify *notify, int64_t episode);
/* Looks at all tellings of an episode. `alert` is as it is now, its sequence is counted on; it has
 * its episode's number. `news` is its transition in this step, NULL: none. What is written goes to
 * `findings`, the transition among it. */
int notify_episode(struct notify *notify, const struct rule_settings *rule,
	const struct subject *subject, struct alert *alert, const struct alert_news *news,
	struct findings *findings, struct error *error);
/* The same for one that ended before this pass and is not told to the end. */
int notify_ended(struct notify *notify, struct findings *findings, struct error *error);
/* An alert that ends because its rule or subject is gone: who knows of it hears of its end. */
int notify_orphan(
	struct notify *notify, struct alert *alert, struct findings *findings, struct error *error);
/* At the end of the pass: the letters about many. */
int notify_digests(struct notify *notify, struct findings *findings, struct error *error);
/* At the end of the pass too: the warnings before due dates, and that they are in the store. */
int notify_warnings(struct notify *notify, struct findings *findings, struct error *error);
void notify_warned(struct notify *notify, const struct findings *findings);
/* When the next telling wants to be looked at; NONE: none. */
instant notify_next(struct notify *notify);

#endif
