#include "portal/record_parts.h"

#define CODE_MAX 128
#define SKEW_MS (5 * MINUTE_MS) /* a portal's clock may run ahead of ours by so much */
#define TERM_MOST                                                                                  \
	(10000 * 1000) /* in thousandths: more is no term, and minutes would not hold it */
#define FAR_MS (INT64_C(3653) * DAY_MS) /* ten years */

static bool has_control(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7F)
			return true;
	return false;
}

static void build_code(struct build *build)
{
	struct slice code = build_value(build, FIELD_CODE);
	if (build->problem == RECORD_VALUE_TOO_LONG || code.length > CODE_MAX ||
		has_control(code)) {
		build->problem = RECORD_FINE;
		build_fail(build, FIELD_CODE, RECORD_CODE_TOO_LONG);
	} else if (!code.length) {
		build_fail(build, FIELD_CODE, RECORD_NO_CODE);
	} else {
		build->record->code = code;
	}
}

/* What the case went by before: only if it goes by something else now. */
static void build_former_code(struct build *build)
{
	struct slice former = build_value(build, FIELD_FORMER_CODE);
	if (former.length <= CODE_MAX && !has_control(former) &&
		!slice_equal(former, build->record->code))
		build->record->former_code = former;
}

static void mark(struct case_facts *facts, bool odd, enum odd flag)
{
	if (odd)
		facts->odd = (uint16_t)(facts->odd | flag);
}

/* --- words ------------------------------------------------------------------------------- */

/* Status is told by a code on one portal and by a name on the other: the first alternative whose
 * word is known decides; if none is, the first word stands in the list of unknown ones. */
static uint8_t status_said(struct build *build)
{
	const struct mapping *mapping = build->context->mapping;
	const struct field_map *map = &mapping->field[FIELD_STATUS];
	enum record_problem before = build->problem;
	struct slice *first = &build->record->status_text;
	for (int i = 0; i < map->count; i++) {
		struct slice text = build_alternative(build, FIELD_STATUS, &map->alternative[i]);
		if (!text.length)
			continue;
		build->problem = before;
		int status = words_find(&mapping->words[WORDS_STATUS], text);
		if (status >= 0 || !first->length)
			*first = text;
		if (status >= 0)
			return (uint8_t)status;
	}
	return STATUS_UNKNOWN;
}

static int word_said(struct build *build, enum field field, enum vocabulary vocabulary)
{
	struct slice text = build_value(build, field);
	return text.length ? words_find(&build->context->mapping->words[vocabulary], text) : -1;
}

/* A decimal number in thousandths; -1: it is none, or out of bounds. */
static int64_t thousandths(struct slice text)
{
	int64_t number = 0, weight = 1000;
	bool fraction = false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];
		if (c == '.' && !fraction) {
			fraction = true;
		} else if (c < '0' || c > '9' || number > INT64_C(1000000000)) {
			return -1;
		} else if (!fraction) {
			number = number * 10 + (c - '0') * 1000;
		} else {
			weight /= 10;
			number += (c - '0') * weight;
		}
	}
	return text.length ? number : -1;
}

/* A fraction of a day is told in hours, 8 a day (domain rule of working time). */
static void build_term(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	int64_t amount = thousandths(build_value(build, FIELD_TERM));
	int unit = word_said(build, FIELD_TERM_UNIT, WORDS_TERM_UNIT);
	if (amount <= 0 || amount > TERM_MOST || unit < 0)
		return;
	if (unit != TERM_WORKING_HOURS && amount % 1000) {
		unit = TERM_WORKING_HOURS;
		amount *= 8;
	}
	facts->term_unit = (uint8_t)unit;
	facts->term = (int32_t)(unit == TERM_WORKING_HOURS ? amount * 60 / 1000 : amount / 1000);
}

static void build_words(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	int channel = word_said(build, FIELD_CHANNEL, WORDS_CHANNEL);
	facts->channel = (uint8_t)(channel > 0 ? channel : CHANNEL_IN_PERSON);
	mark(facts,
		facts->channel == CHANNEL_ONLINE &&
			word_said(build, FIELD_ONLINE_SERVICE, WORDS_ONLINE_SERVICE) == false,
		ODD_ONLINE_NOT_OFFERED);
	facts->locked = word_said(build, FIELD_LOCK, WORDS_LOCK) == true;
	int64_t supplements = thousandths(build_value(build, FIELD_SUPPLEMENTS)) / 1000;
	facts->supplements = (uint16_t)(supplements < 0            ? 0
					: supplements > UINT16_MAX ? UINT16_MAX
								   : supplements);
	build_term(build);
}

/* --- dates ------------------------------------------------------------------------------- */

enum said { SAID_NOTHING, SAID_USABLE, SAID_YEAR_ONE, SAID_UNUSABLE };

