#include "core/case/verdict.h"

#include "base/hash.h"

struct bucket_row {
	const char *name;
	const char *name_vi;
};

static const struct bucket_row buckets[BUCKET_COUNT] = {
	[BUCKET_EARLY] = {"early", "Trước hạn"},
	[BUCKET_ON_TIME] = {"on_time", "Đúng hạn"},
	[BUCKET_LATE] = {"late", "Trễ hạn"},
	[BUCKET_WITHDRAWN] = {"withdrawn", "Rút hồ sơ"},
	[BUCKET_UNDATED_CLOSED] = {"undated_closed", "Đã giải quyết, không có ngày hẹn trả"},
	[BUCKET_IN_TIME] = {"in_time", "Trong hạn"},
	[BUCKET_DUE_SOON] = {"due_soon", "Sắp đến hạn"},
	[BUCKET_OVERDUE] = {"overdue", "Quá hạn"},
	[BUCKET_PAUSED] = {"paused", "Tạm dừng"},
	[BUCKET_UNDATED_OPEN] = {"undated_open", "Đang giải quyết, không có ngày hẹn trả"},
	[BUCKET_UNCLEAR] = {"unclear", "Chưa rõ trạng thái"},
	[BUCKET_VANISHED] = {"vanished", "Cổng không còn liệt kê"},
	[BUCKET_UNACCEPTED] = {"unaccepted", "Chờ tiếp nhận"},
	[BUCKET_REFUSED] = {"refused", "Từ chối tiếp nhận"},
	[BUCKET_INVALID] = {"invalid", "Không hợp lệ"},
};

const char *bucket_name(enum bucket bucket)
{
	return buckets[bucket].name;
}

const char *bucket_name_vi(enum bucket bucket)
{
	return buckets[bucket].name_vi;
}

int bucket_from_name(struct slice name)
{
	for (int i = 0; i < BUCKET_COUNT; i++)
		if (slice_is(name, buckets[i].name))
			return i;
	return -1;
}

uint64_t judge_version(const struct judge *judge)
{
	uint64_t hash = hash_mix(calendar_version(judge->calendar), (uint64_t)judge->compare);
	hash = hash_mix(hash, (uint64_t)judge->due_soon_days);
	hash = hash_mix(hash, judge->due_moves_off_day_off);
	for (int status = 0; status < STATUS_COUNT; status++)
		hash = hash_mix(hash, judge->pause_on[status]);
	return hash_mix(hash, judge->pause_on_lock);
}

bool status_accepted(uint8_t status)
{
	return status >= STATUS_ACCEPTED && status != STATUS_REFUSED;
}

bool facts_closed(const struct case_facts *facts, const struct case_life *life)
{
	if (life->settled && facts->status != STATUS_REGISTERED)
		return true;
	switch (facts->status) {
	case STATUS_PROCESSED:
	case STATUS_RETURNED:
		return true;
	case STATUS_WITHDRAWN:
		return facts->received != INSTANT_NONE;
	case STATUS_REFUSED:
		return life->was_accepted && facts->received != INSTANT_NONE;
	case STATUS_UNKNOWN:
		return facts->finished != INSTANT_NONE && life->closed_seen != INSTANT_NONE;
	default:
		return false;
	}
}

bool facts_paused(const struct case_facts *facts, const struct judge *judge)
{
	return (facts->status < STATUS_COUNT && judge->pause_on[facts->status]) ||
	       (facts->locked && judge->pause_on_lock);
}

/* The promised instant that counts: itself, or the same clock time on the next worked day. */
static instant due_in_force(instant due, const struct judge *judge, day *ret_day)
{
	const struct zone *zone = calendar_zone(judge->calendar);
	day promised = zone_day(zone, due), moved;
	*ret_day = promised;
	if (!judge->due_moves_off_day_off || !calendar_knows(judge->calendar, promised) ||
		calendar_worked(judge->calendar, promised) ||
		calendar_add_days(judge->calendar, promised, 0, &moved) < 0)
		return due;
	*ret_day = moved;
	return zone_instant(zone, moved, zone_ms_of_day(zone, due));
}

struct due_limits due_limits_of(instant due, const struct judge *judge)
{
	day due_day;
	if (judge->due_moves_off_day_off)
		due = due_in_force(due, judge, &due_day);
	instant begins, after;
	calendar_midnights(judge->calendar, due, judge->due_soon_days, &begins, &after);
	struct due_limits limits = {.passes = judge->compare == COMPARE_INSTANT ? due + 1 : after};
	limits.soon_begins = begins == INSTANT_NONE ? limits.passes : begins;
	return limits;
}

/* Further apart than this, two instants never lie in one local day, nor a close on the wrong side of
 * its due: no day need be computed. */
#define DAYS_APART (2 * DAY_MS)

static enum bucket judge_closed(instant closed_at, instant due, const struct judge *judge)
{
	if (due == INSTANT_NONE)
		return BUCKET_UNDATED_CLOSED;
	if (closed_at < due - DAYS_APART) /* a promise only ever moves to a later day */
		return BUCKET_EARLY;
	if (closed_at > due + DAYS_APART && !judge->due_moves_off_day_off)
		return BUCKET_LATE;
	day due_day, closed_day = zone_day(calendar_zone(judge->calendar), closed_at);
	instant in_force = due_in_force(due, judge, &due_day);
	if (judge->compare == COMPARE_INSTANT ? closed_at > in_force : closed_day > due_day)
		return BUCKET_LATE;
	return closed_day < due_day ? BUCKET_EARLY : BUCKET_ON_TIME;
}

