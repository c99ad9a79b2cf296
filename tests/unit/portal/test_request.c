/* What is asked, page after page. */
#include "portal_test.h"

#define REST                                                                                       \
	"[answer]\nrecords=/d\ncursor=/next\nlast=/last\ntotal=/n\n[fields]\ncode=/c\n"            \
	"received=/r\n[dates]\nformats=iso\n"

static struct profile *profile_with(const char *sections)
{
	struct text content = {0};
	text_printf(&content, "[profile]\n%s" REST, sections);
	struct profile *profile = profile_of_text("x.profile", content.data);
	text_free(&content);
	return profile;
}

static struct request ask(const char *sections, const struct request_values *values)
{
	struct profile *profile = profile_with(sections);
	struct request request = {0};
	struct error error;
	if (profile_request(profile, CYCLE_SWEEP, 0, values, &request, &error) < 0)
		fail_msg("%s", error.text);
	profile_free(profile);
	return request;
}

static void expect_path(
	const char *sections, const struct request_values *values, const char *expected)
{
	struct request request = ask(sections, values);
	assert_string_equal(request.path_query, expected);
	request_free(&request);
}

static void nothing_in_a_value_becomes_syntax_of_a_url(void **state)
{
	struct request_values values = {.agency = SLICE("a&b=c#d?e%/ệ \r\nX: y"),
		.session = SLICE("s+="),
		.from = INSTANT_NONE,
		.to = INSTANT_NONE};
	expect_path("[sweep a]\npath=/p/{session}\nquery=a={agency}&x=1\n", &values,
		"/p/s%2B%3D?a=a%26b%3Dc%23d%3Fe%25%2F%E1%BB%87%20%0D%0AX%3A%20y&x=1");
}

static void text_of_the_profile_is_made_fit_for_a_url(void **state)
{
	struct request_values values = {.from = INSTANT_NONE, .to = INSTANT_NONE};
	expect_path("[sweep a]\npath=/hồ sơ\nquery=q=a%20b&tên=Đ \"x\"&list=1,2\n", &values,
		"/h%E1%BB%93%20s%C6%A1?q=a%20b&t%C3%AAn=%C4%90%20%22x%22&list=1,2");
}

static void a_parameter_without_a_value_is_left_out(void **state)
{
	struct request_values values = {.from = INSTANT_NONE, .to = INSTANT_NONE};
	expect_path("[sweep a]\npath=/p\nquery=a={agency}&flag&b=&c={agency|all}\n", &values,
		"/p?flag&b=&c=all");
	expect_path("[sweep a]\npath=/p\nquery=a={agency}\n", &values, "/p");
}

static void pages_are_counted_from_the_first_page(void **state)
{
	struct request_values values = {
		.page_index = 2, .page_size = 50, .from = INSTANT_NONE, .to = INSTANT_NONE};
	const char *query = "[sweep a]\npath=/p\nquery=p={page}&s={size}&o={start}-{end}\n";
	struct text sections = {0};
	expect_path(query, &values, "/p?p=2&s=50&o=100-150");
	text_printf(&sections, "%s[paging]\nstyle=page\nfirst-page=1\npage-size=20\n", query);
	expect_path(sections.data, &values, "/p?p=3&s=50&o=100-150");
	values.page_size = 0;
	expect_path(sections.data, &values, "/p?p=3&s=20&o=40-60");
	text_free(&sections);
}

static void a_window_is_written_in_the_zone_of_the_profile(void **state)
{
	const char *sections = "[request]\nwindow-format=yyyy-MM-dd'T'HH:mm:ss.SSSXX\n"
			       "[sweep a]\npath=/p\nquery=f={from}&t={to}\ncovers-all=no\n";
	struct request_values values = {
		.from = vn(2026, 11, 3, 5, 0, 0) + 7, .to = vn(2026, 11, 4, 0, 0, 0)};
	expect_path(sections, &values,
		"/p?f=2026-11-03T05%3A00%3A00.007%2B0700&t=2026-11-04T00%3A00%3A00.000%2B0700");
	values.from = INSTANT_NONE;
	expect_path(sections, &values, "/p?t=2026-11-04T00%3A00%3A00.000%2B0700");
}

