/* Where the next page is, told by a header: whatever it says, what is asked next is one request line
 * to the portal itself. */
#include "portal_fuzz.h"

static const char text[] = "[profile]\n[sweep all]\npath = /a\nquery = after={cursor}\n[paging]\n"
			   "style = link\n[answer]\nrecords = \"\"\ncursor = header Link\n"
			   "[fields]\ncode = /a\nreceived = /b\n[dates]\nformats = iso\n";

static void on_problem(void *user, const char *file, int line, const char *sentence)
{
	(void)user, (void)file;
	fprintf(stderr, "%d: %s\n", line, sentence);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct profile *profile = NULL;
	struct page_result result;
	struct request request = {0};
	struct error error;
	MUST(profile_parse("x", slice_of(text), on_problem, NULL, &profile) == 0);
	struct decode_options options = {.profile = profile};
	struct decoder *decoder = decoder_new(&options);
	decoder_header(decoder, SLICE("LINK"), (struct slice){(const char *)data, size});
	int r = decoder_feed(decoder, "[{}]", 4, &error);
	if (r == 0)
		r = decoder_end(decoder, &result, &error);
	if (r == 0) {
		struct request_values values = {
			.page_index = 1, .page_size = 50, .cursor = slice_of(result.cursor)};
		MUST(strlen(result.cursor) <= size);
		r = profile_request(profile, CYCLE_SWEEP, 0, &values, &request, &error);
	}
	if (r == 0) {
		MUST(request.path_query[0] == '/');
		for (const char *c = request.path_query; *c; c++)
			MUST(*c > ' ' && *c < 0x7F);
	}
	request_free(&request);
	decoder_free(decoder);
	profile_free(profile);
	return 0;
}
