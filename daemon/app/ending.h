/* The daemon's end when it is told to end: reading stops at once, what is being delivered gets a moment,
 * one line says what was finished and what waits, and the store keeps when – so that `hentractl status`
 * can tell an end that was wanted from one that was not. */
#ifndef APP_ENDING_H
#define APP_ENDING_H

struct app;

/* As it starts: an end noted before is over. */
void ending_not_yet(struct app *app);
/* Told to end (again: nothing new); the loop is left within 3 s. */
void ending_begin(struct app *app);
/* The loop was left. Takes the dispatcher down: results that came last count. */
void ending_note(struct app *app);

#endif
