/* What every rule measured of every subject at the last pass that could: so that the page and its
 * metrics need not fold anything again. Lives as long as one set of rules and communes. */
#ifndef GROUND_READINGS_H
#define GROUND_READINGS_H

#include "conf/settings.h"
#include "core/alert/reading.h"

struct readings;

/* `settings` is borrowed. */
struct readings *readings_new(const struct settings *settings);
void readings_free(struct readings *readings);

/* `rule`: its place in the settings; `subject`: its index in its scope (evaluate/subjects.h). */
void readings_keep(struct readings *readings, size_t rule, size_t subject,
	const struct measure_input *input, bool stale, instant now);
/* at NONE in *ret_reading when it was not measured. */
void readings_get(
	const struct readings *readings, size_t rule, size_t subject, struct reading *ret_reading);

#endif
