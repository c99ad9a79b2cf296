/* The way of records from a page into the store.
 *
 * Records are held back until their page came whole; then they go on in batches, one transaction
 * each, sized so that one takes about INTAKE_TURN_MS of store work, and one a turn of the loop. So
 * neither the page size of a portal nor the number of pages decides how long the loop is held.
 *
 * A page too large to be held back (INTAKE_HELD_BYTES) streams: its records go on as they come, and
 * if it breaks off later, those stay. That is sound: a record that came whole is what the portal
 * said of that case, and putting it again changes nothing. Whether a poll is complete does not
 * depend on it: a cycle is complete only if every page came whole. */
#ifndef POLL_INTAKE_H
#define POLL_INTAKE_H

#include "base/error.h"
#include "core/case/case_record.h"

struct ground;
struct intake;

#define INTAKE_TURN_MS 20
#define INTAKE_HELD_BYTES (2 << 20)

/* After each batch that was put, and when one failed: never from inside intake_page_whole(). */
typedef void intake_progress_fn(void *user);

struct intake *intake_new(struct ground *ground, intake_progress_fn *on_progress, void *user);
void intake_free(struct intake *intake); /* what is not put yet is dropped */

/* Starts a poll; nothing of another one may be left. */
void intake_begin(struct intake *intake, int64_t poll);
/* A poll of a file: nothing of it is put before intake_flush(), and then all of it in one transaction, so
 * that it stands whole or not at all. Beyond INTAKE_WHOLE_BYTES memory counts more, and it is put in
 * parts. */
#define INTAKE_WHOLE_BYTES ((size_t)128 << 20)
void intake_take_whole(struct intake *intake);
/* A record of the page under way. */
void intake_record(struct intake *intake, const struct case_record *record);
/* The page under way came whole; or it did not: what was held back of it is dropped. */
void intake_page_whole(struct intake *intake);
void intake_page_broken(struct intake *intake);
/* Puts also what does not fill a batch yet. */
void intake_flush(struct intake *intake);

/* The same at once, without taking turns: when the program stops. */
void intake_finish(struct intake *intake);

/* Should the next page wait until some batches are put? */
bool intake_full(const struct intake *intake);
/* Is everything put that was handed over? False before intake_flush() when some rest waits. */
bool intake_empty(const struct intake *intake);
/* A batch could not be put: 0, or the negative errno with its sentence; the poll is lost. */
int intake_failed(const struct intake *intake, struct error *error);
/* Cases added or changed by this poll so far. */
int64_t intake_changed(const struct intake *intake);
/* How often the portal said another thing of a case within this poll (put_result.conflicting). */
int64_t intake_conflicting(const struct intake *intake);

#endif
