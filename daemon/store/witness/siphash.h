/* SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed 64-bit hash. Without the key nobody can tell
 * which text gave a hash, nor try texts. */
#ifndef STORE_WITNESS_SIPHASH_H
#define STORE_WITNESS_SIPHASH_H

#include <stdint.h>

#include "base/slice.h"

uint64_t siphash(const uint64_t key[static 2], struct slice text);

#endif
