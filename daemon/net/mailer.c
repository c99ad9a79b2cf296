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

#include "base/memory.h"
#include "net/transfer_internal.h"

#define WORKER_IDLE_MS 30000
#define WORKERS_MOST 8

struct mailer {
	struct transfers *pool;
	ev_async done_signal;
	pthread_mutex_t lock;
	struct transfer *first, *last; /* waiting for a worker */
	struct transfer *done; /* waiting for the loop, newest first */
	bool stopping;
	struct worker {
		struct mailer *mailer;
		pthread_t thread;
		CURLM *multi;
		bool used; /* to be joined */
		bool idle; /* waits for a letter */
		bool woken; /* … and was told that there is one */
		bool ended; /* its thread has nothing more to do */
	} workers[WORKERS_MOST];
	int most;
};

/* --- in a worker ------------------------------------------------------------------------- */

/* Lock held: waits for a letter, not longer than the idle time. */
static void await_work(struct worker *worker)
{
	struct mailer *mailer = worker->mailer;

	worker->woken = false;
	worker->idle = true;
	pthread_mutex_unlock(&mailer->lock);
	curl_multi_poll(worker->multi, NULL, 0, WORKER_IDLE_MS, NULL);
	pthread_mutex_lock(&mailer->lock);
	worker->idle = false;
}

/* Lock held: the next letter; NULL: the worker ends. */
static struct transfer *take(struct worker *worker)
{
	struct mailer *mailer = worker->mailer;

	do {
		if (!mailer->first && !mailer->stopping)
			await_work(worker);
	} while (!mailer->first && !mailer->stopping && worker->woken);
	struct transfer *transfer = mailer->stopping ? NULL : mailer->first;
	if (transfer) {
		mailer->first = transfer->queued;
		if (!mailer->first)
			mailer->last = NULL;
		transfer->queued = NULL;
	}
	return transfer;
}

/* A connection on which an answer is still owed must not carry the next letter, which would take that
 * answer for its own; libcurl keeps it when the relay falls silent at the end of a letter. Shut down,
 * it is found dead and thrown away, without a QUIT that nobody would answer. */
static void give_up_connection(struct transfer *transfer, CURLcode code)
{
	bool refused = transfer->status != 0 && code != CURLE_OPERATION_TIMEDOUT &&
		       code != CURLE_ABORTED_BY_CALLBACK;
	curl_socket_t socket = CURL_SOCKET_BAD;

	if (code == CURLE_OK || refused)
		return;
	curl_easy_getinfo(transfer->easy, CURLINFO_ACTIVESOCKET, &socket);
	if (socket != CURL_SOCKET_BAD)
		shutdown(socket, SHUT_RDWR);
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
	give_up_connection(transfer, code);
	curl_multi_remove_handle(worker->multi, transfer->easy);
	return code;
}

/* Lock held. Saying QUIT to the relay may take its time: meanwhile the worker is neither idle nor
 * ended, and looks for letters again before it ends. */
static void hang_up(struct worker *worker)
{
	CURLM *multi = worker->multi;

	worker->multi = NULL;
	pthread_mutex_unlock(&worker->mailer->lock);
	curl_multi_cleanup(multi);
	pthread_mutex_lock(&worker->mailer->lock);
}

static void *work(void *user)
{
	struct worker *worker = user;
	struct mailer *mailer = worker->mailer;
	struct transfer *transfer;

	pthread_mutex_lock(&mailer->lock);
	do {
		worker->multi = curl_multi_init();
		if (!worker->multi)
			abort();
		while ((transfer = take(worker))) {
			pthread_mutex_unlock(&mailer->lock);
			transfer->code = perform(worker, transfer);
			pthread_mutex_lock(&mailer->lock);
			transfer->queued = mailer->done;
			mailer->done = transfer;
			ev_async_send(mailer->pool->loop, &mailer->done_signal);
		}
		hang_up(worker);
	} while (mailer->first && !mailer->stopping);
	worker->ended = true;
	pthread_mutex_unlock(&mailer->lock);
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

	mailer->pool = pool;
	mailer->most = pool->most_per_host < WORKERS_MOST ? pool->most_per_host : WORKERS_MOST;
	pthread_mutex_init(&mailer->lock, NULL);
	ev_async_init(&mailer->done_signal, on_done_signal);
	mailer->done_signal.data = mailer;
	return mailer;
}

/* Lock held: an idle worker not yet woken gets the letter just queued, else a new one, unless all
 * work already. Signals are the loop's business, not theirs. */
static void call_worker(struct mailer *mailer)
{
	struct worker *free_one = NULL;

	for (int i = 0; i < mailer->most; i++) {
		struct worker *worker = &mailer->workers[i];
		if (worker->used && worker->idle && !worker->woken) {
			worker->woken = true;
			curl_multi_wakeup(worker->multi);
			return;
		}
		if (!free_one && (!worker->used || worker->ended))
			free_one = worker;
	}
	if (!free_one)
		return;
	if (free_one->used)
		pthread_join(free_one->thread, NULL);
	*free_one = (struct worker){.mailer = mailer, .used = true};
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&free_one->thread, NULL, work, free_one))
		abort();
	pthread_sigmask(SIG_SETMASK, &before, NULL);
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
	call_worker(mailer);
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
		*link = transfer->queued;
		if (mailer->last == transfer)
			mailer->last = before;
	}
	for (int i = 0; !waiting && i < mailer->most; i++)
		if (mailer->workers[i].multi)
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
	for (int i = 0; i < mailer->most; i++)
		if (mailer->workers[i].multi)
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
	pthread_mutex_destroy(&mailer->lock);
	free(mailer);
	pool->mailer = NULL;
}
