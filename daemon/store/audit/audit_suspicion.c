/* The audit of suspicions: what is kept of each case beside what its history gives again. All that is
 * kept is read once beforehand, as one number a case. */
#include "base/hash.h"
#include "base/memory.h"
#include "store/audit/audit.h"
#include "store/sql.h"

struct kept_case {
	int64_t id;
	size_t count;
	uint64_t sum; /* of what finding_number() gives */
};

/* Two findings of one number are the same. */
static uint64_t finding_number(const struct finding *finding)
{
	const int64_t parts[] = {finding->kind, finding->unit, finding->field, finding->confidence,
		finding->doubt, finding->fact, finding->was, finding->became, finding->after,
		finding->by, finding->at, finding->last, finding->times};
	uint64_t hash = 0;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		hash = hash_mix(hash, (uint64_t)parts[i]);
	return hash;
}

static void keep(struct kept_suspicions *kept, int64_t id, const struct finding *finding)
{
	if (!kept->count || kept->cases[kept->count - 1].id != id) {
		array_reserve(kept->cases, &kept->capacity, kept->count + 1);
		kept->cases[kept->count++] = (struct kept_case){.id = id};
	}
	struct kept_case *of = &kept->cases[kept->count - 1];
	of->count++;
	of->sum += finding_number(finding);
}

int kept_suspicions_load(struct store *store, struct kept_suspicions *kept, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_suspicions_kept);
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		struct finding finding = {
			.kind = (enum suspicion)sql_int(list, 1),
			.unit = sql_u32(list, 2),
			.field = sql_u32(list, 3),
			.confidence = (enum confidence)sql_int(list, 4),
			.doubt = (enum doubt)sql_int(list, 5),
			.fact = (enum fact)sql_int(list, 6),
			.was = sql_instant(list, 7),
			.became = sql_instant(list, 8),
			.after = sql_instant(list, 9),
			.by = sql_instant(list, 10),
			.at = sql_instant(list, 11),
			.times = sql_u32(list, 12),
			.last = sql_instant(list, 13),
		};
		keep(kept, sql_int64(list, 0), &finding);
	}
	return result;
}

static int by_id(const void *id, const void *kept)
{
	int64_t wanted = *(const int64_t *)id, is = ((const struct kept_case *)kept)->id;
	return (wanted > is) - (wanted < is);
}

bool kept_suspicions_are(const struct kept_suspicions *kept, int64_t id,
	const struct finding *findings, size_t count)
{
	uint64_t sum = 0;
	const struct kept_case *of =
		kept->count ? bsearch(&id, kept->cases, kept->count, sizeof(*of), by_id) : NULL;
	for (size_t i = 0; i < count; i++)
		sum += finding_number(&findings[i]);
	return of ? of->count == count && of->sum == sum : count == 0;
}

void kept_suspicions_free(struct kept_suspicions *kept)
{
	free(kept->cases);
}
