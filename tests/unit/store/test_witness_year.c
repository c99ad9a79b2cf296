/* A year of honest portal life in 40 communes, with rewrites of each kind put in at known places, one by
 * one and in bulk beside honest extensions, and trouble of synchronisation as noise: every rewrite is
 * found, and none where there was none. */
#include <stdlib.h>

#include "store/store_witness.h"
#include "unit/store/store_fixture.h"

#define COMMUNES 40
#define BUSY 4 /* of these, with many cases */
#define CASES 2000
#define VERSIONS 10
#define SEEDS 3 /* tests/full runs more */
#define SILENT_UNITS 2
#define MASSES 2
#define MASS 16
#define BULKS 7 /* rewrites in bulk, of 3 to 300 cases */
#define BUTTONS 2
#define BESIDE 20 /* honest extensions in the same unit and poll */
#define DAYS 365

#define KINDS (SUSPICION_COUNT + 4) /* and of units: numbers, silence, mass closings, bulk */

static uint64_t random_state;

static int pick(int below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (int)(random_state % (uint64_t)below);
}

/* What the portal says of a case from an instant on. */
struct version {
	instant from;
	struct case_facts facts;
	bool gone;
};
struct portal_case {
	char code[40];
	int commune;
	struct version versions[VERSIONS];
	int count;
	int listed; /* the version that was listed last; -1 */
	unsigned planted; /* kinds of suspicion, a bit each */
	unsigned free; /* kinds of which nothing is said: the noise lies over them */
	bool touched; /* of its due date or finish: by noise */
	int number; /* of its commune's on its day */
};
struct window {
	instant from, to;
	int commune; /* -1: all */
};
/* Many cases of a commune rewritten, or ended, in one moment. */
struct bulk {
	int commune, count;
	enum fact fact; /* of the suspicion: FACT_DUE, FACT_FINISHED, FACT_STATUS */
	instant at;
	bool found;
};
struct year {
	struct world *world;
	int count; /* of the cases */
	struct bulk bulks[BULKS + BUTTONS];
	struct portal_case cases[CASES];
	day hidden[BUSY][8]; /* on which numbers were left out */
	int hidden_count[BUSY];
	struct window silent[SILENT_UNITS]; /* a commune takes nothing in */
	struct window massed[MASSES]; /* many cases are closed just before the month's report */
	int64_t of_units[4][3]; /* planted, found, right: numbers, silence, mass closings, bulk */
	int64_t doubted, doubted_wrongly;
	struct window outage[3], glitch[3], lag[5], shift, redated;
	int64_t planted[SUSPICION_COUNT], found[SUSPICION_COUNT], right[SUSPICION_COUNT];
	int missed, wrong;
};

/* --- time ------------------------------------------------------------------------------------- */

static struct world *the;

static day first_day(void)
{
	return civil_day(2026, 1, 5);
}

static day day_of(instant at)
{
	return zone_day(the->zone, at);
}

static day worked(day from, int days)
{
	day date = from;
	assert_int_equal(calendar_add_days(the->calendar, from, days, &date), 0);
	return date;
}

/* A clock time of a local day. */
static instant clock_at(day date, int hour, int minute)
{
	return zone_midnight(the->zone, date) + hour * HOUR_MS + minute * MINUTE_MS;
}

static instant end_of_day(day date)
{
	return zone_midnight(the->zone, date + 1) - 1;
}

/* --- honest lives ----------------------------------------------------------------------------- */

static struct case_facts *say(struct portal_case *life, instant from)
{
	assert_true(life->count < VERSIONS);
	struct version *version = &life->versions[life->count];
	*version = (struct version){
		.from = from, .facts = life->count ? version[-1].facts : no_facts()};
	life->count++;
	return &version->facts;
}

static void finish(struct portal_case *life, instant seen, instant said)
{
	struct case_facts *facts = say(life, seen);
	facts->status = STATUS_PROCESSED;
	facts->finished = said;
}

static void hand_over(struct portal_case *life, instant finished, int days)
{
	instant at = clock_at(worked(day_of(finished), days), 15, pick(60));
	struct case_facts *facts = say(life, at > finished ? at : finished + HOUR_MS);
	facts->status = STATUS_RETURNED;
	facts->returned = life->versions[life->count - 1].from;
}

static const int terms[] = {3, 5, 10, 15};

/* Received on a working morning, accepted; returns the due day. */
static day receive(struct portal_case *life, day date, int acceptance_hours, int term)
{
	day received = worked(date, 0);
	instant submitted = clock_at(received, 7, 5 + pick(50)), accepted = submitted;
	if (acceptance_hours) {
		struct case_facts *facts = say(life, submitted);
		facts->status = STATUS_REGISTERED;
		facts->channel = CHANNEL_ONLINE;
		facts->submitted = submitted;
		assert_int_equal(calendar_add_work(the->calendar, submitted,
					 acceptance_hours * HOUR_MS, &accepted),
			0);
	}
	struct case_facts *facts = say(life, accepted);
	facts->status = STATUS_PROCESSING;
	facts->received = accepted;
	day due = worked(day_of(accepted), term);
	facts->due = end_of_day(due);
	return due;
}

