/* hentractl alerts test: a marked sample by one channel, through the outbox like any other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/tool/named_commune.h"
#include "command/tool/tool.h"
#include "command/tool/wake_daemon.h"
#include "conf/settings.h"
#include "message/event.h"
#include "message/letter.h"

struct sample {
	struct tool *tool;
	const struct channel_settings *channel;
	const struct commune *commune; /* NULL: of the province */
	struct delivery deliveries[32];
	size_t count;
	char name[256];
	struct rule rule;
	struct alert_news news;
	struct letter_case one;
	struct news_view view;
};

/* Due two working days back, so that one has passed on a day off too, and as late as a real case of
 * that day would be. Where the calendar says nothing these are plain days. */
static void make_late(struct sample *sample, const struct judge *judge)
{
	const struct tool *tool = sample->tool;
	const struct zone *zone = tool_zone(tool);
	day due, today = zone_day(zone, tool->now);
	if (calendar_add_days(tool_calendar(tool), today, -2, &due) < 0)
		due = today - 2;
	sample->one.due = zone_midnight(zone, due + 1) - 1;
	sample->one.overdue_working_days = verdict_days_late(sample->one.due, judge, tool->now);
	sample->view.oldest_overdue_days = sample->one.overdue_working_days;
}

/* A commune that does not exist, with numbers that are nobody's; the name says that it is a test. */
static void make_view(struct sample *sample)
{
	const struct tool *tool = sample->tool;
	const struct settings *settings = tool_settings(tool);
	bool english = sample->channel->language == LANGUAGE_EN;
	const char *code = sample->commune ? sample->commune->code : settings->hentra.province;
	day today = zone_day(tool_zone(tool), tool->now);

	/* a letter says on top that it is a test; of an event people read the name */
	bool event = sample->channel->type == CHANNEL_WEBHOOK;
	snprintf(sample->name, sizeof(sample->name), "%s%s",
		event ? english ? "(TEST) " : "(THỬ) " : "",
		sample->commune ? sample->commune->name : settings->hentra.province_name);
	sample->rule = (struct rule){
		.name = "test", .fire = {{MEASURE_OVERDUE, AT_LEAST, 1}}, .fire_count = 1};
	sample->news = (struct alert_news){
		.kind = NEWS_OPENED,
		.sequence = 1,
		.rule = "test",
		.scope = sample->commune ? SCOPE_COMMUNE : SCOPE_PROVINCE,
		.subject = code,
		.at = tool->now,
		.since = tool->now,
		.held_since = tool->now,
		.value = {1},
		.told_before_at = INSTANT_NONE,
	};
	sample->news.counts.bucket[BUCKET_OVERDUE] = 1;
	sample->news.counts.bucket[BUCKET_IN_TIME] = 9;
	sample->one = (struct letter_case){.code = "TEST-0001",
		.procedure = "0.000000",
		.procedure_name = english ? "A sample" : "Thủ tục thử",
		.field = "TEST",
		.field_name = english ? "A sample" : "Lĩnh vực thử",
		.unit = "",
		.received = INSTANT_NONE,
		.due = INSTANT_NONE};
	sample->view = (struct news_view){
		.news = &sample->news,
		.rule = &sample->rule,
		.province = settings->hentra.province,
		.province_name = settings->hentra.province_name,
		.subject_code = code,
		.subject_name = sample->name,
		.subject_kind = sample->commune ? sample->commune->kind : COMMUNE,
		.zone = tool_zone(tool),
		.period = period_year(period_year_of(today), false),
		.cases = &sample->one,
		.case_count = 1,
		.observed = tool->now,
		.contact = settings->mail.contact,
		.guide = settings->mail.guide,
		.page_url = "",
		.from = settings->mail.from,
		.english = english,
		.sample = true,
	};
}

/* The letter's Message-ID needs the key now: time and place tell it from every other. */
static void make_key(const struct sample *sample, char key[static 64])
{
	snprintf(key, 64, "hentra-test-%lld-%zu", (long long)sample->tool->now, sample->count);
}

static void add(struct sample *sample, const char *recipient)
{
	if (sample->count == ARRAY_SIZE(sample->deliveries))
		return;
	struct delivery *delivery = &sample->deliveries[sample->count];
	*delivery = (struct delivery){.sequence = 1,
		.channel = sample->channel->name,
		.recipient = recipient,
		.created = sample->tool->now, /* the store's last instant may be long past */
		.settled_at = INSTANT_NONE,
		.html = "",
		.headers = ""};
	make_key(sample, delivery->key);
	sample->count++;
	if (sample->channel->type == CHANNEL_WEBHOOK) {
		struct text body = {0};
		event_render(&sample->view, &body);
		delivery->type = "webhook";
		delivery->subject = event_type(NEWS_OPENED);
		delivery->body = text_take(&body);
		return;
	}
	struct letter letter;
	letter_render(&sample->view, delivery->key, &letter);
	delivery->type = "email";
	delivery->subject = letter.subject;
	delivery->body = letter.text;
	delivery->html = letter.html;
	delivery->headers = letter.headers;
}

