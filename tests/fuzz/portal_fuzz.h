/* What the portal's fuzz targets share: a page decoded whole and in pieces must read the same, and
 * no record may break its contract. */
#ifndef PORTAL_FUZZ_H
#define PORTAL_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"
#include "portal/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                                            \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* The shipped profile of a name. */
static inline struct profile *shipped_profile(const char *name)
{
	static char path[4096], content[65536];
	struct profile *profile = NULL;
	snprintf(path, sizeof(path), "%s/config/profiles/%s.profile", SOURCE_DIR, name);
	FILE *file = fopen(path, "rb");
	MUST(file);
	size_t got = fread(content, 1, sizeof(content), file);
	fclose(file);
	MUST(profile_parse(path, (struct slice){content, got}, NULL, NULL, &profile) == 0);
	return profile;
}

struct reading {
	uint64_t hash;
	int64_t records;
	int64_t problems;
	int status;
	struct page_result result;
};

static inline void check_text(struct reading *reading, struct slice text, size_t most)
{
	MUST(text.length <= most);
	MUST(utf8_valid(text) && !memchr(text.length ? text.data : "", 0, text.length));
	reading->hash = hash_bytes(text.data, text.length, reading->hash);
}

static inline int check_record(void *user, const struct case_record *record)
{
	struct reading *reading = user;
	const struct case_facts *facts = &record->facts;
	reading->records++;
	check_text(reading, record->code, 128);
	MUST(record->code.length > 0);
	check_text(reading, record->former_code, 128);
	check_text(reading, record->unit, 1000);
	check_text(reading, record->unit_name, 1000);
	check_text(reading, record->procedure, 1000);
	check_text(reading, record->procedure_name, 1000);
	check_text(reading, record->field, 1000);
	check_text(reading, record->field_name, 1000);
	check_text(reading, record->officer, 1000);
	check_text(reading, record->status_text, 1000);
	MUST(facts->status < STATUS_COUNT && facts->term >= 0);
	MUST(facts->received != INSTANT_NONE || facts->status == STATUS_REGISTERED ||
		facts->status == STATUS_REFUSED || facts->odd & ODD_RECEIVED_UNUSABLE);
	reading->hash = hash_mix(reading->hash, (uint64_t)facts->due);
	reading->hash = hash_mix(reading->hash, (uint64_t)facts->received);
	reading->hash = hash_mix(reading->hash, facts->odd);
	return 0;
}

static inline void check_problem(void *user, int64_t index, struct slice code,
	enum record_problem problem, const char *detail)
{
	struct reading *reading = user;
	reading->problems++;
	check_text(reading, code, 128);
	MUST(index > 0 && problem > RECORD_FINE && problem < RECORD_PROBLEM_COUNT && *detail);
}

static inline struct reading read_page(
	const struct profile *profile, const uint8_t *data, size_t size, size_t piece)
{
	struct reading reading = {0};
	struct decode_options options = {.profile = profile,
		.now = INT64_C(1795150800000),
		.keep_officer = true,
		.on_record = check_record,
		.on_problem = check_problem,
		.user = &reading};
	struct decoder *decoder = decoder_new(&options);
	struct error error = {""};
	for (size_t at = 0; at < size && !reading.status; at += piece) {
		size_t left = size - at;
		reading.status = decoder_feed(
			decoder, (const char *)data + at, left < piece ? left : piece, &error);
	}
	if (!reading.status)
		reading.status = decoder_end(decoder, &reading.result, &error);
	MUST(!reading.status || (error.text[0] && utf8_valid(slice_of(error.text))));
	MUST(reading.status || reading.result.records >= reading.records + reading.problems);
	decoder_free(decoder);
	return reading;
}

static inline void check_page(const struct profile *profile, const uint8_t *data, size_t size)
{
	struct reading whole = read_page(profile, data, size, size ? size : 1);
	struct reading bytes = read_page(profile, data, size, 1);
	struct reading pieces = read_page(profile, data, size, 7);
	MUST(whole.status == bytes.status && whole.status == pieces.status);
	if (whole.status) /* how far a failing page got may depend on the cut */
		return;
	MUST(whole.hash == bytes.hash && whole.hash == pieces.hash);
	MUST(whole.result.records == bytes.result.records &&
		whole.result.total == bytes.result.total);
}

#endif
