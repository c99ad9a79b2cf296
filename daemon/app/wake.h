/* The wake socket: a datagram from the tool means that an operator wrote to the store. Its content
 * does not matter, so nothing can be done through it but cause a look. */
#ifndef APP_WAKE_H
#define APP_WAKE_H

struct app;
struct wake;

/* Without a place to listen at it says so once and is deaf: never NULL. */
struct wake *wake_new(struct app *app);
void wake_free(struct wake *wake);

#endif
