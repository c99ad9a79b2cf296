/* What the parts of the exposition share. */
#ifndef PAGE_EXPOSITION_PARTS_H
#define PAGE_EXPOSITION_PARTS_H

#include "base/text.h"

/* name="value", escaped as both formats ask. */
void exposition_label(struct text *out, const char *name, const char *value);

#endif
