/* The header of a table: which row it is, and which of its columns the profile means. Names are met by
 * what they mean: case, marks and how they are encoded, blanks, colons, stars and underlines do not
 * count, nor does a hint in brackets unless it makes another thing of it ("Ngày trả (dự kiến)"). */
#ifndef PORTAL_COLUMN_H
#define PORTAL_COLUMN_H

#include "portal/profile_parts.h"

/* The slot of each cell's column, -1: none. Returns how many cells name one. */
int columns_match(const struct mapping *mapping, const struct slice *cells, int count, int *slots);
/* Does one of the columns bring this field, or needs it none? */
bool columns_bring(const struct mapping *mapping, enum field field, const int *slots, int count);
/* The first field without a column that must have one: code, received and what the profile requires;
 * -1: none is missing. */
int columns_missing(const struct profile *profile, const int *slots, int count);
/* Why a row is no header: the field that is missing, the columns that were met, and the nearest. Cells
 * are named only when the row looks like names: nothing of a row of persons stands in it. */
void columns_say(const struct profile *profile, int line, const struct slice *cells, int count,
	int known, int missing, struct error *ret_error);

#endif
