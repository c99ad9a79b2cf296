#include "poll/intake.h"

#include <ev.h>

#include "base/memory.h"
#include "base/text.h"
#include "ground/ground.h"
#include "site/clock.h"
#include "store/store_closing.h"

#define BATCH_LEAST 100
#define BATCH_MOST 20000
#define BATCH_BYTES (2 << 20)
#define QUEUE_MOST 2 /* full batches waiting before the next page is held */
#define COST_FIRST_US 10.0
#define CLOSING_S 0.01 /* days are being closed: after so long it looks again */

/* A record held back: its texts stand one after the other in the page's text. */
#define TEXTS 10
struct held {
	struct case_facts facts;
	size_t begin;
	uint32_t length[TEXTS];
};

struct intake {
	struct ground *ground;
	intake_progress_fn *on_progress;
	void *user;
	int64_t poll;
	struct held *held; /* the page under way */
	size_t held_count, held_capacity;
	struct text texts;
	bool streams;
	bool whole; /* of a file: put in one go */
	struct batch *filling;
	struct batch **queue; /* full ones, oldest first */
	size_t queued, queue_capacity;
	struct batch **spare;
	size_t spare_count, spare_capacity;
	ev_timer turn;
	double cost_us; /* of one record in the store, as measured lately */
	int64_t changed, conflicting;
	struct store_busy busy;
	int failed;
	struct error error;
};

/* --- putting ------------------------------------------------------------------------------ */

static size_t batch_target(const struct intake *intake)
{
	double target = INTAKE_TURN_MS * 1000.0 / intake->cost_us;

	if (target < BATCH_LEAST)
		return BATCH_LEAST;
	return target > BATCH_MOST ? BATCH_MOST : (size_t)target;
}

/* False: the store is busy, the batch is to be put again later. */
static bool put(struct intake *intake, struct batch *batch, bool waits)
{
	struct ground *ground = intake->ground;
	struct put_result result = {0};
	size_t count = batch_count(batch);
	int64_t before_ms = clock_monotonic_ms();

	if (!intake->failed)
		intake->failed = store_put_page(ground->store, intake->poll, batch, &ground->judge,
			clock_now(), &ground->tally, &result, &intake->error);
	if (waits && ground_store_busy(ground, &intake->busy, intake->failed)) {
		intake->failed = 0;
		return false;
	}
	intake->changed += result.added + result.changed;
	intake->conflicting += result.conflicting;
	if (count > 0 && !intake->failed) {
		double cost = (double)(clock_monotonic_ms() - before_ms) * 1000. / (double)count;
		intake->cost_us += ((cost < 0.5 ? 0.5 : cost) - intake->cost_us) * 0.3;
	}
	batch_clear(batch);
	array_reserve(intake->spare, &intake->spare_capacity, intake->spare_count + 1);
	intake->spare[intake->spare_count++] = batch;
	return true;
}

static bool put_oldest(struct intake *intake, bool waits)
{
	if (!put(intake, intake->queue[0], waits))
		return false;
	intake->queued--;
	memmove(intake->queue, intake->queue + 1, intake->queued * sizeof(*intake->queue));
	return true;
}

static void run_after(struct intake *intake, double seconds)
{
	ev_timer_stop(intake->ground->loop, &intake->turn);
	ev_timer_set(&intake->turn, seconds, 0.);
	ev_timer_start(intake->ground->loop, &intake->turn);
}

/* A batch that is put closes the days before it at once, which may take long: by pieces it does not. */
static bool waits_for_closing(const struct intake *intake)
{
	struct ground *ground = intake->ground;

	return !ground->once && store_days_wait(ground->store, clock_now()) &&
	       ground->calls->closes_days(ground->user);
}

static void on_turn(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct intake *intake = watcher->data;

	if (intake->queued > 0 && waits_for_closing(intake)) {
		run_after(intake, CLOSING_S);
		return;
	}
	if (intake->queued > 0 && !put_oldest(intake, true)) {
		run_after(intake, STORE_BUSY_S);
		return;
	}
	if (intake->queued > 0)
		run_after(intake, 0.);
	intake->on_progress(intake->user);
}

static void enqueue_filling(struct intake *intake)
{
	array_reserve(intake->queue, &intake->queue_capacity, intake->queued + 1);
	intake->queue[intake->queued++] = intake->filling;
	intake->filling =
		intake->spare_count > 0 ? intake->spare[--intake->spare_count] : batch_new();
	if (!ev_is_active(&intake->turn))
		run_after(intake, 0.);
}

static void pass_on(struct intake *intake, const struct case_record *record)
{
	batch_add(intake->filling, record);
	if (intake->whole && batch_bytes(intake->filling) < INTAKE_WHOLE_BYTES)
		return;
	if (intake->whole || batch_count(intake->filling) >= batch_target(intake) ||
		batch_bytes(intake->filling) >= BATCH_BYTES)
		enqueue_filling(intake);
}

/* --- the page under way ------------------------------------------------------------------- */

