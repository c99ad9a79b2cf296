/* A failure as one sentence for a person.
 *
 * Functions return a negative errno on failure; the sentence says what went wrong and with what
 * value: "cannot open the store: /var/lib/hentra/hentra.db: Permission denied". Lower layers fill
 * it, the program logs or prints it once. A NULL error is allowed everywhere. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

struct error {
	char text[512];
};

/* Sets the sentence ("(s)" as base/plural.h has it) and returns `code` (a negative errno), so that `return error_set(...)` reads well. */
int error_set(struct error *error, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "prefix: " before the sentence already there. */
void error_prefix(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
