/* The daemon: one loop, what it rests on, and the jobs that run on it.
 *
 *   poller      reads a portal, page by page, into the store
 *   evaluator   judges what changed, sums per commune, moves alerts, writes news to the outbox
 *   dispatcher  drains the outbox
 *   service     tells the service manager how it goes
 *   night       purges what is old, audits everything
 *   page        answers readers
 *
 * A job knows the app, never another job: what one means for the others is wired in app.c. */
#ifndef APP_APP_H
#define APP_APP_H

#include <ev.h>

#include "app/options.h"
#include "app/poller.h"
#include "net/transfer.h"
#include "site/site.h"
#include "store/store.h"

struct evaluator;
struct dispatcher;
struct service;
struct wake;
struct lag;
struct heartbeat;
struct night;
struct page_server;

struct app {
	struct options options;
	struct ev_loop *loop;
	struct site *site;
	struct judge judge; /* of the site */
	struct store *store;
	struct tally tally; /* the live one */
	struct transfers *portal_transfers;
	struct transfers *public_hooks; /* refuse private addresses */
	struct transfers *private_hooks; /* receivers with allow-private */
	struct transfers *mail_transfers;
	struct poller **pollers;
	size_t poller_count;
	struct evaluator *evaluator;
	struct dispatcher *dispatcher;
	struct service *service;
	struct wake *wake;
	struct lag *lag;
	struct heartbeat *heartbeat;
	struct night *night;
	struct page_server *page; /* NULL with --once */
	ev_signal hangup, stop[2];
	ev_timer stop_look;
	size_t once_left; /* --once: portals still to be read */
	size_t once_incomplete;
	bool stopping;
	int64_t stop_by; /* monotonic, ms */
	int stop_polls, stop_attempts; /* under way when it was told to end */
	enum daemon_exit exit;
};

/* Runs to the end; everything to say was logged. */
enum daemon_exit app_run(const struct options *options);

static inline const struct settings *app_settings(const struct app *app)
{
	return app->site->settings;
}

static inline const struct zone *app_zone(const struct app *app)
{
	return app->site->zone;
}

const struct profile *app_profile(const struct app *app, const struct portal_settings *portal);
enum sign_in_kind app_sign_in_kind(const struct app *app, const struct portal_settings *portal);
/* The poller of a portal by the store's number; NULL: not configured any more. */
const struct poller *app_poller(const struct app *app, uint32_t portal);

/* The pollers of the site in force; starting them, those of an earlier site hand on their turn. */
int app_make_pollers(struct app *app, struct error *error);
void app_start_pollers(struct app *app, struct poller **old, size_t old_count);
void app_free_pollers(struct poller **pollers, size_t count);
/* Logs what is wrong in a configuration. */
/* Mistakes are all logged, of one file's warnings the first few: a directory of communes may have one a
 * line. */
struct app_problems {
	char file[128]; /* whose warnings are counted */
	int warnings, left_out;
};
void app_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence);
/* Says how many warnings were left out. */
void app_problems_end(const struct app_problems *problems);

/* What the jobs report. */
void app_portal_read(struct app *app, struct poller *poller, const struct cycle_report *report);
void app_pass_done(struct app *app); /* every change so far is judged and evaluated */
void app_pass_failed(struct app *app); /* the store failed; the evaluator tries again later */
void app_news_written(struct app *app); /* the outbox has something new */
void app_outbox_drained(struct app *app); /* nothing is due and nothing under way */
void app_woken(struct app *app); /* an operator wrote to the store */

#endif
