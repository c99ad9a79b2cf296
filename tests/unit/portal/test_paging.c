/* When a listing ends, and when it only seems to. A portal is played: what it gives for each page
 * asked for, of so many cases, with its own idea of pages and totals. */
#include "portal_test.h"

struct played {
	int cases;
	int asked; /* page size the reader asks for */
	int cap; /* records the portal gives at most; 0: as asked */
	bool by_own_size; /* page N begins at N times what the portal gives, not what is asked for */
	bool ignores_page; /* the first page, whatever is asked */
	bool stays; /* the last page again behind the last */
	bool counts_page; /* its total is the number of records on the page */
	int total_off; /* its total is wrong by so many */
	bool has_total, has_flag, always_more;
	enum no_page behind; /* what comes behind the last page; with `behind_fails` */
	bool behind_fails;
};

struct outcome {
	enum page_next next;
	int distinct; /* cases seen */
	int requests;
	char sentence[512];
};

static struct profile *profile_of(const char *paging)
{
	struct text content = {0};
	text_printf(&content,
		"[profile]\n[sweep a]\npath=/p\nquery=p={page}&s={start}&n={size}\n[paging]\n"
		"page-limit=200\n%s\n[answer]\nrecords=/d\ntotal=/n\nlast=/last\n[fields]\n"
		"code=/c\nreceived=/r\n[dates]\nformats=iso\n",
		paging);
	struct profile *profile = profile_of_text("x.profile", content.data);
	text_free(&content);
	return profile;
}

#define CASES_MOST 1000

/* From which case on the portal lists for what is asked; at most `cases`. */
static int begin_of(const struct played *played, const struct listing_read *read, bool by_offset)
{
	int size = (int)read->page_size,
	    given = played->cap && played->cap < size ? played->cap : size;
	int64_t begin =
		by_offset ? read->listed : read->pages * (played->by_own_size ? given : size);
	if (played->ignores_page)
		return 0;
	if (begin >= played->cases && played->stays)
		return (played->cases - 1) / given * given;
	return begin < played->cases ? (int)begin : played->cases;
}

static struct outcome read_all(const char *paging, const struct played *played)
{
	struct profile *profile = profile_of(paging);
	struct listing_read read = {.page_size = played->asked};
	struct outcome outcome = {.next = PAGE_NEXT};
	struct error error = {0};
	bool seen[CASES_MOST] = {false}, by_offset = strstr(paging, "offset") != NULL;
	int in_a_row = 0;
	while (outcome.next == PAGE_NEXT && outcome.requests < 500) {
		int begin = begin_of(played, &read, by_offset), fresh = 0;
		int given = played->cap && played->cap < read.page_size ? played->cap
									: (int)read.page_size;
		int end = begin + given < played->cases ? begin + given : played->cases;
		outcome.requests++;
		if (begin == end && played->behind_fails) {
			outcome.next = profile_no_page(profile, &read, played->behind, &error);
			if (outcome.next == PAGE_NEXT) {
				outcome.next = PAGE_INCOMPLETE;
				error_set(&error, -EIO, "the page failed");
			}
			break;
		}
		for (int i = begin; i < end; i++) {
			fresh += !seen[i];
			seen[i] = true;
		}
		outcome.distinct += fresh;
		in_a_row = fresh || begin == end ? 0 : in_a_row + 1;
		struct page_result page = {.records = end - begin,
			.total = !played->has_total    ? -1
				 : played->counts_page ? end - begin
						       : played->cases + played->total_off,
			.last_known = played->has_flag,
			.last_said = end == played->cases && !played->always_more};
		outcome.next = profile_page_next(profile, &read, &page, in_a_row, &error);
	}
	snprintf(outcome.sentence, sizeof(outcome.sentence), "%s", error.text);
	profile_free(profile);
	return outcome;
}

static void expect(int line, const char *paging, struct played played, enum page_next next,
	int distinct, int requests)
{
	struct outcome outcome = read_all(paging, &played);
	if (outcome.next != next || outcome.distinct != distinct || outcome.requests != requests)
		fail_msg("line %d, %s: ended %d (%s) with %d cases after %d requests, not %d with "
			 "%d after %d",
			line, paging, outcome.next, outcome.sentence, outcome.distinct,
			outcome.requests, next, distinct, requests);
}
#define EXPECT(paging, next, distinct, requests, ...)                                              \
	expect(__LINE__, paging, (struct played){__VA_ARGS__}, next, distinct, requests)

#define PAGES "style=page"
#define OFFSETS "style=offset"
#define FLAG "style=page\nend=last-flag"
#define EMPTY "style=page\nend=empty-page"

