/* A law: how the bytes of a page arrive changes nothing in what is read. */
#include "portal_test.h"

static unsigned seed;

static int below(int bound)
{
	return rand() % bound;
}

/* A word that may need escaping, quoting or more bytes than characters. */
static void add_word(struct text *out, bool json)
{
	static const char *const json_pieces[] = {"a", "Đ", "ệ", "\\\"", "\\u1EC7", "\\\\", " ",
		"7", "\\uD83D\\uDE00", "😀", "/", "-", ""};
	static const char *const csv_pieces[] = {
		"a", "Đ", "ệ", "\"\"", ",", "\n", " ", "7", "😀", ";"};
	for (int i = below(12); i > 0; i--)
		text_add(out, json ? json_pieces[below((int)ARRAY_SIZE(json_pieces))]
				   : csv_pieces[below((int)ARRAY_SIZE(csv_pieces))]);
}

static void add_date(struct text *out)
{
	static const char *const odd[] = {"", "x", "31/02/2026 10:00:00", "01/01/0001 00:00:00",
		"17/11/2026", "20261117100000"};
	if (below(4))
		text_printf(out, "%02d/%02d/2026 %02d:%02d:00", below(28) + 1, below(12) + 1,
			below(24), below(60));
	else
		text_add(out, odd[below((int)ARRAY_SIZE(odd))]);
}

static void add_json_record(struct text *out)
{
	static const char *const dates[] = {
		"submitDate", "receiveDate", "dueDate", "releaseDate", "finishDate"};
	static const char *const words[] = {
		"govAgencyCode", "serviceName", "applicantName", "dossierStatus", "lockState"};
	text_printf(out, "{\"dossierNo\":\"c%d\"", below(1000));
	for (size_t i = 0; i < ARRAY_SIZE(dates); i++) {
		text_printf(out, ",\"%s\" : \"", dates[i]);
		add_date(out);
		text_add(out, "\"");
	}
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		text_printf(out, ",\n\"%s\":\"", words[i]);
		add_word(out, true);
		text_add(out, "\"");
	}
	static const char *const rest[] = {",\"domainCode\":{\"x\":[1,{}]}", ",\"online\":true",
		",\"durationCount\":1.5e1", ",\"x\":[[],{\"dossierNo\":1}]",
		",\"dossierStatus\":\"done\""};
	text_add(out, rest[below((int)ARRAY_SIZE(rest))]);
	text_add(out, "}");
}

static void add_json_page(struct text *out)
{
	text_add(out, "{\"total\":\"3\",\"data\":[");
	for (int i = 0, count = below(20); i < count; i++) {
		if (i)
			text_add(out, ", ");
		if (below(10))
			add_json_record(out);
		else
			text_add(out, below(2) ? "null" : "[{}]");
	}
	text_add(out, "],\"more\":{}}");
}

static void add_csv_page(struct text *out)
{
	text_add(out, "\xEF\xBB\xBF"
		      "code,applicant,received,due,unit_name\r\n");
	for (int i = 0, count = below(20); i < count; i++) {
		text_printf(out, "c%d,\"", below(1000));
		add_word(out, false);
		text_add(out, "\",");
		add_date(out);
		text_add(out, ",");
		add_date(out);
		text_add(out, ",\"");
		add_word(out, false);
		text_add(out, below(2) ? "\"\r\n" : "\"\n");
	}
}

static void add_slice_text(struct text *out, struct slice slice)
{
	text_printf(out, "|%.*s", SLICE_ARGS(slice));
}

/* Everything that was read, as one text. */
static char *describe(const struct decoded *page)
{
	struct text out = {0};
	text_printf(&out, "%d %lld %lld %lld %d %d\n", page->status,
		(long long)page->result.records, (long long)page->result.set_aside,
		(long long)page->result.total, page->result.list_seen, page->result.last_said);
	for (size_t i = 0; i < page->count; i++) {
		const struct case_record *record = &page->record[i].record;
		const struct case_facts *facts = &record->facts;
		add_slice_text(&out, record->code);
		add_slice_text(&out, record->unit);
		add_slice_text(&out, record->unit_name);
		add_slice_text(&out, record->procedure_name);
		add_slice_text(&out, record->status_text);
		text_printf(&out, "|%lld %lld %lld %lld %lld %d %d %d %d %d %d\n",
			(long long)facts->submitted, (long long)facts->received,
			(long long)facts->due, (long long)facts->finished,
			(long long)facts->returned, facts->status, facts->channel, facts->locked,
			facts->odd, facts->term, facts->term_unit);
	}
	for (size_t i = 0; i < page->problem_count; i++)
		text_printf(&out, "#%lld %s %d %s\n", (long long)page->problem[i].index,
			page->problem[i].code, page->problem[i].problem, page->problem[i].detail);
	return text_take(&out);
}