static void texts_of(struct case_record *record, struct slice *texts[static TEXTS])
{
	texts[0] = &record->code;
	texts[1] = &record->unit;
	texts[2] = &record->unit_name;
	texts[3] = &record->procedure;
	texts[4] = &record->procedure_name;
	texts[5] = &record->field;
	texts[6] = &record->field_name;
	texts[7] = &record->officer;
	texts[8] = &record->former_code;
	texts[9] = &record->status_text;
}

static void hold(struct intake *intake, const struct case_record *record)
{
	struct case_record copy = *record;
	struct slice *texts[TEXTS];

	if (!(copy.facts.odd & ODD_STATUS_UNKNOWN)) /* the word is asked about, else it has told */
		copy.status_text.length = 0;
	array_reserve(intake->held, &intake->held_capacity, intake->held_count + 1);
	struct held *held = &intake->held[intake->held_count++];
	held->facts = record->facts;
	held->begin = intake->texts.length;
	texts_of(&copy, texts);
	for (int i = 0; i < TEXTS; i++) {
		held->length[i] = (uint32_t)texts[i]->length;
		text_add_slice(&intake->texts, *texts[i]);
	}
}

static void let_go(struct intake *intake)
{
	for (size_t i = 0; i < intake->held_count; i++) {
		const struct held *held = &intake->held[i];
		struct case_record record = {.facts = held->facts};
		struct slice *texts[TEXTS];
		const char *at = intake->texts.data + held->begin;
		texts_of(&record, texts);
		for (int t = 0; t < TEXTS; t++) {
			*texts[t] = (struct slice){at, held->length[t]};
			at += held->length[t];
		}
		pass_on(intake, &record);
	}
	intake->held_count = 0;
	text_clear(&intake->texts);
}

static void forget_held(struct intake *intake)
{
	free(intake->held);
	intake->held = NULL;
	intake->held_count = intake->held_capacity = 0;
	text_free(&intake->texts);
}

static size_t held_bytes(const struct intake *intake)
{
	return intake->held_count * sizeof(*intake->held) + intake->texts.length;
}

void intake_record(struct intake *intake, const struct case_record *record)
{
	if (!intake->streams) {
		hold(intake, record);
		if (held_bytes(intake) < INTAKE_HELD_BYTES)
			return;
		intake->streams = true;
		let_go(intake);
		forget_held(intake); /* nothing more is held back of this page */
	} else {
		pass_on(intake, record);
	}
	/* The bytes of one page cannot be told to wait: what they fill is put at once. */
	while (intake->queued > 0)
		put_oldest(intake, false);
}

void intake_page_whole(struct intake *intake)
{
	let_go(intake);
	batch_next_page(intake->filling);
	intake->streams = false;
}

void intake_take_whole(struct intake *intake)
{
	intake->whole = true;
}

void intake_page_broken(struct intake *intake)
{
	if (intake->whole)
		batch_clear(intake->filling);
	intake->held_count = 0;
	text_clear(&intake->texts);
	intake->streams = false;
}

void intake_flush(struct intake *intake)
{
	if (batch_count(intake->filling) > 0)
		enqueue_filling(intake);
}

void intake_finish(struct intake *intake)
{
	intake_page_broken(intake);
	intake_flush(intake);
	ev_timer_stop(intake->ground->loop, &intake->turn);
	while (intake->queued > 0)
		put_oldest(intake, false);
}

static void free_spare(struct intake *intake)
{
	while (intake->spare_count > 0)
		batch_free(intake->spare[--intake->spare_count]);
}

/* --- the whole ---------------------------------------------------------------------------- */

struct intake *intake_new(struct ground *ground, intake_progress_fn *on_progress, void *user)
{
	struct intake *intake = xcalloc(1, sizeof(*intake));

	intake->ground = ground;
	intake->on_progress = on_progress;
	intake->user = user;
	intake->filling = batch_new();
	intake->cost_us = COST_FIRST_US;
	ev_init(&intake->turn, on_turn);
	intake->turn.data = intake;
	return intake;
}

void intake_begin(struct intake *intake, int64_t poll)
{
	intake->poll = poll;
	intake->changed = intake->conflicting = 0;
	intake->failed = 0;
}

bool intake_full(const struct intake *intake)
{
	return intake->queued >= QUEUE_MOST;
}

bool intake_empty(const struct intake *intake)
{
	return intake->queued == 0 && batch_count(intake->filling) == 0;
}

int intake_failed(const struct intake *intake, struct error *error)
{
	if (intake->failed && error)
		*error = intake->error;
	return intake->failed;
}

int64_t intake_changed(const struct intake *intake)
{
	return intake->changed;
}

int64_t intake_conflicting(const struct intake *intake)
{
	return intake->conflicting;
}

void intake_free(struct intake *intake)
{
	if (!intake)
		return;
	ev_timer_stop(intake->ground->loop, &intake->turn);
	while (intake->queued > 0)
		batch_free(intake->queue[--intake->queued]);
	free_spare(intake);
	forget_held(intake);
	batch_free(intake->filling);
	free(intake->queue);
	free(intake->spare);
	free(intake);
}