static enum said date_said(struct build *build, enum field field, struct date_reading *ret_reading)
{
	const struct record_context *context = build->context;
	struct slice text = build_value(build, field);
	*ret_reading = (struct date_reading){.at = INSTANT_NONE, .day_end = INSTANT_NONE};
	if (!text.length)
		return SAID_NOTHING;
	switch (date_read(&context->mapping->dates, context->zone, text, ret_reading)) {
	case DATE_USABLE:
		return SAID_USABLE;
	case DATE_YEAR_ONE:
		return SAID_YEAR_ONE;
	case DATE_UNUSABLE:
		break;
	}
	return SAID_UNUSABLE;
}

static instant plain_date(struct build *build, enum field field)
{
	struct date_reading reading;
	date_said(build, field, &reading);
	return reading.at;
}

static void build_due(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	struct date_reading reading;
	enum said said = date_said(build, FIELD_DUE, &reading);
	facts->due = reading.date_only ? reading.day_end : reading.at;
	mark(facts, said == SAID_YEAR_ONE || said == SAID_UNUSABLE, ODD_DUE_UNUSABLE);
	mark(facts, reading.date_only, ODD_DATE_ONLY_DUE);
	if (said != SAID_USABLE || facts->received == INSTANT_NONE)
		return;
	mark(facts, facts->due < facts->received, ODD_DUE_BEFORE_RECEIVED);
	mark(facts, facts->due - facts->received > FAR_MS, ODD_DUE_FAR);
}

/* An open case with year 0001 is a case without a finish: only a closed one should have had it. */
static void build_finished(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	bool closed = facts->status == STATUS_PROCESSED || facts->status == STATUS_RETURNED;
	struct date_reading reading;
	enum said said = date_said(build, FIELD_FINISHED, &reading);
	facts->finished = reading.at;
	mark(facts, said == SAID_UNUSABLE || (said == SAID_YEAR_ONE && closed),
		ODD_FINISHED_UNUSABLE);
	mark(facts, said == SAID_NOTHING && closed, ODD_FINISHED_MISSING);
	if (said != SAID_USABLE)
		return;
	instant latest = reading.date_only ? reading.day_end : reading.at;
	mark(facts, facts->received != INSTANT_NONE && latest < facts->received,
		ODD_FINISHED_BEFORE_RECEIVED);
	mark(facts, reading.at > build->context->now + SKEW_MS, ODD_FINISHED_IN_FUTURE);
}

static void build_dates(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	facts->submitted = plain_date(build, FIELD_SUBMITTED);
	facts->received = plain_date(build, FIELD_RECEIVED);
	mark(facts,
		facts->received != INSTANT_NONE && facts->received > build->context->now + SKEW_MS,
		ODD_RECEIVED_IN_FUTURE);
	build_due(build);
	build_finished(build);
	facts->returned = plain_date(build, FIELD_RETURNED);
	facts->supplement_asked = plain_date(build, FIELD_SUPPLEMENT_ASKED);
	facts->supplement_done = plain_date(build, FIELD_SUPPLEMENT_DONE);
	build->record->updated = plain_date(build, FIELD_UPDATED);
}

/* --- status ------------------------------------------------------------------------------ */

/* No status, no column of it: the dates tell what they can. */
static uint8_t status_from_dates(const struct case_facts *facts)
{
	if (facts->returned != INSTANT_NONE)
		return STATUS_RETURNED;
	if (facts->finished != INSTANT_NONE)
		return STATUS_PROCESSED;
	return facts->received != INSTANT_NONE ? STATUS_PROCESSING : STATUS_REGISTERED;
}

/* Only a case that was accepted needs the date it was accepted. One withdrawn before that stands
 * with the refused: it was never counted as received, so it cannot be resolved either. */
static void settle_status(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	if (build->context->no_status)
		facts->status = status_from_dates(facts);
	else
		mark(facts, facts->status == STATUS_UNKNOWN, ODD_STATUS_UNKNOWN);
	if (facts->received != INSTANT_NONE)
		return;
	if (facts->status == STATUS_WITHDRAWN)
		facts->status = STATUS_REFUSED;
	else if (facts->status != STATUS_REGISTERED && facts->status != STATUS_REFUSED)
		build_fail(build, FIELD_RECEIVED, RECORD_NO_RECEIVED);
}

enum record_problem record_build(const struct record_context *context,
	const struct record_values *values, struct case_record *ret_record, const char **ret_field)
{
	struct build build = {.context = context, .values = values, .record = ret_record};
	*ret_record = (struct case_record){0};
	build_code(&build);
	build_former_code(&build);
	ret_record->facts.status = status_said(&build);
	ret_record->unit = build_value(&build, FIELD_UNIT);
	ret_record->unit_name = build_value(&build, FIELD_UNIT_NAME);
	ret_record->procedure = build_value(&build, FIELD_PROCEDURE);
	ret_record->procedure_name = build_value(&build, FIELD_PROCEDURE_NAME);
	ret_record->field = build_value(&build, FIELD_FIELD);
	ret_record->field_name = build_value(&build, FIELD_FIELD_NAME);
	if (context->keep_officer)
		ret_record->officer = build_value(&build, FIELD_OFFICER);
	build_words(&build);
	build_dates(&build);
	settle_status(&build);
	*ret_field = field_name(build.about);
	return build.problem;
}
