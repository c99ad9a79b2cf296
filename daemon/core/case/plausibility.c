#include "core/case/plausibility.h"

#include <string.h>

#define WHOLE 100
/* So many new cases in one poll beside those that are known: a list without end. */
#define NEW_MOST 1000

enum group { VANISHED, LOST, CHANGED, ENDED, ADDED, ENDLESS };

static const struct {
	const char *name, *vi, *en;
	enum group group;
	bool control;
} kinds[IMPLAUSIBLE_COUNT] = {
	[IMPLAUSIBLE_VANISHED] = {"vanished", "{} hồ sơ đang mở không còn trong danh sách",
		"{} open cases are listed no more", VANISHED, false},
	[IMPLAUSIBLE_LOST_DUE] = {"lost-due", "{} hồ sơ mất ngày hẹn trả",
		"{} cases lost their due date", LOST, false},
	[IMPLAUSIBLE_FAR_DUE] = {"far-due", "{} hồ sơ có ngày hẹn trả bị đẩy xa hơn hai năm",
		"{} due dates moved by more than two years", LOST, false},
	[IMPLAUSIBLE_LOST_UNIT] = {"lost-unit", "{} hồ sơ mất đơn vị giải quyết",
		"{} cases lost their unit", LOST, false},
	[IMPLAUSIBLE_OTHER_UNIT] = {"other-unit", "{} hồ sơ chuyển sang đơn vị khác",
		"{} cases have another unit", CHANGED, false},
	[IMPLAUSIBLE_LOST_STATUS] = {"lost-status", "{} hồ sơ có trạng thái không ai hiểu",
		"{} cases have a status that nobody has explained", LOST, false},
	[IMPLAUSIBLE_OTHER_DATE] = {"other-date", "{} hồ sơ đổi ngày tiếp nhận hoặc ngày hẹn trả",
		"{} cases were received, or are due, on another day", CHANGED, true},
	[IMPLAUSIBLE_REOPENED] = {"reopened", "{} hồ sơ đã xong lại thành đang mở",
		"{} closed cases are open again", CHANGED, false},
	[IMPLAUSIBLE_ENDED] = {"ended", "{} hồ sơ đang mở kết thúc cùng lúc",
		"{} open cases ended at once", ENDED, false},
	[IMPLAUSIBLE_NEW_CODE] = {"new-code", "{} hồ sơ cũ mang mã chưa từng thấy",
		"{} cases of before have a code never seen", ADDED, false},
	[IMPLAUSIBLE_NEW] = {"new", "{} mã hồ sơ chưa từng thấy", "{} codes never seen", ENDLESS,
		false},
};

const char *implausible_name(enum implausible kind)
{
	return kind < IMPLAUSIBLE_COUNT ? kinds[kind].name : "";
}

const char *implausible_words(enum implausible kind, bool english)
{
	if (kind >= IMPLAUSIBLE_COUNT)
		return "";
	return english ? kinds[kind].en : kinds[kind].vi;
}

void implausible_say(enum implausible kind, int64_t cases, int64_t of, const char *codes,
	bool english, struct text *out)
{
	const char *words = implausible_words(kind, english), *place = strstr(words, "{}");
	if (!place)
		return;
	text_printf(out, english ? "%.*s%lld of %lld%s" : "%.*s%lld/%lld%s", (int)(place - words),
		words, (long long)cases, (long long)of, place + 2);
	if (!*codes)
		return;
	text_add(out, " (");
	for (const char *at = codes; *at; at++)
		text_add(out, *at == '\n' ? ", " : (char[]){*at, 0});
	text_add_char(out, ')');
}

bool implausible_is_of_control(enum implausible kind)
{
	return kinds[kind].control;
}

static bool other(instant before, instant after)
{
	return before != INSTANT_NONE && after != INSTANT_NONE && before != after;
}

unsigned implausible_change(const struct case_state *before, const struct case_state *after,
	bool open_before, bool open_after)
{
	const struct case_facts *was = &before->facts, *is = &after->facts;
	unsigned mask = 0;
	if (was->due != INSTANT_NONE && is->due == INSTANT_NONE)
		mask |= 1u << IMPLAUSIBLE_LOST_DUE;
	if (other(was->due, is->due) && is->due - was->due > IMPLAUSIBLE_FAR_MS)
		mask |= 1u << IMPLAUSIBLE_FAR_DUE;
	if (before->unit && !after->unit)
		mask |= 1u << IMPLAUSIBLE_LOST_UNIT;
	if (before->unit && after->unit && before->unit != after->unit)
		mask |= 1u << IMPLAUSIBLE_OTHER_UNIT;
	if (was->status != STATUS_UNKNOWN && is->status == STATUS_UNKNOWN)
		mask |= 1u << IMPLAUSIBLE_LOST_STATUS;
	if (other(was->due, is->due) || other(was->received, is->received))
		mask |= 1u << IMPLAUSIBLE_OTHER_DATE;
	if (!open_before && open_after)
		mask |= 1u << IMPLAUSIBLE_REOPENED;
	if (open_before && !open_after)
		mask |= 1u << IMPLAUSIBLE_ENDED;
	return mask;
}

unsigned implausible_arrival(const struct case_facts *facts, instant last)
{
	instant received = facts->received != INSTANT_NONE ? facts->received : facts->submitted;
	bool before = received != INSTANT_NONE && last != INSTANT_NONE && received < last - DAY_MS;
	return 1u << IMPLAUSIBLE_NEW | (before ? 1u << IMPLAUSIBLE_NEW_CODE : 0);
}

int64_t plausibility_of(const struct plausibility *plausibility, enum implausible kind, bool open)
{
	if (kinds[kind].group == ENDLESS)
		return plausibility->open + plausibility->closed;
	if (!open)
		return plausibility->closed;
	return kinds[kind].control ? plausibility->control : plausibility->open;
}

static int64_t bound_of(const struct plausibility_bounds *bounds, enum group group)
{
	const int64_t shares[] = {[VANISHED] = bounds->vanished,
		[LOST] = bounds->lost,
		[CHANGED] = bounds->changed,
		[ENDED] = bounds->ended,
		[ADDED] = bounds->added,
		[ENDLESS] = WHOLE};
	return shares[group];
}

unsigned plausibility_doubts(
	const struct plausibility *plausibility, const struct plausibility_bounds *bounds)
{
	unsigned doubts = 0;
	if (bounds->least <= 0)
		return 0;
	for (enum implausible kind = 0; kind < IMPLAUSIBLE_COUNT; kind++)
		for (int open = 0; open < 2; open++) {
			int64_t count = plausibility->count[kind][open];
			int64_t of = plausibility_of(plausibility, kind, open);
			int64_t least = kinds[kind].group == ENDLESS ? NEW_MOST : bounds->least;
			if (count >= least &&
				count * WHOLE > of * bound_of(bounds, kinds[kind].group))
				doubts |= 1u << kind;
		}
	return doubts;
}
