#include "site/site.h"

#include <errno.h>
#include <stdio.h>
#include <strings.h>

#include "base/memory.h"
#include "conf/calendar_text.h"
#include "conf/commune_text.h"
#include "conf/procedure_text.h"
#include "site/file.h"
#include "site/find.h"

#define FILE_MOST ((size_t)16 << 20)
#define ZONE_FOLDER "/usr/share/zoneinfo"

struct load {
	struct site *site;
	const char *folder; /* of the configuration */
	settings_problem_fn *on_problem;
	void *user;
	int status; /* the first failure */
};

static void report(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	struct load *load = user;
	if (level == PROBLEM_ERROR && !load->status)
		load->status = -EINVAL;
	if (load->on_problem)
		load->on_problem(load->user, level, file, line, sentence);
}

static void report_error(void *user, const char *file, int line, const char *sentence)
{
	report(user, PROBLEM_ERROR, file, line, sentence);
}

/* Files below the configuration's folder are shown without it, as people write them. */
static const char *shown(const struct load *load, const char *path)
{
	size_t length = strlen(load->folder);
	bool below = strncmp(path, load->folder, length) == 0 && path[length] == '/';
	return below ? path + length + 1 : path;
}

/* --- the configuration itself --------------------------------------------------------------- */

struct sources {
	struct settings_source *list;
	struct text *contents;
	char **names;
	size_t count;
};

static int add_source(
	struct load *load, struct sources *sources, const char *path, const char *name)
{
	struct error error;
	struct text content = {0};
	int status = file_read_text(path, FILE_MOST, &content, &error);
	if (status) {
		load->status = load->status ? load->status : status;
		report_error(load, name, 0, error.text);
		return status;
	}
	size_t count = sources->count + 1;
	sources->list = xrealloc(sources->list, count * sizeof(*sources->list));
	sources->contents = xrealloc(sources->contents, count * sizeof(*sources->contents));
	sources->names = xrealloc(sources->names, count * sizeof(*sources->names));
	sources->contents[count - 1] = content;
	sources->names[count - 1] = xstrdup(name);
	sources->list[count - 1] =
		(struct settings_source){sources->names[count - 1], text_slice(&content)};
	sources->count = count;
	return 0;
}

static void sources_free(struct sources *sources)
{
	for (size_t i = 0; i < sources->count; i++) {
		text_free(&sources->contents[i]);
		free(sources->names[i]);
	}
	free(sources->list);
	free(sources->contents);
	free(sources->names);
}

static void add_drop_ins(struct load *load, struct sources *sources, const char *name)
{
	cleanup(text_free) struct text folder = {0};
	text_printf(&folder, "%s/%s.d", load->folder, name);
	struct error error;
	char **names = NULL;
	int status = file_list(folder.data, ".conf", &names, &error);
	if (status) {
		load->status = load->status ? load->status : status;
		report_error(load, shown(load, folder.data), 0, error.text);
	}
	for (char **drop_in = names; drop_in && *drop_in; drop_in++) {
		cleanup(text_free) struct text path = {0};
		text_printf(&path, "%s/%s", folder.data, *drop_in);
		add_source(load, sources, path.data, shown(load, path.data));
	}
	file_list_free(names);
}

static void load_settings(struct load *load, const char *file)
{
	struct sources sources = {0};
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;
	if (add_source(load, &sources, file, name) == 0) {
		add_drop_ins(load, &sources, name);
		settings_read(sources.list, sources.count, load->folder, report, load,
			&load->site->settings);
	}
	sources_free(&sources);
}

/* --- what it names -------------------------------------------------------------------------- */

/* A problem with what a member names, on the line where it stands. */
static void blame(struct load *load, const void *member, const char *title, const char *sentence)
{
	const struct settings *settings = load->site->settings;
	struct where where = settings_where(settings, member);
	cleanup(text_free) struct text whole = {0};
	text_printf(&whole, "%s: %s", title, sentence);
	report_error(load, where.line ? where.file : settings->file, where.line, whole.data);
}

/* Finds and reads a file named by a member; false after reporting why not, or when what the member
 * said was refused already. */
