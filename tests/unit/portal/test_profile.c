/* What a profile may say, and what a wrong one is told. */
#include "portal/profile_parts.h"

#include "portal_test.h"

static void expect_problems(const char *content, const char *expected)
{
	struct text problems = {0};
	struct profile *profile = NULL;
	text_add(&problems, "");
	int r = profile_parse("x.profile", slice_of(content), print_problem, &problems, &profile);
	if (r == 0)
		fail_msg("accepted: %s", content);
	assert_int_equal(r, -EINVAL);
	assert_string_equal(problems.data, expected);
	text_free(&problems);
}

#define FIELDS "[fields]\ncode=/c\nreceived=/r\n[dates]\nformats=iso\n"
#define JSON "[profile]\n[answer]\nrecords=/d\n" FIELDS

static void problems_come_all_at_once_with_line_and_nearest_word(void **state)
{
	expect_problems("[profile]\n"
			"titel = x\n"
			"format = xml\n"
			"[reqest]\n"
			"path = /never looked at\n"
			"[paging]\n"
			"page-size = many\n"
			"page-size = 10\n"
			"first-page = 2\n"
			"[fields]\n"
			"recieved = /r\n"
			"due = d\n"
			"unit = /a~2\n"
			"[status]\n"
			"new = procesing\n"
			"[dates]\n"
			"formats = dd/MM/yyyy kk:mm\n"
			"zone = Asia/Ho_Chi_Minh\n"
			"[sweep all]\n"
			"query = a={stort}\n"
			"no equals sign\n",
		"x.profile:2: titel: no such key; did you mean title?\n"
		"x.profile:3: format: \"xml\" is none of json, csv\n"
		"x.profile:4: [reqest] is no section of a profile; did you mean [request]?\n"
		"x.profile:7: page-size: \"many\" is not a whole number from 1 to 100000\n"
		"x.profile:8: page-size: stands already on line 7\n"
		"x.profile:9: first-page: \"2\" is not a whole number from 0 to 1\n"
		"x.profile:11: recieved: no such field; did you mean received?\n"
		"x.profile:12: due: \"d\" is not a JSON Pointer: it begins with / (RFC 6901)\n"
		"x.profile:13: unit: \"/a~2\" is not a JSON Pointer: after ~ stands 0 or 1 (RFC "
		"6901)\n"
		"x.profile:15: new: \"procesing\" is none of registered, accepted, refused, "
		"processing, "
		"supplement, fee, withdrawn, stopped, processed, returned, tax, posting, "
		"inspection, other-agency, extension, or 1 to 10\n"
		"x.profile:17: formats: \"kk\" is no part of a date format: known are yyyy yy MM M "
		"dd d HH H hh h a mm ss SSS XXX XX, other letters stand between '…'\n"
		"x.profile:18: zone: \"Asia/Ho_Chi_Minh\" is neither an offset such as +07:00 nor "
		"\"portal\" (the timezone of the configuration)\n"
		"x.profile:20: query: {stort} is no placeholder; did you mean {start}?\n"
		"x.profile:21: the line is neither [section] nor key = value\n");
}