static void a_listing_takes_what_it_does_not_say_from_the_request(void **state)
{
	struct request_values values = {.from = INSTANT_NONE, .to = INSTANT_NONE};
	struct request request = ask("[request]\nmethod=POST\npath=/p\nbody=a={agency}&b=1\n"
				     "body-type=form\nheader=X-Tenant: root\nheader=accept: a/b\n"
				     "[sweep a]\npath=/q\n",
		&values);
	assert_string_equal(request.method, "POST");
	assert_string_equal(request.path_query, "/q");
	assert_string_equal(request.body, "a=&b=1");
	assert_string_equal(request.headers[0], "X-Tenant: root");
	assert_string_equal(request.headers[1], "accept: a/b");
	assert_string_equal(request.headers[2], "Content-Type: application/x-www-form-urlencoded");
	assert_null(request.headers[3]);
	request_free(&request);
}

static void a_body_makes_a_post_and_braces_in_json_need_no_care(void **state)
{
	struct request_values values = {.page_index = 1, .from = INSTANT_NONE, .to = INSTANT_NONE};
	struct request request =
		ask("[sweep "
		    "a]\npath=/p\nbody={\"page\":{page},\"f\":{\"u\":[{}],\"a\":\"{agency}\"}}\n",
			&values);
	assert_string_equal(request.method, "POST");
	assert_string_equal(request.body, "{\"page\":1,\"f\":{\"u\":[{}],\"a\":\"\"}}");
	request_free(&request);
}

/* --- links and cursors ------------------------------------------------------------------- */

