/* Whose name a request asks for. A page on loopback needs no token, so a web site could have a browser on
 * this machine read it by letting its own name point here (DNS rebinding): the header Host still says
 * that name, and who asks by it is a stranger. */
#ifndef WEB_PAGE_HOST_H
#define WEB_PAGE_HOST_H

#include "conf/settings.h"

/* An address, localhost, the name in [page] url or listen, or none (HTTP/1.0): with any port. */
bool page_host_is_ours(const char *host, const struct page_settings *settings);

#endif
