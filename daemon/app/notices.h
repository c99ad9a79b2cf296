/* Notices to the office about telling itself (message/notice.h), through the outbox like any letter. */
#ifndef APP_NOTICES_H
#define APP_NOTICES_H

struct app;

/* The channel's receiver wants nothing more, with these words. A failure is logged. */
void notices_channel_off(struct app *app, const char *channel, const char *words);

#endif