static void what_only_the_whole_can_tell_is_told_too(void **state)
{
	expect_problems("[profile]\n",
		"x.profile:1: [fields] code is missing: every case has a code\n"
		"x.profile:1: [fields] received is missing: the clock starts "
		"there\n"
		"x.profile:1: [dates] formats is missing\n"
		"x.profile:1: [answer] records is missing: where is the list of "
		"cases?\n"
		"x.profile:1: no [sweep NAME] says how all cases are listed\n");
	expect_problems(JSON "[sweep all]\n[paging]\nstyle=offset\nend=last-flag\n",
		"x.profile:1: end = last-flag needs `last` in [answer]\n"
		"x.profile:9: path: is missing or does not begin with one /\n"
		"x.profile:9: the paging style needs {start} in query, body or path\n");
	expect_problems(JSON "[sweep all]\npath=//elsewhere/x\nmethod=PUT\nquery=f={from}\n"
			     "newest-first=yes\n",
		"x.profile:9: path: is missing or does not begin with one /\n"
		"x.profile:9: method: \"PUT\" is neither GET nor POST\n"
		"x.profile:9: {from} and {to} need window-format in [request], such as d/M/yyyy\n"
		"x.profile:9: a listing with {from} or {to} does not hold every case: covers-all = "
		"no\n"
		"x.profile:9: newest-first needs the field `updated`\n");
	expect_problems("[profile]\n[answer]\nrecords=/d\nerror=/e\n" FIELDS
			"[sweep all]\npath=/x\n[request]\nheader=Bad header: x\nheader=None\n"
			"[sign-in]\nkind=session\n",
		"x.profile:1: [answer] error needs error-ok: which values mean success?\n"
		"x.profile:1: [sign-in] path is missing: where does one sign in?\n"
		"x.profile:1: [sign-in] token is missing: where is it in the answer?\n"
		"x.profile:1: header: \"Bad header: x\" is not Name: value\n"
		"x.profile:1: header: \"None\" is not Name: value\n");
	expect_problems("[profile]\nformat=csv\n[answer]\nrequired-columns = due | dew\n[fields]\n"
			"code=Code\nreceived=Received\n[dates]\nformats=iso\n",
		"x.profile:1: required-columns: \"due\" is not in [fields]\n"
		"x.profile:1: required-columns: \"dew\" is not in [fields]\n");
}

static void sections_stand_in_their_place(void **state)
{
	expect_problems("title = x\n", "x.profile:1: a key stands before the first section, "
				       "[profile]\n");
	expect_problems("[fields]\ncode=/c\n", "x.profile:1: the first section is [profile]\n");
	expect_problems("[profile x]\n[sweep]\n[sweep a]\n[sweep a]\n",
		"x.profile:1: [profile] has no name\n"
		"x.profile:2: a listing has a name: [sweep NAME]\n"
		"x.profile:4: [sweep a] stands here twice\n");
}

static void a_pointer_has_one_meaning_in_an_answer(void **state)
{
	expect_problems("[profile]\n[answer]\nrecords = /data\ntotal = /total | /data\n",
		"x.profile:4: total: \"/data\" already has another meaning\n");
}

static void a_profile_is_named_by_its_file(void **state)
{
	struct profile *profile =
		profile_of_text("/etc/hentra/profiles/mine.profile", JSON "[sweep all]\npath=/x\n");
	assert_string_equal(profile_title(profile), "mine");
	assert_false(profile_is_csv(profile));
	assert_null(profile_required_headers(profile)[0]);
	profile_free(profile);
	profile_free(NULL);
}

static void without_incremental_listings_every_cycle_sweeps(void **state)
{
	struct profile *profile =
		profile_of_text("x.profile", JSON "[sweep everything]\npath=/x\n");
	assert_int_equal(profile_listing_count(profile, CYCLE_INCREMENTAL), 1);
	assert_string_equal(profile_listing_name(profile, CYCLE_INCREMENTAL, 0), "everything");
	assert_true(profile_listing_covers_all(profile, CYCLE_INCREMENTAL, 0));
	assert_int_equal(profile_default_page_size(profile), 100);
	profile_free(profile);
}

static void every_shipped_profile_is_read_and_titled(void **state)
{
	static const char *const names[] = {"opencps", "igate", "thanhhoa", "dvcqg", "csv"};
	static const enum sign_in_kind kinds[] = {
		SIGN_IN_BASIC, SIGN_IN_OAUTH2, SIGN_IN_SESSION, SIGN_IN_SESSION, SIGN_IN_NONE};
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct profile *profile = shipped(names[i]);
		assert_string_not_equal(profile_title(profile), names[i]);
		assert_int_equal(sign_in_default(profile), kinds[i]);
		assert_int_equal(profile_is_csv(profile), i == 4);
		profile_free(profile);
	}
}

