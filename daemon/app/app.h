/* The daemon: one loop, and the families of jobs that run on it, each seen by app alone.
 *
 *   poll/       reads the portals, page by page, into the store
 *   evaluate/   judges what changed, sums per commune, moves alerts, writes news to the outbox
 *   deliver/    drains the outbox
 *   web/        answers readers
 *   app/        the service manager, signals, reload, the night's work, the end
 *
 * A job stands on the ground (ground/ground.h) and knows no other job: what one means for the others is
 * wired in app.c. */
#ifndef APP_APP_H
#define APP_APP_H

#include <ev.h>

#include "app/options.h"
#include "ground/ground.h"
#include "poll/poller.h"

struct evaluator;
struct dispatcher;
struct service;
struct wake_socket;
struct control;
struct lag;
struct heartbeat;
struct nightly;
struct page_server;

struct app {
	struct ground ground;
	struct options options;
	struct pollers pollers;
	struct evaluator *evaluator;
	struct dispatcher *dispatcher;
	struct service *service;
	struct wake_socket *wake;
	struct control *control;
	struct lag *lag;
	struct heartbeat *heartbeat;
	struct nightly *nightly;
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

/* Lets the jobs on its ground reach each other. */
void app_wire(struct app *app);
/* Runs to the end; everything to say was logged. */
enum daemon_exit app_run(const struct options *options);

/* Logs what is wrong in a configuration. Mistakes are all logged, of one file's warnings the first few: a
 * directory of communes may have one a line. */
struct app_problems {
	char file[128]; /* whose warnings are counted */
	int warnings, left_out;
};
void app_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence);
/* Says how many warnings were left out. */
void app_problems_end(const struct app_problems *problems);

#endif
