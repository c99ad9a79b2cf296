/* Who is told: from what is so of an episode to the messages its recipients are owed now, and when
 * each of them is owed the next. The rules are core/alert/telling.h; here they meet the configuration, the
 * directory, the holds and the outbox. */
#ifndef APP_TELLS_H
#define APP_TELLS_H

#include "app/tidings.h"
#include "conf/settings.h"

struct app;
struct tells;

struct tells *tells_new(struct app *app, struct subjects *subjects);
void tells_free(struct tells *tells);

/* Reads what a pass rests on: the holds in force, the episodes whose moment has come, who knows of
 * wider episodes. When operators or the configuration changed something, every episode is looked at
 * anew. */
int tells_begin(struct tells *tells, instant now, struct error *error);
/* All the pass wrote is in the store. One that breaks off before is made up for by the next. */
void tells_committed(struct tells *tells);

/* Must the tellings of this episode be looked at, though its alert did not move? */
bool tells_wants(const struct tells *tells, int64_t episode);
/* Looks at all tellings of an episode. `alert` is as it is now, its sequence is counted on; it has
 * its episode's number. `news` is its transition in this step, NULL: none. What is written goes to
 * `tidings`, the transition among it. */
int tells_episode(struct tells *tells, const struct rule_settings *rule,
	const struct subject *subject, struct alert *alert, const struct alert_news *news,
	struct tidings *tidings, struct error *error);
/* The same for one that ended before this pass and is not told to the end. */
int tells_ended(struct tells *tells, struct tidings *tidings, struct error *error);
/* An alert that ends because its rule or subject is gone: who knows of it hears of its end. */
int tells_orphan(
	struct tells *tells, struct alert *alert, struct tidings *tidings, struct error *error);
/* At the end of the pass: the letters about many. */
int tells_digests(struct tells *tells, struct tidings *tidings, struct error *error);
/* At the end of the pass too: the warnings before due dates, and that they are in the store. */
int tells_warnings(struct tells *tells, struct tidings *tidings, struct error *error);
void tells_warned(struct tells *tells, const struct tidings *tidings);
/* When the next telling wants to be looked at; NONE: none. */
instant tells_next(struct tells *tells);

#endif