/* Works on it and finishes `late` working days after the due day (negative: before). */
static void work_off(struct portal_case *life, day due, int late)
{
	instant begun = life->versions[life->count - 1].from;
	instant at = clock_at(worked(due, late), 15, pick(90));
	if (at <= begun)
		at = begun + 2 * HOUR_MS;
	finish(life, at, at);
	hand_over(life, at, pick(3));
}

static void ask_supplement(struct portal_case *life, day date, int hour, int days, bool extend)
{
	instant asked = clock_at(date, hour, pick(50));
	if (asked <= life->versions[life->count - 1].from)
		asked = life->versions[life->count - 1].from + HOUR_MS;
	struct case_facts *facts = say(life, asked);
	facts->status = STATUS_SUPPLEMENT;
	facts->supplement_asked = asked;
	facts->supplements++;
	instant done = clock_at(worked(day_of(asked), days), 10, pick(50));
	facts = say(life, done);
	facts->status = STATUS_PROCESSING;
	facts->supplement_done = done;
	if (extend)
		facts->due = end_of_day(worked(day_of(facts->due), days));
}

static void honest(struct portal_case *life, day date)
{
	int term = terms[pick(4)], kind = pick(20);
	day due = receive(life, date, pick(3) ? 0 : 1 + pick(5), term);
	if (kind < 3 && term >= 10) { /* a supplement, early; the due date moves by the pause */
		ask_supplement(life, worked(due, -term + 2), 9, 2 + pick(6), true);
		due = day_of(life->versions[life->count - 1].facts.due);
	} else if (kind == 3 && term >= 5) { /* an apology and a new date, in time */
		struct case_facts *facts = say(life, clock_at(worked(due, -2), 14, 0));
		due = worked(due, 3 + pick(3));
		facts->due = end_of_day(due);
	}
	work_off(life, due, kind == 4 ? 1 + pick(8) : kind < 8 ? 0 : -pick(term));
}

/* --- rewrites --------------------------------------------------------------------------------- */

static void plant(struct portal_case *life, enum suspicion kind)
{
	life->planted |= 1u << kind;
}

static void move_due_late(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, terms[pick(4)]);
	int days = 1 + pick(5);
	struct case_facts *facts = say(life, clock_at(worked(due, days), 9, pick(60)));
	due = worked(due, days + 3);
	facts->due = end_of_day(due);
	work_off(life, due, -1);
	plant(life, SUSPICION_MOVED_DUE);
}

static void move_due_twice(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, 10);
	for (int i = 0; i < 2; i++) {
		struct case_facts *facts = say(life, clock_at(worked(due, -2), 9, pick(60)));
		due = worked(due, 4);
		facts->due = end_of_day(due);
	}
	work_off(life, due, -1);
	plant(life, SUSPICION_MOVED_DUE);
}

static void flip_due(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, 5);
	struct case_facts *facts = say(life, clock_at(worked(due, 1), 9, 0));
	facts->due = end_of_day(worked(due, 6));
	for (int i = 0; i < 4; i++) {
		facts = say(life, clock_at(worked(due, 2 + i), 9, 0));
		facts->due = end_of_day(worked(due, i % 2 ? 6 : 0));
	}
	work_off(life, worked(due, 6), 1);
	life->free |= 1u << SUSPICION_MOVED_DUE; /* told apart: it came back */
}

static void date_back(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, terms[pick(4)]);
	instant seen = clock_at(worked(due, 3 + pick(6)), 9, pick(60));
	finish(life, seen, clock_at(due, 16, 30));
	hand_over(life, seen, 1);
	plant(life, SUSPICION_BACK_DATED);
}

/* Closed late, weeks later it reads as if it had been in time. */
static void rewrite_finish(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, terms[pick(4)]);
	work_off(life, due, 3);
	struct case_facts *facts = say(life, clock_at(worked(due, 15 + pick(20)), 10, 0));
	facts->finished = clock_at(due, 16, 0);
	plant(life, SUSPICION_BACK_DATED);
}

static void supplement_late(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, 10);
	ask_supplement(life, pick(2) ? due : worked(due, -1), 14, 3, true);
	work_off(life, day_of(life->versions[life->count - 1].facts.due), 0);
	plant(life, SUSPICION_LATE_SUPPLEMENT);
}

