/* A sample of a portal's page: how its first records were understood, field by field, and what was
 * not. Reads through the same decoder as the daemon; nothing is stored. */
#ifndef COMMAND_OPERATE_SAMPLE_H
#define COMMAND_OPERATE_SAMPLE_H

#include "command/tool/tool.h"
#include "portal/decode.h"

/* One line of a record: a field as it was understood. `name` NULL: here begins the next record;
 * `odd` not 0: something about it is odd. */
struct sample_line {
	const char *name;
	char *value; /* "" when the page does not say */
	enum odd odd;
};

#define SAMPLE_PROBLEMS 10
struct sample_problem {
	int64_t index; /* which record of the page, from 1 */
	char *code, *detail;
	enum record_problem problem;
};

/* A word seen on the page that nothing is known of, and how often. */
struct sample_word {
	char *word;
	int64_t count;
};
#define SAMPLE_WORDS 10
struct sample_words {
	struct sample_word words[SAMPLE_WORDS];
	int count;
	int64_t others; /* times a further word was seen */
};
#define SAMPLE_ODDS 9 /* bits of enum odd */

struct sample {
	struct tool *tool;
	int64_t most; /* records to show */
	int64_t records; /* usable ones on the page */
	int64_t aside; /* set aside */
	int64_t odd; /* usable, but something about them is odd */
	int64_t odds[SAMPLE_ODDS]; /* by bit */
	struct sample_words statuses; /* that the profile does not know */
	struct sample_words units; /* that the directory does not know */
	struct page_result page;
	struct sample_line *lines;
	size_t line_count, line_capacity;
	struct sample_problem *problems; /* the first ones */
	size_t problem_count, problem_capacity;
	struct decoder *decoder;
};

void sample_begin(struct sample *sample, struct tool *tool, const struct profile *profile,
	bool keep_officer, int64_t most);
int sample_feed(struct sample *sample, const char *data, size_t length, struct error *error);
int sample_end(struct sample *sample, struct error *error);
void sample_free(struct sample *sample);

/* After sample_end: the records, the problems and the sums. */
void sample_text(const struct sample *sample, struct text *out);
/* The members records, set_aside, total, odd_records, odd{}, unknown_statuses{}, unknown_units{},
 * sample[], problems[], into an object already begun. */
void sample_json(const struct sample *sample, struct json_writer *json);

#endif
