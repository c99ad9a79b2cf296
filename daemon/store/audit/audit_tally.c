/* The audit of the tally: what is kept beside what was folded. */
#include <stdio.h>

#include "store/audit/audit.h"
#include "store/cases/dictionary.h"
#include "store/inside.h"

static const char *column_name(int column)
{
	if (column < BUCKET_COUNT)
		return bucket_name((enum bucket)column);
	return column == TALLY_RECEIVED ? "received" : "received_online";
}

struct comparing {
	struct store *store;
	audit_difference_fn *on_difference;
	void *user;
	int64_t differences;
};

static void say_difference(
	struct comparing *comparing, const struct tally_cell *folded, const struct tally_cell *kept)
{
	struct store *store = comparing->store;
	struct tally_key key = folded ? folded->key : kept->key;
	const char *unit = dictionary_code(&store->units, key.unit);
	const char *field = dictionary_code(&store->fields, key.field);
	bool differs = false;
	for (int column = 0; column < TALLY_COLUMNS; column++) {
		int is = kept ? kept->count[column] : 0,
		    should = folded ? folded->count[column] : 0;
		char sentence[320];
		if (is == should)
			continue;
		differs = true;
		snprintf(sentence, sizeof(sentence),
			"tally of unit '%.80s', field '%.80s', month %d-%02d: %s is %d, refolded it"
			" is %d",
			unit, field, key.month / 12, key.month ? key.month % 12 + 1 : 0,
			column_name(column), is, should);
		if (comparing->on_difference)
			comparing->on_difference(comparing->user, sentence);
	}
	comparing->differences += differs;
}

int audit_tally(struct store *store, const struct tally *folded, audit_difference_fn *on_difference,
	void *user, int64_t *differences, struct error *error)
{
	struct comparing comparing = {store, on_difference, user, 0};
	struct tally kept = {0};
	int result = store_load_tally(store, &kept, error);
	for (size_t i = 0; i < folded->used && result == 0; i++)
		say_difference(
			&comparing, &folded->cells[i], tally_find(&kept, folded->cells[i].key));
	for (size_t i = 0; i < kept.used && result == 0; i++)
		if (!tally_find(folded, kept.cells[i].key))
			say_difference(&comparing, NULL, &kept.cells[i]);
	tally_free(&kept);
	*differences += comparing.differences;
	return result;
}