/* A finish that lies ahead is the portal's clock, or a slip: hentra saw it closed. And none counts as closed
 * on a day before its receipt, so that whatever is asked of some days counts both or neither. */
static instant counts_from(instant closed_at, const struct case_facts *facts,
	const struct case_life *life, const struct judge *judge)
{
	const struct zone *zone = calendar_zone(judge->calendar);
	if (life->closed_seen != INSTANT_NONE && closed_at > life->closed_seen)
		closed_at = life->closed_seen;
	if (closed_at < facts->received &&
		zone_day(zone, closed_at) < zone_day(zone, facts->received))
		closed_at = facts->received;
	return closed_at;
}

static struct verdict verdict_closed(const struct case_facts *facts, const struct case_life *life,
	const struct judge *judge, instant now)
{
	struct verdict verdict = {.closed_at = facts->finished, .next_change = INSTANT_NONE};
	if (verdict.closed_at == INSTANT_NONE)
		verdict.closed_at = facts->returned;
	if (verdict.closed_at == INSTANT_NONE) {
		verdict.closed_at = life->closed_seen != INSTANT_NONE ? life->closed_seen : now;
		verdict.uncertain = true;
	}
	if (life->settled) {
		verdict.closed_at = life->settled;
		verdict.uncertain = true;
	}
	if (life->settled || facts->status == STATUS_WITHDRAWN || facts->status == STATUS_REFUSED)
		verdict.bucket = BUCKET_WITHDRAWN;
	else
		verdict.bucket = judge_closed(verdict.closed_at, facts->due, judge);
	verdict.closed_at = counts_from(verdict.closed_at, facts, life, judge);
	return verdict;
}

static struct verdict verdict_running(
	const struct case_facts *facts, const struct judge *judge, instant now)
{
	struct verdict verdict = {.closed_at = INSTANT_NONE, .next_change = INSTANT_NONE};
	if (facts->status == STATUS_UNKNOWN) {
		verdict.bucket = BUCKET_UNCLEAR;
		return verdict;
	}
	if (facts_paused(facts, judge)) {
		verdict.bucket = BUCKET_PAUSED;
		return verdict;
	}
	if (facts->due == INSTANT_NONE) {
		verdict.bucket = BUCKET_UNDATED_OPEN;
		return verdict;
	}
	/* which of the three it is nobody can guess, so nothing here branches on it; they are in order */
	struct due_limits limits = due_limits_of(facts->due, judge);
	bool soon = now >= limits.soon_begins, over = now >= limits.passes;
	verdict.bucket = (enum bucket)(BUCKET_IN_TIME + (soon | over) + over);
	instant next = soon ? limits.passes : limits.soon_begins;
	verdict.next_change = over ? INSTANT_NONE : next;
	return verdict;
}

static struct verdict verdict_open(const struct case_facts *facts, const struct case_life *life,
	const struct judge *judge, instant now)
{
	if (life->vanished && now >= life->vanished)
		return (struct verdict){.bucket = BUCKET_VANISHED,
			.closed_at = INSTANT_NONE,
			.next_change = INSTANT_NONE};
	struct verdict verdict = verdict_running(facts, judge, now);
	if (life->vanished &&
		(verdict.next_change == INSTANT_NONE || verdict.next_change > life->vanished))
		verdict.next_change = life->vanished;
	return verdict;
}

struct verdict verdict_of(const struct case_facts *facts, const struct case_life *life,
	const struct judge *judge, instant now)
{
	struct verdict uncounted = {.closed_at = INSTANT_NONE, .next_change = INSTANT_NONE};
	bool closed = facts_closed(facts, life);
	if (facts->status == STATUS_REGISTERED)
		uncounted.bucket = BUCKET_UNACCEPTED;
	else if (!closed && (facts->status == STATUS_REFUSED || facts->status == STATUS_WITHDRAWN))
		uncounted.bucket = BUCKET_REFUSED;
	else if (facts->received == INSTANT_NONE)
		uncounted.bucket = BUCKET_INVALID;
	else if (closed)
		return verdict_closed(facts, life, judge, now);
	else
		return verdict_open(facts, life, judge, now);
	return uncounted;
}

int verdict_days_late(instant due, const struct judge *judge, instant now)
{
	const struct calendar *calendar = judge->calendar;
	day due_day, today = zone_day(calendar_zone(calendar), now);
	instant in_force = due_in_force(due, judge, &due_day);
	if (now <= in_force || today <= due_day)
		return 0;
	day first = civil_day(calendar_first_year(calendar), 1, 1) - 1;
	day last = civil_day(calendar_last_year(calendar), 12, 31);
	int days = 0;
	if (due_day < first)
		due_day = first;
	if (today > last)
		today = last;
	if (today <= due_day || calendar_count(calendar, due_day, today, &days) < 0)
		return 0;
	return days;
}

int verdict_overdue_days(const struct case_facts *facts, const struct judge *judge, instant now)
{
	if (facts->due == INSTANT_NONE || facts_paused(facts, judge))
		return 0;
	return verdict_days_late(facts->due, judge, now);
}
