/* Building requests: shared by listings and sign-in. */
#ifndef PORTAL_REQUEST_H
#define PORTAL_REQUEST_H

#include "portal/profile.h"

void request_add_header(struct request *request, char *header); /* takes the string over */
bool request_has_header(const struct request *request, const char *name);
/* The Content-Type of a body, unless a header says it already; `body_type` is an enum body_type. */
void request_add_body_type(struct request *request, int body_type);

#endif
