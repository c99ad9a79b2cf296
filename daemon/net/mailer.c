/* The workers of mail. libcurl (7.88) waits in place, blocking, for the relay's answer to the end of
 * a letter and to QUIT; on the loop a slow relay would hold everything else. So letters, prepared on
 * the loop, are performed by a few threads, and their results come back to the loop. Nothing else in
 * hentra has a thread: a letter under way belongs to its worker alone, between two lockings.
 *
 * A worker keeps its connection for the next letter, and ends when none came for a while: then the
 * relay is told QUIT, in the worker's own time. */
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/memory.h"
#include "net/transfer_internal.h"

#define WORKER_IDLE_SECONDS 30
#define WORKERS_MOST 8

struct mailer {
	struct transfers *pool;
	ev_async done_signal;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct transfer *first, *last; /* waiting for a worker */
	struct transfer *done; /* waiting for the loop, newest first */
	int waiting; /* letters in that queue */
	int idle;
	bool stopping;
	struct worker {
		struct mailer *mailer;
		pthread_t thread;
		CURLM *multi;
		bool used; /* to be joined */
		bool ended; /* its thread has nothing more to do */
	} workers[WORKERS_MOST];
	int most;
};

/* --- in a worker ------------------------------------------------------------------------- */

static struct transfer *take(struct mailer *mailer)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += WORKER_IDLE_SECONDS;
	mailer->idle++;
	while (!mailer->first && !mailer->stopping)
		if (pthread_cond_timedwait(&mailer->work, &mailer->lock, &until))
			break;
	mailer->idle--;
	struct transfer *transfer = mailer->stopping ? NULL : mailer->first;
	if (transfer) {
		mailer->waiting--;
		mailer->first = transfer->queued;
		if (!mailer->first)
			mailer->last = NULL;
		transfer->queued = NULL;
	}
	return transfer;
}

static CURLcode perform(struct worker *worker, struct transfer *transfer)
{
	int running = 1, left;
	CURLcode code = CURLE_ABORTED_BY_CALLBACK;

	if (curl_multi_add_handle(worker->multi, transfer->easy) != CURLM_OK)
		return CURLE_FAILED_INIT;
	while (running && !transfer->cancelled) {
		curl_multi_perform(worker->multi, &running);
		if (running)
			curl_multi_poll(worker->multi, NULL, 0, 1000, NULL);
	}
	CURLMsg *message;
	while ((message = curl_multi_info_read(worker->multi, &left)))
		if (message->msg == CURLMSG_DONE)
			code = message->data.result;
	curl_multi_remove_handle(worker->multi, transfer->easy);
	return code;
}

static void *work(void *user)
{
	struct worker *worker = user;
	struct mailer *mailer = worker->mailer;
	struct transfer *transfer;

	pthread_mutex_lock(&mailer->lock);
	while ((transfer = take(mailer))) {
		pthread_mutex_unlock(&mailer->lock);
		transfer->code = perform(worker, transfer);
		pthread_mutex_lock(&mailer->lock);
		transfer->queued = mailer->done;
		mailer->done = transfer;
		ev_async_send(mailer->pool->loop, &mailer->done_signal);
	}
	worker->ended = true;
	pthread_mutex_unlock(&mailer->lock);
	curl_multi_cleanup(worker->multi);
	return NULL;
}

/* --- on the loop ------------------------------------------------------------------------- */

static struct transfer *take_done(struct mailer *mailer)
{
	struct transfer *list = NULL;

	pthread_mutex_lock(&mailer->lock);
	while (mailer->done) { /* oldest first */
		struct transfer *transfer = mailer->done;
		mailer->done = transfer->queued;
		transfer->queued = list;
		list = transfer;
	}
	pthread_mutex_unlock(&mailer->lock);
	return list;
}

static void on_done_signal(struct ev_loop *loop, ev_async *watcher, int events)
{
	(void)events;
	struct mailer *mailer = watcher->data;
	struct transfer *transfer = take_done(mailer), *next;

	/* Cancelled ones were settled when they were cancelled: on_done may cancel later ones of the
	 * list, which stay in it until their turn. */
	for (; transfer; transfer = next) {
		next = transfer->queued;
		if (transfer->cancelled)
			transfer_free(transfer);
		else
			transfer_settle(transfer, transfer->code);
	}
	if (mailer->pool->running == 0)
		ev_async_stop(loop, watcher);
}

static struct mailer *mailer_new(struct transfers *pool)
{
	struct mailer *mailer = xcalloc(1, sizeof(*mailer));
	pthread_condattr_t monotonic;

