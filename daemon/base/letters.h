/* Words written by people: the same whatever their case, however their marks are encoded (one
 * character or letter and marks, as some Vietnamese keyboards write), and also without marks. */
#ifndef BASE_LETTERS_H
#define BASE_LETTERS_H

#include "base/slice.h"

/* "MÃ HỒ SƠ", "Mã hồ sơ" in either encoding and "ma ho so" are the same; a run of white space, a
 * no-break space among it, counts as one space. What is not UTF-8 is compared byte by byte. */
bool letters_equal(struct slice a, struct slice b);

#endif
