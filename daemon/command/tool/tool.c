#include "command/tool/tool.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/suggest.h"
#include "conf/settings.h"
#include "site/clock.h"
#include "site/file.h"

/* Lists for people end here unless --limit says otherwise. */
#define LIMIT_USUAL 50
/* More than this is written at once instead of collected. */
#define FLOW_BYTES (256 << 10)

enum exit_code tool_fail(enum exit_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("hentractl: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return code;
}

void tool_note(const char *sentence)
{
	tool_fail(EXIT_FINE, "%s", sentence);
}

enum exit_code tool_unknown(
	const char *kind, const char *word, const char *const *known, size_t count)
{
	char near[SUGGEST_MAX];
	return tool_fail(EXIT_NO, "there is no %s %s%s", kind, word,
		did_you_mean(slice_of(word), known, count, near));
}

enum exit_code tool_failed(const struct error *error)
{
	return tool_fail(EXIT_ENVIRONMENT, "%s", error->text[0] ? error->text : "it failed");
}

/* --- what is loaded ------------------------------------------------------------------------ */

static void on_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	(void)user;
	if (level == PROBLEM_WARNING)
		return;
	if (line)
		tool_fail(EXIT_ENVIRONMENT, "%s:%d: %s", file, line, sentence);
	else
		tool_fail(EXIT_ENVIRONMENT, "%s: %s", file, sentence);
}

void tool_took_site(struct tool *tool, struct site *site)
{
	tool->site = site;
	tool->english = site->settings->hentra.language == LANGUAGE_EN;
	tool->now = tool->said_now != INSTANT_NONE ? tool->said_now : clock_now();
}

enum exit_code tool_site(struct tool *tool)
{
	struct site *site;
	if (tool->site)
		return EXIT_FINE;
	if (site_load(tool->config, on_problem, tool, &site) < 0)
		return file_exists(tool->config) ? EXIT_ENVIRONMENT
						 : tool_fail(EXIT_ENVIRONMENT, TOOL_BEGIN);
	tool_took_site(tool, site);
	return EXIT_FINE;
}

enum exit_code tool_site_as_far(struct tool *tool, bool *ret_wrong)
{
	struct site *site;
	if (site_load_as_far(tool->config, on_problem, tool, &site, ret_wrong) < 0)
		return file_exists(tool->config) ? EXIT_ENVIRONMENT
						 : tool_fail(EXIT_ENVIRONMENT, TOOL_BEGIN);
	tool_took_site(tool, site);
	return EXIT_FINE;
}

/* The store's time never goes back: --now before what it has seen is refused; a clock before it
 * (the daemon ran with --now, or the clock was wrong) is taken for the store's newest time. */
static enum exit_code settle_now(struct tool *tool)
{
	instant newest;
	struct error error = {0};
	if (store_newest(tool->store, &newest, &error) < 0)
		return tool_failed(&error);
	if (newest == INSTANT_NONE || newest <= tool->now)
		return EXIT_FINE;
	char buffer[ZONE_TEXT_MAX];
	if (tool->said_now != INSTANT_NONE)
		return tool_fail(EXIT_USAGE,
			"--now is before the newest observation in the store: %s",
			zone_format(tool_zone(tool), newest, buffer));
	tool->now = newest;
	return EXIT_FINE;
}

enum exit_code tool_store(struct tool *tool, enum store_mode mode)
{
	enum exit_code exit = tool_site(tool);
	if (exit || tool->store)
		return exit;
	struct error error = {0};
	if (store_open(tool_settings(tool)->hentra.store, mode, &tool->store, &error) < 0)
		return tool_failed(&error);
	return settle_now(tool);
}

void tool_close(struct tool *tool)
{
	store_close(tool->store);
	site_free(tool->site);
	for (size_t i = 0; i < tool->kept_count; i++)
		free(tool->kept[i]);
	free(tool->kept);
	text_free(&tool->out);
}

const struct settings *tool_settings(const struct tool *tool)
{
	return tool->site->settings;
}

const struct calendar *tool_calendar(const struct tool *tool)
{
	return tool->site->calendar;
}

const struct directory *tool_directory(const struct tool *tool)
{
	return tool->site->directory;
}

const struct zone *tool_zone(const struct tool *tool)
{
	return tool->site->zone;
}

struct judge tool_judge(const struct tool *tool)
{
	return site_judge(tool->site);
}

struct term tool_term(
	const struct tool *tool, const struct case_facts *facts, const char *procedure)
{
	const struct procedure *known =
		procedures_find(tool->site->procedures, slice_of(procedure));
	struct term term = known ? known->term : (struct term){.unit = TERM_NONE};
	if (facts->term_unit != TERM_NONE) {
		term.unit = (enum term_unit)facts->term_unit;
		term.amount = facts->term;
	}
	return term;
}

