#include "command/sample.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/case_words.h"

#define PROBLEMS_MOST 10

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
	for (unsigned bit = 1; bit <= ODD_DATE_ONLY_DUE; bit <<= 1)
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
	if (++sample->aside > PROBLEMS_MOST)
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

/* --- for people --------------------------------------------------------------------------- */

static void lines_text(const struct sample *sample, struct text *out)
{
	int record = 0;
	for (size_t i = 0; i < sample->line_count; i++) {
		const struct sample_line *line = &sample->lines[i];
		if (!line->name)
			text_printf(out, "  %d.\n", ++record);
		else if (line->odd)
			text_printf(out, "    ! %s\n", odd_words(sample->tool, line->odd));
		else
			text_printf(out, "    %-18s %s\n", line->name,
				line->value[0] ? line->value : "–");
	}
}

static void words_text(const char *title, const struct sample_words *words, struct text *out)
{
	if (words->count == 0)
		return;
	text_printf(out, "  ! %s", title);
	for (int i = 0; i < words->count; i++)
		text_printf(out, "%s \"%s\" × %lld", i ? "," : "", words->words[i].word,
			(long long)words->words[i].count);
	text_printf(out, "%s\n", words->others ? ", …" : "");
}

static void odds_text(const struct sample *sample, struct text *out)
{
	const struct tool *tool = sample->tool;
	for (int bit = 0; bit < SAMPLE_ODDS; bit++)
		if (sample->odds[bit])
			text_printf(out, "  ! %s × %lld\n", odd_words(tool, (enum odd)(1 << bit)),
				(long long)sample->odds[bit]);
	words_text(say(tool, "trạng thái chưa có trong hồ sơ cấu hình:",
			   "statuses the profile does not know:"),
		&sample->statuses, out);
	words_text(say(tool, "đơn vị chưa có trong communes.csv:",
			   "units communes.csv does not know:"),
		&sample->units, out);
}

void sample_text(const struct sample *sample, struct text *out)
{
	const struct tool *tool = sample->tool;
	text_printf(out,
		say(tool, "  %lld bản ghi đọc được, %lld để riêng, %lld có điểm bất thường",
			"  %lld records understood, %lld set aside, %lld odd"),
		(long long)sample->records, (long long)sample->aside, (long long)sample->odd);
	if (sample->page.total >= 0)
		text_printf(out,
			say(tool, "; cổng nói có tất cả %lld", "; the portal says %lld in all"),
			(long long)sample->page.total);
	text_add_char(out, '\n');
	odds_text(sample, out);
	lines_text(sample, out);
	if (sample->aside == 0)
		return;
	text_printf(out, "  %s\n", say(tool, "Để riêng:", "Set aside:"));
	for (size_t i = 0; i < sample->problem_count; i++) {
		const struct sample_problem *problem = &sample->problems[i];
		text_printf(out, "    %lld. %s%s%s%s%s\n", (long long)problem->index, problem->code,
			problem->code[0] ? ": " : "", record_problem_sentence(problem->problem),
			problem->detail[0] ? ": " : "", problem->detail);
	}
	if (sample->aside > PROBLEMS_MOST)
		text_printf(out, say(tool, "    … và %lld bản ghi khác\n", "    … and %lld more\n"),
			(long long)(sample->aside - PROBLEMS_MOST));
}

/* --- for programs ------------------------------------------------------------------------- */

/* The odd ones stand last in their record. */
static size_t record_json(const struct sample *sample, size_t i, struct json_writer *json)
{
	json_object(json, NULL);
	for (; i < sample->line_count && sample->lines[i].name && !sample->lines[i].odd; i++)
		json_string(json, sample->lines[i].name,
			sample->lines[i].value[0] ? sample->lines[i].value : NULL);
	json_array(json, "odd");
	for (; i < sample->line_count && sample->lines[i].name; i++)
		json_string(json, NULL, odd_name(sample->lines[i].odd));
	json_array_end(json);
	json_object_end(json);
	return i;
}

static void words_json(const struct sample_words *words, const char *key, struct json_writer *json)
{
	json_object(json, key);
	for (int i = 0; i < words->count; i++)
		json_number(json, words->words[i].word, words->words[i].count);
	json_object_end(json);
}

static void odds_json(const struct sample *sample, struct json_writer *json)
{
	json_number(json, "odd_records", sample->odd);
	json_object(json, "odd");
	for (int bit = 0; bit < SAMPLE_ODDS; bit++)
		if (sample->odds[bit])
			json_number(json, odd_name((enum odd)(1 << bit)), sample->odds[bit]);
	json_object_end(json);
	words_json(&sample->statuses, "unknown_statuses", json);
	words_json(&sample->units, "unknown_units", json);
}

void sample_json(const struct sample *sample, struct json_writer *json)
{
	json_number(json, "records", sample->records);
	json_number(json, "set_aside", sample->aside);
	odds_json(sample, json);
	if (sample->page.total >= 0)
		json_number(json, "total", sample->page.total);
	else
		json_null(json, "total");
	json_array(json, "sample");
	for (size_t i = 0; i < sample->line_count;)
		i = record_json(sample, i + 1, json);
	json_array_end(json);
	json_array(json, "problems");
	for (size_t i = 0; i < sample->problem_count; i++) {
		const struct sample_problem *problem = &sample->problems[i];
		json_object(json, NULL);
		json_number(json, "record", problem->index);
		json_string(json, "code", problem->code[0] ? problem->code : NULL);
		json_string(json, "problem", record_problem_sentence(problem->problem));
		json_string(json, "detail", problem->detail[0] ? problem->detail : NULL);
		json_object_end(json);
	}
	json_array_end(json);
}