	mailer->pool = pool;
	mailer->most = pool->most_per_host < WORKERS_MOST ? pool->most_per_host : WORKERS_MOST;
	pthread_mutex_init(&mailer->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&mailer->work, &monotonic);
	pthread_condattr_destroy(&monotonic);
	ev_async_init(&mailer->done_signal, on_done_signal);
	mailer->done_signal.data = mailer;
	return mailer;
}

/* With the lock held: a thread for the letter just queued, unless enough are idle or all work. Signals
 * are the loop's business. */
static void add_worker(struct mailer *mailer)
{
	for (int i = 0; mailer->waiting > mailer->idle && i < mailer->most; i++) {
		struct worker *worker = &mailer->workers[i];
		if (worker->used && !worker->ended)
			continue;
		if (worker->used)
			pthread_join(worker->thread, NULL);
		*worker =
			(struct worker){.mailer = mailer, .multi = curl_multi_init(), .used = true};
		sigset_t all, before;
		sigfillset(&all);
		pthread_sigmask(SIG_SETMASK, &all, &before);
		if (!worker->multi || pthread_create(&worker->thread, NULL, work, worker))
			abort();
		pthread_sigmask(SIG_SETMASK, &before, NULL);
		return;
	}
}

void mailer_start(struct transfer *transfer)
{
	struct transfers *pool = transfer->pool;

	if (!pool->mailer)
		pool->mailer = mailer_new(pool);
	struct mailer *mailer = pool->mailer;
	transfer_link(transfer);
	ev_async_start(pool->loop, &mailer->done_signal);
	pthread_mutex_lock(&mailer->lock);
	if (mailer->last)
		mailer->last->queued = transfer;
	else
		mailer->first = transfer;
	mailer->last = transfer;
	mailer->waiting++;
	add_worker(mailer);
	pthread_cond_signal(&mailer->work);
	pthread_mutex_unlock(&mailer->lock);
}

/* The loop's side of a letter under way ends here; the worker's when it notices. */
void mailer_cancel(struct transfer *transfer)
{
	struct mailer *mailer = transfer->pool->mailer;
	struct transfer **link, *before = NULL;

	transfer->cancelled = true;
	pthread_mutex_lock(&mailer->lock);
	for (link = &mailer->first; *link && *link != transfer; link = &(*link)->queued)
		before = *link;
	bool waiting = *link != NULL;
	if (waiting) {
		mailer->waiting--;
		*link = transfer->queued;
		if (mailer->last == transfer)
			mailer->last = before;
	}
	for (int i = 0; !waiting && i < mailer->most; i++)
		if (mailer->workers[i].used && !mailer->workers[i].ended)
			curl_multi_wakeup(mailer->workers[i].multi);
	pthread_mutex_unlock(&mailer->lock);
	if (waiting)
		transfer_free(transfer);
}

static void interrupt_workers(struct mailer *mailer)
{
	struct transfers *pool = mailer->pool;

	pthread_mutex_lock(&mailer->lock);
	mailer->stopping = true;
	pthread_cond_broadcast(&mailer->work);
	for (int i = 0; i < mailer->most; i++)
		if (mailer->workers[i].used && !mailer->workers[i].ended)
			curl_multi_wakeup(mailer->workers[i].multi);
	pthread_mutex_unlock(&mailer->lock);
	/* A worker that waits in place for a relay sees the connection end. */
	pthread_mutex_lock(&pool->lock);
	for (size_t i = 0; i < pool->socket_count; i++)
		shutdown(pool->sockets[i], SHUT_RDWR);
	pthread_mutex_unlock(&pool->lock);
}

void mailer_free(struct mailer *mailer)
{
	if (!mailer)
		return;
	struct transfers *pool = mailer->pool;
	for (struct transfer *transfer = pool->first, *next; transfer; transfer = next) {
		next = transfer->next;
		if (transfer->mail && !transfer->cancelled)
			mailer_cancel(transfer);
	}
	interrupt_workers(mailer);
	for (int i = 0; i < mailer->most; i++)
		if (mailer->workers[i].used)
			pthread_join(mailer->workers[i].thread, NULL);
	for (struct transfer *transfer = take_done(mailer), *next; transfer; transfer = next) {
		next = transfer->queued;
		transfer_free(transfer);
	}
	ev_async_stop(pool->loop, &mailer->done_signal);
	pthread_cond_destroy(&mailer->work);
	pthread_mutex_destroy(&mailer->lock);
	free(mailer);
	pool->mailer = NULL;
}
