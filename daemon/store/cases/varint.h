/* Numbers of few bytes: LEB128, seven bits a byte, the eighth says that more follow; signed ones
 * zigzagged, so that small ones of both signs are short. */
#ifndef STORE_CASES_VARINT_H
#define STORE_CASES_VARINT_H

#include <stdint.h>

#include "base/slice.h"

#define VARINT_MOST 10 /* bytes */

/* Returns how many bytes were written. */
static inline size_t varint_write(uint8_t *bytes, uint64_t number)
{
	size_t length = 0;
	for (; number >= 128; number >>= 7)
		bytes[length++] = (uint8_t)(number | 128);
	bytes[length++] = (uint8_t)number;
	return length;
}

/* Moves *rest behind the number; false: it is cut off or has too many bytes. */
static inline bool varint_read(struct slice *rest, uint64_t *ret_number)
{
	uint64_t number = 0;
	for (unsigned i = 0; i < rest->length && i < VARINT_MOST; i++) {
		uint8_t byte = (uint8_t)rest->data[i];
		number |= (uint64_t)(byte & 127) << 7 * i;
		if (byte >= 128)
			continue;
		rest->data += i + 1;
		rest->length -= i + 1;
		*ret_number = number;
		return true;
	}
	return false;
}

static inline uint64_t zigzag(int64_t number)
{
	return (uint64_t)number << 1 ^ (uint64_t)(number >> 63);
}

static inline int64_t unzigzag(uint64_t number)
{
	return (int64_t)(number >> 1) ^ -(int64_t)(number & 1);
}

#endif
