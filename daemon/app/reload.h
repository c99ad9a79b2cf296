/* Reload: a second site is loaded beside the one in force and swapped in whole, or not at all. */
#ifndef APP_RELOAD_H
#define APP_RELOAD_H

struct app;

/* Says what is wrong with a bad configuration and leaves everything as it was. */
void reload(struct app *app);

#endif
