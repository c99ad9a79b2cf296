/* Memory that held a page of a portal: what citizens have said stands in it. It is overwritten before
 * it is given back, so that nothing of it is left when the page is read. The functions are those of
 * the C library otherwise; running out of memory returns NULL, except for the texts. */
#ifndef BASE_WIPE_H
#define BASE_WIPE_H

#include "base/text.h"

void *wipe_malloc(size_t size);
void *wipe_calloc(size_t count, size_t size);
void *wipe_realloc(void *old, size_t size); /* wipes what it leaves behind */
char *wipe_strdup(const char *text);
void wipe_free(void *memory);

void wipe_text_append(struct text *text, const char *data, size_t length);
void wipe_text_free(struct text *text);

#endif
