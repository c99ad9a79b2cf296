#include "web/page_server.h"

#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "ground/ground.h"
#include "net/server.h"
#include "site/secret.h"
#include "web/listener.h"
#include "web/page_host.h"
#include "web/page_routes.h"
#include "web/trend_history.h"

#define LISTENERS 8

struct listener {
	struct page_server *page;
	struct server *server;
	bool local; /* readers are of this machine */
	bool named; /* if they ask for it by a name of ours */
};

struct page_server {
	struct page page; /* what the routes need */
	char *token; /* "" none */
	char *listen; /* as it was when the sockets were opened */
	bool opened; /* by us, not handed over */
	struct listener listeners[LISTENERS];
	size_t count;
};

/* --- who may read --------------------------------------------------------------------------- */

/* In time that does not depend on where they differ. */
static bool same_token(const char *wanted, const char *said)
{
	size_t length = strlen(said);
	unsigned char differs = strlen(wanted) != length;

	for (size_t i = 0; wanted[i]; i++)
		differs |= (unsigned char)(wanted[i] ^ (i < length ? said[i] : 0));
	return !differs;
}

static bool shows_token(const struct page_server *page, const char *authorization)
{
	static const char scheme[] = "Bearer ";

	return page->token[0] && strncasecmp(authorization, scheme, strlen(scheme)) == 0 &&
	       same_token(page->token, authorization + strlen(scheme));
}

static void on_request(
	void *user, const struct server_request *request, struct server_answer *answer)
{
	struct listener *listener = user;
	struct page_server *page = listener->page;
	bool local = listener->local &&
		     (!listener->named || page_host_is_ours(request->host,
						  &ground_settings(page->page.ground)->page));
	enum reader reader = shows_token(page, request->authorization) ? READER_WITH_TOKEN
			     : local                                   ? READER_LOCAL
								       : READER_STRANGER;

	page_answer(&page->page, reader, request, answer);
}

/* --- listening ------------------------------------------------------------------------------ */

static void add_listener(struct page_server *page, int fd, const char *name)
{
	struct listener *listener = &page->listeners[page->count];
	struct error error;

	*listener = (struct listener){
		.page = page, .local = listener_is_local(fd), .named = !listener_is_unix(fd)};
	struct server_options options = {.loop = page->page.ground->loop,
		.fd = fd,
		.on_request = on_request,
		.user = listener};
	if (!listener->local && !page->token[0]) {
		log_line(LOG_FAILURE, NULL,
			"the page is not served: %s can be reached from other machines, and [page] "
			"has no token",
			name);
		close(fd);
	} else if (server_new(&options, &listener->server, &error) < 0) {
		log_line(LOG_FAILURE, NULL, "the page is not served: %s: %s", name, error.text);
	} else {
		page->count++;
		log_line(LOG_DETAIL, NULL, "the page listens: %s", name);
	}
}

static bool take_handed(struct page_server *page)
{
	bool none = page->listen[0] == '\0', any = false;
	int fd;

	for (size_t i = 0; i < LISTENERS && (fd = listener_handed(i)) >= 0; i++) {
		any = true;
		if (none)
			close(fd);
		else
			add_listener(page, fd, "hentra.socket");
	}
	if (any && none)
		log_line(LOG_CAUTION, NULL,
			"hentra.socket is enabled, but [page] listen = none: its readers wait in "
			"vain");
	return any;
}

static void open_listeners(struct page_server *page)
{
	struct error error;
	int fd;

	page->listen = xstrdup(ground_settings(page->page.ground)->page.listen);
	if (take_handed(page) || page->listen[0] == '\0')
		return;
	if (strcmp(page->listen, "systemd") == 0) {
		log_line(LOG_FAILURE, NULL,
			"the page is not served: [page] listen = systemd, but no socket was handed "
			"over (hentra.socket)");
	} else if (listener_open(page->listen, &fd, &error) < 0) {
		log_line(LOG_FAILURE, NULL, "%s", error.text);
	} else {
		page->opened = true;
		add_listener(page, fd, page->listen);
	}
}

static void close_listeners(struct page_server *page)
{
	while (page->count > 0)
		server_free(page->listeners[--page->count].server);
	if (page->opened)
		listener_remove(page->listen);
	page->opened = false;
	free(page->listen);
	page->listen = NULL;
}

/* --- from outside --------------------------------------------------------------------------- */

static void read_token(struct page_server *page)
{
	const struct secret *secret = &ground_settings(page->page.ground)->page.token;
	struct error error;

	secret_forget(page->token);
	if (secret_read(secret, &page->token, &error) < 0) {
		log_line(LOG_FAILURE, NULL, "page: token: %s", error.text);
		page->token = xstrdup("");
	}
}

struct page_server *page_server_new(struct ground *ground)
{
	struct page_server *page = xcalloc(1, sizeof(*page));

	page->page.ground = ground;
	page->page.roll_up = roll_up_new();
	page->page.trend = trend_new(ground);
	read_token(page);
	open_listeners(page);
	return page;
}

void page_server_site_changed(struct page_server *page)
{
	if (!page)
		return;
	roll_up_free(page->page.roll_up); /* it borrowed the old directory */
	page->page.roll_up = roll_up_new();
	read_token(page);
	if (page->count > 0 &&
		strcmp(page->listen, ground_settings(page->page.ground)->page.listen) == 0)
		return; /* whoever is being answered is not cut off */
	close_listeners(page);
	open_listeners(page);
}

void page_server_free(struct page_server *page)
{
	if (!page)
		return;
	close_listeners(page);
	secret_forget(page->token);
	roll_up_free(page->page.roll_up);
	trend_free(page->page.trend);
	meters_free(&page->page.polls);
	meters_free(&page->page.deliveries);
	free(page);
}

void page_server_passed(struct page_server *page)
{
	if (page)
		trend_follow(page->page.trend);
}

void page_server_polled(struct page_server *page, const char *portal, const char *result)
{
	if (page)
		meters_count(&page->page.polls, portal, result, 1);
}

void page_server_delivered(struct page_server *page, const char *channel, const char *result)
{
	if (page)
		meters_count(&page->page.deliveries, channel, result, 1);
}
