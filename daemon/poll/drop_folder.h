/* A drop folder: files with cases that somebody puts there, each one poll of its portal.
 *
 * A file is taken when it is whole: renamed into the folder, or closed and then unchanged for
 * DROP_SETTLE_MS; never while somebody has it open for writing. Files are taken one at a time, the
 * oldest first. Then it is moved to done/, or to failed/ with the reason beside it in NAME.reason.
 * Names that begin with "." or "~", or end as unfinished copies do (.part, .tmp, .crdownload,
 * .filepart, ~), are left alone; so is everything that is no regular file. */
#ifndef POLL_DROP_FOLDER_H
#define POLL_DROP_FOLDER_H

#include "poll/cycle.h"

struct drop_folder;

#define DROP_SETTLE_MS 2000

/* A file is read and moved; `report->trouble` begins with its name. A NULL report: with
 * drop_folder_run_once(), no file is left. */
typedef void drop_folder_fn(void *user, const struct cycle_report *report);

struct drop_folder_options { /* borrowed for the folder's life */
	struct ground *ground;
	struct portal *portal; /* `reading` is noted here */
	drop_folder_fn *on_file;
	void *user;
};
struct drop_folder *drop_folder_new(const struct drop_folder_options *options);
/* What is being read is left where it is, to be read again. NULL is allowed. */
void drop_folder_free(struct drop_folder *folder);

/* Watches from now on. */
void drop_folder_start(struct drop_folder *folder);
/* Takes what lies there now and is whole, or becomes so within DROP_SETTLE_MS. */
void drop_folder_run_once(struct drop_folder *folder);
/* Until when (monotonic, ms) it must have moved, or it is stuck. */
int64_t drop_folder_moves_by(const struct drop_folder *folder);

#endif