static void supplement_twice(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, 15);
	ask_supplement(life, worked(due, -13), 9, 2, false);
	ask_supplement(life, worked(due, -8), 9, 2, false);
	work_off(life, due, -1);
	plant(life, SUSPICION_LATE_SUPPLEMENT);
}

static void park(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, 10);
	ask_supplement(life, worked(due, -8), 9, 17 + pick(10), true);
	work_off(life, day_of(life->versions[life->count - 1].facts.due), -1);
	plant(life, SUSPICION_PARKED);
}

static void keep_result(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, 5);
	instant at = clock_at(worked(due, -1), 10, 0);
	finish(life, at, at);
	hand_over(life, at, 7 + pick(10));
	plant(life, SUSPICION_NOT_HANDED_OVER);
}

static void accept_late(struct portal_case *life, day date)
{
	day due = receive(life, date, 13 + pick(10), 5);
	work_off(life, due, -1);
	plant(life, SUSPICION_LATE_ACCEPTANCE);
}

static void promise_nothing(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, 10);
	life->versions[0].facts.due = INSTANT_NONE;
	work_off(life, due, -2);
	plant(life, SUSPICION_UNDATED);
}

static void finish_before_receipt(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, 5);
	work_off(life, due, -2);
	for (int i = 1; i < life->count; i++) {
		life->versions[i].facts.finished = life->versions[0].facts.received - 3 * DAY_MS;
		life->versions[i].facts.odd |= ODD_FINISHED_BEFORE_RECEIVED;
	}
	plant(life, SUSPICION_UNDATED);
}

static void vanish(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, 15);
	say(life, clock_at(worked(due, -5), 9, 0));
	life->versions[life->count - 1].gone = true;
	plant(life, SUSPICION_VANISHED);
}

/* The due day passes, and nobody has written. */
static void write_no_apology(struct portal_case *life, day date)
{
	day due = receive(life, date, 0, terms[pick(4)]);
	work_off(life, due, 2 + pick(5));
	plant(life, SUSPICION_NO_APOLOGY);
}

static void (*const rewrites[])(struct portal_case *life, day date) = {move_due_late,
	move_due_twice, flip_due, date_back, rewrite_finish, supplement_late, supplement_twice,
	park, keep_result, accept_late, promise_nothing, finish_before_receipt, vanish,
	write_no_apology};

/* --- noise ------------------------------------------------------------------------------------ */

static bool inside(const struct window *window, instant at, int commune)
{
	return at >= window->from && at < window->to &&
	       (window->commune < 0 || window->commune == commune);
}

static void make_noise(struct year *year)
{
	for (int i = 0; i < 3; i++) {
		instant from = clock_at(first_day() + 40 + 110 * i + pick(20), 10, 0);
		year->outage[i] = (struct window){from, from + 5 * DAY_MS, -1};
		from = clock_at(first_day() + 80 + 100 * i + pick(10), 5, 0);
		year->glitch[i] = (struct window){from, from + 20 * HOUR_MS, -1};
	}
	for (int i = 0; i < 4; i++) {
		instant from = clock_at(first_day() + 20 + 70 * i + pick(10), 0, 10);
		year->lag[i] = (struct window){from, from + 12 * DAY_MS, i};
	}
	instant from = clock_at(first_day() + 130, 4, 0);
	year->shift = (struct window){from, from + HOUR_MS, -1};
	from = clock_at(first_day() + 255, 4, 0);
	year->redated = (struct window){from, from + HOUR_MS, -1};
	from = clock_at(first_day() + 67, 0, 10); /* of all communes at once */
	year->lag[4] = (struct window){from, from + 6 * DAY_MS, -1};
}

/* Do two spans of time meet, with days between them to spare? */
static bool near(const struct window *window, instant from, instant to)
{
	return from < window->to + 2 * DAY_MS && to > window->from - 2 * DAY_MS;
}

static bool is_noisy(const struct year *year, const struct portal_case *life)
{
	instant from = life->versions[0].from,
		to = life->versions[life->count - 1].from + 16 * DAY_MS;
	bool noisy = near(&year->shift, from, to) || near(&year->redated, from, to);
	for (int i = 0; i < 3; i++)
		noisy |= near(&year->outage[i], from, to) || near(&year->glitch[i], from, to);
	for (int i = 0; i < 5; i++)
		noisy |= inside(&year->lag[i], year->lag[i].from, life->commune) &&
			 near(&year->lag[i], from, to);
	return noisy;
}

/* What the portal shows of a case at `now`; NULL: nothing. */
static const struct version *shown(
	const struct year *year, const struct portal_case *life, instant now)
{
	const struct version *found = NULL;
	for (int i = 0; i < 5; i++)
		if (inside(&year->lag[i], now, life->commune))
			now = year->lag[i].from;
	for (int i = 0; i < life->count && life->versions[i].from <= now; i++)
		found = &life->versions[i];
	return found && !found->gone ? found : NULL;
}

