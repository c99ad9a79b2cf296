/* The service manager's view: readiness, a sentence of status, and the watchdog, which is fed only
 * while poller, evaluator and dispatcher each move. Does nothing when there is no manager. */
#ifndef APP_SERVICE_H
#define APP_SERVICE_H

#include <stdint.h>

struct ground;
struct service;

struct service *service_new(struct ground *ground);
void service_free(struct service *service);

void service_ready(struct service *service);
void service_reloading(struct service *service); /* service_ready() ends it */
void service_stopping(struct service *service);
/* Something worth a sentence happened: the status is written anew in a moment. */
void service_refresh(struct service *service);

#endif
