/* Log lines: "<what went wrong>: <value>", one a fact, with structured fields for the journal.
 * The level says what the reader must do. Goes to the journal when the service manager connected
 * standard error to it, else to standard error. Never log bodies, secrets or personal data.
 *
 * Only programs (app, command) log; lower layers return a struct error. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level {
	LOG_FAILURE = 3, /* somebody must act, or hentra does not do its work */
	LOG_CAUTION = 4, /* will heal by itself, or should be looked at this week */
	LOG_NOTABLE = 5, /* a change of state worth knowing: started, reloaded, portal recovered */
	LOG_ROUTINE = 6, /* the daily run: a cycle completed */
	LOG_DETAIL = 7 /* for whoever hunts a fault */
};

void log_set_level(enum log_level most);

/* `subject` is what the line is about ("portal dongnai", "rule pile-up", "delivery 17") or NULL.
 * It is printed before the line and stands in the journal field HENTRA_SUBJECT. */
void log_line(enum log_level level, const char *subject, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for one of the operator events: `message_id` is its 128-bit id in hex (MESSAGE_ID). */
void log_event(enum log_level level, const char *message_id, const char *subject,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* For a program about to end in failure: stays until the journal has had time to see whose its last
 * lines were. Without them `systemctl status` would not say why. */
void log_linger(void);

#endif