static bool read_named(struct load *load, const struct find *find, const char *const *member,
	const char *title, struct text *ret_path, struct text *ret_content)
{
	struct error error;
	if (!*member || !**member)
		return false;
	char near[SUGGEST_MAX];
	bool found = find_file(find, *member, ret_path);
	if (!found) {
		find_near(find, *member, near);
		error_set(&error, -ENOENT, "there is no such file: %s%s", ret_path->data, near);
	}
	int status =
		found ? file_read_text(ret_path->data, FILE_MOST, ret_content, &error) : -ENOENT;
	if (status) {
		load->status = load->status ? load->status : status;
		blame(load, member, title, error.text);
	}
	return status == 0;
}

static void load_zone(struct load *load)
{
	struct site *site = load->site;
	const char *const *name = &site->settings->hentra.timezone;
	cleanup(text_free) struct text path = {0}, content = {0};
	struct error error;
	text_printf(&path, "%s/%s", ZONE_FOLDER, *name);
	int status = file_read(path.data, FILE_MOST, &content, &error);
	if (!status)
		status = zone_parse(text_slice(&content), &site->zone, &error);
	if (status == -ENOENT)
		error_set(&error, status, "there is no time zone \"%s\" (%s)", *name, path.data);
	if (status)
		blame(load, name, "hentra: timezone", error.text);
}

static void load_calendar(struct load *load)
{
	struct site *site = load->site;
	struct find find = {load->folder, "calendar", NULL};
	cleanup(text_free) struct text path = {0}, content = {0};
	if (!site->zone || !read_named(load, &find, &site->settings->hentra.calendar,
				   "hentra: calendar", &path, &content))
		return;
	calendar_parse(shown(load, path.data), text_slice(&content), site->zone, report, load,
		&site->calendar);
}

static void load_communes(struct load *load)
{
	struct site *site = load->site;
	struct find find = {load->folder, NULL, NULL};
	cleanup(text_free) struct text path = {0}, content = {0};
	if (read_named(load, &find, &site->settings->hentra.communes, "hentra: communes", &path,
		    &content))
		communes_parse(shown(load, path.data), text_slice(&content), report, load,
			&site->directory);
}

static void load_procedures(struct load *load)
{
	struct site *site = load->site;
	struct find find = {load->folder, NULL, NULL};
	cleanup(text_free) struct text path = {0}, content = {0};
	if (!site->settings->hentra.procedures[0])
		procedures_new(NULL, 0, &site->procedures, NULL);
	else if (read_named(load, &find, &site->settings->hentra.procedures, "hentra: procedures",
			 &path, &content))
		procedures_parse(shown(load, path.data), text_slice(&content), report, load,
			&site->procedures);
}

static bool names_header(const struct portal_settings *portal, const char *name)
{
	for (size_t i = 0; i < portal->header_count; i++) {
		if (strcasecmp(portal->headers[i].name, name) == 0)
			return true;
	}
	return false;
}

/* What the profile asks of its portal's section. */
static void check_profile(
	struct load *load, const struct portal_settings *portal, const struct profile *profile)
{
	char title[100];
	cleanup(text_free) struct text sentence = {0};
	snprintf(title, sizeof(title), "portal %s", portal->name);
	if (profile_is_csv(profile) && portal->url[0])
		blame(load, &portal->url, title,
			"url: the profile reads CSV files: write path = FOLDER instead");
	if (!profile_is_csv(profile) && portal->path[0])
		blame(load, &portal->path, title,
			"path: the profile asks a portal over the network: write url instead");
	for (const char *const *name = profile_required_headers(profile); *name; name++) {
		if (names_header(portal, *name))
			continue;
		text_clear(&sentence);
		text_printf(&sentence, "header: the profile %s needs header = %s: VALUE",
			portal->profile, *name);
		blame(load, &portal->profile, title, sentence.data);
	}
}

