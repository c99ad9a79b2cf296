#include "base/ini.h"

#include "base/text.h"
#include "base/utf8.h"

struct reader {
	struct ini_line at; /* section in force; key and value while one is open */
	struct text value; /* of the open key, unquoted and joined */
	bool open; /* a key waits for continuations */
	bool skip; /* the section line was wrong: its keys are passed over */
	ini_line_fn *on_line;
	ini_problem_fn *on_problem;
	void *user;
};

static void problem(struct reader *reader, int line, const char *sentence)
{
	if (reader->on_problem)
		reader->on_problem(reader->user, reader->at.file, line, sentence);
}

static void close_key(struct reader *reader)
{
	if (!reader->open)
		return;
	reader->open = false;
	reader->at.value = text_slice(&reader->value);
	reader->on_line(reader->user, &reader->at);
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* Up to a # that begins the text or stands after white space. */
static struct slice without_comment(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] == '#' && (i == 0 || is_blank(text.data[i - 1])))
			text.length = i;
	}
	return slice_trim(text);
}

/* Appends a "…" value; returns what is wrong with it or NULL. */
static const char *add_quoted(struct text *value, struct slice text)
{
	for (size_t i = 1; i < text.length; i++) {
		char byte = text.data[i];
		if (byte == '"') {
			struct slice rest = {text.data + i + 1, text.length - i - 1};
			bool ended = !without_comment(rest).length;
			return ended ? NULL : "text after the closing quote";
		}
		if (byte == '\\' && i + 1 < text.length) {
			byte = text.data[++i];
			if (byte != '"' && byte != '\\')
				return "only \\\" and \\\\ are escapes inside quotes";
		}
		text_add_char(value, byte);
	}
	return "a quote is not closed on its line";
}

static void add_value(struct reader *reader, int line, struct slice text)
{
	text = slice_trim(text);
	if (!text.length || text.data[0] != '"') {
		text_add_slice(&reader->value, without_comment(text));
		return;
	}
	const char *wrong = add_quoted(&reader->value, text);
	if (wrong) {
		problem(reader, line, wrong);
		reader->open = false; /* half a value is none */
	}
}

static void read_section(struct reader *reader, int line, struct slice text)
{
	text = without_comment(text);
	reader->skip = true;
	if (text.data[text.length - 1] != ']') {
		problem(reader, line, "a section line must end with ]");
		return;
	}
	struct slice inside = slice_trim((struct slice){text.data + 1, text.length - 2});
	size_t kind = 0;
	while (kind < inside.length && !is_blank(inside.data[kind]))
		kind++;
	if (!kind || memchr(inside.data, '[', inside.length) ||
		memchr(inside.data, ']', inside.length)) {
		problem(reader, line, "a section line is [section] or [kind name]");
		return;
	}
	reader->skip = false;
	reader->at.line = line;
	reader->at.kind = (struct slice){inside.data, kind};
	reader->at.name = slice_trim((struct slice){inside.data + kind, inside.length - kind});
	reader->at.key = reader->at.value = (struct slice){"", 0};
	reader->on_line(reader->user, &reader->at);
}

static void read_key(struct reader *reader, int line, struct slice text)
{
	const char *sign = memchr(text.data, '=', text.length);
	struct slice key = {text.data, sign ? (size_t)(sign - text.data) : 0};
	key = slice_trim(key);
	if (!key.length) {
		problem(reader, line, "the line is neither [section] nor key = value");
		return;
	}
	if (reader->skip)
		return;
	reader->at.line = line;
	reader->at.key = key;
	text_clear(&reader->value);
	reader->open = true;
	size_t before = (size_t)(sign + 1 - text.data);
	add_value(reader, line, (struct slice){sign + 1, text.length - before});
}

static void continue_value(struct reader *reader, int line, struct slice text)
{
	if (reader->open) {
		if (reader->value.length)
			text_add_char(&reader->value, ' ');
		add_value(reader, line, text);
	} else if (!reader->skip) {
		problem(reader, line,
			"the line begins with white space, but there is no value before it to go "
			"on with");
	}
}

/* A byte that no text file has: its sentence, or NULL. */
static const char *unreadable(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.data[i];
		if (byte == 0)
			return "the line holds a NUL byte";
		if ((byte < 0x20 && byte != '\t') || byte == 0x7F)
			return "the line holds a control character";
	}
	return utf8_valid(text) ? NULL : "the line is not UTF-8: save the file as UTF-8";
}

static void read_line(struct reader *reader, int line, struct slice text)
{
	if (text.length && text.data[text.length - 1] == '\r')
		text.length--;
	struct slice inside = slice_trim(text);
	const char *wrong = unreadable(text);
	if (wrong) {
		close_key(reader);
		problem(reader, line, wrong);
	} else if (!inside.length) {
		close_key(reader);
	} else if (inside.data[0] == '#') {
		return; /* a comment does not end a value */
	} else if (is_blank(text.data[0])) {
		continue_value(reader, line, inside);
	} else {
		close_key(reader);
		if (text.data[0] == '[')
			read_section(reader, line, text);
		else
			read_key(reader, line, text);
	}
}

void ini_read(const char *file, struct slice content, ini_line_fn *on_line,
	ini_problem_fn *on_problem, void *user)
{
	struct reader reader = {
		.at = {.file = file, .kind = {"", 0}, .name = {"", 0}},
		.on_line = on_line,
		.on_problem = on_problem,
		.user = user,
	};
	if (content.length >= 3 && memcmp(content.data, UTF8_BOM, 3) == 0) {
		content.data += 3;
		content.length -= 3;
	}
	struct slice rest = content, text;
	for (int line = 1; slice_split(&rest, '\n', &text); line++)
		read_line(&reader, line, text);
	close_key(&reader);
	text_free(&reader.value);
}
