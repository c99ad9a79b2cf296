#include <errno.h>

#include "base/utf8.h"
#include "message/channel_email.h"
#include "unit/message/view_fixture.h"

/* --- a reader of our own, after RFC 2047 ---------------------------------------------------- */

static int hex(char digit)
{
	const char *digits = "0123456789ABCDEF", *at = strchr(digits, digit);
	assert_true(at && digit);
	return (int)(at - digits);
}

/* Decodes a Q word at `text`; returns what follows it. */
static const char *decode_word(const char *text, struct text *out)
{
	const char *end = strstr(text + strlen("=?UTF-8?Q?"), "?=");
	assert_non_null(end);
	assert_true(end + 2 - text <= 75);
	size_t start = out->length;
	for (const char *at = text + strlen("=?UTF-8?Q?"); at < end; at++) {
		assert_true(*at > ' ' && *at < 0x7F && *at != '?');
		if (*at == '=') {
			text_add_char(out, (char)(hex(at[1]) * 16 + hex(at[2])));
			at += 2;
		} else {
			text_add_char(out, *at == '_' ? ' ' : *at);
		}
	}
	/* each word stands alone: cut between characters */
	assert_true(utf8_valid((struct slice){out->data + start, out->length - start}));
	return end + 2;
}

/* The value of a header as a reader shows it. */
static void read_header(const char *header, const char *name, struct text *out)
{
	size_t length = strlen(name);
	assert_true(strncmp(header, name, length) == 0);
	assert_true(strncmp(header + length, ": ", 2) == 0);
	const char *at = header + length + 2;
	while (*at) {
		if (strncmp(at, "=?UTF-8?Q?", 10) == 0) {
			at = decode_word(at, out);
			if (strncmp(at, "\n =?", 4) == 0)
				at += 2; /* blanks between words are no text */
		} else if (*at == '\n') {
			assert_int_equal(at[1], ' ');
			at++;
		} else {
			text_add_char(out, *at++);
		}
	}
	text_add(out, "");
}

static void assert_lines(const char *header)
{
	struct slice rest = slice_of(header), line;
	while (slice_split(&rest, '\n', &line)) {
		assert_true(line.length > 0 && line.length <= 76);
		for (size_t i = 0; i < line.length; i++)
			assert_in_range(line.data[i], 0x20, 0x7E);
	}
}

static void assert_round_trip(const char *value)
{
	cleanup(text_free) struct text header = {0}, read = {0};
	email_add_header(&header, "Subject", value);
	assert_lines(header.data);
	read_header(header.data, "Subject", &read);
	assert_string_equal(read.data, value);
}

static void subjects_come_back_whole(void **state)
{
	(void)state;
	assert_round_trip("plain");
	assert_round_trip("=?UTF-8?Q?not_a_word?=");
	assert_round_trip("[Nhắc lại] Hồ sơ quá hạn – Phường Tiến Thành (cảnh báo số 12)");
	assert_round_trip(
		"ừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữựừửữự");
	assert_round_trip("a? b_c =20 đ");
	assert_round_trip("漢字 😀 Đặc khu Phú Quý");
	assert_round_trip(
		"a long subject in plain words that has to be folded because it is longer than "
		"one line may be");
}

static void any_subject_comes_back_whole(void **state)
{
	(void)state;
	static const char *const pieces[] = {"a", "Z", "0", " b", "đ", "Ế", "ữ", "漢", "😀", "=",
		"?", "_", "=?", ".", "\"", "(", "–"};
	for (unsigned run = 0; run < 3000; run++) {
		cleanup(text_free) struct text value = {0};
		unsigned mix = run * 2654435761u + 12345;
		text_add(&value, "x");
		for (unsigned i = 0; i < run % 150; i++) {
			mix = mix * 1664525u + 1013904223u;
			text_add(&value, pieces[(mix >> 16) % ARRAY_SIZE(pieces)]);
		}
		assert_round_trip(value.data);
	}
}

