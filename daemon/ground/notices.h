/* Notices to the office about telling itself (message/notice.h), through the outbox like any letter. */
#ifndef GROUND_NOTICES_H
#define GROUND_NOTICES_H

struct ground;
struct portal;

/* The channel's receiver wants nothing more, with these words. A failure is logged. */
void notices_channel_off(struct ground *ground, const char *channel, const char *words);

/* What a portal says is in doubt (store/store_doubt.h), with what looks wrong. */
void notices_portal_doubtful(struct ground *ground, const struct portal *portal);

#endif