/* What the portal's section says of its statuses goes before the profile. */
static void explain_statuses(
	struct load *load, const struct portal_settings *portal, struct profile *profile)
{
	char title[100];
	struct error error;
	snprintf(title, sizeof(title), "portal %s", portal->name);
	for (size_t i = portal->status_count; i-- > 0;)
		if (profile_explain_status(profile, portal->statuses[i].word,
			    portal->statuses[i].meaning, &error) < 0) {
			cleanup(text_free) struct text sentence = {0};
			text_printf(&sentence, "status: %s", error.text);
			blame(load, &portal->statuses, title, sentence.data);
		}
	if (portal->unknown_status == 1)
		profile_judge_unknown_by_dates(profile);
}

/* Did a portal before this one have the same profile read? What is wrong in it is said once. */
static bool was_read(const struct settings *settings, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		const char *profile = settings->portals[i].profile;
		if (profile && strcmp(profile, settings->portals[index].profile) == 0)
			return true;
	}
	return false;
}

static void load_profile(struct load *load, size_t index)
{
	struct site *site = load->site;
	const struct portal_settings *portal = &site->settings->portals[index];
	struct find find = {load->folder, "profiles", ".profile"};
	char title[100];
	cleanup(text_free) struct text path = {0}, content = {0};
	snprintf(title, sizeof(title), "portal %s: profile", portal->name);
	if (!read_named(load, &find, &portal->profile, title, &path, &content))
		return;
	profile_parse(shown(load, path.data), text_slice(&content),
		was_read(site->settings, index) ? NULL : report_error, load,
		&site->profiles[index]);
	if (!site->profiles[index])
		return;
	check_profile(load, portal, site->profiles[index]);
	explain_statuses(load, portal, site->profiles[index]);
}

static void load_named(struct load *load)
{
	struct site *site = load->site;
	load_zone(load);
	load_calendar(load);
	load_communes(load);
	load_procedures(load);
	site->profiles = xcalloc(site->settings->portal_count, sizeof(*site->profiles));
	for (size_t i = 0; i < site->settings->portal_count; i++)
		load_profile(load, i);
}

static int load_all(const char *file, settings_problem_fn *on_problem, void *user, bool as_far,
	struct site **ret_site, bool *ret_wrong)
{
	struct load load = {.on_problem = on_problem, .user = user};
	struct error error;
	cleanup(cleanup_free) char *folder = NULL;
	int status = file_folder(file, &folder, &error);
	if (status) {
		report_error(&load, file, 0, error.text);
		return status;
	}
	load.folder = folder;
	load.site = xcalloc(1, sizeof(*load.site));
	load_settings(&load, file);
	/* A mistake in the configuration hides none in the files it names. */
	if (load.site->settings)
		load_named(&load);
	const struct site *site = load.site;
	bool whole = site->zone && site->calendar && site->directory && site->procedures;
	*ret_wrong = load.status != 0;
	if (load.status && !(as_far && whole)) {
		site_free(load.site);
		return load.status;
	}
	*ret_site = load.site;
	return 0;
}

int site_load(const char *file, settings_problem_fn *on_problem, void *user, struct site **ret_site)
{
	bool wrong;
	return load_all(file, on_problem, user, false, ret_site, &wrong);
}

int site_load_as_far(const char *file, settings_problem_fn *on_problem, void *user,
	struct site **ret_site, bool *ret_wrong)
{
	return load_all(file, on_problem, user, true, ret_site, ret_wrong);
}

void site_free(struct site *site)
{
	if (!site)
		return;
	for (size_t i = 0; site->profiles && i < site->settings->portal_count; i++)
		profile_free(site->profiles[i]);
	free(site->profiles);
	procedures_free(site->procedures);
	directory_free(site->directory);
	calendar_free(site->calendar);
	zone_free(site->zone);
	settings_free(site->settings);
	free(site);
}

struct judge site_judge(const struct site *site)
{
	struct judge judge = {.calendar = site->calendar};
	verdict_settings_judge(&site->settings->verdict, &judge);
	return judge;
}

instant site_stale_at(
	const struct site *site, const struct portal_settings *portal, instant complete)
{
	instant at;

	if (portal->office_hours_only &&
		calendar_add_work(site->calendar, complete, portal->max_lag_ms, &at) == 0)
		return at;
	return complete + portal->max_lag_ms;
}
