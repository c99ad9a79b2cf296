/* Lists of sentences on a screen of fixed size: what does not fit is counted, not shown. */
#ifndef COMMAND_TOOL_SCREEN_H
#define COMMAND_TOOL_SCREEN_H

#include <stdint.h>

#include "base/text.h"

#define SCREEN_COLUMNS 80
#define SCREEN_LINES 24
#define SCREEN_ENDLESS SIZE_MAX /* lines when everything is asked for */

/* Items of a line or more, the most pressing first. */
struct screen_list {
	char **items;
	size_t count, capacity;
};
/* Adds `start` and the sentence, wrapped; later lines are indented by as much as `indent`. */
void screen_list_add(
	struct screen_list *list, const char *start, struct slice sentence, const char *indent);
/* Lines that all of it takes. */
size_t screen_list_lines(const struct screen_list *list);
/* Appends what fits in `lines` lines, at least one, and returns how many items are left over; when
 * there are some, a line is kept free to say so. Lines too long are cut, and so is a first item with too
 * many of them, unless `lines` is SCREEN_ENDLESS. */
size_t screen_list_write(const struct screen_list *list, size_t lines, struct text *out);
void screen_list_free(struct screen_list *list);

size_t screen_count_lines(struct slice text);
/* How many of `lines` lines the first of two blocks gets when they want `first` and `second`: what is
 * not wanted goes to the other, and where both want more each gets half. */
size_t screen_share(size_t lines, size_t first, size_t second);

#endif
