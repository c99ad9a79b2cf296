/* A sample, shown: for people and for programs. */
#include "base/plural.h"
#include "command/operate/sample.h"
#include "command/words/case_words.h"

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
	plural_printf(out,
		say(tool, "  %lld bản ghi đọc được, %lld để riêng, %lld có điểm bất thường",
			"  %lld record(s) understood, %lld set aside, %lld odd"),
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
			problem->code[0] ? ": " : "",
			tool->english ? record_problem_sentence(problem->problem)
				      : record_problem_sentence_vi(problem->problem),
			problem->detail[0] ? ": " : "", problem->detail);
	}
	if (sample->aside > SAMPLE_PROBLEMS)
		text_printf(out, say(tool, "    … và %lld bản ghi khác\n", "    … and %lld more\n"),
			(long long)(sample->aside - SAMPLE_PROBLEMS));
}

/* --- for programs ------------------------------------------------------------------------- */

/* The odd ones stand last in their record. */
static size_t record_json(const struct sample *sample, size_t i, struct json_writer *json)
{
	json_object(json, NULL);
	for (; i < sample->line_count && sample->lines[i].name && !sample->lines[i].odd; i++)
		json_string(json, sample->lines[i].name,
			sample->lines[i].value[0] ? sample->lines[i].value : NULL);
	json_array(json, "oddities");
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
	json_object(json, "oddities");
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
