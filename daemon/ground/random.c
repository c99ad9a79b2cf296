#include "ground/random.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

void random_bytes(void *bytes, size_t size)
{
	/* Up to 256 bytes come whole; before the kernel's pool is ready the call waits. */
	if (getrandom(bytes, size, 0) != (ssize_t)size)
		abort();
}

double random_share(void)
{
	uint64_t bits;

	random_bytes(&bits, sizeof(bits));
	return (double)(bits >> 11) / 9007199254740992.0; /* 2^53 */
}

void random_hex(char text[static 33])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[16];

	random_bytes(bytes, sizeof(bytes));
	for (int i = 0; i < 16; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[32] = '\0';
}