static void line_breaks_and_controls_never_reach_a_header(void **state)
{
	(void)state;
	static const char *const hostile[] = {"a\r\nBcc: x@y.vn", "a\nb", "a\rb", "\x01\x02z",
		"a\x7f", "đ\r\n\r\n<html>", "a\xC2\x85z", "\xFF\xFEz", "a\r\n b"};
	for (size_t i = 0; i < ARRAY_SIZE(hostile); i++) {
		cleanup(text_free) struct text header = {0}, read = {0};
		email_add_header(&header, "Subject", hostile[i]);
		assert_lines(header.data);
		read_header(header.data, "Subject", &read);
		assert_true(utf8_valid(text_slice(&read)));
		for (size_t j = 0; j < read.length; j++)
			assert_true((unsigned char)read.data[j] >= 0x20 && read.data[j] != 0x7F);
	}
}

/* --- sending -------------------------------------------------------------------------------- */

static struct email_fixed fixed_of(int sequence)
{
	return (struct email_fixed){.subject = "Hồ sơ",
		.key = "68-12-3-chair",
		.from = "hentra@example.gov.vn",
		.province = "68",
		.episode = 12,
		.sequence = sequence,
		.rule = "pile-up",
		.scope = "commune",
		.alert_subject = "22954",
		.severity = "warning",
		.event = sequence == 1 ? "opened" : "reminder"};
}

static void the_message_is_the_delivery_and_names_its_episode(void **state)
{
	(void)state;
	cleanup(text_free) struct text first = {0}, other = {0};
	struct email_fixed fixed = fixed_of(1);
	email_fixed_headers(&fixed, &first);
	assert_non_null(strstr(first.data, "\nMessage-ID: <68-12-3-chair@example.gov.vn>\n"));
	assert_null(strstr(first.data, "In-Reply-To"));
	assert_null(strstr(first.data, "References"));
	assert_non_null(strstr(first.data, "\nAuto-Submitted: auto-generated\n"));
	assert_non_null(strstr(first.data, "\nX-Auto-Response-Suppress: All\n"));
	assert_non_null(strstr(first.data, "\nList-Id: <alerts-68.hentra.example.gov.vn>\n"));
	assert_non_null(strstr(first.data,
		"\nX-Hentra-Alert: 12\nX-Hentra-Event: opened; id=12-1; rule=pile-up; "
		"scope=commune; subject=22954;\n severity=warning"));
	fixed.episode = 0; /* a letter about many, or about no alert */
	fixed.event = "digest";
	email_fixed_headers(&fixed, &other);
	assert_null(strstr(other.data, "X-Hentra-Alert"));
	assert_non_null(strstr(other.data, "\nX-Hentra-Event: digest; rule=pile-up; "));
}

static void an_id_never_holds_what_an_id_cannot(void **state)
{
	(void)state;
	cleanup(text_free) struct text out = {0};
	struct email_fixed fixed = fixed_of(1);
	fixed.key = "a b>\r\nX: <đ";
	fixed.from = "hentra@tỉnh.vn";
	fixed.province = "6 8";
	email_fixed_headers(&fixed, &out);
	assert_non_null(strstr(out.data, "\nMessage-ID: <a-b---X----"));
	assert_non_null(strstr(out.data, "@hentra.invalid>\n"));
	assert_lines(out.data);
}

static struct email_sending sending_of(const struct zone *zone)
{
	return (struct email_sending){.from = "hentra@example.gov.vn",
		.from_name = "Văn phòng UBND tỉnh",
		.to = "chutich.tienthanh@example.gov.vn",
		.to_name = "",
		.now = moment("2026-11-20T18:00:05+07:00"),
		.zone = zone,
		.fixed = "Subject: =?UTF-8?Q?a?=\n =?UTF-8?Q?b?=\nMessage-ID: <k@h>"};
}

static void a_letter_answers_the_one_that_began_the_thread(void **state)
{
	(void)state;
	struct zone *zone = zone_fixed(7 * 3600);
	cleanup(text_free) struct text first = {0};
	struct email_fixed fixed = fixed_of(1);
	struct email_sending sending = sending_of(zone);
	struct header_lines lines;
	email_fixed_headers(&fixed, &first);
	sending.root = first.data;
	assert_int_equal(email_headers(&sending, &lines, NULL), 0);
	assert_int_equal(lines.count, 7);
	assert_string_equal(lines.line[4], "Message-ID: <k@h>");
	assert_string_equal(lines.line[5], "In-Reply-To: <68-12-3-chair@example.gov.vn>");
	assert_string_equal(lines.line[6], "References: <68-12-3-chair@example.gov.vn>");
	header_lines_free(&lines);
	zone_free(zone);
}