/* Decodes in pieces of random length, one byte among them. */
static struct decoded decode_scattered(const struct profile *profile, struct slice page)
{
	struct decoded decoded = {0};
	struct decode_options options = {.profile = profile,
		.now = NOON,
		.on_record = keep_record,
		.on_problem = keep_problem,
		.user = &decoded};
	struct decoder *decoder = decoder_new(&options);
	for (size_t at = 0, piece; at < page.length && !decoded.status; at += piece) {
		piece = (size_t)below(below(2) ? 4 : 300);
		piece = piece < page.length - at ? piece : page.length - at;
		/* a copy of its own size lets a sanitizer see every byte read behind the piece */
		char *copy = xmalloc(piece ? piece : 1);
		memcpy(copy, page.data + at, piece);
		decoded.status = decoder_feed(decoder, copy, piece, &decoded.error);
		free(copy);
	}
	if (!decoded.status)
		decoded.status = decoder_end(decoder, &decoded.result, &decoded.error);
	decoder_free(decoder);
	return decoded;
}

static void check_page(const struct profile *profile, struct slice page)
{
	struct decode_options options = {.profile = profile, .now = NOON};
	struct decoded whole = decode_with(options, page, 0);
	struct decoded bytes = decode_with(options, page, 1);
	struct decoded scattered = decode_scattered(profile, page);
	char *texts[] = {describe(&whole), describe(&bytes), describe(&scattered)};
	assert_string_equal(texts[0], texts[1]);
	assert_string_equal(texts[0], texts[2]);
	for (int i = 0; i < 3; i++)
		free(texts[i]);
	decoded_free(&whole);
	decoded_free(&bytes);
	decoded_free(&scattered);
}

static void any_cut_of_a_page_reads_the_same(void **state)
{
	struct profile *json = shipped("opencps"), *csv = shipped("csv");
	print_message("seed %u\n", seed);
	for (int i = 0; i < 300; i++) {
		struct text page = {0};
		if (i % 2)
			add_json_page(&page);
		else
			add_csv_page(&page);
		if (below(5) == 0) /* cut off */
			page.length = (size_t)below((int)page.length + 1);
		check_page(i % 2 ? json : csv, text_slice(&page));
		text_free(&page);
	}
	profile_free(json);
	profile_free(csv);
}

/* What a page is taken for is seen behind its mark and blanks, however many come at a time. */
static void any_cut_of_a_page_is_taken_for_the_same(void **state)
{
	static const struct slice starts[] = {{"(\0\0,received,due,code", 21},
		{"<html>no page", 13}, {"PK\3\4zip", 7}, {"code,received\n", 14}, {"", 0}};
	static const int blanks[] = {0, 4, 5, 4080, 4089, 4093, 4096, 5000};
	struct profile *csv = shipped("csv");
	for (size_t i = 0; i < ARRAY_SIZE(starts) * ARRAY_SIZE(blanks) * 2; i++) {
		struct text page = {0};
		text_add(&page, i % 2 ? "\xEF\xBB\xBF" : "");
		for (int left = blanks[i / 2 % ARRAY_SIZE(blanks)]; left > 0; left--)
			text_add_char(&page, '\n');
		text_add_slice(&page, starts[i / 2 / ARRAY_SIZE(blanks)]);
		check_page(csv, text_slice(&page));
		text_free(&page);
	}
	profile_free(csv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(any_cut_of_a_page_reads_the_same),
		cmocka_unit_test(any_cut_of_a_page_is_taken_for_the_same)};
	seed = 20261120;
	srand(seed);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
