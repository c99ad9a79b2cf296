/* Fetching a token: OAuth2 (RFC 6749 client_credentials and password grants) and session logins. */
#include <errno.h>
#include <strings.h>

#include "base/memory.h"
#include "portal/page_form.h"
#include "portal/request.h"
#include "portal/sign_in_parts.h"

#define TOKEN_MAX 16384
#define MARGIN_LEAST_MS 1500
#define MARGIN_MOST_MS MINUTE_MS

static bool given(const char *setting)
{
	return setting && *setting;
}

static bool is_absolute(const char *url)
{
	return strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0;
}

static struct place_values sign_in_values(const struct sign_in_settings *settings)
{
	struct place_values values = {0};
	values.value[PLACE_USER] = slice_of(settings->user);
	values.value[PLACE_PASSWORD] = slice_of(settings->password);
	values.value[PLACE_CLIENT_ID] = slice_of(settings->client_id);
	values.value[PLACE_CLIENT_SECRET] = slice_of(settings->client_secret);
	values.value[PLACE_SCOPE] = slice_of(settings->scope);
	return values;
}

static int add_url(struct sign_in *sign_in, struct request *request, struct error *error)
{
	struct place_values values = sign_in_values(&sign_in->settings);
	struct text path = {0};
	if (given(sign_in->settings.token_url))
		text_add(&path, sign_in->settings.token_url);
	else if (sign_in->plan->path.text)
		template_expand_path(&sign_in->plan->path, &values, &path);
	else
		return error_set(error, -EINVAL, "where to sign in is not known: set token-url");
	request->path_query = text_take(&path);
	return 0;
}

/* --- OAuth2 ------------------------------------------------------------------------------ */

static void add_pair(struct text *body, const char *name, const char *value)
{
	if (!given(value))
		return;
	if (body->length)
		text_add_char(body, '&');
	text_add(body, name);
	text_add_char(body, '=');
	percent_add(body, slice_of(value));
}

static bool by_password(const struct sign_in *sign_in)
{
	if (sign_in->plan->grant != GRANT_BY_SETTINGS)
		return sign_in->plan->grant == GRANT_PASSWORD;
	return given(sign_in->settings.user);
}

/* The client's pair is form-encoded before it is joined (RFC 6749, 2.3.1). */
static void add_client_header(const struct sign_in_settings *settings, struct request *request)
{
	cleanup(text_free) struct text id = {0};
	cleanup(text_free) struct text secret = {0};
	percent_add(&id, slice_of(settings->client_id));
	percent_add(&secret, slice_of(settings->client_secret));
	request_add_header(request, basic_header(text_slice(&id), text_slice(&secret)));
}

/* A client without a secret is a public one and only names itself. */
static void oauth2_request(const struct sign_in *sign_in, struct request *request)
{
	const struct sign_in_settings *settings = &sign_in->settings;
	bool in_body =
		sign_in->plan->client_auth == CLIENT_AUTH_BODY || !given(settings->client_secret);
	struct text body = {0};
	if (by_password(sign_in)) {
		add_pair(&body, "grant_type", "password");
		add_pair(&body, "username", settings->user);
		add_pair(&body, "password", settings->password);
	} else {
		add_pair(&body, "grant_type", "client_credentials");
	}
	add_pair(&body, "scope", settings->scope);
	if (in_body) {
		add_pair(&body, "client_id", settings->client_id);
		add_pair(&body, "client_secret", settings->client_secret);
	} else {
		add_client_header(settings, request);
	}
	request->method = xstrdup("POST");
	request->body = text_take(&body);
	request_add_body_type(request, BODY_FORM);
}

/* --- sessions ---------------------------------------------------------------------------- */

/* The portal's own headers (a tenant, a destination code) go along, but not to another host. */
static void session_request(const struct sign_in *sign_in, struct request *request)
{
	const struct sign_in_plan *plan = sign_in->plan;
	struct place_values values = sign_in_values(&sign_in->settings);
	struct text body = {0};
	if (plan->body.text) {
		template_expand(&plan->body, &values,
			plan->body_type == BODY_FORM ? ESCAPE_PERCENT : ESCAPE_JSON, &body);
		request->body = text_take(&body);
	}
	request->method = xstrdup(plan->method ? plan->method : "POST");
	for (size_t i = 0; i < plan->headers.count; i++)
		request_add_header(request, xstrdup(plan->headers.text[i]));
	const char *const *header = sign_in->settings.headers;
	for (; header && *header && !is_absolute(request->path_query); header++)
		request_add_header(request, xstrdup(*header));
	request_add_body_type(request, plan->body_type);
}

int sign_in_request(struct sign_in *sign_in, struct request *ret_request, struct error *error)
{
	struct request request = {0};
	int r = add_url(sign_in, &request, error);
	if (r < 0)
		return r;
	if (sign_in->settings.kind == SIGN_IN_OAUTH2)
		oauth2_request(sign_in, &request);
	else
		session_request(sign_in, &request);
	if (!request_has_header(&request, "Accept"))
		request_add_header(&request, xstrdup("Accept: application/json"));
	free(sign_in->header_token);
	sign_in->header_token = NULL;
	*ret_request = request;
	return 0;
}

