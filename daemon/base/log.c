#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/plural.h"
#include "base/text.h"

static enum log_level most_level = LOG_ROUTINE;

void log_set_level(enum log_level most)
{
	most_level = most;
}

/* The service manager says which device and inode it connected; if standard error is still that
 * one, lines go to the journal with their fields (systemd.exec(5), $JOURNAL_STREAM). */
static bool journal_connected(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat info;
	return stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
	       fstat(STDERR_FILENO, &info) == 0 && info.st_dev == device && info.st_ino == inode;
}

static bool to_journal(
	enum log_level level, const char *message_id, const char *subject, struct slice line)
{
	struct text fields[4] = {{0}};
	struct iovec parts[4];
	int count = 0;
	text_printf(&fields[count++], "PRIORITY=%d", (int)level);
	text_printf(&fields[count], "MESSAGE=%s%s", subject ? subject : "", subject ? ": " : "");
	text_add_slice(&fields[count++], line);
	if (subject)
		text_printf(&fields[count++], "HENTRA_SUBJECT=%s", subject);
	if (message_id)
		text_printf(&fields[count++], "MESSAGE_ID=%s", message_id);
	for (int i = 0; i < count; i++)
		parts[i] = (struct iovec){fields[i].data, fields[i].length};
	bool sent = sd_journal_sendv(parts, count) == 0;
	for (int i = 0; i < count; i++)
		text_free(&fields[i]);
	return sent;
}

static void to_stderr(const char *subject, struct slice line)
{
	struct text out = {0};
	text_printf(&out, "%s%s", subject ? subject : "", subject ? ": " : "");
	text_add_slice(&out, line);
	text_add_char(&out, '\n');
	/* one write a line, so that lines of several processes do not mix */
	fwrite(out.data, 1, out.length, stderr);
	fflush(stderr);
	text_free(&out);
}

/* A line stays a line: text of others in it must not be able to forge a second one. */
static void one_line(struct text *text)
{
	for (size_t i = 0; i < text->length; i++) {
		unsigned char byte = (unsigned char)text->data[i];
		if (byte < 0x20 || byte == 0x7F)
			text->data[i] = ' ';
	}
}

__attribute__((format(printf, 2, 0))) static void add_formatted(
	struct text *line, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		return;
	char *whole = xmalloc((size_t)length + 1);
	vsnprintf(whole, (size_t)length + 1, format, args);
	text_append(line, whole, plural(whole));
	free(whole);
}

__attribute__((format(printf, 4, 0))) static void write_line(enum log_level level,
	const char *message_id, const char *subject, const char *format, va_list args)
{
	if (level > most_level)
		return;
	struct text line = {0};
	add_formatted(&line, format, args);
	one_line(&line);
	if (!journal_connected() || !to_journal(level, message_id, subject, text_slice(&line)))
		to_stderr(subject, text_slice(&line));
	text_free(&line);
}

void log_line(enum log_level level, const char *subject, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	write_line(level, NULL, subject, format, args);
	va_end(args);
}

void log_event(
	enum log_level level, const char *message_id, const char *subject, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	write_line(level, message_id, subject, format, args);
	va_end(args);
}

/* The journal looks the unit of a line up by its process. */
#define LINGER_US 300000

void log_linger(void)
{
	if (journal_connected())
		usleep(LINGER_US);
}