/* --- what is said ---------------------------------------------------------------------------- */

const char *when(const struct tool *tool, instant at, char buffer[static WHEN_MAX])
{
	if (at == INSTANT_NONE)
		return "–";
	return tool->english ? zone_format_en(tool_zone(tool), at, buffer)
			     : zone_format_vi(tool_zone(tool), at, buffer);
}

const char *when_day(const struct tool *tool, day date, char buffer[static WHEN_MAX])
{
	if (date == DAY_NONE)
		return "–";
	return tool->english ? civil_format_date(date, buffer) : civil_format_date_vi(date, buffer);
}

void json_instant(const struct tool *tool, struct json_writer *json, const char *key, instant at)
{
	char buffer[ZONE_TEXT_MAX];
	json_string(
		json, key, at == INSTANT_NONE ? NULL : zone_format(tool_zone(tool), at, buffer));
}

void json_day(struct json_writer *json, const char *key, day date)
{
	char buffer[11];
	json_string(json, key, date == DAY_NONE ? NULL : civil_format_date(date, buffer));
}

int64_t tool_number(const char *text)
{
	int64_t number = 0;
	if (!*text || strlen(text) > 15)
		return -1;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		number = number * 10 + (*text - '0');
	}
	return number;
}

enum exit_code tool_limit(
	const struct tool *tool, const struct arguments *arguments, int64_t *ret_limit)
{
	const char *limit = argument(arguments, "--limit");
	*ret_limit = tool->json ? 0 : LIMIT_USUAL;
	if (!limit)
		return EXIT_FINE;
	*ret_limit = tool_number(limit);
	if (*ret_limit < 0 || *ret_limit > INT32_MAX - 1)
		return tool_fail(EXIT_USAGE, "--limit %s is not a whole number", limit);
	return EXIT_FINE;
}

static int portal_stale(struct tool *tool, const struct portal_settings *settings, bool *ret_stale,
	struct error *error)
{
	struct store_poll complete = {0}, sweep = {0}, newest = {0};
	uint32_t portal;
	int result = store_find_portal(tool->store, settings->name, &portal, error);
	if (result == 0)
		result = store_last_polls(tool->store, portal, &complete, &sweep, &newest, error);
	*ret_stale =
		!complete.id || tool->now >= site_stale_at(tool->site, settings, complete.started);
	return result == -ENOENT ? 0 : result;
}

enum exit_code tool_stale(struct tool *tool, bool *ret_stale)
{
	const struct settings *settings = tool_settings(tool);
	struct error error = {0};
	*ret_stale = false;
	for (size_t i = 0; i < settings->portal_count && !*ret_stale; i++)
		if (settings->portals[i].counted &&
			portal_stale(tool, &settings->portals[i], ret_stale, &error) < 0)
			return tool_failed(&error);
	return EXIT_FINE;
}

struct json_writer tool_json(struct tool *tool)
{
	return (struct json_writer){.out = &tool->out};
}

void tool_json_end(struct tool *tool, struct json_writer *json)
{
	(void)json;
	text_add_char(&tool->out, '\n');
}

void *tool_keep(struct tool *tool, void *memory)
{
	array_reserve(tool->kept, &tool->kept_capacity, tool->kept_count + 1);
	return tool->kept[tool->kept_count++] = memory;
}

struct table *tool_new_table(struct tool *tool, const struct column *columns, size_t count)
{
	struct table_column *titled = xcalloc(count, sizeof(*titled));
	for (size_t i = 0; i < count; i++)
		titled[i] = (struct table_column){columns[i].name,
			say(tool, columns[i].vi, columns[i].en), columns[i].align,
			columns[i].number, columns[i].date, columns[i].optional};
	tool_keep(tool, titled);
	return table_new(titled, (int)count);
}

void tool_table(struct tool *tool, struct table *table, const char *none)
{
	if (table_rows(table))
		table_write_text(table, &tool->out);
	else
		text_add(&tool->out, none);
	table_free(table);
}

enum exit_code tool_write(struct tool *tool, enum exit_code exit)
{
	struct text *out = &tool->out;
	if (out->length && fwrite(out->data, 1, out->length, stdout) != out->length)
		return tool_fail(EXIT_ENVIRONMENT, "cannot write the output: %s", strerror(errno));
	text_clear(out);
	if (fflush(stdout) != 0 || ferror(stdout))
		return tool_fail(EXIT_ENVIRONMENT, "cannot write the output: %s", strerror(errno));
	return exit;
}

void tool_flow(struct tool *tool)
{
	if (tool->out.length < FLOW_BYTES)
		return;
	/* an error shows again in tool_write() */
	fwrite(tool->out.data, 1, tool->out.length, stdout);
	text_clear(&tool->out);
}
