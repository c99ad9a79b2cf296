/* hentractl check: the configuration and the files it names; with --connect the portals and the
 * mail relay as well.
 *
 * It speaks English whatever `language` says: its sentences are those of the log and of all errors, so
 * that one can be looked up by the other; and one language stands on a screen. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/plural.h"
#include "command/operate/ask.h"
#include "command/operate/ask_hook.h"
#include "conf/settings.h"
#include "site/file.h"
#include "store/store_bounce.h"

#define CONNECT_RECORDS 3

struct checking {
	struct tool *tool;
	struct json_writer json;
	bool quiet; /* errors are enough: for a service manager's log */
	int errors, warnings;
	int failed; /* portals or relay that did not answer as they should */
};

static void on_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	struct checking *checking = user;
	struct text *out = &checking->tool->out;
	bool warning = level == PROBLEM_WARNING;
	checking->errors += !warning;
	checking->warnings += warning;
	if (checking->tool->json) {
		json_object(&checking->json, NULL);
		json_string(&checking->json, "level", warning ? "warning" : "error");
		json_string(&checking->json, "file", file[0] ? file : NULL);
		if (line)
			json_number(&checking->json, "line", line);
		else
			json_null(&checking->json, "line");
		json_string(&checking->json, "sentence", sentence);
		json_object_end(&checking->json);
		return;
	}
	if (warning && checking->quiet)
		return;
	if (file[0] && line)
		text_printf(out, "%s:%d: ", file, line);
	else if (file[0])
		text_printf(out, "%s: ", file);
	text_printf(out, "%s%s\n", warning ? "warning: " : "", sentence);
}

/* Some sentences name the portal already. */
static const char *without_name(const char *name, const char *sentence)
{
	size_t length = strlen(name);
	if (strncmp(sentence, "portal ", 7) == 0 && strncmp(sentence + 7, name, length) == 0 &&
		strncmp(sentence + 7 + length, ": ", 2) == 0)
		return sentence + 7 + length + 2;
	return sentence;
}

/* --- --connect ------------------------------------------------------------------------------ */

static void connect_portal(
	struct checking *checking, struct exchange *exchange, const struct portal_settings *portal)
{
	struct tool *tool = checking->tool;
	const struct profile *profile = tool->site->profiles[portal - tool_settings(tool)->portals];
	struct sample sample = {0};
	struct asked asked = {0};
	struct error error = {0};
	int result =
		ask_page(tool, exchange, portal, profile, CONNECT_RECORDS, &sample, &asked, &error);
	checking->failed += result < 0;
	if (tool->json) {
		json_object(&checking->json, NULL);
		json_string(&checking->json, "portal", portal->name);
		json_string(&checking->json, "error", result < 0 ? error.text : NULL);
		if (result == 0)
			sample_json(&sample, &checking->json);
		json_object_end(&checking->json);
	} else if (result < 0) {
		text_printf(&tool->out, "Portal %s: %s\n", portal->name,
			without_name(portal->name, error.text));
	} else {
		text_printf(&tool->out, "Portal %s: answers (its first page only)\n", portal->name);
		sample_text(&sample, &tool->out);
	}
	sample_free(&sample);
}

static void connect_relay(struct checking *checking, struct exchange *exchange)
{
	struct tool *tool = checking->tool;
	const struct mail_settings *mail = &tool_settings(tool)->mail;
	char words[200] = "";
	struct error error = {0};
	if (!mail->relay[0])
		return;
	int result = ask_relay(exchange, mail, words, &error);
	checking->failed += result < 0;
	if (tool->json) {
		json_object(&checking->json, "relay");
		json_string(&checking->json, "url", mail->relay);
		json_string(&checking->json, "error", result < 0 ? error.text : NULL);
		json_string(&checking->json, "answer", result < 0 ? NULL : words);
		json_object_end(&checking->json);
	} else {
		text_printf(&tool->out, "Mail relay %s: %s\n", mail->relay,
			result < 0 ? error.text : words);
	}
}

static void connect_hook(struct checking *checking, struct exchange *exchange,
	const struct channel_settings *channel)
{
	struct tool *tool = checking->tool;
	char words[200] = "";
	struct error error = {0};
	int result = ask_hook(exchange, channel, words, &error);
	checking->failed += result < 0;
	if (tool->json) {
		json_object(&checking->json, NULL);
		json_string(&checking->json, "channel", channel->name);
		json_string(&checking->json, "error", result < 0 ? error.text : NULL);
		json_string(&checking->json, "answer", result < 0 ? NULL : words);
		json_object_end(&checking->json);
	} else {
		text_printf(&tool->out, "Webhook of channel %s: %s\n", channel->name,
			result < 0 ? error.text : words);
	}
}

