#include "command/operate/sample.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/words/case_words.h"

static void add_line(struct sample *sample, const char *name, struct slice value, enum odd odd)
{
	array_reserve(sample->lines, &sample->line_capacity, sample->line_count + 1);
	sample->lines[sample->line_count++] = (struct sample_line){
		name, xstrndup(value.data ? value.data : "", value.length), odd};
}

static void add_slice(struct sample *sample, const char *name, struct slice value)
{
	add_line(sample, name, value, 0);
}

static void add_field(struct sample *sample, const char *name, const char *value)
{
	add_line(sample, name, slice_of(value), 0);
}

static void add_instant(struct sample *sample, const char *name, instant at)
{
	char buffer[ZONE_TEXT_MAX];
	add_field(sample, name,
		at == INSTANT_NONE ? "" : zone_format(tool_zone(sample->tool), at, buffer));
}

static void add_number(struct sample *sample, const char *name, int64_t value, bool said)
{
	char buffer[24];
	snprintf(buffer, sizeof(buffer), "%lld", (long long)value);
	add_field(sample, name, said ? buffer : "");
}

static void add_status(struct sample *sample, const struct case_record *record)
{
	char buffer[300];
	enum status status = (enum status)record->facts.status;
	snprintf(buffer, sizeof(buffer), "%d %s (\"%.*s\")", (int)status,
		status_words(sample->tool, status), SLICE_ARGS(record->status_text));
	add_field(sample, "status", buffer);
}

static void add_odd(struct sample *sample, const struct case_record *record)
{
	for (unsigned bit = 1; bit < 1 << ODD_COUNT; bit <<= 1)
		if (record->facts.odd & bit && odd_name((enum odd)bit))
			add_line(sample, "!", (struct slice){0}, (enum odd)bit);
}

static void add_facts(struct sample *sample, const struct case_facts *facts)
{
	static const char *const units[] = {[TERM_NONE] = "",
		[TERM_WORKING_DAYS] = "working days",
		[TERM_CALENDAR_DAYS] = "calendar days",
		[TERM_WORKING_HOURS] = "working minutes"};
	static const char *const channels[] = {[0] = "",
		[CHANNEL_IN_PERSON] = "in person",
		[CHANNEL_ONLINE] = "online",
		[CHANNEL_POSTAL] = "postal"};
	add_field(sample, "channel",
		facts->channel < ARRAY_SIZE(channels) ? channels[facts->channel] : "");
	add_instant(sample, "submitted", facts->submitted);
	add_instant(sample, "received", facts->received);
	add_instant(sample, "due", facts->due);
	add_instant(sample, "finished", facts->finished);
	add_instant(sample, "returned", facts->returned);
	add_number(sample, "term", facts->term, facts->term_unit != TERM_NONE);
	add_field(sample, "term-unit", units[facts->term_unit]);
	add_instant(sample, "supplement-asked", facts->supplement_asked);
	add_instant(sample, "supplement-done", facts->supplement_done);
	add_number(sample, "supplements", facts->supplements, facts->supplements > 0);
	if (facts->locked)
		add_field(sample, "lock", "yes");
}

static void count_word(struct sample_words *words, struct slice word)
{
	for (int i = 0; i < words->count; i++)
		if (slice_is(word, words->words[i].word)) {
			words->words[i].count++;
			return;
		}
	if (words->count == SAMPLE_WORDS) {
		words->others++;
		return;
	}
	words->words[words->count++] =
		(struct sample_word){xstrndup(word.data ? word.data : "", word.length), 1};
}

/* What is odd about every record of the page, shown or not. */
static void count_odds(struct sample *sample, const struct case_record *record)
{
	const struct tool *tool = sample->tool;
	day today = zone_day(tool_zone(tool), tool->now);
	bool odd = false;
	for (int bit = 0; bit < SAMPLE_ODDS; bit++)
		if (record->facts.odd & 1u << bit && odd_name((enum odd)(1 << bit))) {
			sample->odds[bit]++;
			odd = true;
		}
	sample->odd += odd;
	if (record->facts.odd & ODD_STATUS_UNKNOWN)
		count_word(&sample->statuses, record->status_text);
	if (directory_of_unit(tool_directory(tool), record->unit, today) < 0)
		count_word(&sample->units, record->unit);
}

/* Which commune the unit belongs to, as the daemon would count it. */
static void add_commune(struct sample *sample, const struct case_record *record)
{
	const struct directory *directory = tool_directory(sample->tool);
	day today = zone_day(tool_zone(sample->tool), sample->tool->now);
	int row = directory_of_unit(directory, record->unit, today);
	char buffer[300];
	if (row < 0)
		snprintf(buffer, sizeof(buffer), "%s", COMMUNE_UNMAPPED);
	else
		snprintf(buffer, sizeof(buffer), "%s %s",
			directory_at(directory, (size_t)row)->code,
			directory_at(directory, (size_t)row)->name);
	add_field(sample, "commune", buffer);
}

static int on_record(void *user, const struct case_record *record)
{
	struct sample *sample = user;
	sample->records++;
	count_odds(sample, record);
	if (sample->records > sample->most)
		return 0;
	add_line(sample, NULL, (struct slice){0}, 0);
	add_slice(sample, "code", record->code);
	add_slice(sample, "former-code", record->former_code);
	add_status(sample, record);
	add_slice(sample, "unit", record->unit);
	add_slice(sample, "unit-name", record->unit_name);
	add_commune(sample, record);
	add_slice(sample, "procedure", record->procedure);
	add_slice(sample, "procedure-name", record->procedure_name);
	add_slice(sample, "field", record->field);
	add_slice(sample, "field-name", record->field_name);
	add_facts(sample, &record->facts);
	add_slice(sample, "officer", record->officer);
	add_instant(sample, "updated", record->updated);
	add_odd(sample, record);
	return 0;
}

static void on_problem(void *user, int64_t index, struct slice code, enum record_problem problem,
	const char *detail)
{
	struct sample *sample = user;
	if (++sample->aside > SAMPLE_PROBLEMS)
		return;
	array_reserve(sample->problems, &sample->problem_capacity, sample->problem_count + 1);
	sample->problems[sample->problem_count++] =
		(struct sample_problem){index, xstrndup(code.data ? code.data : "", code.length),
			xstrdup(detail ? detail : ""), problem};
}

void sample_begin(struct sample *sample, struct tool *tool, const struct profile *profile,
	bool keep_officer, int64_t most)
{
	*sample = (struct sample){.tool = tool, .most = most};
	sample->decoder = decoder_new(&(struct decode_options){.profile = profile,
		.now = tool->now,
		.zone = tool_zone(tool),
		.keep_officer = keep_officer,
		.on_record = on_record,
		.on_problem = on_problem,
		.user = sample});
}

int sample_feed(struct sample *sample, const char *data, size_t length, struct error *error)
{
	return decoder_feed(sample->decoder, data, length, error);
}

int sample_end(struct sample *sample, struct error *error)
{
	return decoder_end(sample->decoder, &sample->page, error);
}

void sample_free(struct sample *sample)
{
	decoder_free(sample->decoder);
	for (size_t i = 0; i < sample->line_count; i++)
		free(sample->lines[i].value);
	for (size_t i = 0; i < sample->problem_count; i++) {
		free(sample->problems[i].code);
		free(sample->problems[i].detail);
	}
	free(sample->lines);
	free(sample->problems);
	for (int i = 0; i < SAMPLE_WORDS; i++) {
		free(sample->statuses.words[i].word);
		free(sample->units.words[i].word);
	}
}
