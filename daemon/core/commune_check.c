/* What would make the directory ambiguous, found before it is built. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/commune.h"
#include "core/unit_pattern.h"

struct claim { /* one agency of one row */
	struct unit_pattern pattern;
	const struct commune *row;
};

/* Of one thing on two rows. */
#define CURE "keep one row, or end one with valid_to and begin the other with valid_from"

struct check {
	const struct commune *rows;
	size_t count;
	directory_problem_fn *on_problem;
	void *user;
	const struct commune **by_code;
	struct claim *claims;
	size_t claim_count;
	size_t claim_capacity;
};

static bool overlap(const struct commune *a, const struct commune *b)
{
	bool a_first =
		a->valid_to != DAY_NONE && b->valid_from != DAY_NONE && a->valid_to < b->valid_from;
	bool b_first =
		b->valid_to != DAY_NONE && a->valid_from != DAY_NONE && b->valid_to < a->valid_from;
	return !a_first && !b_first;
}

__attribute__((format(printf, 4, 5))) static void problem(const struct check *check,
	const struct commune *row, const char *column, const char *format, ...)
{
	char sentence[400];
	va_list args;
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	check->on_problem(check->user, row->line, column, sentence);
}

static int by_code_then_line(const void *left, const void *right)
{
	const struct commune *a = *(const struct commune *const *)left;
	const struct commune *b = *(const struct commune *const *)right;
	int order = strcmp(a->code, b->code);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static void check_codes(const struct check *check)
{
	for (size_t i = 0; i < check->count; i++) {
		const struct commune *row = check->by_code[i];
		if (strcmp(row->code, COMMUNE_UNMAPPED) == 0)
			problem(check, row, "code", "\"%s\" is kept for cases of unknown units",
				row->code);
		if (row->valid_from != DAY_NONE && row->valid_to != DAY_NONE &&
			row->valid_to < row->valid_from)
			problem(check, row, "valid_to", "the row ends before it begins");
		for (size_t j = i; j-- > 0;) {
			const struct commune *other = check->by_code[j];
			if (strcmp(other->code, row->code) != 0)
				break;
			if (overlap(other, row))
				problem(check, row, "code",
					"\"%s\" stands on line %d too, valid at the same "
					"time: " CURE,
					row->code, other->line);
		}
	}
}

static int code_against(const void *key, const void *row)
{
	return strcmp(key, (*(const struct commune *const *)row)->code);
}

static void check_successors(const struct check *check)
{
	for (size_t i = 0; i < check->count; i++) {
		const struct commune *row = &check->rows[i];
		if (row->successor[0] && !bsearch(row->successor, check->by_code, check->count,
						 sizeof(*check->by_code), code_against))
			problem(check, row, "successor", "no row has the code \"%s\"",
				row->successor);
	}
}

/* The last row of a code; NULL: no row has it. */
static const struct commune *last_row(const struct check *check, const char *code)
{
	const struct commune *last = NULL;
	const struct commune **any =
		bsearch(code, check->by_code, check->count, sizeof(*check->by_code), code_against);
	if (!any)
		return NULL;
	size_t i = (size_t)(any - check->by_code);
	while (i > 0 && strcmp(check->by_code[i - 1]->code, code) == 0)
		i--;
	for (; i < check->count && strcmp(check->by_code[i]->code, code) == 0; i++)
		if (!last || check->by_code[i]->valid_from > last->valid_from)
			last = check->by_code[i];
	return last;
}

/* Who follows a code for good; NULL: it has not ended, or nobody follows. */
static const struct commune *follower(const struct check *check, const struct commune *row)
{
	if (!row || row->valid_to == DAY_NONE || !row->successor[0])
		return NULL;
	return last_row(check, row->successor);
}

/* Successors that lead back to where they began would leave a unit's cases to nobody. */
static void check_circles(const struct check *check)
{
	for (size_t i = 0; i < check->count; i++) {
		const struct commune *row = &check->rows[i], *next = follower(check, row);
		if (last_row(check, row->code) != row)
			continue;
		for (size_t steps = 0; next && next != row && steps < check->count; steps++)
			next = follower(check, next);
		if (next == row)
			problem(check, row, "successor", "the successors of \"%s\" lead back to it",
				row->code);
	}
}

/* By length of literal, so that only neighbours can tie. */
static int by_literal_then_line(const void *left, const void *right)
{
	const struct claim *a = left, *b = right;
	if (a->pattern.literal != b->pattern.literal)
		return a->pattern.literal < b->pattern.literal ? -1 : 1;
	return (a->row->line > b->row->line) - (a->row->line < b->row->line);
}

static void collect_claims(struct check *check)
{
	for (size_t i = 0; i < check->count; i++) {
		const struct commune *row = &check->rows[i];
		for (const char *const *agency = row->agencies; *agency; agency++) {
			array_reserve(
				check->claims, &check->claim_capacity, check->claim_count + 1);
			check->claims[check->claim_count++] =
				(struct claim){unit_pattern(slice_of(*agency)), row};
		}
	}
	if (check->claim_count)
		qsort(check->claims, check->claim_count, sizeof(*check->claims),
			by_literal_then_line);
}

static void check_claims(const struct check *check)
{
	for (size_t i = 0; i < check->claim_count; i++) {
		const struct claim *claim = &check->claims[i];
		for (size_t j = i; j-- > 0;) {
			const struct claim *other = &check->claims[j];
			if (other->pattern.literal != claim->pattern.literal)
				break;
			if (other->row != claim->row && overlap(other->row, claim->row) &&
				unit_pattern_ties(&other->pattern, &claim->pattern))
				problem(check, claim->row, "agencies",
					"\"%.*s\" ties with \"%.*s\" on line %d, valid at the same "
					"time: " CURE,
					SLICE_ARGS(claim->pattern.text),
					SLICE_ARGS(other->pattern.text), other->row->line);
		}
	}
}

void directory_check(
	const struct commune *rows, size_t count, directory_problem_fn *on_problem, void *user)
{
	struct check check = {.rows = rows, .count = count, .on_problem = on_problem, .user = user};
	check.by_code = xcalloc(count, sizeof(*check.by_code));
	for (size_t i = 0; i < count; i++)
		check.by_code[i] = &rows[i];
	if (count)
		qsort(check.by_code, count, sizeof(*check.by_code), by_code_then_line);
	check_codes(&check);
	check_successors(&check);
	check_circles(&check);
	collect_claims(&check);
	check_claims(&check);
	free(check.by_code);
	free(check.claims);
}