static void a_link_never_leads_to_another_host(void **state)
{
	static const struct {
		const char *link, *path;
	} links[] = {
		{"/p?page=2", "/p?page=2"},
		{"https://evil.example/p?page=2", "/p?page=2"},
		{"//evil.example/p?u=//x", "/p?u=//x"},
		{"/p?back=http://x/y", "/p?back=http://x/y"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		struct request_values values = {.page_index = 1,
			.cursor = slice_of(links[i].link),
			.from = INSTANT_NONE,
			.to = INSTANT_NONE};
		expect_path("[paging]\nstyle=link\n[sweep a]\npath=/p\nquery=x=1\n", &values,
			links[i].path);
	}
}

static void a_link_is_meant_from_where_it_was_given(void **state)
{
	static const struct {
		const char *link, *path;
	} links[] = {
		{"?p=2", "/v1/list/cases?p=2"},
		{"cases?p=2", "/v1/list/cases?p=2"},
		{"next/2#top", "/v1/list/next/2"},
		{"./next?u=../x", "/v1/list/next?u=../x"},
		{"../more", "/v1/more"},
		{"../../../../more/./a/../b/", "/more/b/"},
		{"..", "/v1/"},
		{"/./x/..", "/"},
		{"https://elsewhere.example/v1/../v2?p=2", "/v2?p=2"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		struct request_values values = {.page_index = 1,
			.cursor = slice_of(links[i].link),
			.asked = SLICE("/v1/list/cases?p=1&back=/a/b"),
			.from = INSTANT_NONE,
			.to = INSTANT_NONE};
		expect_path("[paging]\nstyle=link\n[sweep a]\npath=/p\n", &values, links[i].path);
	}
}

static void a_link_that_is_no_path_is_refused(void **state)
{
	static const char *const links[] = {"p?page=2", "https://evil.example", "/p q",
		"/p\r\nX: y", "/p\n", "mailto:x", "javascript:/x", "#top"};
	struct profile *profile = profile_with("[paging]\nstyle=link\n[sweep a]\npath=/p\n");
	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		struct request request = {0};
		struct error error;
		struct request_values values = {
			.cursor = slice_of(links[i]), .from = INSTANT_NONE, .to = INSTANT_NONE};
		assert_int_equal(
			profile_request(profile, CYCLE_SWEEP, 0, &values, &request, &error),
			-EBADMSG);
		assert_null(request.path_query);
	}
	profile_free(profile);
}

static void a_cursor_is_carried_to_the_next_page_until_there_is_none(void **state)
{
	struct profile *profile =
		profile_with("[paging]\nstyle=cursor\n[sweep a]\npath=/p\nquery=after={cursor}\n");
	struct decoded first = decode(profile, "{\"next\":\"a/b=\",\"d\":[]}");
	struct decoded last = decode(profile, "{\"d\":[],\"next\":null}");
	struct error error;
	assert_string_equal(first.result.cursor, "a/b=");
	assert_false(first.result.last_said);
	struct listing_read read = {0};
	assert_int_equal(profile_page_next(profile, &read, &first.result, 0, &error), PAGE_NEXT);
	assert_true(last.result.last_said);
	assert_int_equal(profile_page_next(profile, &read, &last.result, 0, &error), PAGE_END);
	struct request request = {0};
	struct request_values values = {.page_index = 1,
		.cursor = slice_of(first.result.cursor),
		.from = INSTANT_NONE,
		.to = INSTANT_NONE};
	profile_request(profile, CYCLE_SWEEP, 0, &values, &request, &error);
	assert_string_equal(request.path_query, "/p?after=a%2Fb%3D");
	request_free(&request);
	decoded_free(&first);
	decoded_free(&last);
	profile_free(profile);
}

static void a_cursor_that_leads_on_for_ever_ends_when_all_is_there(void **state)
{
	struct profile *profile =
		profile_with("[paging]\nstyle=cursor\n[sweep a]\npath=/p\nquery=after={cursor}\n");
	struct page_result page = {.records = 3, .total = 6, .cursor = "on"}, empty = page;
	struct error error;
	empty.records = 0;
	for (int what = NO_PAGE_TROUBLE; what <= NO_PAGE_NOTHING; what++) {
		struct listing_read read = {0};
		assert_int_equal(profile_page_next(profile, &read, &page, 0, &error), PAGE_NEXT);
		assert_int_equal(
			profile_no_page(profile, &read, (enum no_page)what, &error), PAGE_NEXT);
		assert_int_equal(profile_page_next(profile, &read, &empty, 0, &error), PAGE_NEXT);
		assert_int_equal(profile_page_next(profile, &read, &page, 0, &error), PAGE_NEXT);
		assert_int_equal(
			profile_no_page(profile, &read, (enum no_page)what, &error), PAGE_END);
		assert_int_equal(profile_page_next(profile, &read, &empty, 0, &error), PAGE_END);
		assert_int_equal(profile_page_next(profile, &read, &page, 1, &error), PAGE_END);
	}
	profile_free(profile);
}

static void a_cursor_too_long_to_keep_fails_the_page(void **state)
{
	struct profile *profile =
		profile_with("[paging]\nstyle=cursor\n[sweep a]\npath=/p\nquery=after={cursor}\n");
	struct text page = {0};
	text_add(&page, "{\"d\":[],\"next\":\"");
	for (int i = 0; i < 1024; i++)
		text_add(&page, "c");
	text_add(&page, "\"}");
	struct decoded decoded = decode(profile, page.data);
	assert_int_equal(decoded.status, -EBADMSG);
	assert_non_null(strstr(decoded.error.text, "cursor"));
	decoded_free(&decoded);
	text_free(&page);
	profile_free(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_in_a_value_becomes_syntax_of_a_url),
		cmocka_unit_test(text_of_the_profile_is_made_fit_for_a_url),
		cmocka_unit_test(a_parameter_without_a_value_is_left_out),
		cmocka_unit_test(pages_are_counted_from_the_first_page),
		cmocka_unit_test(a_window_is_written_in_the_zone_of_the_profile),
		cmocka_unit_test(a_listing_takes_what_it_does_not_say_from_the_request),
		cmocka_unit_test(a_body_makes_a_post_and_braces_in_json_need_no_care),
		cmocka_unit_test(a_link_never_leads_to_another_host),
		cmocka_unit_test(a_link_is_meant_from_where_it_was_given),
		cmocka_unit_test(a_link_that_is_no_path_is_refused),
		cmocka_unit_test(a_cursor_is_carried_to_the_next_page_until_there_is_none),
		cmocka_unit_test(a_cursor_that_leads_on_for_ever_ends_when_all_is_there),
		cmocka_unit_test(a_cursor_too_long_to_keep_fails_the_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
