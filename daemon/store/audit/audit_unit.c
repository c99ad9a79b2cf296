/* The audit of what is suspected of units, and of what purged cases left of suspicions.
 *
 * Silence and mass closings are found again from the closing tallies of all evenings that were looked
 * at, by the calendars of then. Gaps in numbers rest on cases that late ones joined or that are purged:
 * of their rows a sum is kept that only the nightly look moves (gap_seal), so that one that was taken
 * out or put in is noticed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "core/case/detector_unit.h"
#include "store/audit/audit.h"
#include "store/cases/case_row.h"
#include "store/cases/dictionary.h"
#include "store/cases/judge_rows.h"
#include "store/cases/number_text.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_witness.h"
#include "store/witness/at_once.h"
#include "store/witness/purging.h"
#include "store/witness/suspicion_rows.h"

struct evening {
	day date;
	const struct calendar *calendar; /* NULL: it is not kept */
};

struct refound {
	struct finding finding;
	bool matched;
};

struct unit_audit {
	struct store *store;
	const struct judge *judge;
	struct evening *evenings; /* looked at, ascending */
	size_t evening_count, evening_capacity;
	struct unit_day *days; /* of the unit under way */
	size_t day_count, day_capacity;
	uint32_t unit;
	struct refound *list;
	size_t count, capacity;
	struct map places; /* subject -> place in the list */
	audit_difference_fn *on_difference;
	void *user;
	int64_t differences;
	struct error *error;
};

static void unit_audit_free(struct unit_audit *audit)
{
	free(audit->evenings);
	free(audit->days);
	free(audit->list);
	map_free(&audit->places);
}

static void say(struct unit_audit *audit, const struct finding *finding, const char *what)
{
	char sentence[320], date[11];
	const struct zone *zone = calendar_zone(audit->judge->calendar);
	audit->differences++;
	snprintf(sentence, sizeof(sentence), "unit '%.80s': its suspicion (%s) of %s %s",
		dictionary_code(&audit->store->units, finding->unit),
		finding->kind == SUSPICION_AT_ONCE ? "at once"
		: finding->fact == FACT_RECEIVED   ? "silence"
		: finding->fact == FACT_FINISHED   ? "mass closing"
						   : "numbers",
		civil_format_date(zone_day(zone, finding->at), date), what);
	if (audit->on_difference)
		audit->on_difference(audit->user, sentence);
}

/* --- found again -------------------------------------------------------------------------------- */

static int load_evenings(struct unit_audit *audit)
{
	struct store *store = audit->store;
	const struct calendar *now = audit->judge->calendar;
	struct sql_row *list = sql_use(store, SQL_days_looked);
	int result = 0;
	while (sql_more(store, list, &result, audit->error)) {
		struct evening evening = {(day)sql_int64(list, 0), now};
		uint64_t version = (uint64_t)sql_int64(list, 1);
		if (version != calendar_version(now))
			result = calendar_kept(store, version, calendar_zone(now),
				&evening.calendar, audit->error);
		array_reserve(audit->evenings, &audit->evening_capacity, audit->evening_count + 1);
		audit->evenings[audit->evening_count++] = evening;
	}
	return result;
}

/* What a later evening finds of the same stands over it, as it is written. */
static void keep(struct unit_audit *audit, const struct finding *finding)
{
	int64_t subject[] = {suspicion_id_of_unit(finding), finding->kind};
	struct slice key = {(const char *)subject, sizeof(subject)};
	uint32_t *place = map_get(&audit->places, key);
	if (place) {
		audit->list[*place].finding = *finding;
		return;
	}
	map_put(&audit->places, key, (uint32_t)audit->count);
	array_reserve(audit->list, &audit->capacity, audit->count + 1);
	audit->list[audit->count++] = (struct refound){.finding = *finding};
}

/* Each evening over again, with what the unit's tallies were then. */
static void refind_unit(struct unit_audit *audit)
{
	size_t from = 0, to = 0;
	struct unit_place place = unit_place_of(audit->store, audit->unit);
	for (size_t i = 0; i < audit->evening_count; i++) {
		const struct evening *evening = &audit->evenings[i];
		struct finding findings[UNIT_FINDINGS];
		while (to < audit->day_count && audit->days[to].day <= evening->date)
			to++;
		while (from < to && audit->days[from].day < evening->date - UNIT_LOOKS_BACK_DAYS)
			from++;
		size_t found = evening->calendar
				       ? detect_unit(audit->days + from, to - from, evening->date,
						 &place, evening->calendar, findings)
				       : 0;
		for (size_t j = 0; j < found; j++) {
			findings[j].unit = audit->unit;
			findings[j].field = 0;
			keep(audit, &findings[j]);
		}
	}
	audit->day_count = 0;
}

