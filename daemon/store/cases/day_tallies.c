/* The closing tallies of some evenings, unit by unit. */
#include "store/cases/number_text.h"
#include "store/inside.h"
#include "store/store_witness.h"

struct day_tallies {
	day from, to;
	store_day_tally_fn *on_tally;
	void *user;
};

static int read_unit(
	struct store *store, const struct day_tallies *tallies, uint32_t unit, struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_evenings, as_number(unit),
		as_number(tallies->from), as_number(tallies->to));
	while (sql_more(store, list, &result, error)) {
		day evening = (day)sql_int64(list, 0);
		struct counts counts;
		counts_read(sql_text(list, 1), &counts);
		if (evening < tallies->from)
			evening = tallies->from;
		tallies->on_tally(tallies->user, unit, evening, &counts);
	}
	return result;
}

int store_day_tallies(struct store *store, day from, day to, int most, uint32_t *cursor,
	store_day_tally_fn *on_tally, void *user, struct error *error)
{
	struct day_tallies tallies = {from, to, on_tally, user};
	size_t count;
	uint32_t unit = *cursor;
	int result = 0;
	store_units(store, &count);
	for (; most > 0 && unit < count && result == 0; most--)
		result = read_unit(store, &tallies, ++unit, error);
	if (result == 0)
		*cursor = unit < count ? unit : 0;
	return result;
}