static struct case_facts noisy_facts(
	const struct year *year, const struct version *version, instant now)
{
	struct case_facts facts = version->facts;
	bool shifted = now >= year->shift.from && facts.finished == INSTANT_NONE &&
		       version->from < year->shift.from;
	for (int i = 0; i < 3; i++)
		if (inside(&year->glitch[i], now, -1)) {
			facts.due = facts.due == INSTANT_NONE ? facts.due : facts.due + 2 * DAY_MS;
			if (facts.finished != INSTANT_NONE)
				facts.finished -= DAY_MS;
		}
	if (shifted && facts.due != INSTANT_NONE)
		facts.due += DAY_MS; /* for good, in one poll, for everybody */
	if (now >= year->redated.from && version->from < year->redated.from &&
		facts.finished != INSTANT_NONE)
		facts.finished -= 7 * HOUR_MS; /* the same, of all that is closed: UTC was meant */
	return facts;
}

/* --- a year ----------------------------------------------------------------------------------- */

/* Those that live one by one; the others are kept for what happens in bulk. */
#define SINGLE 1200

/* A busy commune takes cases in nearly every day; the others now and then. */
static day some_day(int commune, int taken, int all)
{
	int days = DAYS - 90;
	if (commune >= BUSY)
		return first_day() + pick(days);
	return first_day() + taken * days / all + pick(2);
}

static void make_cases(struct year *year)
{
	int taken[COMMUNES] = {0}, all[COMMUNES] = {0};
	year->count = SINGLE;
	for (int i = 0; i < SINGLE; i++) {
		year->cases[i] = (struct portal_case){
			.listed = -1, .commune = pick(3) ? pick(BUSY) : pick(COMMUNES)};
		all[year->cases[i].commune]++;
	}
	for (int i = 0; i < SINGLE; i++) {
		struct portal_case *life = &year->cases[i];
		int place = life->commune;
		day date = some_day(place, taken[place]++, all[place]);
		bool rewritten = pick(5) == 0;
		uint64_t before = random_state;
		if (rewritten)
			rewrites[pick((int)ARRAY_SIZE(rewrites))](life, date);
		if (!rewritten || is_noisy(year, life)) {
			/* what happens under noise nobody can see: it is an honest one instead */
			random_state = before + 1;
			int commune = life->commune;
			*life = (struct portal_case){.listed = -1, .commune = commune};
			honest(life, date);
		}
	}
}

/* --- of whole units ----------------------------------------------------------------------------- */

/* What a commune would have taken in meanwhile goes to others: it is silent. */
static void fall_silent(struct year *year, int place, int commune, day from, int days)
{
	year->silent[place] =
		(struct window){clock_at(from, 0, 0), clock_at(worked(from, days), 0, 0), commune};
	for (int i = 0; i < year->count; i++) {
		struct portal_case *life = &year->cases[i];
		if (life->commune == commune &&
			inside(&year->silent[place], life->versions[0].from, commune))
			life->commune = BUSY + pick(COMMUNES - BUSY);
	}
}

static struct portal_case *one_more(struct year *year, int commune)
{
	assert_true(year->count < CASES);
	struct portal_case *life = &year->cases[year->count++];
	*life = (struct portal_case){.listed = -1, .commune = commune};
	return life;
}

/* Just before a month's report closes a commune finishes many cases in one afternoon, long before they are
 * due: nothing is wrong with any one of them. */
static void close_many(struct year *year, int place, int commune, day on)
{
	year->massed[place] = (struct window){clock_at(on, 0, 0), clock_at(on + 1, 0, 0), commune};
	for (int i = 0; i < MASS; i++) {
		struct portal_case *life = one_more(year, commune);
		receive(life, worked(on, -3 - i % 4), 0, 15);
		instant at = clock_at(on, 15, pick(60));
		finish(life, at, at);
		hand_over(life, at, 1);
	}
}

/* What "reset the overdue cases" does: of overdue cases the due date is moved, or they end as if in time,
 * or, by a list that somebody made, they end as they are; and honest extensions in the same moment. */
static void rewrite_in_bulk(struct year *year, const struct bulk *bulk)
{
	day on = day_of(bulk->at);
	for (int i = 0; i < bulk->count; i++) {
		struct portal_case *life = one_more(year, bulk->commune);
		day due = receive(life, worked(on, -6 - i % 2), 0, 3);
		if (bulk->fact == FACT_DUE) {
			say(life, bulk->at)->due = end_of_day(worked(on, 5));
			instant end = clock_at(worked(on, 1 + i % 5), 8 + i / 5 % 8, pick(60));
			finish(life, end, end);
			hand_over(life, end, 1);
			plant(life, SUSPICION_MOVED_DUE);
		} else {
			bool back = bulk->fact == FACT_FINISHED;
			finish(life, bulk->at, back ? clock_at(due, 16, 0) : bulk->at);
			hand_over(life, bulk->at, 1);
			if (back)
				plant(life, SUSPICION_BACK_DATED);
		}
	}
	for (int i = 0; i < BESIDE; i++) {
		struct portal_case *life = one_more(year, bulk->commune);
		day due = receive(life, worked(on, -2 - i % 3), 0, 10);
		say(life, bulk->at)->due = end_of_day(worked(due, 3));
		work_off(life, worked(due, 3), -i % 7);
	}
}

