#include "report/ii06.h"

#include <errno.h>
#include <stdio.h>

struct column_row {
	const char *name, *vi, *en;
};
static const struct column_row columns[II06_COLUMNS] = {
	[II06_RECEIVED] = {"received", "Tổng số", "Total"},
	[II06_ONLINE] = {"received_online", "Trực tuyến", "Online"},
	[II06_IN_PERSON] = {"received_in_person", "Trực tiếp, bưu chính", "In person, by post"},
	[II06_CARRIED_OVER] = {"carried_over", "Từ kỳ trước", "Carried over"},
	[II06_RESOLVED] = {"resolved", "Tổng số", "Total"},
	[II06_EARLY] = {"early", "Trước hạn", "Early"},
	[II06_ON_TIME] = {"on_time", "Đúng hạn", "On time"},
	[II06_LATE] = {"late", "Quá hạn", "Late"},
	[II06_IN_PROGRESS] = {"in_progress", "Tổng số", "Total"},
	[II06_IN_TIME] = {"in_time", "Trong hạn", "In time"},
	[II06_OVERDUE] = {"overdue", "Quá hạn", "Overdue"},
};

const char *ii06_column_name(enum ii06_column column)
{
	return columns[column].name;
}

const char *ii06_column_title(enum ii06_column column, bool english)
{
	return english ? columns[column].en : columns[column].vi;
}

/* --- adding --------------------------------------------------------------------------------- */

static bool counted(int bucket)
{
	return bucket >= 0 && bucket < BUCKET_COUNTED;
}

/* By which column a case leaves the form; 0: it stands in none. */
static enum ii06_column leaves_by(int bucket)
{
	switch (bucket) {
	case BUCKET_EARLY:
		return II06_EARLY;
	case BUCKET_ON_TIME:
	case BUCKET_WITHDRAWN:
	case BUCKET_UNDATED_CLOSED:
		return II06_ON_TIME;
	case BUCKET_LATE:
		return II06_LATE;
	case BUCKET_OVERDUE:
		return II06_OVERDUE;
	default:
		return II06_IN_TIME; /* in time, due soon, paused, undated, unclear, vanished */
	}
}

static void add_outside(struct ii06_counts *counts, int before, int at_end)
{
	counts->unaccepted += at_end == BUCKET_UNACCEPTED;
	counts->refused += at_end == BUCKET_REFUSED && before < 0;
	counts->invalid += at_end == BUCKET_INVALID;
}

static void add_in(struct ii06_counts *counts, int before, uint8_t channel)
{
	enum ii06_column column = counted(before)             ? II06_CARRIED_OVER
				  : channel == CHANNEL_ONLINE ? II06_ONLINE
							      : II06_IN_PERSON;
	counts->column[column]++;
	counts->column[II06_RECEIVED]++;
}

static void add_out(struct ii06_counts *counts, int at_end)
{
	counts->column[leaves_by(at_end)]++;
	counts->column[bucket_closed((enum bucket)at_end) ? II06_RESOLVED : II06_IN_PROGRESS]++;
	counts->withdrawn += at_end == BUCKET_WITHDRAWN;
	counts->undated_closed += at_end == BUCKET_UNDATED_CLOSED;
	counts->paused += at_end == BUCKET_PAUSED;
	counts->undated_open += at_end == BUCKET_UNDATED_OPEN;
	counts->unclear += at_end == BUCKET_UNCLEAR;
	counts->vanished += at_end == BUCKET_VANISHED;
}

/* In and out are counted apart, so that a path which loses a case, or brings a closed one back, shows
 * as a form that does not balance. */
void ii06_add(struct ii06_counts *counts, int before, int at_end, uint8_t channel)
{
	bool was_closed = counted(before) && bucket_closed((enum bucket)before);
	bool was_open = counted(before) && !was_closed;
	bool is_closed = counted(at_end) && bucket_closed((enum bucket)at_end);
	if (was_open || (!was_closed && counted(at_end)))
		add_in(counts, before, channel);
	if (counted(at_end) && !(was_closed && is_closed))
		add_out(counts, at_end);
	add_outside(counts, before, at_end);
}

/* `times` cases that ended the period in a bucket. */
static void add_out_times(struct ii06_counts *counts, int at_end, int64_t times)
{
	struct ii06_counts one = {0};
	add_out(&one, at_end);
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		one.column[column] *= times;
	one.withdrawn *= times;
	one.undated_closed *= times;
	one.paused *= times;
	one.undated_open *= times;
	one.unclear *= times;
	one.vanished *= times;
	ii06_merge(counts, &one);
}

void ii06_add_sums(struct ii06_counts *counts, const struct counts *sums)
{
	int64_t carried_over = counts_carried_over(sums);
	for (int bucket = 0; bucket < BUCKET_COUNTED; bucket++)
		add_out_times(counts, bucket, sums->bucket[bucket]);
	counts->column[II06_ONLINE] += sums->received_online;
	counts->column[II06_IN_PERSON] += sums->received - sums->received_online;
	counts->column[II06_CARRIED_OVER] += carried_over;
	counts->column[II06_RECEIVED] += sums->received + carried_over;
	counts->unaccepted += sums->bucket[BUCKET_UNACCEPTED];
	counts->refused += sums->bucket[BUCKET_REFUSED];
	counts->invalid += sums->bucket[BUCKET_INVALID];
}