/* --- the answer -------------------------------------------------------------------------- */

static void keep_header_token(struct sign_in *sign_in, struct slice token)
{
	free(sign_in->header_token);
	sign_in->header_token = xstrndup(token.data, token.length);
}

void sign_in_answer_header(struct sign_in *sign_in, struct slice name, struct slice value)
{
	const struct sign_in_plan *plan = sign_in->plan;
	bool cookie = plan->source == TOKEN_IN_COOKIE;
	const char *wanted = cookie ? "Set-Cookie" : plan->token_name;
	if (sign_in->settings.kind != SIGN_IN_SESSION || !plan->token_name ||
		name.length != strlen(wanted) || strncasecmp(name.data, wanted, name.length) != 0)
		return;
	if (!cookie) {
		keep_header_token(sign_in, slice_trim(value));
		return;
	}
	struct slice rest = value, pair, key;
	if (slice_split(&rest, ';', &pair) && slice_split(&pair, '=', &key) &&
		slice_is(slice_trim(key), plan->token_name))
		keep_header_token(sign_in, slice_trim(pair));
}

static int check_error(const struct sign_in *sign_in, int status,
	const struct answer_values *answer, struct error *error)
{
	const char *said = answer->value[ANSWER_ERROR];
	const char *word = form_safe_word(said);
	const struct words *ok = &sign_in->plan->answer.ok;
	if (status < 200 || status > 299)
		return error_set(error, status < 500 ? -EACCES : -EIO,
			"signing in failed: HTTP %d%s%s", status, word ? ", " : "",
			word ? word : "");
	if (!said || (sign_in->settings.kind == SIGN_IN_SESSION && ok->count &&
			     words_find(ok, slice_of(said)) >= 0))
		return 0;
	return error_set(
		error, -EACCES, "signing in was refused%s%s", word ? ": " : "", word ? word : "");
}

static bool usable_token(const char *token)
{
	size_t length = token ? strlen(token) : 0;
	for (size_t i = 0; i < length; i++)
		if (token[i] <= ' ' || token[i] == 0x7F)
			return false;
	return length > 0 && length <= TOKEN_MAX;
}

/* Seconds to live, or a moment in seconds since 1970; 0: not said. */
static int64_t lifetime_said(const char *expires, instant now)
{
	int64_t number = 0;
	for (const char *c = expires ? expires : ""; *c >= '0' && *c <= '9'; c++)
		if (number < INT64_C(100000000000))
			number = number * 10 + (*c - '0');
	if (number > INT64_C(1000000000))
		return number * SECOND_MS - now;
	return number * SECOND_MS;
}

/* How long before its end a token is replaced: a tenth of its life, at most a minute. Servers count
 * whole seconds, so that up to one is missing of what they say; but half of a life is used. */
static int64_t margin_of(int64_t lifetime)
{
	int64_t margin = lifetime / 10;
	if (margin > MARGIN_MOST_MS)
		margin = MARGIN_MOST_MS;
	if (margin < MARGIN_LEAST_MS)
		margin = MARGIN_LEAST_MS;
	return margin < lifetime / 2 ? margin : lifetime / 2;
}

static instant refresh_time(const struct sign_in *sign_in, const char *expires, instant now)
{
	int64_t lifetime = lifetime_said(expires, now);
	if (lifetime <= 0)
		lifetime = sign_in->plan->lifetime_ms;
	return lifetime <= 0 ? INSTANT_NONE : now + lifetime - margin_of(lifetime);
}

static int take_token(struct sign_in *sign_in, const struct answer_values *answer, instant now,
	struct error *error)
{
	const char *token =
		sign_in->header_token ? sign_in->header_token : answer->value[ANSWER_TOKEN];
	if (!usable_token(token))
		return error_set(error, -EBADMSG, "the answer to signing in holds no usable token");
	char *kept = xstrdup(token);
	free(sign_in->token);
	sign_in->token = kept;
	sign_in->refresh_at = refresh_time(sign_in, answer->value[ANSWER_EXPIRES], now);
	free(sign_in->header_token);
	sign_in->header_token = NULL;
	return 0;
}

int sign_in_answer(
	struct sign_in *sign_in, int status, struct slice body, instant now, struct error *error)
{
	bool oauth2 = sign_in->settings.kind == SIGN_IN_OAUTH2;
	const struct answer_plan *plan = oauth2 ? &sign_in->oauth2 : &sign_in->plan->answer;
	cleanup(answer_values_free) struct answer_values answer = {0};
	struct error syntax;
	int parsed = answer_read(plan, body, &answer, &syntax);
	int r = check_error(sign_in, status, &answer, error);
	if (r < 0)
		return r;
	if (parsed < 0 && !sign_in->header_token)
		return error_set(error, -EBADMSG, "the answer to signing in is not JSON");
	return take_token(sign_in, &answer, now, error);
}
