/* The control socket: what the tool asks the running daemon itself, since no store tells it.
 *
 * A stream beside the wake socket, for the daemon's own user (and root) alone. Whoever connects writes one
 * word and a line feed, reads one JSON object, and is hung up on:
 *
 *   debug    what the daemon is doing: portals and their polls, sessions, channels, transfers, the loop
 *   reload   reads the configuration anew, as SIGHUP does, and says what became of it
 *
 * Few at a time, each for a short while: it must not be a way to hold the daemon up. */
#ifndef APP_CONTROL_H
#define APP_CONTROL_H

struct app;
struct control;

/* One that cannot listen is said once; everything else goes on. */
struct control *control_new(struct app *app);
void control_free(struct control *control);

#endif