/* Is a word in backticks in the part of the text under a heading that names the section? */
static bool is_documented(const char *text, const char *section, const char *key)
{
	char heading[40], word[40];
	snprintf(heading, sizeof(heading), "[%s", section);
	snprintf(word, sizeof(word), "`%s`", key);
	for (const char *at = strstr(text, "\n### "); at; at = strstr(at + 1, "\n### ")) {
		const char *end = strchr(at + 1, '\n'), *next = strstr(at + 1, "\n### ");
		const char *name = strstr(at, heading), *found = strstr(at, word);
		if (name && name < end && found && (!next || found < next))
			return true;
	}
	return false;
}

static void every_key_and_field_is_documented(void **state)
{
	cleanup(text_free) struct text manual = {0};
	const char *section, *key;
	read_whole(SOURCE_DIR "/config/profiles/README.md", &manual);
	for (size_t i = 0; (key = profile_key_at(i, &section)); i++)
		if (!is_documented(manual.data, section, key))
			fail_msg("[%s] %s is not documented", section, key);
	for (int i = 0; i < FIELD_COUNT; i++)
		if (!is_documented(manual.data, "fields", field_name((enum field)i)))
			fail_msg("[fields] %s is not documented", field_name((enum field)i));
}

static void a_pointer_follows_rfc_6901(void **state)
{
	struct profile *profile =
		profile_of_text("x.profile", "[profile]\n[answer]\nrecords = \"\"\n[fields]\n"
					     "code = /a~1b/m~0n\nreceived = / | /r\nunit = "
					     "/0/1\nfield = /0/0/f\nprocedure = /\xC4\x90\n"
					     "[dates]\nformats = iso\n[sweep all]\npath = /x\n");
	struct decoded page = decode(profile,
		"[{\"a/"
		"b\":{\"m~n\":\"k\"},\"\":\"2026-11-10\",\"0\":[{\"f\":\"F\"},\"u\"],\"\\u0110\":"
		"\"p\"}"
		","
		"{\"a/b\":{\"m~n\":\"l\"},\"r\":\"2026-11-11\",\"0\":{\"1\":\"v\"}}]");
	assert_int_equal(page.count, 2);
	assert_slice(page.record[0].record.code, "k");
	assert_slice(page.record[0].record.unit, "u");
	assert_slice(page.record[0].record.procedure, "p");
	assert_slice(page.record[0].record.field, "F");
	assert_int_equal(page.record[0].record.facts.received, vn(2026, 11, 10, 0, 0, 0));
	assert_slice(page.record[1].record.unit, "v");
	assert_int_equal(page.record[1].record.facts.received, vn(2026, 11, 11, 0, 0, 0));
	decoded_free(&page);
	profile_free(profile);
}

static void a_constant_may_hold_bars_and_blanks(void **state)
{
	struct profile *profile = profile_of_text("x.profile",
		"[profile]\n[answer]\nrecords=/d\n[fields]\ncode=/c\nreceived=/r\n"
		"unit = /u before '|x' | 'a | b '\n[dates]\nformats=iso\n[sweep a]\npath=/x\n");
	struct decoded page =
		decode(profile, "{\"d\":[{\"c\":1,\"r\":\"2026-11-10\",\"u\":\"q|xy\"},"
				"{\"c\":2,\"r\":\"2026-11-10\",\"u\":\"q\"}]}");
	assert_slice(page.record[0].record.unit, "q");
	assert_slice(page.record[1].record.unit, "a | b ");
	decoded_free(&page);
	profile_free(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(problems_come_all_at_once_with_line_and_nearest_word),
		cmocka_unit_test(what_only_the_whole_can_tell_is_told_too),
		cmocka_unit_test(sections_stand_in_their_place),
		cmocka_unit_test(a_pointer_has_one_meaning_in_an_answer),
		cmocka_unit_test(a_profile_is_named_by_its_file),
		cmocka_unit_test(without_incremental_listings_every_cycle_sweeps),
		cmocka_unit_test(every_shipped_profile_is_read_and_titled),
		cmocka_unit_test(every_key_and_field_is_documented),
		cmocka_unit_test(a_pointer_follows_rfc_6901),
		cmocka_unit_test(a_constant_may_hold_bars_and_blanks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
