/* How a cell looks: the formats of a workbook, made when first asked for. */
#ifndef SHEET_DRESS_H
#define SHEET_DRESS_H

#include <xlsxwriter.h>

#include "report/grid.h"

#define DRESS_DECIMALS 9 /* more are shown as so many */
enum { DRESS_TEXT, DRESS_DATE, DRESS_NUMBER, DRESS_KINDS = DRESS_NUMBER + DRESS_DECIMALS + 1 };

struct dress {
	lxw_workbook *book; /* owns the formats */
	bool english;
	lxw_format *formats[GRID_STYLES][DRESS_KINDS];
};
lxw_format *dress_of(struct dress *dress, const struct grid_cell *cell);

#endif