static int refind(struct unit_audit *audit)
{
	struct sql_row *list = sql_use(audit->store, SQL_unit_days);
	int result = 0;
	while (audit->evening_count && sql_more(audit->store, list, &result, audit->error)) {
		uint32_t unit = sql_u32(list, 0);
		struct counts counts;
		if (unit != audit->unit)
			refind_unit(audit);
		audit->unit = unit;
		counts_read(sql_text(list, 2), &counts);
		array_reserve(audit->days, &audit->day_capacity, audit->day_count + 1);
		audit->days[audit->day_count++] = (struct unit_day){
			.day = (day)sql_int64(list, 1),
			.received = counts.received,
			.closed = counts_closed(&counts),
		};
	}
	sql_end(list);
	refind_unit(audit);
	return result;
}

/* Of the suspicions of cases, which are audited themselves. */
static void refound_at_once(void *user, const struct finding *finding)
{
	keep(user, finding);
}

/* --- beside what is kept ------------------------------------------------------------------------ */

static int match(void *user, const struct store_suspicion *kept)
{
	struct unit_audit *audit = user;
	int64_t subject[] = {kept->subject, kept->finding.kind};
	struct slice key = {(const char *)subject, sizeof(subject)};
	/* of what was done at once forgotten cases may be missing, and doubts may have come since */
	bool of_cases =
		kept->finding.kind == SUSPICION_AT_ONCE && kept->finding.fact != FACT_STATUS;
	if (kept->finding.fact == FACT_LISTED)
		return 0;
	uint32_t *place = map_get(&audit->places, key);
	if (!place && of_cases && (audit->store->has_purged || kept->ended))
		return 0;
	if (!place) {
		say(audit, &kept->finding, "is not found again");
		return 0;
	}
	audit->list[*place].matched = true;
	if (!finding_same(&audit->list[*place].finding, &kept->finding) &&
		!(of_cases && audit->store->has_purged))
		say(audit, &kept->finding, "is not as refolded");
	return 0;
}

static int compare(struct unit_audit *audit)
{
	int result = suspicions_of_units(audit->store, match, audit, audit->error);
	for (size_t i = 0; i < audit->count; i++)
		if (!audit->list[i].matched)
			say(audit, &audit->list[i].finding, "is missing");
	return result;
}

static int compare_seal(struct unit_audit *audit)
{
	int64_t is = 0, should = 0;
	int result = gap_seal(audit->store, &is, audit->error);
	if (result == 0)
		result = meta_get(audit->store, "gap_seal", &should, audit->error);
	if (result < 0 && result != -ENOENT)
		return result;
	if (is != should) {
		audit->differences++;
		if (audit->on_difference)
			audit->on_difference(audit->user, "suspicions of numbers left out were "
							  "changed by somebody else");
	}
	return 0;
}

/* --- of cases ------------------------------------------------------------------------------------- */

static void say_case(struct unit_audit *audit, int64_t id)
{
	char sentence[96];
	audit->differences++;
	snprintf(sentence, sizeof(sentence),
		"a suspicion of case number %lld has no case that is suspected", (long long)id);
	if (audit->on_difference)
		audit->on_difference(audit->user, sentence);
}

/* Was the case given another code since detectors looked at it last? */
static int was_renamed(struct unit_audit *audit, int64_t id)
{
	return sql_is(audit->store, audit->error, SQL_case_is_suspect, as_number(id));
}

/* A suspicion is of a case that says so, or of one that was purged. */
static int compare_cases(struct unit_audit *audit)
{
	struct store *store = audit->store;
	struct sql_row *list = sql_use(store, SQL_suspicions_of_cases);
	int result = 0;
	while (sql_more(store, list, &result, audit->error)) {
		struct slice key = sql_slice(list, 1);
		uint32_t portal = sql_u32(list, 2);
		int64_t id = sql_int64(list, 0);
		struct case_row row;
		if (key.length == 0)
			continue; /* what is left of a purged case */
		result = row_get(store, portal, key, &row, audit->error);
		bool fine = result > 0 && row.id == id && row.suspect;
		if (result == 0)
			fine = (result = was_purged(store, portal, key, audit->error)) > 0 ||
			       (result == 0 && (result = was_renamed(audit, id)) > 0);
		if (result >= 0 && !fine)
			say_case(audit, id);
		result = result < 0 ? result : 0;
	}
	return result;
}

int audit_units(struct store *store, const struct judge *judge, audit_difference_fn *on_difference,
	void *user, int64_t *ret_differences, struct error *error)
{
	cleanup(unit_audit_free) struct unit_audit audit = {.store = store,
		.judge = judge,
		.on_difference = on_difference,
		.user = user,
		.error = error};
	int result = load_evenings(&audit);
	if (result == 0)
		result = refind(&audit);
	if (result == 0)
		result = at_once_all(store, refound_at_once, &audit, error);
	if (result == 0)
		result = compare(&audit);
	if (result == 0)
		result = compare_seal(&audit);
	if (result == 0)
		result = compare_cases(&audit);
	*ret_differences += audit.differences;
	return result;
}
