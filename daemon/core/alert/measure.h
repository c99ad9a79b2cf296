/* Measures: what a rule's left side may be. One function and one row each (measure.c): the row
 * gives name, unit, whether min-cases applies, and the Vietnamese and English words that letters,
 * page, metrics and manual use. */
#ifndef CORE_ALERT_MEASURE_H
#define CORE_ALERT_MEASURE_H

#include "core/alert/tally.h"

/* The order is that of the rows; it is not stored. */
enum measure {
	MEASURE_OVERDUE,
	MEASURE_OVERDUE_SHARE,
	MEASURE_OLDEST_OVERDUE,
	MEASURE_DUE_SOON,
	MEASURE_FORECAST_OVERDUE, /* at the end of the next working day, if nothing is finished */
	MEASURE_LATE_SHARE, /* of what was finished in the last 30 days */
	MEASURE_GROWTH, /* overdue now, less those a working day ago */
	MEASURE_UNDATED,
	MEASURE_PARKED, /* paused for more than 15 working days */
	MEASURE_LATE_ACCEPTANCE, /* submitted online, not accepted within 8 working hours */
	MEASURE_MOVED_DUE, /* suspicions of the last 30 days (core/case/suspicion.h) */
	MEASURE_BACK_DATED,
	MEASURE_SILENT_DAYS, /* whole working days since a case was last received */
	MEASURE_STALE, /* hours since a portal was read completely, when longer than max-lag */
	MEASURE_COUNT
};

enum measure_unit { UNIT_CASES, UNIT_SHARE, UNIT_WORKING_DAYS, UNIT_HOURS, UNIT_COUNT };
/* A share is held in ten-thousandths: 5% = 500. */
#define SHARE_WHOLE 10000

/* What a measure is computed from, for one subject. */
struct measure_input {
	const struct counts *counts;
	int oldest_overdue_days; /* working days the oldest overdue case is late; 0: none */
	int64_t forecast; /* cases not overdue now that will be by the end of the next working day */
	int64_t parked;
	int64_t late_acceptance;
	int64_t stale_hours;
	/* finished in the last RECENT_DAYS days, today included */
	int64_t recent_late;
	int64_t recent_closed; /* early, on time and late */
	int64_t overdue_before; /* at the end of the last working day before today */
	int64_t silent_days;
	int64_t moved_due, back_dated; /* arisen in the last RECENT_DAYS days */
	/* What was asked for and cannot be said (a mask of enum measure_need): an alert that is
	 * measured by it neither fires nor clears. */
	unsigned unknown;
};

/* What a measure needs beyond the counts: asked for only by rules that use it. A mask. */
enum measure_need {
	NEED_OLDEST = 1 << 0,
	NEED_FORECAST = 1 << 1,
	NEED_PARKED = 1 << 2,
	NEED_ACCEPTANCE = 1 << 3,
	NEED_RECENT = 1 << 4,
	NEED_BEFORE = 1 << 5,
	NEED_RECEIPTS = 1 << 6,
	NEED_MOVED_DUE = 1 << 7,
	NEED_BACK_DATED = 1 << 8
};
#define RECENT_DAYS 30

/* Paused for more working days is parked; waiting longer for acceptance is late (domain notes). */
#define PARKED_AFTER_DAYS 15
#define ACCEPT_WITHIN_MS (8 * HOUR_MS)

/* The cases that a message about a measure lists. */
enum measure_list {
	LIST_OF_BUCKET, /* those in `lists` now, the worst first */
	LIST_NEWLY_OVERDUE, /* overdue now, and not yet at the end of the last working day */
	LIST_MOVED_DUE, /* counted suspicions of the last RECENT_DAYS days, the newest first */
	LIST_BACK_DATED,
	LIST_FINISHED_LATE, /* in the last RECENT_DAYS days, the latest first */
	LIST_NONE /* it is about no cases */
};

struct measure_row {
	const char *name; /* "overdue-share" */
	enum measure_unit unit;
	/* Above zero only while some case is overdue: what lets rule_check() see that
	 * `clear = overdue < 1` cannot hold while `fire = oldest-overdue >= 5 working days` does. */
	bool needs_overdue;
	unsigned needs; /* of enum measure_need */
	bool below_zero; /* may be */
	bool of_portal; /* says something of portals only: scope = portal, and nothing else does */
	const char *title_vi; /* of the number: "Số hồ sơ quá hạn" */
	const char *title_en;
	const char *topic_vi; /* what a letter about it is about: "Hồ sơ quá hạn" */
	const char *topic_en;
	enum measure_list list;
	enum bucket lists; /* for LIST_OF_BUCKET */
	const char
		*list_vi; /* the title over the list; NULL: "Hồ sơ quá hạn lâu nhất" or the topic */
	const char *list_en;
	const char *fact_vi; /* the value in a sentence, {} is its place: "{} hồ sơ quá hạn" */
	const char *fact_en; /* "{} overdue case(s)": (s) goes where the value is 1 */
	int64_t (*value)(const struct measure_input *input);
	/* The denominator that min-cases applies to; NULL: it does not apply. */
	int64_t (*base)(const struct measure_input *input);
};

extern const struct measure_row measures[MEASURE_COUNT];
int measure_from_name(struct slice name); /* -1: none */
/* The known name most like a misspelt one; NULL: nothing is near. */
const char *measure_nearest(struct slice name);
/* "cases", "percent", "working-days": as events and JSON name the unit. */
const char *measure_unit_name(enum measure_unit unit);
/* "12", "7,5%" (vi) / "7.5%" (en), "3 ngày làm việc" / "3 working days" */
const char *measure_format(
	enum measure measure, int64_t value, bool english, char buffer[static 48]);

#endif
