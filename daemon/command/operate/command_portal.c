/* hentractl portal: the configured portals, and one page of one as it was understood. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "command/operate/ask.h"
#include "command/tool/speaker.h"
#include "command/tool/wake_daemon.h"
#include "conf/settings.h"
#include "store/store_doubt.h"

static const char *sign_in_name(enum portal_sign_in sign_in)
{
	static const char *const names[] = {[PORTAL_SIGN_IN_NONE] = "none",
		[PORTAL_SIGN_IN_BASIC] = "basic",
		[PORTAL_SIGN_IN_BEARER] = "bearer",
		[PORTAL_SIGN_IN_HEADER] = "header",
		[PORTAL_SIGN_IN_OAUTH2] = "oauth2",
		[PORTAL_SIGN_IN_SESSION] = "session"};
	return names[sign_in];
}

/* "5min", "1d": the greatest unit that leaves nothing over. */
static const char *format_every(int64_t ms, char buffer[static 24])
{
	static const struct {
		int64_t ms;
		const char *unit;
	} units[] = {{DAY_MS, "d"}, {HOUR_MS, "h"}, {MINUTE_MS, "min"}, {SECOND_MS, "s"}};
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (ms % units[i].ms == 0) {
			snprintf(
				buffer, 24, "%lld%s", (long long)(ms / units[i].ms), units[i].unit);
			return buffer;
		}
	snprintf(buffer, 24, "%lldms", (long long)ms);
	return buffer;
}

static void list_text(struct tool *tool, const struct settings *settings)
{
	static const struct column columns[] = {
		{"name", "Cổng", "Portal", ALIGN_LEFT, false},
		{"profile", "Hồ sơ cấu hình", "Profile", ALIGN_LEFT, false},
		{"title", "Hệ thống", "System", ALIGN_LEFT, false},
		{"every", "Chu kỳ", "Every", ALIGN_RIGHT, false},
		{"sign_in", "Đăng nhập", "Sign-in", ALIGN_LEFT, false},
		{"counted", "Tính số liệu", "Counted", ALIGN_LEFT, false},
		{"url", "Địa chỉ", "Address", ALIGN_LEFT, false},
	};
	struct table *table = tool_new_table(tool, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < settings->portal_count; i++) {
		const struct portal_settings *portal = &settings->portals[i];
		char every[24];
		table_add(table, portal->name);
		table_add(table, portal->profile);
		table_add(table, profile_title(tool->site->profiles[i]));
		table_add(table, format_every(portal->every_ms, every));
		table_add(table, sign_in_name(portal->sign_in));
		table_add(
			table, portal->counted ? say(tool, "có", "yes") : say(tool, "không", "no"));
		table_add(table, portal->url[0] ? portal->url : portal->path);
	}
	tool_table(tool, table, say(tool, "Chưa khai báo cổng nào.\n", "No portals.\n"));
}

static void list_json(struct tool *tool, const struct settings *settings)
{
	struct json_writer json = tool_json(tool);
	json_array(&json, NULL);
	for (size_t i = 0; i < settings->portal_count; i++) {
		const struct portal_settings *portal = &settings->portals[i];
		json_object(&json, NULL);
		json_string(&json, "name", portal->name);
		json_string(&json, "profile", portal->profile);
		json_string(&json, "title", profile_title(tool->site->profiles[i]));
		json_number(&json, "every_seconds", portal->every_ms / SECOND_MS);
		json_string(&json, "sign_in", sign_in_name(portal->sign_in));
		json_bool(&json, "counted", portal->counted);
		json_string(&json, "url", portal->url[0] ? portal->url : NULL);
		json_string(&json, "path", portal->path[0] ? portal->path : NULL);
		json_object_end(&json);
	}
	json_array_end(&json);
	tool_json_end(tool, &json);
}

enum exit_code command_portal_list(struct tool *tool, const struct arguments *arguments)
{
	(void)arguments;
	enum exit_code exit = tool_site(tool);
	if (exit)
		return exit;
	if (tool->json)
		list_json(tool, tool_settings(tool));
	else
		list_text(tool, tool_settings(tool));
	return EXIT_FINE;
}

/* --- try -------------------------------------------------------------------------------------- */

static int read_file(
	const char *path, const struct profile *profile, struct sample *sample, struct error *error)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
	if (!file)
		return error_set(error, -errno, "cannot open %s: %s", path, strerror(errno));
	(void)profile;
	char bytes[16384];
	size_t length;
	int result = 0;
	while (result == 0 && (length = fread(bytes, 1, sizeof(bytes), file)) > 0)
		result = sample_feed(sample, bytes, length, error);
	if (result == 0 && ferror(file))
		result = error_set(error, -EIO, "cannot read %s: %s", path, strerror(errno));
	if (file != stdin)
		fclose(file);
	if (result == 0)
		result = sample_end(sample, error);
	return result;
}