static void lines_are_whole_and_the_date_is_that_of_sending(void **state)
{
	(void)state;
	struct zone *zone = zone_fixed(7 * 3600), *west = zone_fixed(-(3 * 3600 + 1800));
	struct email_sending sending = sending_of(zone);
	struct header_lines lines;
	assert_int_equal(email_headers(&sending, &lines, NULL), 0);
	assert_int_equal(lines.count, 5);
	assert_string_equal(lines.line[0],
		"From: =?UTF-8?Q?V=C4=83n_ph=C3=B2ng_UBND_t=E1=BB=89nh?=\r\n "
		"<hentra@example.gov.vn>");
	assert_string_equal(lines.line[1], "To: chutich.tienthanh@example.gov.vn");
	assert_string_equal(lines.line[2], "Date: Fri, 20 Nov 2026 18:00:05 +0700");
	assert_string_equal(lines.line[3], "Subject: =?UTF-8?Q?a?=\r\n =?UTF-8?Q?b?=");
	assert_string_equal(lines.line[4], "Message-ID: <k@h>");
	assert_null(lines.line[5]);
	header_lines_free(&lines);
	sending.zone = west;
	sending.now = moment("2024-02-29T00:00:00Z");
	assert_int_equal(email_headers(&sending, &lines, NULL), 0);
	assert_string_equal(lines.line[2], "Date: Wed, 28 Feb 2024 20:30:00 -0330");
	header_lines_free(&lines);
	zone_free(zone);
	zone_free(west);
}

static void names_are_written_so_that_no_part_of_them_is_an_address(void **state)
{
	(void)state;
	struct zone *zone = zone_fixed(7 * 3600);
	static const struct {
		const char *name, *line;
	} rows[] = {
		{NULL, "From: hentra@example.gov.vn"},
		{"   ", "From: hentra@example.gov.vn"},
		{"Office of Province 68", "From: Office of Province 68 <hentra@example.gov.vn>"},
		{"a@b.vn, \"x\" <c@d.vn>",
			"From: =?UTF-8?Q?a=40b=2Evn=2C_=22x=22_=3Cc=40d=2Evn=3E?=\r\n "
			"<hentra@example.gov.vn>"},
		{"x\r\nBcc: y@z.vn",
			"From: =?UTF-8?Q?x__Bcc=3A_y=40z=2Evn?= <hentra@example.gov.vn>"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct email_sending sending = sending_of(zone);
		struct header_lines lines;
		sending.from_name = rows[i].name;
		assert_int_equal(email_headers(&sending, &lines, NULL), 0);
		assert_string_equal(lines.line[0], rows[i].line);
		header_lines_free(&lines);
	}
	zone_free(zone);
}

static void addresses_that_cannot_stand_in_a_header_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "a", "@b.vn", "a@", "a@b@c", "a b@c.vn",
		"a@b.vn\r\nBcc: x@y.vn", "<a@b.vn>", "a@b.vn,c@d.vn", "\"a\"@b.vn", "a@b.vn\x7f",
		"\xFF@b.vn"};
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(email_check_address(bad[i], NULL), -EINVAL);
	static const char *const good[] = {
		"a@b", "van.phong+hentra@example.gov.vn", "vănphòng@tỉnh.vn", "o'x_1@h-1.vn"};
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_int_equal(email_check_address(good[i], NULL), 0);
	char longest[300] = "a@";
	memset(longest + 2, 'b', 252);
	assert_int_equal(email_check_address(longest, NULL), 0);
	longest[254] = 'b';
	assert_int_equal(email_check_address(longest, NULL), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subjects_come_back_whole),
		cmocka_unit_test(any_subject_comes_back_whole),
		cmocka_unit_test(line_breaks_and_controls_never_reach_a_header),
		cmocka_unit_test(the_message_is_the_delivery_and_names_its_episode),
		cmocka_unit_test(a_letter_answers_the_one_that_began_the_thread),
		cmocka_unit_test(an_id_never_holds_what_an_id_cannot),
		cmocka_unit_test(lines_are_whole_and_the_date_is_that_of_sending),
		cmocka_unit_test(names_are_written_so_that_no_part_of_them_is_an_address),
		cmocka_unit_test(addresses_that_cannot_stand_in_a_header_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
