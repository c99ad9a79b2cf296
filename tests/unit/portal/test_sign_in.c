/* Signing in, with the portal's answers made up here. */
#include "portal/sign_in.h"

#include "portal_test.h"

#define SECRET "s3cret\"&+%"

static struct request signed_request(const struct sign_in *sign_in)
{
	struct request request = {0};
	sign_in_apply(sign_in, &request);
	return request;
}

static void expect_headers(const struct sign_in *sign_in, const char *first, const char *second)
{
	struct request request = signed_request(sign_in);
	char **headers = request.headers;
	assert_true(!first == !(headers && headers[0]));
	if (first)
		assert_string_equal(headers[0], first);
	assert_true(!second == !(headers && headers[0] && headers[1]));
	if (second)
		assert_string_equal(headers[1], second);
	request_free(&request);
}

static void fixed_ways_need_no_token_and_add_their_headers(void **state)
{
	struct profile *profile = shipped("opencps");
	static const char *const headers[] = {"groupId: 53152", "Bad: a\r\nInjected: b", NULL};
	struct sign_in_settings settings = {.kind = SIGN_IN_BASIC,
		.user = "Aladdin",
		.password = "open sesame",
		.token = "t0ken",
		.headers = headers};
	struct sign_in *basic = sign_in_new(profile, &settings);
	assert_false(sign_in_needed(basic, NOON));
	assert_false(sign_in_refused(basic));
	expect_headers(
		basic, "groupId: 53152", "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
	settings.kind = SIGN_IN_BEARER;
	struct sign_in *bearer = sign_in_new(profile, &settings);
	expect_headers(bearer, "groupId: 53152", "Authorization: Bearer t0ken");
	settings.kind = SIGN_IN_HEADER;
	struct sign_in *header = sign_in_new(profile, &settings);
	expect_headers(header, "groupId: 53152", NULL);
	settings.kind = SIGN_IN_NONE;
	settings.headers = NULL;
	struct sign_in *none = sign_in_new(profile, &settings);
	expect_headers(none, NULL, NULL);
	sign_in_free(basic);
	sign_in_free(bearer);
	sign_in_free(header);
	sign_in_free(none);
	profile_free(profile);
}

static const struct sign_in_settings oauth2_settings = {.kind = SIGN_IN_OAUTH2,
	.client_id = "hentra:1",
	.client_secret = SECRET,
	.token_url = "https://sso.example/token",
	.scope = "a b"};

static struct request token_request(struct sign_in *sign_in)
{
	struct request request = {0};
	struct error error;
	if (sign_in_request(sign_in, &request, &error) < 0)
		fail_msg("%s", error.text);
	return request;
}

static int answer(struct sign_in *sign_in, int status, const char *body, struct error *error)
{
	return sign_in_answer(sign_in, status, slice_of(body), NOON, error);
}

static void client_credentials_go_as_rfc_6749_has_them(void **state)
{
	struct profile *profile = shipped("igate");
	struct sign_in *sign_in = sign_in_new(profile, &oauth2_settings);
	assert_true(sign_in_needed(sign_in, NOON));
	struct request request = token_request(sign_in);
	assert_string_equal(request.method, "POST");
	assert_string_equal(request.path_query, "https://sso.example/token");
	assert_string_equal(request.body, "grant_type=client_credentials&scope=a%20b");
	/* hentra%3A1:s3cret%22%26%2B%25 */
	assert_string_equal(request.headers[0],
		"Authorization: Basic aGVudHJhJTNBMTpzM2NyZXQlMjIlMjYlMkIlMjU=");
	assert_string_equal(request.headers[1], "Content-Type: application/x-www-form-urlencoded");
	assert_string_equal(request.headers[2], "Accept: application/json");
	assert_null(request.headers[3]);
	request_free(&request);
	sign_in_free(sign_in);
	profile_free(profile);
}

static void a_user_makes_it_the_password_grant(void **state)
{
	struct profile *profile = shipped("igate");
	struct sign_in_settings settings = oauth2_settings;
	settings.user = "u&v";
	settings.password = SECRET;
	settings.client_secret = "";
	settings.scope = "";
	struct sign_in *sign_in = sign_in_new(profile, &settings);
	struct request request = token_request(sign_in);
	assert_string_equal(request.body, "grant_type=password&username=u%26v&"
					  "password=s3cret%22%26%2B%25&client_id=hentra%3A1");
	assert_string_equal(request.headers[0], "Content-Type: application/x-www-form-urlencoded");
	request_free(&request);
	sign_in_free(sign_in);
	profile_free(profile);
}

static void a_token_is_refreshed_before_it_ends(void **state)
{
	struct profile *profile = shipped("igate");
	struct sign_in *sign_in = sign_in_new(profile, &oauth2_settings);
	struct error error;
	expect_headers(sign_in, NULL, NULL);
	assert_int_equal(
		answer(sign_in, 200, "{\"access_token\":\"abc.d\",\"expires_in\":300}", &error), 0);
	expect_headers(sign_in, "Authorization: Bearer abc.d", NULL);
	assert_false(sign_in_needed(sign_in, NOON + 269 * SECOND_MS));
	assert_true(sign_in_needed(sign_in, NOON + 270 * SECOND_MS));
	expect_headers(sign_in, "Authorization: Bearer abc.d", NULL); /* still good for those on
									 their way */
	answer(sign_in, 200, "{\"access_token\":\"e\",\"expires_in\":\"86400\"}", &error);
	assert_false(sign_in_needed(sign_in, NOON + (86400 - 61) * SECOND_MS));
	assert_true(sign_in_needed(sign_in, NOON + (86400 - 60) * SECOND_MS));
	answer(sign_in, 200, "{\"access_token\":\"e\",\"expires_in\":5}", &error);
	assert_false(
		sign_in_needed(sign_in, NOON + 3 * SECOND_MS)); /* servers count whole seconds */
	assert_true(sign_in_needed(sign_in, NOON + 4 * SECOND_MS));
	answer(sign_in, 200, "{\"access_token\":\"e\",\"expires_in\":2}", &error);
	assert_false(sign_in_needed(sign_in, NOON + SECOND_MS / 2));
	assert_true(sign_in_needed(sign_in, NOON + SECOND_MS));
	answer(sign_in, 200, "{\"access_token\":\"e\"}", &error);
	assert_false(sign_in_needed(sign_in, NOON + 1000 * DAY_MS));
	sign_in_free(sign_in);
	profile_free(profile);
}

static void a_refused_token_is_forgotten_and_fetched_again(void **state)
{
	struct profile *profile = shipped("igate");
	struct sign_in *sign_in = sign_in_new(profile, &oauth2_settings);
	struct error error;
	answer(sign_in, 200, "{\"access_token\":\"abc\",\"expires_in\":300}", &error);
	assert_true(sign_in_refused(sign_in));
	assert_true(sign_in_needed(sign_in, NOON));
	expect_headers(sign_in, NULL, NULL);
	sign_in_free(sign_in);
	profile_free(profile);
}

static void what_is_wrong_with_an_answer_is_said_without_its_text(void **state)
{
	static const struct {
		int status;
		const char *body;
		int code;
		const char *says;
	} answers[] = {
		{401,
			"{\"error\":\"invalid_client\",\"error_description\":\""
			"bad s3cret\"}",
			-EACCES, "HTTP 401, invalid_client"},
		{400, "{\"error\":\"s3cret is wrong\"}", -EACCES, "HTTP 400"},
		{503, "<html>s3cret", -EIO, "HTTP 503"},
		{302, "", -EACCES, "HTTP 302"},
		{200, "<html>s3cret", -EBADMSG, "not JSON"},
		{200, "", -EBADMSG, "not JSON"},
		{200, "{}", -EBADMSG, "no usable token"},
		{200, "{\"access_token\":null}", -EBADMSG, "no usable token"},
		{200, "{\"access_token\":{\"x\":1}}", -EBADMSG, "no usable token"},
		{200, "{\"access_token\":\"a\\r\\nX: s3cret\"}", -EBADMSG, "no usable token"},
		{200, "{\"access_token\":\"a\\u0000b\"}", -EBADMSG, "no usable token"},
		{200, "{\"access_token\":\"x\",\"error\":\"s3cret\"}", -EACCES, "refused"},
	};
	struct profile *profile = shipped("igate");
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		struct sign_in *sign_in = sign_in_new(profile, &oauth2_settings);
		struct error error = {""};
		int r = answer(sign_in, answers[i].status, answers[i].body, &error);
		if (r != answers[i].code || !strstr(error.text, answers[i].says))
			fail_msg("%zu: %d %s", i, r, error.text);
		assert_null(strstr(error.text, "s3cret"));
		assert_true(sign_in_needed(sign_in, NOON));
		sign_in_free(sign_in);
	}
	profile_free(profile);
}