/* Would a case that lives from 9 days before to 12 after meet any noise? */
static bool is_calm(const struct year *year, int commune, day on)
{
	instant from = clock_at(on - 9, 0, 0), to = clock_at(on + 12, 0, 0);
	bool noisy = near(&year->shift, from, to) || near(&year->redated, from, to);
	for (int i = 0; i < 3; i++)
		noisy |= near(&year->outage[i], from, to) || near(&year->glitch[i], from, to);
	for (int i = 0; i < 5; i++)
		noisy |= inside(&year->lag[i], year->lag[i].from, commune) &&
			 near(&year->lag[i], from, to);
	return !noisy;
}

static void make_bulks(struct year *year)
{
	static const int counts[BULKS] = {3, 300, 12, 5, 100, 30, 40};
	static const enum fact facts[BULKS] = {FACT_DUE, FACT_DUE, FACT_FINISHED, FACT_FINISHED,
		FACT_FINISHED, FACT_STATUS, FACT_DUE};
	for (int i = 0; i < BULKS; i++) {
		int commune = i % 2 ? 1 + pick(2) : 4 + pick(COMMUNES - 4);
		day on;
		do
			on = worked(first_day() + 100 + pick(150), 0);
		while (!is_calm(year, commune, on) || civil_date(on).mday < 16 ||
			civil_date(on).mday > 27); /* far from the ends of reporting months */
		year->bulks[i] =
			(struct bulk){commune, counts[i], facts[i], clock_at(on, 15, pick(60))};
		rewrite_in_bulk(year, &year->bulks[i]);
	}
}

static void trouble_units(struct year *year)
{
	close_many(year, 0, 2, civil_day(2026, 4, 14));
	close_many(year, 1, 0, civil_day(2026, 8, 14));
	fall_silent(year, 0, 0, worked(first_day() + 100 + pick(3), 0), 10);
	fall_silent(year, 1, 3, worked(first_day() + 196 + pick(5), 0), 9);
}

/* Did the portal's own list, if it had been read at every instant, have no new case in that time? */
static bool was_silent(const struct year *year, int commune, instant from, instant to)
{
	for (int i = 0; i < year->count; i++) {
		const struct portal_case *life = &year->cases[i];
		if (life->commune == commune && life->versions[0].from >= from &&
			life->versions[0].from < to)
			return false;
	}
	return true;
}

/* In one commune all that is overdue is set right at once, by a button. */
static void push_the_button(struct year *year, int commune, instant at)
{
	for (int i = 0; i < year->count; i++) {
		struct portal_case *life = &year->cases[i];
		if (life->commune != commune || life->planted || is_noisy(year, life))
			continue;
		for (int v = 0; v < life->count; v++) {
			const struct case_facts *facts = &life->versions[v].facts;
			bool runs = facts->status == STATUS_PROCESSING &&
				    life->versions[v].from < at &&
				    (v + 1 == life->count || life->versions[v + 1].from > at);
			if (!runs || facts->due == INSTANT_NONE ||
				worked(day_of(facts->due), 2) >= day_of(at))
				continue;
			instant due = facts->due;
			life->count = v + 1;
			finish(life, at, due - HOUR_MS);
			hand_over(life, at, 1);
			plant(life, SUSPICION_BACK_DATED);
			break;
		}
	}
}

/* --- numbers ------------------------------------------------------------------------------------ */

/* The day on which a case is given its number; cases of one commune and day are numbered from 1 on. */
static day numbered_on(const struct portal_case *life)
{
	return day_of(life->versions[0].from);
}

static int cases_of(const struct year *year, int commune, day date)
{
	int count = 0;
	for (int i = 0; i < year->count; i++)
		count += year->cases[i].commune == commune && numbered_on(&year->cases[i]) == date;
	return count;
}

/* Numbers that never appear: before the second half of a day's cases, `count` are left out. */
static void hide(struct year *year, int commune, day date, int count)
{
	int half = cases_of(year, commune, date) / 2;
	for (int i = 0; i < year->count; i++) {
		struct portal_case *life = &year->cases[i];
		if (life->commune == commune && numbered_on(life) == date && life->number > half)
			life->number += count;
	}
}

