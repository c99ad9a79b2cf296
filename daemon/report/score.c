#include "report/score.h"

struct gap_row {
	const char *name, *vi, *en;
};

static const struct gap_row gaps[SCORE_GAP_COUNT] = {
	[SCORE_GAP_NONE] = {"none", "hai cách tính như nhau", "the two rules agree"},
	[SCORE_GAP_HOUR] = {"hour", "xong trong ngày hẹn trả nhưng sau giờ hẹn",
		"closed on the due day, but after its hour"},
	[SCORE_GAP_SUPPLEMENTS] = {"supplements", "yêu cầu bổ sung quá một lần: tính là quá hạn",
		"supplements asked more than once: overdue"},
	[SCORE_GAP_SUPPLEMENT_TIME] = {"supplement_time", "được trừ thời gian chờ công dân bổ sung",
		"the time waited for the citizen is taken off"},
	[SCORE_GAP_REQUEST] = {"request",
		"đang chờ công dân: tính tại lúc yêu cầu bổ sung, địa phương chưa tính",
		"waits for the citizen: judged at the request, not in the local rate"},
	[SCORE_GAP_UNFINISHED] = {"unfinished",
		"chưa xong: so với cuối kỳ báo cáo, địa phương chưa tính",
		"unfinished: judged at the period's end, not in the local rate"},
	[SCORE_GAP_TERM] = {"term", "không hẹn ngày trả: tính theo thời hạn của thủ tục",
		"no due date: judged by the procedure's term"},
	[SCORE_GAP_NO_DEADLINE] = {"no_deadline",
		"không có thời hạn nào để so: không được tính đúng hạn",
		"no deadline to compare with: never on time"},
	[SCORE_GAP_WITHDRAWN] = {"withdrawn",
		"rút hoặc dừng xử lý: địa phương không tính vào tỷ lệ",
		"withdrawn or stopped: not in the local rate"},
	[SCORE_GAP_OTHER] = {"other", "lý do khác (hạn dời khỏi ngày nghỉ, kết luận đã chốt)",
		"other (a due date moved off a day off, a frozen verdict)"},
};

const char *score_gap_name(enum score_gap gap)
{
	return gaps[gap].name;
}

const char *score_gap_sentence(enum score_gap gap, bool english)
{
	return english ? gaps[gap].en : gaps[gap].vi;
}

enum score_local score_local_of(enum bucket bucket, bool closed_in_period)
{
	if (!closed_in_period)
		return SCORE_LOCAL_NONE;
	if (bucket == BUCKET_LATE)
		return SCORE_LOCAL_LATE;
	return bucket == BUCKET_EARLY || bucket == BUCKET_ON_TIME ? SCORE_LOCAL_ON_TIME
								  : SCORE_LOCAL_NONE;
}

static bool agree(enum score_local local, enum national national)
{
	switch (local) {
	case SCORE_LOCAL_ON_TIME:
		return national == NATIONAL_ON_TIME;
	case SCORE_LOCAL_LATE:
		return national == NATIONAL_OVERDUE;
	case SCORE_LOCAL_NONE:
		break;
	}
	return national == NATIONAL_NOT_COUNTED;
}

enum score_gap score_gap_of(
	enum score_local local, enum bucket bucket, const struct national_verdict *national)
{
	if (agree(local, national->verdict))
		return SCORE_GAP_NONE;
	if (national->verdict == NATIONAL_NO_DEADLINE)
		return SCORE_GAP_NO_DEADLINE;
	switch (national->reason) {
	case NATIONAL_BY_SUPPLEMENTS:
		return SCORE_GAP_SUPPLEMENTS;
	case NATIONAL_BY_REQUEST:
		return SCORE_GAP_REQUEST;
	case NATIONAL_BY_PERIOD_END:
		return SCORE_GAP_UNFINISHED;
	case NATIONAL_BY_TERM:
		return SCORE_GAP_TERM;
	case NATIONAL_BY_DUE:
	case NATIONAL_BY_NOTHING:
		break;
	}
	if (local == SCORE_LOCAL_ON_TIME && national->verdict == NATIONAL_OVERDUE)
		return SCORE_GAP_HOUR;
	if (local == SCORE_LOCAL_LATE && national->verdict == NATIONAL_ON_TIME &&
		national->supplement_ms > 0)
		return SCORE_GAP_SUPPLEMENT_TIME;
	if (local == SCORE_LOCAL_NONE && (bucket == BUCKET_WITHDRAWN || bucket == BUCKET_PAUSED))
		return SCORE_GAP_WITHDRAWN;
	return SCORE_GAP_OTHER;
}

enum score_gap score_add(struct score *score, enum bucket bucket, bool closed_in_period,
	const struct national_verdict *national, int64_t cases)
{
	enum score_local local = score_local_of(bucket, closed_in_period);
	enum score_gap gap = score_gap_of(local, bucket, national);
	bool counted = national->verdict != NATIONAL_NOT_COUNTED;
	national_score_add(&score->national, national, cases);
	score->overdue += national->verdict == NATIONAL_OVERDUE ? cases : 0;
	score->no_deadline += national->verdict == NATIONAL_NO_DEADLINE ? cases : 0;
	score->uncertain += national->uncertain && counted ? cases : 0;
	score->local_on_time += local == SCORE_LOCAL_ON_TIME ? cases : 0;
	score->local_late += local == SCORE_LOCAL_LATE ? cases : 0;
	score->gap[gap][national->verdict == NATIONAL_ON_TIME] += cases;
	return gap;
}

void score_merge(struct score *score, const struct score *more)
{
	score->national.counted += more->national.counted;
	score->national.on_time += more->national.on_time;
	score->overdue += more->overdue;
	score->no_deadline += more->no_deadline;
	score->uncertain += more->uncertain;
	score->local_on_time += more->local_on_time;
	score->local_late += more->local_late;
	for (int gap = 0; gap < SCORE_GAP_COUNT; gap++)
		for (int on_time = 0; on_time < 2; on_time++)
			score->gap[gap][on_time] += more->gap[gap][on_time];
}

static int share(int64_t part, int64_t whole)
{
	return whole > 0 ? (int)((part * 20000 + whole) / (whole * 2)) : -1;
}

int score_national_rate(const struct score *score)
{
	return share(score->national.on_time, score->national.counted);
}

int score_local_rate(const struct score *score)
{
	return share(score->local_on_time, score->local_on_time + score->local_late);
}
