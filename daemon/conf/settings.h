/* The settings: hentra.conf and its drop-ins as plain values.
 *
 * Text in, settings out: nothing here opens a file (site/ does). The keys stand in one table
 * (keys.c) that parses, checks and explains them. Settings are immutable after parsing; every
 * string in them is owned by the settings and good until settings_free(). Absent text is "" and
 * never NULL; times of clock are milliseconds unless a name says otherwise. */
#ifndef CONF_SETTINGS_H
#define CONF_SETTINGS_H

#include "base/error.h"
#include "core/alert/rule.h"
#include "core/case/plausibility.h"
#include "core/case/verdict.h"

/* Where something was written: for sentences. file is "" for a default. */
struct where {
	const char *file;
	int line;
};

/* A secret never stands in a file that people copy around: only where it can be had. */
enum secret_kind {
	SECRET_NONE,
	SECRET_CREDENTIAL, /* "credential:NAME": a credential of the service manager */
	SECRET_FILE, /* "file:PATH": refused if group or others can read it */
	SECRET_LITERAL /* the value itself: only where a value need not be secret (header) */
};
struct secret {
	enum secret_kind kind;
	const char *value; /* name, absolute path or literal; "" when none */
};

enum language { LANGUAGE_VI, LANGUAGE_EN };

struct hentra_settings {
	const char *province; /* two digits */
	const char
		*province_name; /* "Thành phố Đồng Nai", for letters, page and forms; "" not said */
	const char *organisation; /* who signs form II.06; "" the province's name */
	const char *report_to; /* who receives it; "" filled in by hand */
	enum language language;
	const char *timezone; /* IANA name */
	const char *store; /* "sqlite:/absolute/path" */
	const char *communes; /* as written: found by site */
	const char *procedures;
	const char *calendar;
	int64_t retention_ms; /* a closed case is purged after it */
	bool trial; /* until an operator arms it, nobody but the office is told */
	int log_level; /* enum log_level */
};

/* The order is that of portal/sign_in.h. */
enum portal_sign_in {
	PORTAL_SIGN_IN_NONE,
	PORTAL_SIGN_IN_BASIC,
	PORTAL_SIGN_IN_BEARER,
	PORTAL_SIGN_IN_HEADER,
	PORTAL_SIGN_IN_OAUTH2,
	PORTAL_SIGN_IN_SESSION
};

/* What a word of the portal's statuses means, beside or instead of what the profile says. */
struct status_setting {
	const char *word; /* * stands for any text */
	const char *meaning;
};

/* One request header with a value that may be a secret. */
struct header_setting {
	const char *name;
	struct secret value;
};

struct portal_settings {
	const char *name;
	struct where where; /* of [portal NAME] */
	const char *profile; /* as written: found by site */
	const char *url; /* http(s)://host[:port][/base], without a slash at the end; "" for csv */
	const char *path; /* csv: the drop folder, absolute; "" when none */
	int64_t every_ms;
	int64_t full_sweep_ms;
	int64_t since_ms; /* how far back a sweep asks */
	int64_t max_lag_ms; /* longer without a complete poll: stale; 9 days for files, unless said */
	enum portal_sign_in sign_in;
	const char *user;
	struct secret password;
	struct secret token;
	const struct header_setting *headers;
	size_t header_count;
	const char *client_id;
	struct secret client_secret;
	const char *token_url; /* absolute, or a path of the portal */
	const char *scope;
	const char *ca_file; /* absolute paths, "" when none */
	const char *client_cert;
	const char *client_key;
	const char *proxy; /* URL, "" none */
	int64_t page_size; /* 0: the profile's */
	int64_t connect_timeout_ms;
	int64_t low_speed_timeout_ms; /* next to no bytes for so long ends a transfer */
	int64_t total_timeout_ms;
	const char *agency;
	bool counted; /* false: a witness only */
	int unknown_status; /* 0 ask, 1 dates */
	const struct status_setting *statuses;
	size_t status_count;
	bool officers; /* keep officers' names */
	bool office_hours_only;
	struct plausibility_bounds doubt; /* beyond them a poll is doubtful */
};

struct verdict_settings {
	enum compare compare;
	int64_t due_soon_days; /* working days, today included */
	bool due_moves_off_day_off;
	uint32_t pause_on; /* mask of enum pause_reason */
};
enum pause_reason { /* the order of the words of pause-on */
	PAUSE_SUPPLEMENT,
	PAUSE_FEE,
	PAUSE_STOPPED,
	PAUSE_TAX,
	PAUSE_POSTING,
	PAUSE_INSPECTION,
	PAUSE_OTHER_AGENCY,
	PAUSE_EXTENSION,
	PAUSE_LOCK, /* a lock of the portal that stops the clock */
	PAUSE_REASONS
};
/* Fills the parts of a judge that are configuration (all but the calendar). */
void verdict_settings_judge(const struct verdict_settings *verdict, struct judge *ret_judge);

struct escalation {
	struct duration after; /* from the opening of the episode */
	const char *channel;
};
#define ESCALATIONS_MAX 4

#define WARN_STEPS_MAX 4