/* Of the days of the 20 working days that end with `to`, on how many did cases come? */
static int busy_days(const struct year *year, int commune, day to)
{
	int busy = 0;
	for (day date = worked(to, -19); date < to; date++)
		busy += cases_of(year, commune, date) > 0;
	return busy;
}

static void number_cases(struct year *year)
{
	for (int i = 0; i < year->count; i++) {
		struct portal_case *life = &year->cases[i];
		life->number = 1;
		for (int j = 0; j < i; j++)
			life->number += year->cases[j].commune == life->commune &&
					numbered_on(&year->cases[j]) == numbered_on(life);
	}
}

/* Cases are kept out of the list on some days of the busy communes; one or two numbers stay away
 * honestly on others. */
static void leave_numbers_out(struct year *year)
{
	for (int commune = 0; commune < BUSY; commune++)
		for (int i = 0; i < 5; i++) {
			day date = first_day() + 35 + i * 45 + pick(10);
			while (cases_of(year, commune, date) == 0)
				date++;
			bool known = busy_days(year, commune, date) >= 10;
			if (i % 2 == 0 && known)
				year->hidden[commune][year->hidden_count[commune]++] = date;
			hide(year, commune, date, i % 2 == 0 && known ? 3 + pick(8) : 1 + pick(2));
		}
}

static void name_cases(struct year *year)
{
	for (int i = 0; i < year->count; i++) {
		struct portal_case *life = &year->cases[i];
		struct civil_date date = civil_date(numbered_on(life));
		sprintf(life->code, "C%02d-%02d%02d%02d-%04d", life->commune, date.year % 100,
			date.month, date.mday, life->number);
	}
}

static struct portal_case *case_named(struct year *year, const char *code)
{
	for (int i = 0; i < year->count; i++)
		if (strcmp(year->cases[i].code, code) == 0)
			return &year->cases[i];
	fail_msg("no case has the code %s", code);
	return NULL;
}

/* --- a year, lived ------------------------------------------------------------------------------ */

static void poll(struct year *year, instant now, bool sweep)
{
	struct world *world = year->world;
	int64_t id = poll_begin(world, sweep, now);
	char unit[8];
	for (int i = 0; i < year->count; i++) {
		struct portal_case *life = &year->cases[i];
		if (life->versions[0].from > now)
			continue;
		const struct version *version = shown(year, life, now);
		if (!version)
			continue;
		int number = (int)(version - life->versions);
		struct case_facts facts = noisy_facts(year, version, now);
		bool changed = number != life->listed || sweep ||
			       memcmp(&facts, &version->facts, sizeof(facts)) != 0;
		for (int g = 0; g < 3; g++)
			changed |= now >= year->glitch[g].to && now < year->glitch[g].to + DAY_MS;
		if (!changed)
			continue;
		life->listed = number;
		struct case_record record = record_of(life->code, facts);
		sprintf(unit, "U-%02d", life->commune);
		record.unit = slice_of(unit);
		batch_add(world->batch, &record);
	}
	put_batch(world, id, now);
	poll_end(world, id, now + MINUTE_MS);
}

static void pass(struct year *year, instant now)
{
	struct world *world = year->world;
	bool more = true;
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now, 500, &world->tally,
			&more, &world->error));
}

static void look_at_numbers(struct year *year)
{
	struct world *world = year->world;
	bool done = false;
	while (!done)
		ASSERT_FINE(store_look_at_numbers(
			world->store, &world->judge, 1000, &done, &world->error));
}

static void look_at_units(struct year *year)
{
	struct world *world = year->world;
	uint32_t cursor = 0;
	do
		ASSERT_FINE(store_look_at_units(
			world->store, &world->judge, 15, &cursor, &world->error));
	while (cursor);
}

static void live_through(struct year *year)
{
	static const int minutes[] = {30, 10 * 60, 14 * 60, 17 * 60 + 10};
	for (day date = first_day(); date < first_day() + DAYS; date++)
		for (size_t i = 0; i < ARRAY_SIZE(minutes); i++) {
			instant now = clock_at(date, 0, minutes[i]);
			bool down = false;
			for (int o = 0; o < 3; o++)
				down |= inside(&year->outage[o], now, -1);
			if (down)
				continue;
			poll(year, now, i == 0 && date % 2 == 0);
			pass(year, now + 2 * MINUTE_MS);
			if (i == 0)
				look_at_numbers(year);
			if (i == 0 && date < first_day() + DAYS - 90) /* then nobody lives here */
				look_at_units(year);
		}
}

enum { NUMBERS, SILENCE, CLOSINGS, BULK };

