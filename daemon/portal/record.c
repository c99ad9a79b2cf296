#include "base/encoding.h"
#include "portal/page_form.h"
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

/* The ends of time, year 0001 and 9999-12-31, are how systems write that there is no date. */
enum said { SAID_NOTHING, SAID_USABLE, SAID_YEAR_ONE, SAID_FAR, SAID_UNUSABLE };

/* Runs of blanks as one, whatever program wrote them. */
static struct slice with_plain_blanks(struct slice text, char buffer[static VALUE_MAX])
{
	size_t length = text.length, kept = 0;
	memcpy(buffer, text.data, length);
	encoding_plain_blanks(buffer, &length);
	for (size_t i = 0; i < length; i++)
		if (buffer[i] != ' ' || (kept && buffer[kept - 1] != ' '))
			buffer[kept++] = buffer[i];
	return (struct slice){buffer, kept};
}

static enum said date_said(struct build *build, enum field field, struct date_reading *ret_reading)
{
	const struct record_context *context = build->context;
	struct slice text = build_value(build, field);
	*ret_reading = (struct date_reading){.at = INSTANT_NONE, .day_end = INSTANT_NONE};
	if (!text.length)
		return SAID_NOTHING;
	enum date_result result =
		date_read(&context->mapping->dates, context->zone, text, ret_reading);
	if (result == DATE_UNUSABLE) {
		char plain[VALUE_MAX];
		text = with_plain_blanks(text, plain);
		result = date_read(&context->mapping->dates, context->zone, text, ret_reading);
	}
	switch (result) {
	case DATE_USABLE:
		build->values->order_shown |= ret_reading->order_shown;
		break;
	case DATE_YEAR_ONE:
		return SAID_YEAR_ONE;
	case DATE_OTHER_ORDER:
		if (!build->values->order_refuted[0])
			form_of_value(text, build->values->order_refuted);
		return SAID_UNUSABLE;
	case DATE_UNUSABLE:
		return SAID_UNUSABLE;
	}
	instant from = field == FIELD_DUE ? build->record->facts.received : INSTANT_NONE;
	if (ret_reading->at - (from != INSTANT_NONE ? from : context->now) <= FAR_MS)
		return SAID_USABLE;
	ret_reading->at = ret_reading->day_end = INSTANT_NONE;
	return SAID_FAR;
}

static instant plain_date(struct build *build, enum field field)
{
	struct date_reading reading;
	date_said(build, field, &reading);
	return reading.at;
}

static void build_received(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	struct date_reading reading;
	enum said said = date_said(build, FIELD_RECEIVED, &reading);
	facts->received = reading.at;
	mark(facts, said == SAID_UNUSABLE, ODD_RECEIVED_UNUSABLE);
	mark(facts, said == SAID_USABLE && reading.at > build->context->now + SKEW_MS,
		ODD_RECEIVED_IN_FUTURE);
}

static void build_due(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	struct date_reading reading;
	enum said said = date_said(build, FIELD_DUE, &reading);
	facts->due = reading.date_only ? reading.day_end : reading.at;
	mark(facts, said == SAID_YEAR_ONE || said == SAID_UNUSABLE, ODD_DUE_UNUSABLE);
	mark(facts, said == SAID_FAR, ODD_DUE_FAR);
	if (said != SAID_USABLE)
		return;
	mark(facts, reading.date_only, ODD_DATE_ONLY_DUE);
	mark(facts, !reading.date_only && reading.midnight, ODD_DUE_AT_MIDNIGHT);
	if (facts->received == INSTANT_NONE)
		return;
	mark(facts, facts->due < facts->received, ODD_DUE_BEFORE_RECEIVED);
	mark(facts, facts->due == facts->received, ODD_DUE_AT_RECEIPT);
}

/* An open case with a date at an end of time is a case without a finish: only a closed one should
 * have had it. Returns the last instant that the finish may mean; NONE: none is said. */
static instant build_finished(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	bool closed = facts->status == STATUS_PROCESSED || facts->status == STATUS_RETURNED;
	struct date_reading reading;
	enum said said = date_said(build, FIELD_FINISHED, &reading);
	facts->finished = reading.at;
	mark(facts,
		said == SAID_UNUSABLE || ((said == SAID_YEAR_ONE || said == SAID_FAR) && closed),
		ODD_FINISHED_UNUSABLE);
	mark(facts, said == SAID_NOTHING && closed, ODD_FINISHED_MISSING);
	if (said != SAID_USABLE)
		return INSTANT_NONE;
	instant latest = reading.date_only ? reading.day_end : reading.at;
	mark(facts, facts->received != INSTANT_NONE && latest < facts->received,
		ODD_FINISHED_BEFORE_RECEIVED);
	mark(facts, reading.at > build->context->now + SKEW_MS, ODD_FINISHED_IN_FUTURE);
	return reading.at;
}

/* A hand-over by date alone may be at any time of its day. */
static void build_returned(struct build *build, instant finished)
{
	struct case_facts *facts = &build->record->facts;
	struct date_reading reading;
	enum said said = date_said(build, FIELD_RETURNED, &reading);
	facts->returned = reading.at;
	mark(facts,
		said == SAID_USABLE && finished != INSTANT_NONE &&
			finished > (reading.date_only ? reading.day_end : reading.at),
		ODD_FINISHED_AFTER_RETURNED);
}

static void build_dates(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	facts->submitted = plain_date(build, FIELD_SUBMITTED);
	build_received(build);
	build_due(build);
	build_returned(build, build_finished(build));
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

/* By its status nothing is over: neither refused, withdrawn nor processed. */
static bool status_running(uint8_t status)
{
	return status == STATUS_REGISTERED || status == STATUS_ACCEPTED ||
	       status == STATUS_PROCESSING || status_pauses(status);
}

/* Only a case that was accepted needs the date it was accepted. One that stands there and cannot be
 * read is asked about: the last readable one stays in force, and without one the case counts nowhere.
 * A case withdrawn before stands with the refused: it was never counted as received, so it cannot be
 * resolved either. */
static void settle_status(struct build *build)
{
	struct case_facts *facts = &build->record->facts;
	if (build->context->no_status)
		facts->status = status_from_dates(facts);
	else
		mark(facts, facts->status == STATUS_UNKNOWN, ODD_STATUS_UNKNOWN);
	if (facts->status == STATUS_UNKNOWN && build->context->mapping->unknown_by_dates)
		facts->status = status_from_dates(facts);
	mark(facts,
		status_running(facts->status) &&
			(facts->finished != INSTANT_NONE || facts->returned != INSTANT_NONE),
		ODD_OPEN_WITH_FINISH);
	if (facts->received != INSTANT_NONE)
		return;
	if (facts->status == STATUS_WITHDRAWN)
		facts->status = STATUS_REFUSED;
	else if (facts->status != STATUS_REGISTERED && facts->status != STATUS_REFUSED &&
		 !(facts->odd & ODD_RECEIVED_UNUSABLE))
		build_fail(build, FIELD_RECEIVED, RECORD_NO_RECEIVED);
}

enum record_problem record_build(const struct record_context *context, struct record_values *values,
	struct case_record *ret_record, const char **ret_field)
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