static void free_deliveries(struct sample *sample)
{
	for (size_t i = 0; i < sample->count; i++) {
		struct delivery *delivery = &sample->deliveries[i];
		free((char *)delivery->body);
		if (sample->channel->type == CHANNEL_WEBHOOK)
			continue;
		free((char *)delivery->subject);
		free((char *)delivery->html);
		free((char *)delivery->headers);
	}
}

static void add_all(struct sample *sample)
{
	const struct channel_settings *channel = sample->channel;
	if (channel->type == CHANNEL_WEBHOOK)
		add(sample, channel->url);
	for (const char *const *to = channel->to; to && *to; to++)
		add(sample, *to);
	if (!channel->to_commune || !sample->commune)
		return;
	for (const char *const *to = sample->commune->emails; to && *to; to++)
		add(sample, *to);
}

static enum exit_code unknown_channel(const struct settings *settings, const char *name)
{
	cleanup(cleanup_free) const char **names =
		xcalloc(settings->channel_count + 1, sizeof(*names));
	for (size_t i = 0; i < settings->channel_count; i++)
		names[i] = settings->channels[i].name;
	return tool_unknown("channel", name, names, settings->channel_count);
}

static enum exit_code find_parts(struct sample *sample, const struct arguments *arguments)
{
	struct tool *tool = sample->tool;
	const char *name = argument(arguments, "--channel");
	const char *code = argument(arguments, "--commune");
	if (!name)
		return tool_fail(EXIT_USAGE, "say by which channel: --channel NAME");
	sample->channel = settings_channel(tool_settings(tool), name);
	if (!sample->channel)
		return unknown_channel(tool_settings(tool), name);
	if (!code)
		return EXIT_FINE;
	int row = named_commune_find(tool, code, zone_day(tool_zone(tool), tool->now));
	if (row < 0)
		return named_commune_unknown(tool, code);
	sample->commune = directory_at(tool_directory(tool), (size_t)row);
	return EXIT_FINE;
}

/* One sentence: handed to a daemon that runs, or waiting for one. */
static void say_sample(const struct sample *sample, const struct delivery *delivery)
{
	struct tool *tool = sample->tool;
	bool letter = sample->channel->type == CHANNEL_EMAIL;
	text_printf(&tool->out, "%s %lld",
		letter ? say(tool, "Thư thử", "Sample letter")
		       : say(tool, "Sự kiện thử", "Sample event"),
		(long long)delivery->id);
	if (store_owner(tool_settings(tool)->hentra.store) == STORE_OWNER_NONE)
		text_printf(&tool->out,
			say(tool,
				" cho %s đợi trong outbox, vì hentrad không chạy; sẽ được gửi khi "
				"hentrad chạy lại (systemctl start hentra).\n",
				" to %s waits in the outbox, for hentrad does not run; it goes out "
				"when it does (systemctl start hentra).\n"),
			delivery->recipient);
	else
		text_printf(&tool->out,
			say(tool,
				" cho %s đã được giao cho hentrad gửi đi; kết quả: hentractl "
				"outbox show %lld\n",
				" to %s was given to hentrad to send; how it went: hentractl "
				"outbox show %lld\n"),
			delivery->recipient, (long long)delivery->id);
}

static enum exit_code send(struct sample *sample)
{
	struct tool *tool = sample->tool;
	struct news_batch batch = {
		.deliveries = sample->deliveries, .delivery_count = sample->count};
	struct error error = {0};
	if (sample->count == 0)
		return tool_fail(EXIT_NO,
			"channel %s has nobody to write to: it writes to communes, so say "
			"--commune "
			"of one with an address",
			sample->channel->name);
	instant at;
	if (wake_instant(tool, &at, &error) < 0 ||
		store_commit_news(tool->store, &batch, at, &error) < 0)
		return tool_failed(&error);
	wake_daemon(tool);
	for (size_t i = 0; i < sample->count; i++)
		say_sample(sample, &sample->deliveries[i]);
	return EXIT_FINE;
}

enum exit_code command_alerts_test(struct tool *tool, const struct arguments *arguments)
{
	struct sample sample = {.tool = tool};
	enum exit_code exit = tool_store(tool, STORE_OPERATE);
	if (!exit)
		exit = find_parts(&sample, arguments);
	if (exit)
		return exit;
	struct judge judge = tool_judge(tool);
	make_view(&sample);
	make_late(&sample, &judge);
	sample.view.judge = &judge;
	add_all(&sample);
	exit = send(&sample);
	free_deliveries(&sample);
	return exit;
}
