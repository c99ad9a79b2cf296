/* The directory of communes and departments: who answers for a portal's unit code on a day.
 *
 * Built from communes.csv. A code may stand in several rows with validities that do not overlap.
 * Units are matched exactly or by a pattern with `*`, which stands for any characters or none: the
 * exact code wins, then the pattern with the longest literal (its characters other than `*`). Two
 * patterns of equally long literals that can match one unit at the same time are refused, so that
 * the answer never depends on the order of the file. */
#ifndef CORE_COMMUNE_H
#define CORE_COMMUNE_H

#include "base/error.h"
#include "core/time/civil.h"

enum commune_kind { COMMUNE, DEPARTMENT };

struct commune {
	const char *code; /* five digits for communes; the key of everything shown */
	const char *name;
	enum commune_kind kind;
	const char *const *agencies; /* unit codes or patterns, NULL-terminated */
	const char *const *emails; /* NULL-terminated; may be empty */
	const char *phone;
	day valid_from; /* DAY_NONE: always */
	day valid_to; /* last day, included; DAY_NONE: open */
	const char *successor; /* code, "" when none */
	int line; /* of communes.csv */
};

struct directory;

/* Reports everything that would make the answer ambiguous, by the line and column it stands in:
 * duplicate codes with overlapping validity, tying patterns, successors that do not exist, and
 * rows that end before they begin. The sentence names the other line. */
typedef void directory_problem_fn(void *user, int line, const char *column, const char *sentence);
void directory_check(
	const struct commune *rows, size_t count, directory_problem_fn *on_problem, void *user);

/* Copies the rows. -EINVAL with the first problem of directory_check() as
 * "line 7: column code: …". */
int directory_new(const struct commune *rows, size_t count, struct directory **ret_directory,
	struct error *error);
void directory_free(struct directory *directory);
size_t directory_count(const struct directory *directory);
const struct commune *directory_at(const struct directory *directory, size_t index);
/* Is the row valid on a day? */
bool commune_valid(const struct commune *commune, day on);
/* The commune (row index) a unit code belongs to on a day; -1: unmapped. A hash look-up per length
 * of literal in the file; scans only patterns with a `*` in the middle. */
int directory_of_unit(const struct directory *directory, struct slice unit, day on);
/* The row of a code valid on a day, else the latest row with that code; -1: unknown. */
int directory_of_code(const struct directory *directory, struct slice code, day on);
/* Follows from `index` while the row has ended before `on`: to the row of the same code that is valid
 * then (a renaming), else to its successor (a merger). A row without either stays: a unit that was
 * split keeps its old cases. */
int directory_successor(const struct directory *directory, int index, day on);
/* Who answers on a day for all cases of a unit, those of earlier days too: the row valid then; where
 * none claims the unit any more, who followed the last row that did; -1: unmapped. So a unit code that
 * moves from one commune to another takes its cases along on the day of the move, and reports up to the
 * day before show them where they were. */
int directory_answering(const struct directory *directory, struct slice unit, day on);

/* "unmapped": the code under which cases of unknown units are counted and shown. */
#define COMMUNE_UNMAPPED "unmapped"

#endif
