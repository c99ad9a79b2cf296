/* Words written by people: the same whatever their case, however their marks are encoded (one
 * character or letter and marks, as some Vietnamese keyboards write), and also without marks. */
#ifndef BASE_LETTERS_H
#define BASE_LETTERS_H

#include "base/text.h"

/* "MÃ HỒ SƠ", "Mã hồ sơ" in either encoding, "ma ho so" and "MaHoSo" are the same: blanks do not
 * count. What is not UTF-8 is compared byte by byte. */
bool letters_equal(struct slice a, struct slice b);
/* Appends nothing but the letters, small and without marks, and the digits: "Mã hồ sơ: *" and
 * "ma_ho_so" give "mahoso". */
void letters_key(struct slice text, struct text *out);
/* The same of a pattern in which each * stands for any text. */
bool letters_fit(struct slice pattern, struct slice text);

#endif
