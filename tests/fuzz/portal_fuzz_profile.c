/* Profiles: any text is either refused with a sentence or can be asked and decoded with. */
#include "portal/sign_in.h"

#include "portal_fuzz.h"

static void on_problem(void *user, const char *file, int line, const char *sentence)
{
	int *problems = user;
	(void)file;
	MUST(line > 0 && *sentence);
	++*problems;
}

static void ask(const struct profile *profile, enum cycle_kind kind, int listing)
{
	struct request_values values = {.page_index = 2,
		.page_size = 50,
		.from = INT64_C(1795000000000),
		.to = INT64_C(1795150800000),
		.cursor = SLICE("/next?a=b c\r\n"),
		.agency = SLICE("\"&\r\n\xFF"),
		.session = SLICE("s")};
	struct request request = {0};
	struct error error;
	if (profile_request(profile, kind, listing, &values, &request, &error) < 0)
		return;
	for (const char *c = request.path_query; *c; c++)
		MUST(*c > ' ' && *c < 0x7F); /* nothing that ends a request line */
	request_free(&request);
}

static void sign(const struct profile *profile, enum sign_in_kind kind)
{
	struct sign_in_settings settings = {.kind = kind,
		.user = "u\"",
		.password = "p\r\n",
		.token = "t",
		.client_id = "c",
		.client_secret = "s",
		.token_url = ""};
	struct sign_in *sign_in = sign_in_new(profile, &settings);
	struct request request = {0};
	struct error error;
	static const char body[] = "{\"token\":\"a\",\"access_token\":\"b\",\"session\":\"c\","
				   "\"data\":{\"token\":\"d\"},\"error_code\":0}";
	if (sign_in_request(sign_in, &request, &error) == 0)
		request_free(&request);
	sign_in_answer(sign_in, 200, slice_of(body), INT64_C(1795150800000), &error);
	sign_in_apply(sign_in, &request);
	request_free(&request);
	sign_in_free(sign_in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char page[] = "{\"data\":[{\"code\":\"a\",\"c\":1,\"due\":\"2026-11-10\"},7]}";
	struct profile *profile = NULL;
	int problems = 0;
	struct slice content = {(const char *)data, size};
	int r = profile_parse("x.profile", content, on_problem, &problems, &profile);
	MUST((r < 0) == (problems > 0));
	if (r < 0)
		return 0;
	for (int kind = CYCLE_SWEEP; kind <= CYCLE_INCREMENTAL; kind++)
		for (int i = 0; i < profile_listing_count(profile, (enum cycle_kind)kind); i++)
			ask(profile, (enum cycle_kind)kind, i);
	sign(profile, SIGN_IN_OAUTH2);
	sign(profile, SIGN_IN_SESSION);
	check_page(profile, (const uint8_t *)page, sizeof(page) - 1);
	profile_free(profile);
	return 0;
}