struct rule_settings {
	struct where where;
	struct rule rule; /* name, conditions, min-cases, for, repeat, scope, notify … */
	struct escalation escalate[ESCALATIONS_MAX]; /* in the order written */
	int escalate_count;
	/* A rule that warns before due dates is no alert: so many working days before, the farthest first;
	 * 0 steps: it is one. Its letters go out at digest_minute, or as the office opens. */
	int warn[WARN_STEPS_MAX];
	int warn_count;
	int digest_minute; /* minute of the local day; -1: at once */
};

enum channel_type { CHANNEL_EMAIL, CHANNEL_WEBHOOK };
enum channel_attach { ATTACH_NONE, ATTACH_XLSX };

struct channel_settings {
	const char *name;
	struct where where;
	enum channel_type type;
	/* e-mail */
	bool to_commune; /* also, or only, the addresses in communes.csv */
	const char *const *to; /* fixed addresses, NULL-terminated; may be empty */
	const char *addressee; /* whom a letter to a fixed address greets; "" its address */
	enum channel_attach attach;
	/* webhook */
	const char *url;
	struct secret secret[2]; /* the first signs; both while rotating */
	int secret_count;
	bool allow_private;
	const char *ca_file;
	int64_t timeout_ms;
	/* both */
	bool working_hours_only; /* hours = working: outside office hours it waits */
	enum language language; /* [hentra] language unless said */
};

enum mail_tls { MAIL_TLS_NONE, MAIL_TLS_STARTTLS, MAIL_TLS_IMPLICIT };

struct mail_settings {
	struct where where; /* line 0: no [mail] */
	const char *relay; /* smtp://host[:port] or smtps://host[:port]; "" none */
	enum mail_tls tls; /* decided: `auto` is gone */
	const char *user;
	struct secret password;
	const char *from; /* an address */
	const char *envelope_from; /* an address; that of `from` unless said */
	const char *contact; /* printed in every letter */
	const char *guide; /* where letters are explained, linked in each; "" none */
	const char *ca_file;
	int64_t timeout_ms;
};

struct heartbeat_settings {
	const char *url; /* "" none */
	bool allow_private;
};

struct page_settings {
	const char *listen; /* "host:port", "[v6]:port", "unix:/path", "systemd" or "" (no page) */
	struct secret token; /* for listeners beyond loopback, and the hotline's look-up */
	const char *url; /* what stands in links of letters, without a slash at the end; "" none */
};

struct inspect_settings {
	int64_t share; /* percent of the units to be inspected a year */
	int64_t rotation; /* percent of the places that go by waiting time */
	int64_t min_cases; /* a share of fewer cases weighs as one of so many */
	int64_t overdue, oldest, late, suspicions, alerts, chance; /* weights: core/inspection.h */
};

struct settings {
	const char *file; /* the main file, as given */
	const char *folder; /* where it stands: absolute, relative values start here */
	struct hentra_settings hentra;
	struct verdict_settings verdict;
	struct mail_settings mail;
	struct heartbeat_settings heartbeat;
	struct page_settings page;
	struct inspect_settings inspect;
	struct portal_settings
		*portals; /* in the order of the file: a case counts under the first */
	size_t portal_count;
	struct rule_settings *rules;
	size_t rule_count;
	struct channel_settings *channels;
	size_t channel_count;
	struct settings_private *private;
};

/* One file's text. The main file stands first, then the drop-ins in the order of their names; a
 * later source overrides single keys of an earlier one. */
struct settings_source {
	const char *file; /* as it shall stand in sentences */
	struct slice content;
};

enum problem_level { PROBLEM_ERROR, PROBLEM_WARNING };
/* The sentence is whole but for "file:line: ", which the receiver prints (line 0: of no line). */
typedef void settings_problem_fn(
	void *user, enum problem_level level, const char *file, int line, const char *sentence);

/* Reports everything wrong in all sources at once. -EINVAL when an error was among it; warnings do
 * not hinder. `folder` must be absolute. */
int settings_parse(const struct settings_source *sources, size_t count, const char *folder,
	settings_problem_fn *on_problem, void *user, struct settings **ret_settings);
/* The same, but gives the settings in any case, so that the files they name can be looked at and
 * everything wrong be said at once: after -EINVAL a member that was refused (settings_refused) or is
 * missing holds its default, or nothing. */
int settings_read(const struct settings_source *sources, size_t count, const char *folder,
	settings_problem_fn *on_problem, void *user, struct settings **ret_settings);
void settings_free(struct settings *settings);

/* Where the value of a member was written, e.g. settings_where(s, &s->portals[0].profile); a
 * default: file "" and line 0. */
struct where settings_where(const struct settings *settings, const void *member);

/* By name; NULL when there is none. */
const struct portal_settings *settings_portal(const struct settings *settings, const char *name);
const struct channel_settings *settings_channel(const struct settings *settings, const char *name);
const struct rule_settings *settings_rule(const struct settings *settings, const char *name);
/* Does some rule write to a fixed address, not of a commune? It gets the one summary of trial mode. */
bool settings_reach_office(const struct settings *settings);

#endif
