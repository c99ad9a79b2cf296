/* The bytes: the hash (8, little-endian); a mask of what follows; procedure; first_seen; and what the
 * mask names, in its order. Instants are differences, which are short: first_seen from ORIGIN,
 * observations from first_seen, received from first_seen, what the portal says from received or what
 * came before it. They are seconds, or ms where any of the portal's has a fraction. */
#include "store/cases/packed.h"

#include <errno.h>

#include "store/cases/varint.h"

#define ORIGIN (INT64_C(1767225600) * 1000) /* 2026-01-01: near what is seen, on both sides */
#define HASH_SIZE 8

enum part {
	HAS_RECEIVED = 1 << 0,
	HAS_FINISHED = 1 << 1,
	HAS_RETURNED = 1 << 2,
	HAS_RULING = 1 << 3,
	HAS_CLOSED_SEEN = 1 << 4,
	IN_MS = 1 << 5, /* what the portal says */
	HAS_DUE_MS = 1 << 6,
	HAS_SUPPLEMENT_ASKED = 1 << 7,
	HAS_SUPPLEMENT_DONE = 1 << 8,
	HAS_CLOSED_AT = 1 << 9, /* ms */
	HAS_FROZEN_AT = 1 << 10,
	HAS_OFFICER = 1 << 11,
	HAS_TERM = 1 << 12,
	HAS_SUPPLEMENTS = 1 << 13,
	HAS_SUBMITTED_MS = 1 << 14,
	HAS_VANISHED = 1 << 15,
	HAS_SETTLED = 1 << 16,
	PARTS = (1 << 17) - 1
};

/* --- writing -------------------------------------------------------------------------------- */

static unsigned part_if(bool is, unsigned part)
{
	return is ? part : 0;
}

static bool has_ms(instant at)
{
	return at != INSTANT_NONE && at % SECOND_MS != 0;
}

static unsigned parts_of(const struct packed *packed)
{
	bool ms = has_ms(packed->received) || has_ms(packed->finished) ||
		  has_ms(packed->returned) || has_ms(packed->supplement_asked) ||
		  has_ms(packed->supplement_done);
	return part_if(packed->received != INSTANT_NONE, HAS_RECEIVED) |
	       part_if(packed->finished != INSTANT_NONE, HAS_FINISHED) |
	       part_if(packed->returned != INSTANT_NONE, HAS_RETURNED) |
	       part_if(packed->ruling != 0, HAS_RULING) |
	       part_if(packed->closed_seen != INSTANT_NONE, HAS_CLOSED_SEEN) | part_if(ms, IN_MS) |
	       part_if(packed->due_ms != 0, HAS_DUE_MS) |
	       part_if(packed->supplement_asked != INSTANT_NONE, HAS_SUPPLEMENT_ASKED) |
	       part_if(packed->supplement_done != INSTANT_NONE, HAS_SUPPLEMENT_DONE) |
	       part_if(packed->closed_at != INSTANT_NONE, HAS_CLOSED_AT) |
	       part_if(packed->frozen_at != INSTANT_NONE, HAS_FROZEN_AT) |
	       part_if(packed->officer != 0, HAS_OFFICER) | part_if(packed->term != 0, HAS_TERM) |
	       part_if(packed->supplements != 0, HAS_SUPPLEMENTS) |
	       part_if(packed->submitted_ms != 0, HAS_SUBMITTED_MS) |
	       part_if(packed->vanished != 0, HAS_VANISHED) |
	       part_if(packed->settled != 0, HAS_SETTLED);
}

struct writing {
	uint8_t *at;
	unsigned parts;
};

static void write_number(struct writing *writing, unsigned part, uint64_t number)
{
	if (writing->parts & part)
		writing->at += varint_write(writing->at, number);
}

/* The difference may wrap: so it does when it is read. */
static void write_instant(
	struct writing *writing, unsigned part, instant at, instant base, int64_t unit)
{
	int64_t difference = (int64_t)((uint64_t)at - (uint64_t)base);
	if (writing->parts & part)
		writing->at += varint_write(writing->at, zigzag(difference / unit));
}

size_t packed_write(const struct packed *packed, uint8_t bytes[static PACKED_MOST])
{
	struct writing to = {bytes, parts_of(packed)};
	int64_t unit = to.parts & IN_MS ? 1 : SECOND_MS;
	instant seen = packed->first_seen;
	instant received = packed->received != INSTANT_NONE ? packed->received : seen;
	instant finished = packed->finished != INSTANT_NONE ? packed->finished : received;
	for (int i = 0; i < HASH_SIZE; i++)
		*to.at++ = (uint8_t)(packed->hash >> 8 * i);
	to.at += varint_write(to.at, to.parts);
	to.at += varint_write(to.at, packed->procedure);
	to.at += varint_write(to.at, zigzag((seen - ORIGIN) / SECOND_MS));
	write_instant(&to, HAS_RECEIVED, packed->received, seen, unit);
	write_instant(&to, HAS_FINISHED, packed->finished, received, unit);
	write_instant(&to, HAS_RETURNED, packed->returned, finished, unit);
	write_number(&to, HAS_RULING, zigzag(packed->ruling));
	write_instant(&to, HAS_CLOSED_SEEN, packed->closed_seen, seen, SECOND_MS);
	write_number(&to, HAS_DUE_MS, packed->due_ms);
	write_instant(&to, HAS_SUPPLEMENT_ASKED, packed->supplement_asked, received, unit);
	write_instant(&to, HAS_SUPPLEMENT_DONE, packed->supplement_done, received, unit);
	write_instant(&to, HAS_CLOSED_AT, packed->closed_at, received, 1);
	write_instant(&to, HAS_FROZEN_AT, packed->frozen_at, seen, SECOND_MS);
	write_number(&to, HAS_OFFICER, packed->officer);
	write_number(&to, HAS_TERM, zigzag(packed->term));
	write_number(&to, HAS_SUPPLEMENTS, packed->supplements);
	write_number(&to, HAS_SUBMITTED_MS, packed->submitted_ms);
	write_instant(&to, HAS_VANISHED, packed->vanished, seen, SECOND_MS);
	write_instant(&to, HAS_SETTLED, packed->settled, seen, SECOND_MS);
	return (size_t)(to.at - bytes);
}

