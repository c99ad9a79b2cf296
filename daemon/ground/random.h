/* Randomness for what must not march in step (jitter) or must not be guessed (ids of deliveries). */
#ifndef GROUND_RANDOM_H
#define GROUND_RANDOM_H

#include <stddef.h>

void random_bytes(void *bytes, size_t size); /* at most 256 */
double random_share(void); /* 0 <= x < 1 */
/* 128 bits as 32 hex digits, terminated. */
void random_hex(char text[static 33]);

#endif
