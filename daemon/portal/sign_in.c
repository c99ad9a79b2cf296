#include "portal/sign_in.h"

#include "base/memory.h"
#include "portal/key.h"
#include "portal/request.h"
#include "portal/sign_in_parts.h"

/* A header's value must be one line: what a portal or an operator put into a token cannot become
 * another header. */
static bool fits_header(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7F)
			return false;
	return true;
}

static void plan_oauth2(struct answer_plan *answer)
{
	answer->tree.slot = POINTER_NONE;
	answer_add_pointers(answer, ANSWER_TOKEN, SLICE("/access_token"), NULL);
	answer_add_pointers(answer, ANSWER_EXPIRES, SLICE("/expires_in"), NULL);
	answer_add_pointers(answer, ANSWER_ERROR, SLICE("/error"), NULL);
	pointer_seal(&answer->tree);
}

struct sign_in *sign_in_new(const struct profile *profile, const struct sign_in_settings *settings)
{
	struct sign_in *sign_in = xcalloc(1, sizeof(*sign_in));
	sign_in->plan = &profile->sign_in;
	sign_in->settings = *settings;
	sign_in->refresh_at = INSTANT_NONE;
	plan_oauth2(&sign_in->oauth2);
	return sign_in;
}

void sign_in_free(struct sign_in *sign_in)
{
	if (!sign_in)
		return;
	pointer_clear(&sign_in->oauth2.tree);
	free(sign_in->token);
	free(sign_in->header_token);
	free(sign_in);
}

bool sign_in_needed(const struct sign_in *sign_in, instant now)
{
	if (!sign_in_has_token(sign_in->settings.kind))
		return false;
	return !sign_in->token ||
	       (sign_in->refresh_at != INSTANT_NONE && now >= sign_in->refresh_at);
}

bool sign_in_refused(struct sign_in *sign_in)
{
	if (!sign_in_has_token(sign_in->settings.kind))
		return false;
	free(sign_in->token);
	sign_in->token = NULL;
	return true;
}

struct slice sign_in_session(const struct sign_in *sign_in)
{
	return slice_of(sign_in->token ? sign_in->token : "");
}

/* --- headers ----------------------------------------------------------------------------- */

/* RFC 4648, with padding. */
static void base64_add(struct text *out, struct slice bytes)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < bytes.length; i += 3) {
		size_t left = bytes.length - i;
		uint32_t group = (uint32_t)(unsigned char)bytes.data[i] << 16;
		if (left > 1)
			group |= (uint32_t)(unsigned char)bytes.data[i + 1] << 8;
		if (left > 2)
			group |= (uint32_t)(unsigned char)bytes.data[i + 2];
		text_add_char(out, digits[group >> 18 & 63]);
		text_add_char(out, digits[group >> 12 & 63]);
		text_add_char(out, left > 1 ? digits[group >> 6 & 63] : '=');
		text_add_char(out, left > 2 ? digits[group & 63] : '=');
	}
}

char *basic_header(struct slice user, struct slice password)
{
	cleanup(text_free) struct text pair = {0};
	struct text header = {0};
	text_add_slice(&pair, user);
	text_add_char(&pair, ':');
	text_add_slice(&pair, password);
	text_add(&header, "Authorization: Basic ");
	base64_add(&header, text_slice(&pair));
	return text_take(&header);
}

static void add_line(struct request *request, const char *before, const char *value)
{
	struct text header = {0};
	text_add(&header, before);
	text_add(&header, value ? value : "");
	if (fits_header(header.data))
		request_add_header(request, text_take(&header));
	text_free(&header);
}

/* The session as the profile sends it; without `send`, the way it came. */
static void apply_session(const struct sign_in *sign_in, struct request *request)
{
	const struct sign_in_plan *plan = sign_in->plan;
	cleanup(text_free) struct text header = {0};
	struct place_values values = {0};
	values.value[PLACE_SESSION] = sign_in_session(sign_in);
	if (plan->send.text)
		template_expand(&plan->send, &values, ESCAPE_NONE, &header);
	else if (plan->source == TOKEN_IN_COOKIE)
		text_printf(&header, "Cookie: %s=%s", plan->token_name, sign_in->token);
	else if (plan->source == TOKEN_IN_HEADER)
		text_printf(&header, "%s: %s", plan->token_name, sign_in->token);
	if (header.length)
		add_line(request, header.data, "");
}

void sign_in_apply(const struct sign_in *sign_in, struct request *request)
{
	const struct sign_in_settings *settings = &sign_in->settings;
	for (const char *const *header = settings->headers; header && *header; header++)
		add_line(request, *header, "");
	switch (settings->kind) {
	case SIGN_IN_NONE:
	case SIGN_IN_HEADER:
		break;
	case SIGN_IN_BASIC:
		request_add_header(request,
			basic_header(slice_of(settings->user), slice_of(settings->password)));
		break;
	case SIGN_IN_BEARER:
		add_line(request, "Authorization: Bearer ", settings->token);
		break;
	case SIGN_IN_OAUTH2:
		if (sign_in->token)
			add_line(request, "Authorization: Bearer ", sign_in->token);
		break;
	case SIGN_IN_SESSION:
		if (sign_in->token)
			apply_session(sign_in, request);
		break;
	}
}