static void a_total_that_is_reached_by_a_short_page_ends(void **state)
{
	EXPECT(PAGES, PAGE_END, 25, 3, 25, 10, .has_total = true);
	EXPECT(OFFSETS, PAGE_END, 25, 3, 25, 10, .has_total = true);
	EXPECT(FLAG, PAGE_END, 25, 3, 25, 10, .has_total = true);
	EXPECT(PAGES, PAGE_END, 3, 1, 3, 10, .has_total = true);
	EXPECT(PAGES, PAGE_END, 0, 1, 0, 10, .has_total = true);
	EXPECT(FLAG, PAGE_END, 20, 2, 20, 10, .has_total = true, .has_flag = true);
}

static void a_list_that_ends_before_its_total_is_incomplete(void **state)
{
	static const char *const styles[] = {PAGES, OFFSETS, FLAG, EMPTY, "style=none"};
	for (size_t i = 0; i < ARRAY_SIZE(styles); i++) {
		struct played played = {8, 10, .has_total = true, .total_off = 1};
		struct outcome outcome = read_all(styles[i], &played);
		assert_int_equal(outcome.next, PAGE_INCOMPLETE);
		assert_non_null(strstr(outcome.sentence, "listed 8 of the 9 cases it counts"));
		played.has_flag = true;
		assert_int_equal(read_all(styles[i], &played).next, PAGE_INCOMPLETE);
	}
	/* unless the profile says that the total counts something else */
	EXPECT(PAGES "\ntrust-total=no", PAGE_END, 8, 2, 8, 10, .has_total = true, .total_off = 9);
	EXPECT(EMPTY "\ntrust-total=no", PAGE_END, 8, 2, 8, 10, .has_total = true, .total_off = 9);
}

static void a_short_page_alone_is_no_end(void **state)
{
	EXPECT(PAGES, PAGE_END, 25, 4, 25, 10);
	EXPECT(OFFSETS, PAGE_END, 25, 4, 25, 10);
	EXPECT(PAGES, PAGE_END, 3, 2, 3, 10);
	EXPECT(PAGES, PAGE_END, 3, 2, 3, 10, .stays = true);
	EXPECT(PAGES, PAGE_END, 3, 2, 3, 10, .ignores_page = true);
	EXPECT(PAGES, PAGE_END, 20, 3, 20, 10);
	EXPECT(EMPTY, PAGE_END, 25, 4, 25, 10);
	EXPECT(PAGES, PAGE_END, 25, 3, 25, 10, .has_flag = true);
	EXPECT(PAGES, PAGE_END, 30, 3, 30, 10, .has_flag = true);
}

static void a_portal_that_caps_its_pages_is_followed(void **state)
{
	static const char *const styles[] = {PAGES, OFFSETS, FLAG};
	for (size_t i = 0; i < ARRAY_SIZE(styles); i++)
		for (int form = 0; form < 8; form++) {
			bool total = form & 1, own = form & 2, flag = form & 4;
			struct played played = {350, 200, .cap = 100, .by_own_size = own,
				.has_total = total, .has_flag = flag};
			struct outcome outcome = read_all(styles[i], &played);
			if (outcome.next != PAGE_END || outcome.distinct != 350)
				fail_msg("%s, form %d: %d (%s) with %d", styles[i], form,
					outcome.next, outcome.sentence, outcome.distinct);
		}
}

static void what_comes_behind_the_last_page_decides_nothing_once_all_is_there(void **state)
{
	for (int what = NO_PAGE_TROUBLE; what <= NO_PAGE_NOTHING; what++) {
		EXPECT(PAGES, PAGE_END, 20, 3, 20, 10, .has_total = true, .behind = what,
			.behind_fails = true);
		EXPECT(OFFSETS, PAGE_END, 20, 3, 20, 10, .has_total = true, .behind = what,
			.behind_fails = true);
	}
	EXPECT(PAGES, PAGE_END, 20, 3, 20, 10, .has_total = true, .stays = true);
	EXPECT(PAGES, PAGE_END, 20, 3, 20, 10, .has_total = true);
	/* a short page is confirmed by "no such page" and by nothing, but not by a failure */
	EXPECT(PAGES, PAGE_END, 25, 4, 25, 10, .behind = NO_PAGE_SUCH, .behind_fails = true);
	EXPECT(PAGES, PAGE_END, 25, 4, 25, 10, .behind = NO_PAGE_NOTHING, .behind_fails = true);
	EXPECT(PAGES, PAGE_INCOMPLETE, 25, 4, 25, 10, .behind = NO_PAGE_TROUBLE,
		.behind_fails = true);
	/* a full one by nothing alone */
	EXPECT(PAGES, PAGE_END, 20, 3, 20, 10, .behind = NO_PAGE_NOTHING, .behind_fails = true);
	EXPECT(PAGES, PAGE_INCOMPLETE, 20, 3, 20, 10, .behind = NO_PAGE_SUCH, .behind_fails = true);
	/* and nothing of it helps before the total is reached */
	for (int what = NO_PAGE_TROUBLE; what <= NO_PAGE_NOTHING; what++)
		EXPECT(PAGES, PAGE_INCOMPLETE, 25, 4, 25, 10, .has_total = true, .total_off = 1,
			.behind = what, .behind_fails = true);
	EXPECT(PAGES, PAGE_INCOMPLETE, 0, 1, 0, 10, .behind = NO_PAGE_NOTHING,
		.behind_fails = true);
}

