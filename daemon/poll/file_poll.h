/* A file as one poll of a portal: read piece by piece on the loop, decoded by the portal's profile
 * as a page of it would be, put through the same intake, in one transaction. It is read twice, the first
 * time only to see that it is whole and good, and would not move the receipts of most cases that are
 * known: so a file is taken as a whole or not at all. It is
 * never a sweep: a file may hold a part of the cases, and nobody can tell. */
#ifndef POLL_FILE_POLL_H
#define POLL_FILE_POLL_H

#include "poll/cycle.h"

struct file_poll;

struct file_poll_options { /* borrowed for the poll's life */
	struct ground *ground;
	const struct portal *portal;
	int descriptor; /* open for reading, at its begin; stays the caller's */
	bool insisted; /* whatever receipts it moves */
	cycle_done_fn *on_done; /* as of a cycle; never from inside file_poll_start() */
	void *user;
};

/* Fails only when the store does. */
int file_poll_start(
	const struct file_poll_options *options, struct file_poll **ret_poll, struct error *error);
/* Ends it now without on_done; the poll is cut short. NULL is allowed. */
void file_poll_stop(struct file_poll *poll);
/* Did the store fail, and not the file? Good inside on_done. */
bool file_poll_blameless(const struct file_poll *poll);

#endif
