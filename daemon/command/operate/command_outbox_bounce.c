/* hentractl outbox bounce: letters that came back to envelope-from, as they lie in its mailbox. */
#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "command/tool/tool.h"
#include "command/tool/wake_daemon.h"
#include "conf/office.h"
#include "message/bounce.h"
#include "message/notice.h"
#include "site/file.h"
#include "store/store_bounce.h"

#define MESSAGE_MOST (16 * 1024 * 1024)

/* The office's letters about one address. */
struct report {
	struct tool *tool;
	const struct store_bounce *bounce;
	const char *words;
	struct delivery deliveries[16];
	size_t count;
};

/* To the office, but not at the very address that takes no letters. */
static void on_office(void *user, const struct channel_settings *channel, const char *address)
{
	struct report *report = user;
	const struct store_bounce *bounce = report->bounce;
	struct tool *tool = report->tool;
	const struct settings *settings = tool_settings(tool);
	struct letter letter;
	if (report->count == ARRAY_SIZE(report->deliveries) ||
		strcmp(address, bounce->recipient) == 0)
		return;
	struct delivery *delivery = &report->deliveries[report->count];
	*delivery = (struct delivery){.channel = channel->name,
		.recipient = address,
		.type = "email",
		.settled_at = INSTANT_NONE};
	snprintf(delivery->key, sizeof(delivery->key), "hentra-bounce-%lld-%lld-%zu",
		(long long)bounce->delivery, (long long)tool->now, report->count++);
	notice_render(
		&(struct notice){
			.kind = NOTICE_BOUNCE,
			.channel = bounce->channel,
			.recipient = bounce->recipient,
			.addressee = channel->addressee,
			.hard = bounce->hard,
			.words = report->words,
			.letter = bounce->subject,
			.at = tool->now,
			.zone = tool_zone(tool),
			.province = settings->hentra.province,
			.organisation = settings->hentra.organisation,
			.contact = settings->mail.contact,
			.from = settings->mail.from,
			.english = channel->language == LANGUAGE_EN,
		},
		delivery->key, &letter);
	delivery->subject = letter.subject;
	delivery->body = letter.text;
	delivery->html = letter.html;
	delivery->headers = letter.headers;
}

static void free_report(struct report *report)
{
	for (size_t i = 0; i < report->count; i++) {
		free((char *)report->deliveries[i].subject);
		free((char *)report->deliveries[i].body);
		free((char *)report->deliveries[i].html);
		free((char *)report->deliveries[i].headers);
	}
}

/* The first letter to an address that comes back is told; more of them are only counted. */
static int tell_office(struct tool *tool, const struct store_bounce *bounce, const char *words,
	size_t *ret_told, struct error *error)
{
	struct report report = {.tool = tool, .bounce = bounce, .words = words};
	instant at;
	int result = wake_instant(tool, &at, error);
	if (result == 0 && bounce->count == 1)
		office_each(tool_settings(tool), on_office, &report);
	struct news_batch batch = {.deliveries = report.deliveries, .delivery_count = report.count};
	if (report.count > 0)
		result = store_commit_news(tool->store, &batch, at, error);
	*ret_told = report.count;
	free_report(&report);
	return result;
}

static enum exit_code note(struct tool *tool, const char *file, const struct bounce *bounce)
{
	struct store_bounce noted;
	struct error error = {0};
	size_t told = 0;
	int result = store_bounce(
		tool->store, bounce->key, bounce->words, bounce->hard, tool->now, &noted, &error);
	if (result == -ENOENT || result == -EALREADY)
		return tool_fail(EXIT_NO, "%s: %s", file, error.text);
	if (result == 0)
		result = tell_office(tool, &noted, bounce->words, &told, &error);
	if (result < 0)
		return tool_failed(&error);
	text_printf(&tool->out,
		say(tool, "Thư %lld gửi %s bị trả lại (lần thứ %lld với địa chỉ này): %s\n",
			"Delivery %lld to %s came back (no. %lld of this address): %s\n"),
		(long long)noted.delivery, noted.recipient, (long long)noted.count, bounce->words);
	if (told > 0)
		text_add(&tool->out, say(tool, "Đã báo văn phòng.\n", "The office is told.\n"));
	wake_daemon(tool);
	return EXIT_FINE;
}

static enum exit_code read_one(struct tool *tool, const char *file)
{
	cleanup(text_free) struct text content = {0};
	cleanup(bounce_free) struct bounce bounce = {0};
	struct error error = {0};
	bool piped = strcmp(file, "-") == 0;
	int result = piped ? file_read_open(0, MESSAGE_MOST, &content)
			   : file_read(file, MESSAGE_MOST, &content, &error);
	if (result < 0 && piped)
		return tool_fail(EXIT_ENVIRONMENT, "standard input: %s", strerror(-result));
	if (result < 0)
		return tool_failed(&error);
	if (bounce_read(text_slice(&content), &bounce, &error) < 0)
		return tool_fail(EXIT_NO, "%s: %s", file, error.text);
	if (bounce.action == BOUNCE_FAILED)
		return note(tool, file, &bounce);
	text_printf(&tool->out,
		bounce.action == BOUNCE_DELAYED
			? say(tool, "%s: thư đến chậm, máy chủ còn thử gửi: không có gì thay đổi\n",
				  "%s: the letter is late and still tried: nothing changes\n")
			: say(tool, "%s: không phải thư bị trả lại: không có gì thay đổi\n",
				  "%s: nothing failed: nothing changes\n"),
		file);
	return EXIT_FINE;
}

enum exit_code command_outbox_bounce(struct tool *tool, const struct arguments *arguments)
{
	enum exit_code exit = tool_store(tool, STORE_OPERATE);
	if (exit)
		return exit;
	/* what one file is not does not stop the others */
	for (int i = 0; i < arguments->count; i++) {
		enum exit_code one = read_one(tool, arguments->positional[i]);
		exit = one > exit ? one : exit;
	}
	return exit;
}
