/* One run of the tool: what was loaded, what time it is, what will be printed.
 *
 * Commands ask for what they need (settings, store) and get it opened once; a helper that fails has
 * already printed its sentence and returns the exit code to return. Everything for standard output
 * is collected in `out` and written at the end, so that a failing command prints no half table. */
#ifndef COMMAND_TOOL_TOOL_H
#define COMMAND_TOOL_TOOL_H

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "command/tool/command.h"
#include "core/case/term.h"
#include "core/case/verdict.h"
#include "core/commune.h"
#include "core/time/calendar.h"
#include "report/table.h"
#include "site/site.h"
#include "store/store.h"

struct tool {
	const char *config; /* -c FILE, or SITE_CONFIG */
	bool json;
	bool english; /* by the settings' language */
	instant said_now; /* --now; NONE: the clock */
	instant now; /* read once */
	struct site *site; /* NULL until tool_site() */
	struct store *store; /* NULL until tool_store() */
	struct text out;
	void **kept; /* what lives as long as the tool */
	size_t kept_count, kept_capacity;
};

/* What to do where there is no configuration. */
#define TOOL_BEGIN "begin with: hentractl init"
/* Loads the configuration and all it names. Problems are printed as lines; EXIT_ENVIRONMENT. */
enum exit_code tool_site(struct tool *tool);
/* The same for a command that shows how it stands: mistakes are printed and *ret_wrong, what could be read
 * is taken where possible (site_load_as_far), as the daemon may run on with what it read before. */
enum exit_code tool_site_as_far(struct tool *tool, bool *ret_wrong);
/* The same when the command has loaded it itself. */
void tool_took_site(struct tool *tool, struct site *site);
/* Opens the store (and loads the site first). */
enum exit_code tool_store(struct tool *tool, enum store_mode mode);
void tool_close(struct tool *tool);

/* The members that site stands for; after tool_site(). */
const struct settings *tool_settings(const struct tool *tool);
const struct calendar *tool_calendar(const struct tool *tool);
const struct directory *tool_directory(const struct tool *tool);
/* Was a counted portal read completely too long ago, or never? Of an open store. */
enum exit_code tool_stale(struct tool *tool, bool *ret_stale);
const struct zone *tool_zone(const struct tool *tool);
struct judge tool_judge(const struct tool *tool);

/* The term of a case: as its record says, else its procedure's in procedures.csv, which also says
 * how it starts; unit TERM_NONE: not known. */
struct term tool_term(
	const struct tool *tool, const struct case_facts *facts, const char *procedure);

/* Prints `hentractl: sentence` on standard error and returns the code. */
enum exit_code tool_fail(enum exit_code code, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The same for what is no failure, but must be said beside an output that has no place for it. */
void tool_note(const char *sentence);
/* "there is no channel offic: did you mean office?"; EXIT_NO. */
enum exit_code tool_unknown(
	const char *kind, const char *word, const char *const *known, size_t count);
/* The code that a negative errno of a lower layer stands for, after printing its sentence. */
enum exit_code tool_failed(const struct error *error);

/* The one of two wordings that the reader's language asks for. A macro, so that the compiler checks
 * both when they are formats. */
#define say(tool, vi, en) ((tool)->english ? (en) : (vi))

/* Times for people: "18:00 20/11/2026" or "2026-11-20 18:00"; "–" for none. */
#define WHEN_MAX 48
const char *when(const struct tool *tool, instant at, char buffer[static WHEN_MAX]);
/* Dates for people: "20/11/2026" or "2026-11-20". */
const char *when_day(const struct tool *tool, day date, char buffer[static WHEN_MAX]);
/* Times for programs: RFC 3339; null for none. */
void json_instant(const struct tool *tool, struct json_writer *json, const char *key, instant at);
void json_day(struct json_writer *json, const char *key, day date);

/* A whole number without a sign, "12"; -1 when it is none. */
int64_t tool_number(const char *text);
/* --limit N: 50 unless said, all with --json; 0: all. */
enum exit_code tool_limit(
	const struct tool *tool, const struct arguments *arguments, int64_t *ret_limit);

/* Starts and ends a JSON document in `out`. */
struct json_writer tool_json(struct tool *tool);
void tool_json_end(struct tool *tool, struct json_writer *json);

/* Writes all of `out` to standard output; what was to be the exit code, or EXIT_ENVIRONMENT. */
enum exit_code tool_write(struct tool *tool, enum exit_code exit);
/* Writes what is in `out` already when it has grown large: for lists without end. */
void tool_flow(struct tool *tool);

/* Frees it with the tool. */
void *tool_keep(struct tool *tool, void *memory);

/* A column with its title in both languages. */
struct column {
	const char *name; /* for programs */
	const char *vi, *en;
	enum align align;
	bool number;
	bool date;
	bool optional; /* left out on paper when no row has it */
};
#define COLUMNS_MAX 20
/* A table with titles in the reader's language; the columns live as long as the tool. */
struct table *tool_new_table(struct tool *tool, const struct column *columns, size_t count);

/* Writes a table to `out`, or "(none)" when it has no rows, and frees it. */
void tool_table(struct tool *tool, struct table *table, const char *none);

#endif
