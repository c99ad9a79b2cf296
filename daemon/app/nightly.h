/* The night's work: what is older than the retention is purged, units are looked at by their past
 * days, then everything is folded again and compared (hentractl audit), and the outcome is said. In slices between the loop's other turns. What
 * the tool asks of the store's owner is done here too, at once. */
#ifndef APP_NIGHTLY_H
#define APP_NIGHTLY_H

struct ground;
struct nightly;

struct nightly *nightly_new(struct ground *ground);
void nightly_start(struct nightly *nightly); /* from now on at its hour */
void nightly_free(struct nightly *nightly);
/* An operator may have asked for something. */
void nightly_kick(struct nightly *nightly);
/* What it is doing now: "resting", "purging" … */
const char *nightly_task(const struct nightly *nightly);

#endif
