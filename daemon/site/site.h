/* The site: an installation as loaded from disk – the configuration and every file it names, parsed
 * and consistent. Immutable; a reload builds a second one and swaps (a bad one changes nothing).
 *
 * Where a named file is found: a value with "/" is a path, relative to the folder of the
 * configuration. Any other name is looked for beside the configuration, then in its folder for that
 * kind (profiles/, calendar/), then in that of the vendor (HENTRA_SHARE_DIR): so a file of the same
 * name in /etc/hentra wins. A profile's name may leave out ".profile". */
#ifndef SITE_SITE_H
#define SITE_SITE_H

#include "conf/settings.h"
#include "core/commune.h"
#include "core/procedure.h"
#include "portal/profile.h"

/* Vendor files, where they are installed: overridden by the environment's HENTRA_SHARE_DIR, so that a
 * build tree can run. */
#define HENTRA_SHARE_DIR HENTRA_DATA_DIR "/hentra"
#define SITE_CONFIG "/etc/hentra/hentra.conf"

struct site {
	struct settings *settings;
	struct zone *zone;
	struct calendar *calendar;
	struct directory *directory;
	struct procedures *procedures; /* empty when the configuration names none */
	struct profile **profiles; /* by the portals' index in the settings */
};

/* Loads FILE, FILE's drop-ins (NAME.conf.d beside NAME.conf, in the order of their names) and what
 * they name. Every problem is reported, wherever it stands; files that do not depend on a bad one
 * are still read. -EINVAL: something is wrong in them; -ENOENT, -EACCES …: a file cannot be read
 * (reported too). A file may have at most 16 MiB. */
int site_load(
	const char *file, settings_problem_fn *on_problem, void *user, struct site **ret_site);
/* The same for who only looks: with mistakes, what could be read is taken when nothing is missing that
 * numbers depend on; what was refused holds its default. *ret_wrong: there are mistakes (reported). */
int site_load_as_far(const char *file, settings_problem_fn *on_problem, void *user,
	struct site **ret_site, bool *ret_wrong);
void site_free(struct site *site);

/* What depends on the day, the machine or several files. Warnings: a calendar without next year's
 * notice (from 1 October) or without this year's, communes that a channel writes to but that have
 * no address, certificates and folders that cannot be used by whoever asks (or by the service, when
 * root asks), credentials that cannot be seen from outside the service. Errors: other secrets that
 * cannot be read. */
void site_check(const struct site *site, instant now, settings_problem_fn *on_problem, void *user);
/* The same for a log: what is so of many communes is one line, which names the first few. */
void site_check_briefly(
	const struct site *site, instant now, settings_problem_fn *on_problem, void *user);

/* What verdicts depend on, filled from the configuration and the calendar. */
struct judge site_judge(const struct site *site);

/* When the numbers of a portal that was last read completely at `complete` become stale. Where it is
 * read only in office hours, closed hours do not make it so. */
instant site_stale_at(
	const struct site *site, const struct portal_settings *portal, instant complete);

#endif
