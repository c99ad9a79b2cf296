/* The directory of communes and departments: who answers for a portal's unit code on a day.
 *
 * Built from communes.csv. A code may stand in several rows with validities that do not overlap.
 * Units are matched exactly or by a pattern with `*`; the pattern with the longest literal wins. */
#ifndef CORE_COMMUNE_H
#define CORE_COMMUNE_H

#include "base/error.h"
#include "core/civil.h"

enum commune_kind { COMMUNE, DEPARTMENT };

struct commune {
	const char *code; /* five digits for communes; the key of everything shown */
	const char *name;
	enum commune_kind kind;
	const char *const *agencies; /* unit codes or patterns, NULL-terminated */
	const char *const *emails;   /* NULL-terminated; may be empty */
	const char *phone;
	day valid_from;              /* DAY_NONE: always */
	day valid_to;                /* last day, included; DAY_NONE: open */
	const char *successor;       /* code, "" when none */
	int line;                    /* of communes.csv */
};

struct directory;

/* Copies the rows. Refuses (with a sentence naming both lines) duplicate codes with overlapping
 * validity, equal patterns valid at once, a successor that does not exist. */
int directory_new(const struct commune *rows, size_t count, struct directory **ret_directory,
	struct error *error);
void directory_free(struct directory *directory);
size_t directory_count(const struct directory *directory);
const struct commune *directory_at(const struct directory *directory, size_t index);
/* The commune (row index) a unit code belongs to on a day; -1: unmapped. */
int directory_of_unit(const struct directory *directory, struct slice unit, day on);
/* The row of a code valid on a day, else the latest row with that code; -1: unknown. */
int directory_of_code(const struct directory *directory, struct slice code, day on);
/* Follows successors from `index` while the row is not valid on `on`. */
int directory_successor(const struct directory *directory, int index, day on);

/* "unmapped": the code under which cases of unknown units are counted and shown. */
#define COMMUNE_UNMAPPED "unmapped"

#endif