/* --- reading -------------------------------------------------------------------------------- */

/* What is wrong anywhere makes the whole wrong: it is looked at once, at the end. */
struct reading {
	struct slice rest;
	uint64_t parts;
	bool wrong;
};

static uint64_t read_number(struct reading *reading, uint64_t most)
{
	uint64_t number = 0;
	reading->wrong |= !varint_read(&reading->rest, &number) || number > most;
	return number;
}

static uint64_t read_part(struct reading *reading, unsigned part, uint64_t most)
{
	return reading->parts & part ? read_number(reading, most) : 0;
}

static instant read_difference(struct reading *reading, instant base, int64_t unit)
{
	int64_t difference = unzigzag(read_number(reading, UINT64_MAX));
	int64_t most = 2 * PACKED_INSTANT_MOST / unit;
	if (reading->wrong || difference > most || difference < -most) {
		reading->wrong = true;
		return base;
	}
	instant at = base + difference * unit;
	reading->wrong |= at > PACKED_INSTANT_MOST || at < -PACKED_INSTANT_MOST;
	return at;
}

static instant read_instant(struct reading *reading, unsigned part, instant base, int64_t unit)
{
	return reading->parts & part ? read_difference(reading, base, unit) : INSTANT_NONE;
}

bool packed_hash(struct slice bytes, uint64_t *ret_hash)
{
	uint64_t hash = 0;
	if (bytes.length < HASH_SIZE)
		return false;
	for (int i = 0; i < HASH_SIZE; i++)
		hash |= (uint64_t)(uint8_t)bytes.data[i] << 8 * i;
	*ret_hash = hash;
	return true;
}

/* What an instant is a difference from: `at`, or what `at` would be from when it is absent. */
static instant base_of(instant at, instant base)
{
	return at != INSTANT_NONE ? at : base;
}

/* Behind the hash and the mask, in the order of packed_write(). */
static void read_parts(struct reading *from, struct packed *packed)
{
	int64_t unit = from->parts & IN_MS ? 1 : SECOND_MS;
	packed->procedure = (uint32_t)read_number(from, UINT32_MAX);
	instant seen = packed->first_seen = read_difference(from, ORIGIN, SECOND_MS);
	packed->received = read_instant(from, HAS_RECEIVED, seen, unit);
	instant received = base_of(packed->received, seen);
	packed->finished = read_instant(from, HAS_FINISHED, received, unit);
	packed->returned =
		read_instant(from, HAS_RETURNED, base_of(packed->finished, received), unit);
	packed->ruling = unzigzag(read_part(from, HAS_RULING, UINT64_MAX));
	packed->closed_seen = read_instant(from, HAS_CLOSED_SEEN, seen, SECOND_MS);
	packed->due_ms = (uint16_t)read_part(from, HAS_DUE_MS, SECOND_MS - 1);
	packed->supplement_asked = read_instant(from, HAS_SUPPLEMENT_ASKED, received, unit);
	packed->supplement_done = read_instant(from, HAS_SUPPLEMENT_DONE, received, unit);
	packed->closed_at = read_instant(from, HAS_CLOSED_AT, received, 1);
	packed->frozen_at = read_instant(from, HAS_FROZEN_AT, seen, SECOND_MS);
	packed->officer = (uint32_t)read_part(from, HAS_OFFICER, UINT32_MAX);
	packed->term = (int32_t)unzigzag(read_part(from, HAS_TERM, UINT32_MAX));
	packed->supplements = (uint16_t)read_part(from, HAS_SUPPLEMENTS, UINT16_MAX);
	packed->submitted_ms = (uint16_t)read_part(from, HAS_SUBMITTED_MS, SECOND_MS - 1);
	packed->vanished = packed->settled = 0;
	if (from->parts & HAS_VANISHED)
		packed->vanished = read_difference(from, seen, SECOND_MS);
	if (from->parts & HAS_SETTLED)
		packed->settled = read_difference(from, seen, SECOND_MS);
}

int packed_read(struct slice bytes, struct packed *ret_packed)
{
	struct packed packed;
	struct reading from = {.rest = bytes};
	if (!packed_hash(bytes, &packed.hash))
		return -EBADMSG;
	from.rest.data += HASH_SIZE;
	from.rest.length -= HASH_SIZE;
	from.parts = read_number(&from, PARTS);
	read_parts(&from, &packed);
	if (from.wrong || from.rest.length)
		return -EBADMSG;
	*ret_packed = packed;
	return 0;
}