static void connect_hooks(struct checking *checking, struct exchange *exchange)
{
	const struct settings *settings = tool_settings(checking->tool);
	if (checking->tool->json)
		json_array(&checking->json, "hooks");
	for (size_t i = 0; i < settings->channel_count; i++)
		if (settings->channels[i].type == CHANNEL_WEBHOOK)
			connect_hook(checking, exchange, &settings->channels[i]);
	if (checking->tool->json)
		json_array_end(&checking->json);
}

static void connect_all(struct checking *checking)
{
	struct tool *tool = checking->tool;
	const struct settings *settings = tool_settings(tool);
	struct exchange *exchange = ask_exchange(tool);
	if (tool->json)
		json_array(&checking->json, "portals");
	for (size_t i = 0; i < settings->portal_count; i++)
		if (!profile_is_csv(tool->site->profiles[i]))
			connect_portal(checking, exchange, &settings->portals[i]);
	if (tool->json)
		json_array_end(&checking->json);
	connect_relay(checking, exchange);
	connect_hooks(checking, exchange);
	exchange_free(exchange);
}

/* --- what the store knows -------------------------------------------------------------------- */

static int on_returned(void *user, const struct store_returned *returned)
{
	struct checking *checking = user;
	const struct tool *tool = checking->tool;
	char at[WHEN_MAX], sentence[512];
	snprintf(sentence, sizeof(sentence),
		say(tool, "thư gửi %s bị trả lại từ %s: %s (xem: hentractl outbox bounced)",
			"letters to %s come back since %s: %s (see hentractl outbox bounced)"),
		returned->recipient, when(tool, returned->since, at), returned->words);
	on_problem(checking, PROBLEM_WARNING, "", 0, sentence);
	return 0;
}

/* Before the first start there is no store, and nothing to tell of. */
static void check_returned(struct checking *checking)
{
	struct store *store = NULL;
	struct error error;
	if (store_open(tool_settings(checking->tool)->hentra.store, STORE_READ, &store, &error) < 0)
		return;
	store_returned(store, on_returned, checking, &error);
	store_close(store);
}

/* --- what a reload cannot take --------------------------------------------------------------- */

/* The store stays open as long as the daemon runs: another one would be refused by the daemon itself,
 * which can say so in its log only, after the service manager was told that all is well. */
static void check_reload(struct checking *checking)
{
	const struct tool *tool = checking->tool;
	const struct settings *settings = tool_settings(tool);
	struct where where = settings_where(settings, &settings->hentra.store);
	if (store_owner(settings->hentra.store) == STORE_OWNER_RUNS)
		return;
	on_problem(checking, PROBLEM_ERROR, where.line ? where.file : tool->config, where.line,
		"hentra: store: no running hentrad works on this store, and a reload cannot change "
		"the store: systemctl restart hentra");
}

/* --- the command ------------------------------------------------------------------------------ */

static void conclude(struct checking *checking)
{
	struct text *out = &checking->tool->out;
	if (checking->errors)
		plural_printf(out,
			"%d problem(s), %d warning(s): hentrad would not run as it should\n",
			checking->errors, checking->warnings);
	else if (checking->warnings)
		plural_printf(
			out, "The configuration is good; %d warning(s)\n", checking->warnings);
	else
		text_add(out, "The configuration is good.\n");
}

/* The last line of a long output says how it went, and what follows. */
static void conclude_connect(struct checking *checking)
{
	struct tool *tool = checking->tool;
	if (checking->failed)
		plural_printf(&tool->out,
			"\n%d of those asked did not answer as they should: see above\n",
			checking->failed);
	else if (!checking->errors)
		text_printf(&tool->out, "\nAll answer as they should.%s\n",
			store_owner(tool_settings(tool)->hentra.store) == STORE_OWNER_NONE
				? " When units and cases are right: systemctl start hentra"
				: "");
}

enum exit_code command_check(struct tool *tool, const struct arguments *arguments)
{
	struct checking checking = {.tool = tool, .quiet = argument(arguments, "--quiet")};
	struct site *site = NULL;
	if (tool->json) {
		checking.json = tool_json(tool);
		json_object(&checking.json, NULL);
		json_array(&checking.json, "problems");
	}
	int result = site_load(tool->config, on_problem, &checking, &site);
	if (result == 0) {
		tool_took_site(tool, site);
		tool->english = true;
		site_check(site, tool->now, on_problem, &checking);
		check_returned(&checking);
		if (argument(arguments, "--reload"))
			check_reload(&checking);
	}
	if (tool->json)
		json_array_end(&checking.json);
	else if (!checking.quiet)
		conclude(&checking);
	if (!file_exists(tool->config) && !tool->json)
		text_add(&tool->out, TOOL_BEGIN "\n");
	if (result == 0 && argument(arguments, "--connect")) {
		connect_all(&checking);
		if (!tool->json)
			conclude_connect(&checking);
	}
	if (tool->json) {
		json_bool(&checking.json, "good", !checking.errors && !checking.failed);
		json_object_end(&checking.json);
		tool_json_end(tool, &checking.json);
	}
	return checking.errors || checking.failed || result < 0 ? EXIT_NO : EXIT_FINE;
}