/* Right is a planted one; and of a silence one that the portal's own list bears out. */
static bool is_right(struct year *year, const struct finding *finding, int commune, int *ret_sort)
{
	day date = day_of(finding->after);
	*ret_sort = finding->kind == SUSPICION_AT_ONCE ? BULK
		    : finding->fact == FACT_LISTED     ? NUMBERS
		    : finding->fact == FACT_RECEIVED   ? SILENCE
						       : CLOSINGS;
	if (*ret_sort == SILENCE)
		return was_silent(year, commune, finding->after, finding->at);
	for (int i = 0; *ret_sort == CLOSINGS && i < MASSES; i++)
		if (year->massed[i].commune == commune && day_of(year->massed[i].from) == date)
			return true;
	for (int i = 0; *ret_sort == NUMBERS && commune < BUSY && i < year->hidden_count[commune];
		i++)
		if (year->hidden[commune][i] == date)
			return true;
	return false;
}

static bool is_planted_silence(const struct year *year, const struct finding *finding, int commune)
{
	for (int i = 0; i < SILENT_UNITS; i++)
		if (year->silent[i].commune == commune && finding->at > year->silent[i].from &&
			finding->after < year->silent[i].to)
			return true;
	return false;
}

/* Ended at once is right where it happened in bulk; moved or dated back at once follows from the cases, which
 * are told of themselves. Only what finds one of the bulks is counted. */
static bool finds_bulk(
	struct year *year, const struct finding *finding, int commune, bool *ret_right)
{
	bool finds = false;
	*ret_right = finding->fact != FACT_STATUS;
	for (size_t i = 0; i < ARRAY_SIZE(year->bulks); i++) {
		struct bulk *bulk = &year->bulks[i];
		bool here = bulk->commune == commune && finding->at >= bulk->at &&
			    finding->at < bulk->at + DAY_MS;
		*ret_right |= here;
		if (!here || bulk->fact != finding->fact || bulk->found)
			continue;
		finds = bulk->found = true;
	}
	return finds;
}

static int take_of_unit(struct year *year, const struct finding *finding)
{
	size_t count;
	const struct store_unit *units = store_units(year->world->store, &count);
	assert_in_range(finding->unit, 1, count);
	int sort, commune = atoi(units[finding->unit - 1].code + strlen("U-"));
	bool right = is_right(year, finding, commune, &sort);
	if (finding->doubt)
		return 0;
	if (sort == BULK && !finds_bulk(year, finding, commune, &right) && right)
		return 0; /* true, by chance or as well */
	if (right && sort == SILENCE && !is_planted_silence(year, finding, commune))
		return 0; /* true, by chance */
	year->found[finding->kind]++;
	year->of_units[sort][1]++;
	if (right) {
		year->right[finding->kind]++;
		year->of_units[sort][2]++;
	} else if (year->wrong++ < 5) {
		print_message("  wrong: %s of commune %d, after %lld, at %lld\n",
			fact_name(finding->fact), commune, (long long)finding->after,
			(long long)finding->at);
	}
	return 0;
}

/* Honest lateness without a word before is found as no-apology too: by what the portal truly said, did a
 * due date pass while the case was worked on? */
static bool passed_its_due(const struct portal_case *life)
{
	for (int v = 0; v < life->count; v++) {
		const struct case_facts *facts = &life->versions[v].facts;
		instant until = v + 1 < life->count ? life->versions[v + 1].from : INT64_MAX;
		if (facts->status == STATUS_PROCESSING && facts->due != INSTANT_NONE &&
			until > facts->due)
			return true;
	}
	return false;
}

static int take(void *user, const struct store_suspicion *found)
{
	struct year *year = user;
	const struct finding *finding = &found->finding;
	if (!found->case_id)
		return take_of_unit(year, finding);
	struct portal_case *life = case_named(year, found->code);
	unsigned bit = 1u << finding->kind;
	year->doubted += finding->doubt != DOUBT_NONE;
	year->doubted_wrongly += finding->doubt && life->planted & bit;
	if (finding->doubt || (life->free & bit) ||
		(finding->kind == SUSPICION_NO_APOLOGY && !(life->planted & bit) &&
			passed_its_due(life)))
		return 0;
	year->found[finding->kind]++;
	if (life->planted & bit) {
		year->right[finding->kind]++;
		life->planted &= ~bit;
	} else if (year->wrong++ < 5) {
		print_message("  wrong: %s %s, after %lld by %lld\n", found->code,
			suspicion_name(finding->kind), (long long)finding->after,
			(long long)finding->by);
	}
	return 0;
}

