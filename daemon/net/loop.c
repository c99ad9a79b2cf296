/* libcurl's sockets and its timeout on the loop: the one place where the two meet. */
#include <stdlib.h>

#include "base/memory.h"
#include "net/transfer_internal.h"

/* Finished handles are collected only here, outside libcurl's callbacks, so that on_done is free
 * to start and cancel transfers. A cancelled handle takes its message out of the queue with it. */
static void collect(struct transfers *pool)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(pool->multi, &left))) {
		if (message->msg != CURLMSG_DONE)
			continue;
		struct transfer *transfer = NULL;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
		if (message->data.result == CURLE_OK && http_goes_on(transfer))
			continue;
		CURLcode code = message->data.result;
		curl_multi_remove_handle(pool->multi, transfer->easy);
		transfer_settle(transfer, code);
	}
}

static void on_socket_ready(struct ev_loop *loop, ev_io *watcher, int events)
{
	(void)loop;
	struct transfers *pool = watcher->data;
	int running, what = (events & EV_READ ? CURL_CSELECT_IN : 0) |
			    (events & EV_WRITE ? CURL_CSELECT_OUT : 0);

	/* The watcher may be gone when this returns. */
	curl_multi_socket_action(pool->multi, watcher->fd, what, &running);
	collect(pool);
}

static void on_timeout(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct transfers *pool = watcher->data;
	int running;

	curl_multi_socket_action(pool->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	collect(pool);
}

static int on_want_socket(CURL *easy, curl_socket_t socket, int what, void *user, void *assigned)
{
	(void)easy;
	struct transfers *pool = user;
	ev_io *watcher = assigned;

	if (what == CURL_POLL_REMOVE) {
		if (watcher)
			ev_io_stop(pool->loop, watcher);
		free(watcher);
		return 0;
	}
	if (!watcher) {
		watcher = xcalloc(1, sizeof(*watcher));
		ev_init(watcher, on_socket_ready);
		watcher->data = pool;
		curl_multi_assign(pool->multi, socket, watcher);
	}
	ev_io_stop(pool->loop, watcher);
	ev_io_set(watcher, socket,
		(what & CURL_POLL_IN ? EV_READ : 0) | (what & CURL_POLL_OUT ? EV_WRITE : 0));
	ev_io_start(pool->loop, watcher);
	return 0;
}

static int on_want_timeout(CURLM *multi, long timeout_ms, void *user)
{
	(void)multi;
	struct transfers *pool = user;

	ev_timer_stop(pool->loop, &pool->timer);
	if (timeout_ms < 0)
		return 0;
	/* A duration in seconds with its fraction; counted from now, not from the turn's begin. */
	double late = ev_time() - ev_now(pool->loop);
	ev_timer_set(
		&pool->timer, (double)timeout_ms / 1000. + (late > 0 && late < 1 ? late : 0), 0.);
	ev_timer_start(pool->loop, &pool->timer);
	return 0;
}

void loop_bind(struct transfers *pool)
{
	ev_init(&pool->timer, on_timeout);
	pool->timer.data = pool;
	curl_multi_setopt(pool->multi, CURLMOPT_SOCKETFUNCTION, on_want_socket);
	curl_multi_setopt(pool->multi, CURLMOPT_SOCKETDATA, pool);
	curl_multi_setopt(pool->multi, CURLMOPT_TIMERFUNCTION, on_want_timeout);
	curl_multi_setopt(pool->multi, CURLMOPT_TIMERDATA, pool);
}

void loop_unbind(struct transfers *pool)
{
	ev_timer_stop(pool->loop, &pool->timer);
}
