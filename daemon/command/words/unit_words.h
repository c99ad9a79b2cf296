/* What is suspected of a whole unit (core/case/detector_unit.h, core/case/detector_numbers.h), said. */
#ifndef COMMAND_WORDS_UNIT_WORDS_H
#define COMMAND_WORDS_UNIT_WORDS_H

#include "command/tool/tool.h"
#include "core/case/suspicion.h"

/* The day that the evidence names: of the numbers, of the closings, or the last one with a new case. */
day unit_evidence_day(const struct tool *tool, const struct finding *finding);
/* Appends the evidence in the reader's language: "4 case numbers of 10/11/2026 were never listed, the
 * first is 0002, the last 0005". */
void unit_evidence_words(const struct tool *tool, const struct finding *finding, struct text *out);
/* … for programs: "missing=4 first=2 last=5 day=2026-11-10". */
void unit_evidence_names(const struct tool *tool, const struct finding *finding, struct text *out);

/* Appends the latest explanation of a suspicion by its subject: "; explained: renovation (Lan,
 * 2026-11-20)"; nothing when there is none. */
int explanation_words(
	const struct tool *tool, int64_t subject, struct text *out, struct error *error);

#endif
