#include "core/unit_pattern.h"

struct unit_pattern unit_pattern(struct slice text)
{
	struct unit_pattern pattern = {.text = text, .shape = PATTERN_EXACT};
	size_t stars = 0;
	for (size_t i = 0; i < text.length; i++)
		stars += text.data[i] == '*';
	pattern.literal = text.length - stars;
	if (stars == 1 && text.data[text.length - 1] == '*')
		pattern.shape = PATTERN_PREFIX;
	else if (stars == 1 && text.data[0] == '*')
		pattern.shape = PATTERN_SUFFIX;
	else if (stars)
		pattern.shape = PATTERN_MIXED;
	return pattern;
}

struct slice unit_pattern_literal(const struct unit_pattern *pattern)
{
	struct slice literal = pattern->text;
	if (pattern->shape == PATTERN_SUFFIX)
		literal.data++;
	if (pattern->shape == PATTERN_PREFIX || pattern->shape == PATTERN_SUFFIX)
		literal.length--;
	return literal;
}

/* The usual walk with one place to come back to: when a literal fails, the last star takes one
 * character more. Linear but for patterns with several stars. */
bool unit_pattern_matches(const struct unit_pattern *pattern, struct slice unit)
{
	struct slice text = pattern->text;
	size_t p = 0, u = 0, star = text.length, resume = 0;
	while (u < unit.length) {
		if (p < text.length && text.data[p] == '*') {
			star = p++;
			resume = u;
		} else if (p < text.length && text.data[p] == unit.data[u]) {
			p++;
			u++;
		} else if (star < text.length) {
			p = star + 1;
			u = ++resume;
		} else {
			return false;
		}
	}
	while (p < text.length && text.data[p] == '*')
		p++;
	return p == text.length;
}

static size_t before_star(struct slice text)
{
	size_t length = 0;
	while (length < text.length && text.data[length] != '*')
		length++;
	return length;
}

static size_t behind_star(struct slice text)
{
	size_t length = 0;
	while (length < text.length && text.data[text.length - 1 - length] != '*')
		length++;
	return length;
}

/* Two patterns with stars meet if and only if the shorter beginning begins the longer one and the
 * shorter end ends the longer one: between them the stars take whatever the other needs. */
static bool meet(struct slice a, struct slice b)
{
	size_t begin_a = before_star(a), begin_b = before_star(b);
	size_t end_a = behind_star(a), end_b = behind_star(b);
	size_t begin = begin_a < begin_b ? begin_a : begin_b;
	size_t end = end_a < end_b ? end_a : end_b;
	return memcmp(a.data, b.data, begin) == 0 &&
	       memcmp(a.data + a.length - end, b.data + b.length - end, end) == 0;
}

bool unit_pattern_ties(const struct unit_pattern *a, const struct unit_pattern *b)
{
	if (a->literal != b->literal)
		return false;
	if (a->shape == PATTERN_EXACT || b->shape == PATTERN_EXACT)
		return a->shape == b->shape && slice_equal(a->text, b->text);
	return meet(a->text, b->text);
}