static void signing_in_nowhere_is_told(void **state)
{
	struct profile *profile = shipped("igate");
	struct sign_in_settings settings = {.kind = SIGN_IN_OAUTH2};
	struct sign_in *sign_in = sign_in_new(profile, &settings);
	struct request request = {0};
	struct error error;
	assert_int_equal(sign_in_request(sign_in, &request, &error), -EINVAL);
	assert_non_null(strstr(error.text, "token-url"));
	sign_in_free(sign_in);
	profile_free(profile);
}

static void a_session_is_fetched_by_post_and_carried_in_bodies(void **state)
{
	struct profile *profile = shipped("dvcqg");
	static const char *const headers[] = {"dstcode: VN:GOV:x", NULL};
	struct sign_in_settings settings = {
		.kind = SIGN_IN_SESSION, .user = "hentra", .password = SECRET, .headers = headers};
	struct sign_in *sign_in = sign_in_new(profile, &settings);
	struct request request = token_request(sign_in);
	assert_string_equal(request.path_query, "/mapi/login");
	assert_string_equal(
		request.body, "{\"username\": \"hentra\", \"password\": \"s3cret\\\"&+%\"}");
	assert_string_equal(request.headers[0], "dstcode: VN:GOV:x");
	request_free(&request);
	struct error error = {""};
	assert_int_equal(
		answer(sign_in, 200, "{\"error_code\":-1,\"session\":\"s\"}", &error), -EACCES);
	assert_string_equal(error.text, "signing in was refused: -1");
	assert_int_equal(answer(sign_in, 200, "{\"error_code\":0,\"session\":\"S-1\"}", &error), 0);
	assert_slice(sign_in_session(sign_in), "S-1");
	expect_headers(sign_in, "dstcode: VN:GOV:x", NULL);
	assert_false(sign_in_needed(sign_in, NOON + 19 * MINUTE_MS - 1));
	assert_true(sign_in_needed(sign_in, NOON + 19 * MINUTE_MS));
	sign_in_free(sign_in);
	profile_free(profile);
}

