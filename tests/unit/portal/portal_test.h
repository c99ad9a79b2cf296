/* What the portal tests share: profiles from files or text, and pages decoded into copies. */
#ifndef PORTAL_TEST_H
#define PORTAL_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "portal/decode.h"

/* cmocka hands every test a state that none here needs */
#pragma GCC diagnostic ignored "-Wunused-parameter"

/* 2026-11-20 12:00 in Vietnam */
#define NOON INT64_C(1795150800000)

static inline struct slice read_whole(const char *path, struct text *out)
{
	FILE *file = fopen(path, "rb");
	char buffer[4096];
	size_t got;
	if (!file)
		fail_msg("cannot read %s", path);
	while (file && (got = fread(buffer, 1, sizeof(buffer), file)) > 0)
		text_append(out, buffer, got);
	if (file)
		fclose(file);
	return text_slice(out);
}

static inline void print_problem(void *user, const char *file, int line, const char *sentence)
{
	struct text *out = user;
	if (out)
		text_printf(out, "%s:%d: %s\n", file, line, sentence);
	else
		print_error("%s:%d: %s\n", file, line, sentence);
}

static inline struct profile *profile_of_text(const char *name, const char *content)
{
	struct profile *profile = NULL;
	if (profile_parse(name, slice_of(content), print_problem, NULL, &profile) < 0)
		fail_msg("profile %s is refused", name);
	return profile;
}

static inline struct profile *shipped(const char *name)
{
	char path[512];
	struct text content = {0};
	struct profile *profile = NULL;
	snprintf(path, sizeof(path), SOURCE_DIR "/config/profiles/%s.profile", name);
	if (profile_parse(path, read_whole(path, &content), print_problem, NULL, &profile) < 0)
		fail_msg("profile %s is refused", name);
	text_free(&content);
	return profile;
}

/* A record as its callback showed it, copied. */
struct kept {
	struct case_record record;
	char *strings[9];
};
struct kept_problem {
	int64_t index;
	char *code;
	enum record_problem problem;
	char *detail;
};
struct decoded {
	struct kept *record;
	size_t count, capacity;
	struct kept_problem *problem;
	size_t problem_count, problem_capacity;
	struct page_result result;
	struct error error;
	int status;
};

static inline char *copy_slice(struct slice *slice)
{
	char *copy = xstrndup(slice->data ? slice->data : "", slice->length);
	slice->data = copy;
	return copy;
}

static inline int keep_record(void *user, const struct case_record *record)
{
	struct decoded *decoded = user;
	array_reserve(decoded->record, &decoded->capacity, decoded->count + 1);
	struct kept *kept = &decoded->record[decoded->count++];
	kept->record = *record;
	struct slice *slices[9] = {&kept->record.code, &kept->record.unit, &kept->record.unit_name,
		&kept->record.procedure, &kept->record.procedure_name, &kept->record.field,
		&kept->record.field_name, &kept->record.officer, &kept->record.status_text};
	for (int i = 0; i < 9; i++)
		kept->strings[i] = copy_slice(slices[i]);
	return 0;
}

static inline void keep_problem(void *user, int64_t index, struct slice code,
	enum record_problem problem, const char *detail)
{
	struct decoded *decoded = user;
	array_reserve(decoded->problem, &decoded->problem_capacity, decoded->problem_count + 1);
	decoded->problem[decoded->problem_count++] = (struct kept_problem){
		index, xstrndup(code.data ? code.data : "", code.length), problem, xstrdup(detail)};
}

/* Decodes in pieces of `piece` bytes (0: whole). */
static inline struct decoded decode_with(
	struct decode_options options, struct slice page, size_t piece)
{
	struct decoded decoded = {0};
	options.on_record = keep_record;
	options.on_problem = keep_problem;
	options.user = &decoded;
	struct decoder *decoder = decoder_new(&options);
	if (!piece)
		piece = page.length ? page.length : 1;
	for (size_t at = 0; at < page.length && decoded.status == 0; at += piece) {
		size_t left = page.length - at;
		decoded.status = decoder_feed(
			decoder, page.data + at, left < piece ? left : piece, &decoded.error);
	}
	if (decoded.status == 0)
		decoded.status = decoder_end(decoder, &decoded.result, &decoded.error);
	decoder_free(decoder);
	return decoded;
}

static inline struct decoded decode(const struct profile *profile, const char *page)
{
	struct decode_options options = {.profile = profile, .now = NOON};
	return decode_with(options, slice_of(page), 0);
}

static inline void decoded_free(struct decoded *decoded)
{
	for (size_t i = 0; i < decoded->count; i++)
		for (int j = 0; j < 9; j++)
			free(decoded->record[i].strings[j]);
	for (size_t i = 0; i < decoded->problem_count; i++) {
		free(decoded->problem[i].code);
		free(decoded->problem[i].detail);
	}
	free(decoded->record);
	free(decoded->problem);
	*decoded = (struct decoded){0};
}

#define assert_slice(slice, expected)                                                              \
	do {                                                                                       \
		char *text_ = xstrndup((slice).data ? (slice).data : "", (slice).length);          \
		assert_string_equal(text_, expected);                                              \
		free(text_);                                                                       \
	} while (0)

/* An instant of Vietnam's wall clock. */
static inline instant vn(int year, int month, int mday, int hour, int minute, int second)
{
	return civil_day(year, month, mday) * DAY_MS + (hour - 7) * HOUR_MS + minute * MINUTE_MS +
	       second * SECOND_MS;
}

#endif