void ii06_merge(struct ii06_counts *counts, const struct ii06_counts *more)
{
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		counts->column[column] += more->column[column];
	counts->withdrawn += more->withdrawn;
	counts->undated_closed += more->undated_closed;
	counts->paused += more->paused;
	counts->undated_open += more->undated_open;
	counts->unclear += more->unclear;
	counts->vanished += more->vanished;
	counts->unaccepted += more->unaccepted;
	counts->refused += more->refused;
	counts->invalid += more->invalid;
}

bool ii06_empty(const struct ii06_counts *counts)
{
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		if (counts->column[column])
			return false;
	return !counts->unaccepted && !counts->refused && !counts->invalid;
}

/* --- checking ------------------------------------------------------------------------------- */

struct identity {
	enum ii06_column sum, part[3]; /* 0: none */
	const char *parts;
};
static const struct identity identities[] = {
	{II06_RECEIVED, {II06_ONLINE, II06_IN_PERSON, II06_CARRIED_OVER}, "4 + 5 + 6"},
	{II06_RESOLVED, {II06_EARLY, II06_ON_TIME, II06_LATE}, "8 + 9 + 10"},
	{II06_IN_PROGRESS, {II06_IN_TIME, II06_OVERDUE, 0}, "12 + 13"},
	{II06_RECEIVED, {II06_RESOLVED, II06_IN_PROGRESS, 0}, "7 + 11"},
};

static int check_counts(
	const struct ii06_counts *counts, const char *code, const char *name, struct error *error)
{
	for (size_t i = 0; i < sizeof(identities) / sizeof(identities[0]); i++) {
		const struct identity *identity = &identities[i];
		int64_t sum = counts->column[identity->sum], parts = 0;
		for (int part = 0; part < 3; part++)
			if (identity->part[part])
				parts += counts->column[identity->part[part]];
		if (sum != parts)
			return error_set(error, -EBADMSG,
				"the form does not balance: row \"%s%s%s\": column %d is %lld, but "
				"columns %s are %lld (difference %lld)",
				code, *code && *name ? " " : "", name, (int)identity->sum,
				(long long)sum, identity->parts, (long long)parts,
				(long long)(sum - parts));
	}
	/* what was carried over follows from the others when only sums are left: too little of them
	 * shows here alone */
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		if (counts->column[column] < 0)
			return error_set(error, -EBADMSG,
				"the form does not balance: row \"%s%s%s\": column %d is %lld, "
				"below zero",
				code, *code && *name ? " " : "", name, column,
				(long long)counts->column[column]);
	return 0;
}

int ii06_check(const struct ii06_form *form, struct error *error)
{
	struct ii06_counts sum = {0};
	for (size_t i = 0; i < form->row_count; i++) {
		const struct ii06_row *row = &form->rows[i];
		int result = check_counts(&row->counts, row->code, row->name, error);
		if (result < 0)
			return result;
		ii06_merge(&sum, &row->counts);
	}
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		if (sum.column[column] != form->total.column[column])
			return error_set(error, -EBADMSG,
				"the form does not balance: column %d: the rows are %lld, the "
				"total is %lld (difference %lld)",
				column, (long long)sum.column[column],
				(long long)form->total.column[column],
				(long long)(sum.column[column] - form->total.column[column]));
	return check_counts(&form->total, "", form->english ? "Total" : "Tổng số", error);
}

/* --- words ---------------------------------------------------------------------------------- */

static bool same(struct period a, const struct period *b)
{
	return a.from == b->from && a.to == b->to;
}

static bool name_of_kind(
	const struct period *period, bool english, bool calendar, char buffer[static 48])
{
	static const char *const roman[] = {"I", "II", "III", "IV"};
	int year = civil_date(period->to).year;
	if (same(period_year(year, calendar), period)) {
		snprintf(buffer, 48, english ? "year %d" : "Năm %d", year);
		return true;
	}
	struct period half = {
		period_quarter(year, 1, calendar).from, period_quarter(year, 2, calendar).to};
	if (same(half, period)) {
		snprintf(buffer, 48, english ? "first half of %d" : "6 tháng đầu năm %d", year);
		return true;
	}
	for (int quarter = 1; quarter <= 4; quarter++)
		if (same(period_quarter(year, quarter, calendar), period)) {
			snprintf(buffer, 48, english ? "quarter %s of %d" : "Quý %s năm %d",
				roman[quarter - 1], year);
			return true;
		}
	for (int month = 1; month <= 12; month++)
		if (same(period_month(year * 12 + month - 1, calendar), period)) {
			snprintf(buffer, 48, english ? "month %d of %d" : "Tháng %d năm %d", month,
				year);
			return true;
		}
	return false;
}

const char *ii06_period_name(const struct period *period, bool english, char buffer[static 48])
{
	if (!name_of_kind(period, english, false, buffer) &&
		!name_of_kind(period, english, true, buffer))
		buffer[0] = '\0';
	return buffer;
}

const char *ii06_title(bool english)
{
	return english ? "STATE AND RESULTS OF ADMINISTRATIVE PROCEDURES"
		       : "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH";
}

const char *ii06_period_line(const struct ii06_form *form, char buffer[static 200])
{
	char name[48], from[11], to[11];
	bool english = form->english;
	ii06_period_name(&form->period, english, name);
	const char *first = english ? civil_format_date(form->period.from, from)
				    : civil_format_date_vi(form->period.from, from);
	const char *last = english ? civil_format_date(form->period.to, to)
				   : civil_format_date_vi(form->period.to, to);
	snprintf(buffer, 200,
		english ? "Period: %s%s%s to %s%s" : "Kỳ báo cáo: %s%stừ ngày %s đến ngày %s%s",
		name, *name ? " (" : "", first, last, *name ? ")" : "");
	return buffer;
}