static void the_portals_headers_do_not_go_to_another_host(void **state)
{
	struct profile *profile = shipped("thanhhoa");
	static const char *const headers[] = {"tenant: root", NULL};
	struct sign_in_settings settings = {.kind = SIGN_IN_SESSION,
		.token_url = "https://elsewhere.example/api/tokens",
		.headers = headers};
	struct sign_in *sign_in = sign_in_new(profile, &settings);
	struct request request = token_request(sign_in);
	assert_string_equal(request.path_query, "https://elsewhere.example/api/tokens");
	assert_string_equal(request.headers[0], "Content-Type: application/json");
	request_free(&request);
	struct error error;
	answer(sign_in, 200, "{\"data\":{\"token\":\"v2.local.x\"},\"succeeded\":true}", &error);
	expect_headers(sign_in, "tenant: root", "Authorization: Bearer v2.local.x");
	sign_in_free(sign_in);
	profile_free(profile);
}

static struct sign_in *session_by(const char *token, struct profile **ret_profile)
{
	struct text content = {0};
	text_printf(&content,
		"[profile]\n[answer]\nrecords=/d\n[fields]\ncode=/c\nreceived=/r\n"
		"[dates]\nformats=iso\n[sweep a]\npath=/x\n"
		"[sign-in]\nkind=session\npath=/login\nbody=u={user}&p={password}\n"
		"body-type=form\nheader=X-App: 1\nlifetime=10min\ntoken=%s\n",
		token);
	*ret_profile = profile_of_text("x.profile", content.data);
	text_free(&content);
	struct sign_in_settings settings = {
		.kind = SIGN_IN_SESSION, .user = "u", .password = SECRET};
	return sign_in_new(*ret_profile, &settings);
}

static void a_token_may_come_in_a_header_or_a_cookie(void **state)
{
	struct profile *profile;
	struct error error;
	struct sign_in *header = session_by("header X-Auth", &profile);
	struct request request = token_request(header);
	assert_string_equal(request.body, "u=u&p=s3cret%22%26%2B%25");
	assert_string_equal(request.headers[0], "X-App: 1");
	request_free(&request);
	assert_true(answer(header, 200, "", &error) < 0);
	sign_in_answer_header(header, SLICE("Set-Cookie"), SLICE("X-Auth=no"));
	sign_in_answer_header(header, SLICE("x-auth"), SLICE(" tok "));
	assert_int_equal(answer(header, 204, "", &error), 0);
	expect_headers(header, "X-Auth: tok", NULL);
	sign_in_free(header);
	profile_free(profile);

	struct sign_in *cookie = session_by("cookie JSESSIONID", &profile);
	sign_in_answer_header(cookie, SLICE("set-cookie"), SLICE("other=1; JSESSIONID=no"));
	sign_in_answer_header(cookie, SLICE("Set-Cookie"), SLICE("JSESSIONID=F00; Path=/; Secure"));
	assert_int_equal(answer(cookie, 200, "<html>", &error), 0);
	expect_headers(cookie, "Cookie: JSESSIONID=F00", NULL);
	sign_in_free(cookie);
	profile_free(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixed_ways_need_no_token_and_add_their_headers),
		cmocka_unit_test(client_credentials_go_as_rfc_6749_has_them),
		cmocka_unit_test(a_user_makes_it_the_password_grant),
		cmocka_unit_test(a_token_is_refreshed_before_it_ends),
		cmocka_unit_test(a_refused_token_is_forgotten_and_fetched_again),
		cmocka_unit_test(what_is_wrong_with_an_answer_is_said_without_its_text),
		cmocka_unit_test(signing_in_nowhere_is_told),
		cmocka_unit_test(a_session_is_fetched_by_post_and_carried_in_bodies),
		cmocka_unit_test(the_portals_headers_do_not_go_to_another_host),
		cmocka_unit_test(a_token_may_come_in_a_header_or_a_cookie),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