static void a_total_that_counts_the_page_does_not_end_the_list(void **state)
{
	EXPECT(PAGES, PAGE_END, 25, 3, 25, 10, .has_total = true, .counts_page = true);
	EXPECT(OFFSETS, PAGE_END, 20, 3, 20, 10, .has_total = true, .counts_page = true);
}

static void a_portal_that_shows_one_page_for_all_is_not_believed(void **state)
{
	EXPECT(PAGES, PAGE_INCOMPLETE, 10, 3, 30, 10, .ignores_page = true);
	EXPECT(PAGES, PAGE_INCOMPLETE, 10, 3, 30, 10, .ignores_page = true, .has_total = true);
	EXPECT(OFFSETS, PAGE_INCOMPLETE, 10, 3, 30, 10, .ignores_page = true, .has_flag = true,
		.always_more = true);
	/* where pages differed, and then no more, the last one was met */
	EXPECT(PAGES, PAGE_END, 20, 4, 20, 10, .stays = true);
	EXPECT(FLAG, PAGE_END, 25, 5, 25, 10, .stays = true, .has_flag = true, .always_more = true);
	EXPECT(FLAG, PAGE_END, 25, 4, 25, 10, .has_flag = true, .always_more = true);
}

static void a_list_without_end_is_cut_and_called_incomplete(void **state)
{
	struct played played = {CASES_MOST, 1};
	struct outcome outcome = read_all(PAGES, &played);
	assert_int_equal(outcome.next, PAGE_INCOMPLETE);
	assert_int_equal(outcome.requests, 200);
	assert_non_null(strstr(outcome.sentence, "does not end: cut after 200 pages (page-limit)"));
}

static void a_list_that_goes_on_far_behind_its_own_total_is_cut(void **state)
{
	struct played played = {CASES_MOST, 10, .has_total = true, .total_off = 80 - CASES_MOST};
	struct outcome outcome = read_all(PAGES, &played);
	assert_int_equal(outcome.next, PAGE_INCOMPLETE);
	assert_int_equal(outcome.requests, 27); /* twice 80, and ten pages */
	assert_non_null(strstr(outcome.sentence, "270 cases so far, and the portal counts 80"));
}

static void every_page_is_read_whatever_the_portal_does_short_of_lying(void **state)
{
	static const char *const styles[] = {PAGES, OFFSETS, FLAG, EMPTY};
	for (int form = 0; form < 4 * 64; form++)
		for (int cases = 0; cases < 47; cases += cases < 12 ? 1 : 5) {
			struct played played = {cases, 10, .cap = form & 4 ? 7 : 0,
				.by_own_size = form & 8, .has_total = form & 16,
				.has_flag = form & 32, .stays = (form & 64) && cases > 10};
			const char *style = styles[form & 3];
			/* a page that is skipped by a cap cannot be known without more evidence */
			if (style == styles[3] && played.cap && !played.by_own_size)
				continue;
			struct outcome outcome = read_all(style, &played);
			if (outcome.next != PAGE_END || outcome.distinct != cases)
				fail_msg("form %d, %s, %d cases: %d (%s) with %d", form, style,
					cases, outcome.next, outcome.sentence, outcome.distinct);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_total_that_is_reached_by_a_short_page_ends),
		cmocka_unit_test(a_list_that_ends_before_its_total_is_incomplete),
		cmocka_unit_test(a_short_page_alone_is_no_end),
		cmocka_unit_test(a_portal_that_caps_its_pages_is_followed),
		cmocka_unit_test(what_comes_behind_the_last_page_decides_nothing_once_all_is_there),
		cmocka_unit_test(a_total_that_counts_the_page_does_not_end_the_list),
		cmocka_unit_test(a_portal_that_shows_one_page_for_all_is_not_believed),
		cmocka_unit_test(a_list_without_end_is_cut_and_called_incomplete),
		cmocka_unit_test(a_list_that_goes_on_far_behind_its_own_total_is_cut),
		cmocka_unit_test(every_page_is_read_whatever_the_portal_does_short_of_lying),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
