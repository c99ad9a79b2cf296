/* The roll-up: a tally, which is kept by the portal's units, summed by the directory's communes.
 *
 * The join of unit and commune is made at report time with the directory valid on a day, so that
 * a merger of communes reposts nothing. It is kept between sums: only new units, a new day or a new
 * directory are matched again. A sum is one walk over the tally's cells. */
#ifndef CORE_ALERT_ROLL_UP_H
#define CORE_ALERT_ROLL_UP_H

#include "core/alert/tally.h"
#include "core/commune.h"
#include "core/time/period.h"

struct roll_up;
struct roll_up *roll_up_new(void);
void roll_up_free(struct roll_up *roll_up);

/* Joins the units with the communes that answer for them on `on` (directory_answering()). `codes[i]` is the code of the unit whose number
 * is i + 1, as the store counts; units of one directory and day may only be added, never changed.
 * The directory is borrowed for the roll-up's life: after a reload make a new roll-up. Sums made
 * before are void. */
void roll_up_join(struct roll_up *roll_up, const struct directory *directory, day on,
	const char *const *codes, size_t count);

/* Lines: 0 .. directory_count - 1 are the rows of the directory, the last one is `unmapped`. */
size_t roll_up_lines(const struct roll_up *roll_up);
size_t roll_up_unmapped(const struct roll_up *roll_up);
/* The line of a unit number; unmapped when the unit is not in the join. */
size_t roll_up_line_of(const struct roll_up *roll_up, uint32_t unit);
/* The unit numbers that stand in a line, in ascending order (for store_cases and the like). */
const uint32_t *roll_up_units(const struct roll_up *roll_up, size_t line, size_t *ret_count);
/* "22954", or "unmapped". */
const char *roll_up_code(const struct roll_up *roll_up, size_t line);
/* The row of the directory; NULL for unmapped. */
const struct commune *roll_up_commune(const struct roll_up *roll_up, size_t line);
/* Is there anything to show? A commune valid on the day always, others only with a count. */
bool roll_up_shown(const struct roll_up *roll_up, size_t line);

/* What to sum: open and uncounted buckets stand under month 0 and are always in. */
struct roll_up_range {
	uint32_t field; /* the store's number of a field; ROLL_UP_ALL_FIELDS: all */
	int32_t month_from; /* reporting months of closed cases and receipts, both included */
	int32_t month_to;
};
#define ROLL_UP_ALL_FIELDS UINT32_MAX

/* The months of the reporting year a day lies in (15 December … 14 December), all fields. */
struct roll_up_range roll_up_year(day on);

void roll_up_sum(
	struct roll_up *roll_up, const struct tally *tally, const struct roll_up_range *range);
/* The counts of a line, and of all lines together, after roll_up_sum. Good until the next sum. */
const struct counts *roll_up_counts(const struct roll_up *roll_up, size_t line);
const struct counts *roll_up_total(const struct roll_up *roll_up);

/* The same by field over all units: ret_counts[f] is field number f, 0 the cases without one; cells
 * of field numbers from `count` on are left out. Needs no join. */
void roll_up_fields(const struct tally *tally, const struct roll_up_range *range,
	struct counts *ret_counts, size_t count);

/* Adds one cell to counts. */
void counts_add_cell(struct counts *counts, const struct tally_cell *cell);
bool counts_empty(const struct counts *counts);

#endif
