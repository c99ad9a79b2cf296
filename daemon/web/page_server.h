/* The page: answers readers from the daemon's own state. What is shown is made in page/, what it is
 * made of in snapshot.h; here are the sockets, who may read, and which address means what.
 *
 * - A socket handed over by the service manager is used, whatever `listen` says (but none). Without
 *   one `listen` is opened. A page that cannot listen is said once; everything else goes on.
 * - A listener that other machines can reach asks for [page] token (Authorization: Bearer …), but for
 *   /healthz and /ack/, whose links bear their own signature. The hotline's look-up always asks.
 * - Everything but the POST of /ack/TOKEN only reads. */
#ifndef WEB_PAGE_SERVER_H
#define WEB_PAGE_SERVER_H

#include "web/meters.h"

struct ground;
struct page_server;

struct page_server *page_server_new(struct ground *ground);
void page_server_free(struct page_server *page);
/* A new site was swapped in. */
void page_server_site_changed(struct page_server *page);
/* Every change so far is judged: the trend follows. NULL: there is no page. */
void page_server_passed(struct page_server *page);

/* For metrics; NULL: there is no page (--once), nothing is counted. */
void page_server_polled(struct page_server *page, const char *portal, const char *result);
void page_server_delivered(struct page_server *page, const char *channel, const char *result);

#endif
