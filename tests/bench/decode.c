/* What decoding costs: µs of CPU per OpenCPS record of 481 bytes, beside bare yajl over the same
 * bytes in the same run (only the ratio means anything: the machine drifts).
 *
 *   cmake -G Ninja -S . -B build/release && ninja -C build/release hentra_portal
 *   cc -O2 -std=gnu11 -Idaemon -o build/release/bench-decode tests/bench/decode.c \
 *       build/release/daemon/libhentra_{portal,core,base}.a -lyajl -lm
 *   build/release/bench-decode config/profiles/opencps.profile [rounds]
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yajl/yajl_parse.h>

#include "base/text.h"
#include "portal/decode.h"

#define RECORDS 1000
#define CHUNK 16384 /* as libcurl hands bytes on */

static double cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void write_page(struct text *page)
{
	text_printf(page, "{\"total\":%d,\"data\":[", RECORDS);
	for (int i = 0; i < RECORDS; i++)
		text_printf(page,
			"%s{\"dossierId\":%d,\"dossierNo\":\"000.17.32.H99-2611%02d-%04d\","
			"\"submitDate\":\"10/11/2026 08:02:11\","
			"\"receiveDate\":\"10/11/2026 08:15:00\","
			"\"dueDate\":\"17/11/2026 08:15:00\",\"extendDate\":\"\","
			"\"releaseDate\":\"%s\",\"dossierStatus\":\"%s\",\"lockState\":\"\","
			"\"durationCount\":5.0,\"durationUnit\":0,"
			"\"govAgencyCode\":\"UBND-XA-%03d\",\"domainCode\":\"G09-HT01\","
			"\"serviceCode\":\"1.000656.000.00.00.H99\","
			"\"serviceName\":\"Đăng ký khai tử\",\"online\":\"true\","
			"\"applicantName\":\"NGUYỄN VĂN X\"}",
			i ? "," : "", 100000 + i, i % 28 + 1, i, i % 3 ? "16/11/2026 10:00:00" : "",
			i % 3 ? "releasing" : "processing", i % 95);
	text_add(page, "]}");
}

static uint64_t seen;

static int on_nothing(void *user)
{
	(void)user;
	seen++;
	return 1;
}

static int on_boolean(void *user, int value)
{
	(void)value;
	return on_nothing(user);
}

static int on_number(void *user, const char *text, size_t length)
{
	(void)text;
	seen += length;
	return on_nothing(user);
}

static int on_text(void *user, const unsigned char *text, size_t length)
{
	(void)text;
	seen += length;
	return on_nothing(user);
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_nothing,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_text,
	.yajl_map_key = on_text,
	.yajl_start_map = on_nothing,
	.yajl_end_map = on_nothing,
	.yajl_start_array = on_nothing,
	.yajl_end_array = on_nothing,
};

static void read_bare(const struct text *page, int checked)
{
	yajl_handle yajl = yajl_alloc(&callbacks, NULL, NULL);
	yajl_config(yajl, yajl_dont_validate_strings, !checked);
	for (size_t at = 0; at < page->length; at += CHUNK) {
		size_t left = page->length - at;
		yajl_parse(
			yajl, (const unsigned char *)page->data + at, left < CHUNK ? left : CHUNK);
	}
	yajl_complete_parse(yajl);
	yajl_free(yajl);
}

static int on_record(void *user, const struct case_record *record)
{
	(void)user;
	seen += record->code.length + (uint64_t)record->facts.due;
	return 0;
}

static void read_decoded(const struct text *page, const struct profile *profile)
{
	struct decode_options options = {
		.profile = profile, .now = INT64_C(1795150800000), .on_record = on_record};
	struct decoder *decoder = decoder_new(&options);
	struct page_result result;
	struct error error = {""};
	int r = 0;
	for (size_t at = 0; r == 0 && at < page->length; at += CHUNK) {
		size_t left = page->length - at;
		r = decoder_feed(decoder, page->data + at, left < CHUNK ? left : CHUNK, &error);
	}
	if (r < 0 || decoder_end(decoder, &result, &error) < 0 || result.records != RECORDS ||
		result.set_aside)
		printf("the page is not read whole: %s\n", error.text);
	decoder_free(decoder);
}

static void print_problem(void *user, const char *file, int line, const char *sentence)
{
	(void)user;
	fprintf(stderr, "%s:%d: %s\n", file, line, sentence);
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
	enum { MOST = 1001 };
	static double bare[MOST], checked[MOST], decoded[MOST];
	static char content[65536];
	struct text page = {0};
	struct profile *profile;
	int rounds = argc > 2 ? atoi(argv[2]) : 301;
	FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
	if (!file || rounds < 1 || rounds > MOST)
		return 2;
	size_t length = fread(content, 1, sizeof(content), file);
	fclose(file);
	if (profile_parse(argv[1], (struct slice){content, length}, print_problem, NULL, &profile))
		return 1;
	write_page(&page);
	for (int i = 0; i < rounds; i++) {
		double start = cpu_seconds();
		read_bare(&page, 0);
		double middle = cpu_seconds();
		read_decoded(&page, profile);
		double end = cpu_seconds();
		read_bare(&page, 1);
		bare[i] = middle - start;
		decoded[i] = end - middle;
		checked[i] = cpu_seconds() - end;
	}
	qsort(bare, (size_t)rounds, sizeof(double), compare);
	qsort(checked, (size_t)rounds, sizeof(double), compare);
	qsort(decoded, (size_t)rounds, sizeof(double), compare);
	double us = 1e6 / RECORDS;
	printf("%zu bytes a record, median of %d pages of %d (%llu)\n", page.length / RECORDS,
		rounds, RECORDS, (unsigned long long)(seen & 7));
	printf("yajl, bare              %.3f µs a record\n", bare[rounds / 2] * us);
	printf("yajl, bare, UTF-8 check %.3f µs a record\n", checked[rounds / 2] * us);
	printf("decoded to case records %.3f µs a record, %.2f × bare, %.2f × checked\n",
		decoded[rounds / 2] * us, decoded[rounds / 2] / bare[rounds / 2],
		decoded[rounds / 2] / checked[rounds / 2]);
	profile_free(profile);
	text_free(&page);
	return 0;
}
