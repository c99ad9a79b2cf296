#include "base/utf8.h"

static bool follows(unsigned char byte, unsigned char least, unsigned char most)
{
	return byte >= least && byte <= most;
}

/* The first following byte is narrower for four leaders (RFC 3629, section 4). */
static bool second_fits(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xE0:
		return follows(second, 0xA0, 0xBF);
	case 0xED:
		return follows(second, 0x80, 0x9F);
	case 0xF0:
		return follows(second, 0x90, 0xBF);
	case 0xF4:
		return follows(second, 0x80, 0x8F);
	default:
		return follows(second, 0x80, 0xBF);
	}
}

size_t utf8_step(const char *data, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)data;
	if (bytes[0] < 0x80)
		return 1;
	size_t need = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
	if (bytes[0] < 0xC2 || bytes[0] > 0xF4 || need > length || !second_fits(bytes[0], bytes[1]))
		return 0;
	for (size_t i = 2; i < need; i++) {
		if (!follows(bytes[i], 0x80, 0xBF))
			return 0;
	}
	return need;
}

bool utf8_valid(struct slice text)
{
	for (size_t i = 0; i < text.length;) {
		size_t step = utf8_step(text.data + i, text.length - i);
		if (!step)
			return false;
		i += step;
	}
	return true;
}
