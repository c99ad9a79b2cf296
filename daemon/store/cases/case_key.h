/* The key of a case in the store: its code turned round at the first '-'.
 *
 * National case codes are UNIT-DATE-NUMBER (H56.14-240823-0001), and portals list by date: in the
 * order of such codes the thousand cases of one page stand in hundreds of places of the tree, a
 * block written for each. DATE-NUMBER <tab> UNIT stand side by side. A code without '-' is its own
 * key. Codes hold no control characters (core/case/case_record.h), so a tab is a mark of the key. */
#ifndef STORE_CASES_CASE_KEY_H
#define STORE_CASES_CASE_KEY_H

#include "base/text.h"

/* Appends the key of a code; it is as long as the code. */
void key_add(struct text *out, struct slice code);
/* The code of a key, into a text that is cleared first; terminated. Returns its data. */
const char *key_code(struct slice key, struct text *code);

#endif
