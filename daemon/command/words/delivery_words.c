#include "command/words/delivery_words.h"

static const char *const names[DELIVERY_STATES] = {[DELIVERY_WAITING] = "waiting",
	[DELIVERY_SENDING] = "sending",
	[DELIVERY_HANDED_OVER] = "handed_over",
	[DELIVERY_DEAD] = "dead",
	[DELIVERY_REPLACED] = "replaced",
	[DELIVERY_DROPPED] = "dropped"};

const char *delivery_state_name(enum delivery_state state)
{
	return names[state];
}

const char *delivery_state_words(const struct tool *tool, enum delivery_state state)
{
	static const char *const vi[DELIVERY_STATES] = {[DELIVERY_WAITING] = "chờ gửi",
		[DELIVERY_SENDING] = "đang gửi",
		[DELIVERY_HANDED_OVER] = "đã bàn giao",
		[DELIVERY_DEAD] = "không gửi được",
		[DELIVERY_REPLACED] = "đã thay bằng tin mới",
		[DELIVERY_DROPPED] = "đã bỏ"};
	static const char *const en[DELIVERY_STATES] = {[DELIVERY_WAITING] = "waiting",
		[DELIVERY_SENDING] = "sending",
		[DELIVERY_HANDED_OVER] = "handed over",
		[DELIVERY_DEAD] = "dead",
		[DELIVERY_REPLACED] = "replaced",
		[DELIVERY_DROPPED] = "dropped"};
	return tool->english ? en[state] : vi[state];
}

int delivery_state_from_name(const char *name)
{
	for (int state = 0; state < DELIVERY_STATES; state++)
		if (strcmp(names[state], name) == 0)
			return state;
	return -1;
}