static void reckon(struct year *year)
{
	struct world *world = year->world;
	struct suspicion_filter filter = {.kind = -1, .since = INSTANT_NONE};
	for (int i = 0; i < year->count; i++)
		for (int kind = 0; kind < SUSPICION_COUNT; kind++)
			year->planted[kind] += year->cases[i].planted >> kind & 1;
	for (int commune = 0; commune < BUSY; commune++)
		year->of_units[NUMBERS][0] += year->hidden_count[commune];
	year->of_units[SILENCE][0] = SILENT_UNITS;
	year->of_units[CLOSINGS][0] = MASSES;
	for (int sort = 0; sort < BULK; sort++)
		year->planted[SUSPICION_SILENT] += year->of_units[sort][0];
	year->planted[SUSPICION_AT_ONCE] = year->of_units[BULK][0] = BULKS;
	ASSERT_FINE(store_suspicions(world->store, &filter, take, year, &world->error));
	for (int i = 0; i < year->count; i++)
		for (int kind = 0; kind < SUSPICION_COUNT; kind++)
			if (year->cases[i].planted >> kind & 1 && year->missed++ < 5)
				print_message("  missed: %s %s, from %lld\n", year->cases[i].code,
					suspicion_name((enum suspicion)kind),
					(long long)year->cases[i].versions[0].from);
}

static void print_difference(void *user, const char *sentence)
{
	(void)user;
	print_message("%s\n", sentence);
}

static void play(struct world *world, uint64_t seed, int64_t sums[3][KINDS])
{
	struct year *year = xcalloc(1, sizeof(*year));
	struct audit_result audit;
	the = world;
	random_state = seed * 2654435761u + 1;
	year->world = world;
	make_noise(year);
	make_cases(year);
	trouble_units(year);
	for (int i = 0; i < BUTTONS; i++) {
		struct bulk button = {
			.commune = 1 + i, .at = clock_at(first_day() + 210 + 30 * i, 9, 0)};
		push_the_button(year, button.commune, button.at);
		year->bulks[BULKS + i] = button;
	}
	make_bulks(year);
	number_cases(year);
	leave_numbers_out(year);
	name_cases(year);
	live_through(year);
	reckon(year);
	ASSERT_FINE(store_audit(
		world->store, &world->judge, print_difference, NULL, &audit, &world->error));
	assert_int_equal(audit.suspicions + audit.differences + audit.misjudged, 0);
	for (int kind = 0; kind < SUSPICION_COUNT; kind++) {
		sums[0][kind] += year->planted[kind];
		sums[1][kind] += year->found[kind];
		sums[2][kind] += year->right[kind];
	}
	for (int sort = 0; sort < 4; sort++)
		for (int i = 0; i < 3; i++)
			sums[i][SUSPICION_COUNT + sort] += year->of_units[sort][i];
	print_message("seed %llu: %d missed, %d wrong; in doubt %lld, of these planted %lld\n",
		(unsigned long long)seed, year->missed, year->wrong, (long long)year->doubted,
		(long long)year->doubted_wrongly);
	assert_int_equal(year->doubted_wrongly, 0);
	free(year);
}

static void print_kind(int kind, int64_t sums[3][KINDS])
{
	static const char *const of_units[] = {" numbers", " silence", " mass closing", " bulk"};
	int64_t planted = sums[0][kind], found = sums[1][kind], right = sums[2][kind];
	const char *name = kind < SUSPICION_COUNT ? suspicion_name((enum suspicion)kind)
						  : of_units[kind - SUSPICION_COUNT];
	print_message(
		"%-16s planted %5lld  found %5lld  right %5lld  precision %.4f  recall %.4f\n",
		name, (long long)planted, (long long)found, (long long)right,
		found ? (double)right / (double)found : 1,
		planted ? (double)right / (double)planted : 1);
}

static void every_rewrite_is_found_and_none_where_there_was_none(void **state)
{
	struct world *world = *state;
	int64_t sums[3][KINDS] = {0}, all[3] = {0};
	const char *given = getenv("HENTRA_SEED"), *many = getenv("HENTRA_SEEDS");
	uint64_t first = given ? strtoull(given, NULL, 10) : 1;
	int seeds = many ? atoi(many) : given ? 1 : SEEDS;
	for (int i = 0; i < seeds; i++) {
		char command[160];
		play(world, first + (uint64_t)i, sums);
		store_close(world->store);
		sprintf(command, "rm %s/store.db*", world->folder);
		assert_int_equal(system(command), 0);
		world_open(world);
	}
	for (int kind = 0; kind < KINDS; kind++) {
		print_kind(kind, sums);
		for (int i = 0; i < 3 && kind < SUSPICION_COUNT; i++)
			all[i] += sums[i][kind];
		assert_true(sums[0][kind] > 0);
	}
	print_message("precision %.4f, recall %.4f\n", (double)all[2] / (double)all[1],
		(double)all[2] / (double)all[0]);
	assert_true(all[0] > 0);
	assert_int_equal(all[1], all[2]);
	assert_int_equal(all[0], all[2]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			every_rewrite_is_found_and_none_where_there_was_none, world_new,
			world_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
