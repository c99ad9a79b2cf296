/* The moments of a case: what each observation that changed it left, from the first one on. The same
 * facts as its history (witness.h), turned to read forwards. Pure. */
#ifndef CORE_CASE_MOMENTS_H
#define CORE_CASE_MOMENTS_H

#include "core/case/path.h"
#include "core/case/witness.h"

struct moment {
	struct case_state state;
	instant after; /* the last poll that can have seen the moment before; NONE: the first moment */
	instant by; /* the poll that saw this one */
	instant until; /* the last poll known to have seen it still so */
	bool closed; /* by its facts */
	bool paused; /* by its status or the portal's lock */
};

struct moments {
	struct moment *list; /* at least one */
	size_t count;
};

/* `changes` as for witness_at(); `at`: the last poll known to have seen the case as it is now. The
 * caller frees. */
struct moments moments_of(const struct case_state *state, const struct case_life *life,
	const struct change *changes, size_t count, const struct judge *judge, instant at);
void moments_free(struct moments *moments);

#endif
