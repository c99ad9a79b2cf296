/* The night's work: what is older than the retention is purged, units are looked at by their past
 * days, then everything is folded again and compared (hentractl audit), and the outcome is said. In slices between the loop's other turns. What
 * the tool asks of the store's owner is done here too, at once. */
#ifndef APP_NIGHT_H
#define APP_NIGHT_H

struct app;
struct night;

struct night *night_new(struct app *app);
void night_start(struct night *night); /* from now on at its hour */
void night_free(struct night *night);
/* An operator may have asked for something. */
void night_kick(struct night *night);

#endif
