#include "core/time/holiday_rules.h"

#include <errno.h>

#include "base/memory.h"
#include "core/time/lunar.h"

/* A row gives `days` days from `before` days before its date on, in the years [from, to]. The first
 * `certain` days from its date on are off whatever a notice says. */
struct rule {
	enum { SOLAR, TET, HUNG_KINGS } base;
	int month, mday; /* for SOLAR */
	int before, days, certain;
	int from, to;
	bool stays; /* on a rest day it is lost */
	const char *name, *moved_name;
};

static const struct rule rules[] = {
	{SOLAR, 1, 1, 0, 1, 1, 0, 9999, false, "Tết Dương lịch", "Nghỉ bù Tết Dương lịch"},
	{TET, 0, 0, 1, 4, 3, 0, 2013, false, "Tết Nguyên đán", "Nghỉ bù Tết Nguyên đán"},
	{TET, 0, 0, 2, 5, 3, 2014, 9999, false, "Tết Nguyên đán", "Nghỉ bù Tết Nguyên đán"},
	{HUNG_KINGS, 0, 0, 0, 1, 1, 2007, 9999, false, "Giỗ Tổ Hùng Vương",
		"Nghỉ bù Giỗ Tổ Hùng Vương"},
	{SOLAR, 4, 30, 0, 1, 1, 0, 9999, false, "Ngày Chiến thắng 30/4", "Nghỉ bù 30/4"},
	{SOLAR, 5, 1, 0, 1, 1, 0, 9999, false, "Quốc tế Lao động 1/5", "Nghỉ bù 1/5"},
	{SOLAR, 9, 1, 0, 1, 0, 2021, 9999, false, "Quốc khánh (ngày liền kề 2/9)",
		"Nghỉ bù Quốc khánh"},
	{SOLAR, 9, 2, 0, 1, 1, 0, 9999, false, "Quốc khánh 2/9", "Nghỉ bù Quốc khánh"},
	{SOLAR, 11, 24, 0, 1, 1, 2026, 9999, true, "Ngày Văn hóa Việt Nam 24/11", NULL},
};

static int base_day(const struct rule *rule, int year, day *ret_date)
{
	switch (rule->base) {
	case TET:
		return lunar_tet(year, ret_date);
	case HUNG_KINGS:
		return lunar_hung_kings(year, ret_date);
	case SOLAR:
		break;
	}
	*ret_date = civil_day(year, rule->month, rule->mday);
	return 0;
}

/* A year's holidays while they are being worked out, ascending. */
struct year_list {
	size_t count;
	struct holiday holiday[HOLIDAYS_MAX];
	const struct rule *rule[HOLIDAYS_MAX];
};

static bool listed(const struct year_list *list, day date)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->holiday[i].date == date)
			return true;
	return false;
}

static void insert(struct year_list *list, const struct rule *rule, struct holiday holiday)
{
	if (listed(list, holiday.date))
		return;
	size_t at = list->count++;
	for (; at > 0 && list->holiday[at - 1].date > holiday.date; at--) {
		list->holiday[at] = list->holiday[at - 1];
		list->rule[at] = list->rule[at - 1];
	}
	list->holiday[at] = holiday;
	list->rule[at] = rule;
}

static int list_by_date(int year, struct year_list *list)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		const struct rule *rule = &rules[i];
		day base;
		if (year < rule->from || year > rule->to)
			continue;
		int r = base_day(rule, year, &base);
		if (r < 0)
			return r;
		for (int j = 0; j < rule->days; j++)
			insert(list, rule,
				(struct holiday){
					.date = base - rule->before + j,
					.name = rule->name,
					.certain = j >= rule->before &&
						   j < rule->before + rule->certain,
				});
	}
	return 0;
}

/* In order of date, so that two holidays of one weekend take Monday and Tuesday. */
static void move_off_rest_days(struct year_list *list, const bool rests[static 7])
{
	const struct year_list fixed = *list;
	for (size_t i = 0; i < fixed.count; i++) {
		const struct rule *rule = fixed.rule[i];
		day date = fixed.holiday[i].date;
		if (!rests[civil_weekday(date)] || rule->stays)
			continue;
		do
			date++;
		while (rests[civil_weekday(date)] || listed(list, date));
		insert(list, rule,
			(struct holiday){
				.date = date,
				.name = rule->moved_name,
				.moved = true,
				/* of several days it depends on those chosen which is taken */
				.certain = rule->days == 1 && fixed.holiday[i].certain,
			});
	}
}

int holiday_rules(
	int year, const bool rests[static 7], struct holiday *ret_holidays, size_t *ret_count)
{
	if (year < LUNAR_FIRST_YEAR || year > LUNAR_LAST_YEAR)
		return -ERANGE;
	struct year_list list = {0};
	int r = list_by_date(year, &list);
	if (r < 0)
		return r;
	move_off_rest_days(&list, rests);
	memcpy(ret_holidays, list.holiday, list.count * sizeof(*ret_holidays));
	*ret_count = list.count;
	return 0;
}