static void try_text(struct tool *tool, const struct portal_settings *portal,
	const struct profile *profile, const struct sample *sample, const struct asked *asked)
{
	text_printf(&tool->out, "%s %s (%s: %s)\n", say(tool, "Cổng", "Portal"), portal->name,
		portal->profile, profile_title(profile));
	if (asked->url[0])
		text_printf(&tool->out,
			say(tool, "  %s\n  %lld byte trong %d ms%s\n",
				"  %s\n  %lld bytes in %d ms%s\n"),
			asked->url, (long long)asked->bytes, asked->milliseconds,
			asked->signed_in ? say(tool, ", đã đăng nhập", ", signed in") : "");
	sample_text(sample, &tool->out);
}

static void try_json(struct tool *tool, const struct portal_settings *portal,
	const struct sample *sample, const struct asked *asked)
{
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	json_string(&json, "portal", portal->name);
	json_string(&json, "profile", portal->profile);
	json_string(&json, "request", asked->url[0] ? asked->url : NULL);
	sample_json(sample, &json);
	json_object_end(&json);
	tool_json_end(tool, &json);
}

static enum exit_code unknown_portal(const struct settings *settings, const char *name)
{
	cleanup(cleanup_free) const char **names =
		xcalloc(settings->portal_count + 1, sizeof(*names));
	for (size_t i = 0; i < settings->portal_count; i++)
		names[i] = settings->portals[i].name;
	return tool_unknown("portal", name, names, settings->portal_count);
}

static enum exit_code find_portal(
	struct tool *tool, const char *name, const struct portal_settings **ret_portal)
{
	*ret_portal = settings_portal(tool_settings(tool), name);
	if (*ret_portal)
		return EXIT_FINE;
	return unknown_portal(tool_settings(tool), name);
}

enum exit_code command_portal_try(struct tool *tool, const struct arguments *arguments)
{
	const char *file = argument(arguments, "--file"), *most = argument(arguments, "--records");
	const struct portal_settings *portal;
	int64_t records = most ? tool_number(most) : 3;
	if (records < 0)
		return tool_fail(EXIT_USAGE, "--records %s is not a whole number", most);
	enum exit_code exit = tool_site(tool);
	if (!exit)
		exit = find_portal(tool, arguments->positional[0], &portal);
	if (exit)
		return exit;
	const struct profile *profile = tool->site->profiles[portal - tool_settings(tool)->portals];
	if (!file && profile_is_csv(profile))
		return tool_fail(
			EXIT_USAGE, "portal %s is read from files: say --file FILE", portal->name);
	struct sample sample = {0};
	struct asked asked = {0};
	struct error error = {0};
	int result;
	if (file) {
		sample_begin(&sample, tool, profile, portal->officers, records);
		result = read_file(file, profile, &sample, &error);
	} else {
		struct exchange *exchange = ask_exchange(tool);
		result =
			ask_page(tool, exchange, portal, profile, records, &sample, &asked, &error);
		exchange_free(exchange);
	}
	if (result < 0)
		exit = tool_fail(result == -EBADMSG ? EXIT_NO : EXIT_ENVIRONMENT, "portal %s: %s",
			portal->name, error.text);
	else if (tool->json)
		try_json(tool, portal, &sample, &asked);
	else
		try_text(tool, portal, profile, &sample, &asked);
	sample_free(&sample);
	return exit;
}

/* --- what is in doubt ----------------------------------------------------------------------- */

static enum exit_code decide(
	struct tool *tool, const struct arguments *arguments, enum doubt_decision decision)
{
	const char *name = arguments->positional[0], *by = speaker(arguments);
	struct error error = {0};
	uint32_t portal;
	enum exit_code exit = speaker_line("--by", by);
	if (!exit)
		exit = tool_store(tool, STORE_OPERATE);
	if (exit)
		return exit;
	if (store_find_portal(tool->store, name, &portal, &error) < 0)
		return tool_fail(EXIT_NO, "no portal is called %s", name);
	int result = store_decide_doubt(tool->store, portal, decision, by, tool->now, &error);
	if (result == -ENOENT)
		return tool_fail(EXIT_NO, "nothing of portal %s is in doubt", name);
	if (result < 0)
		return tool_failed(&error);
	wake_daemon(tool);
	text_printf(&tool->out,
		decision == DOUBT_ACCEPTED
			? say(tool, "Đã chấp nhận số liệu của cổng %s; lần đọc tới sẽ đưa vào.\n",
				  "What portal %s says is accepted; the next reading takes it "
				  "over.\n")
			: say(tool,
				  "Đã bác bỏ số liệu của cổng %s; cảnh báo đứng yên đến khi cổng "
				  "trở lại "
				  "bình thường.\n",
				  "What portal %s says is rejected; alerts stay frozen until it "
				  "says again "
				  "what it said before.\n"),
		name);
	return EXIT_FINE;
}

enum exit_code command_portal_accept(struct tool *tool, const struct arguments *arguments)
{
	return decide(tool, arguments, DOUBT_ACCEPTED);
}

enum exit_code command_portal_reject(struct tool *tool, const struct arguments *arguments)
{
	return decide(tool, arguments, DOUBT_REJECTED);
}
