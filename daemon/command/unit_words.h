/* What is suspected of a whole unit (core/detector_unit.h, core/detector_numbers.h), said. */
#ifndef COMMAND_UNIT_WORDS_H
#define COMMAND_UNIT_WORDS_H

#include "command/tool.h"
#include "core/suspicion.h"

/* Appends the evidence in the reader's language: "4 case numbers of 10/11/2026 were never listed, the
 * first is 0002, the last 0005". */
void unit_evidence_words(const struct tool *tool, const struct finding *finding, struct text *out);
/* … for programs: "missing=4 first=2 last=5 day=2026-11-10". */
void unit_evidence_names(const struct tool *tool, const struct finding *finding, struct text *out);

#endif
