#include "poll/file_poll.h"

#include <errno.h>
#include <ev.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/wipe.h"
#include "ground/ground.h"
#include "poll/intake.h"
#include "portal/decode.h"
#include "site/clock.h"
#include "store/store_receipts.h"

#define CHUNK (64 << 10)
#define CHUNKS_A_TURN 4

struct file_poll {
	struct store_busy busy;
	struct file_poll_options options;
	struct ground *ground;
	struct intake *intake;
	struct decoder *decoder;
	int64_t poll;
	instant started;
	ev_timer turn;
	char *chunk;
	bool checking; /* the first of two readings: is the file whole and good? */
	bool reading;
	bool store_failed;
	struct receipt_check receipts;
	int64_t pages, records, set_aside;
	enum poll_result result;
	struct error trouble;
};

static void turn_after(struct file_poll *poll, double seconds)
{
	ev_timer_set(&poll->turn, seconds, 0.);
	ev_timer_start(poll->ground->loop, &poll->turn);
}

static void turn_soon(struct file_poll *poll)
{
	turn_after(poll, 0.);
}

static void poll_free(struct file_poll *poll)
{
	ev_timer_stop(poll->ground->loop, &poll->turn);
	decoder_free(poll->decoder);
	intake_free(poll->intake);
	wipe_free(poll->chunk);
	free(poll);
}

/* --- the records -------------------------------------------------------------------------- */

static int on_record(void *user, const struct case_record *record)
{
	struct file_poll *poll = user;

	if (poll->checking) {
		receipt_check_record(&poll->receipts, poll->ground->store, record);
		return 0;
	}
	intake_record(poll->intake, record);
	return intake_failed(poll->intake, NULL);
}

static void on_problem(void *user, int64_t index, struct slice code, enum record_problem problem,
	const char *detail)
{
	struct file_poll *poll = user;
	struct error error;

	if (!poll->checking && store_set_aside(poll->ground->store, poll->poll, code, problem,
				       detail, clock_now(), &error) < 0)
		log_line(LOG_CAUTION, poll->options.portal->settings->name,
			"record %lld could not be set aside: %s", (long long)index, error.text);
}

/* --- reading ------------------------------------------------------------------------------ */

static void end_reading(struct file_poll *poll, bool whole)
{
	poll->reading = false;
	poll->result = whole ? POLL_COMPLETE : POLL_FAILED;
	if (whole) {
		poll->pages = 1;
		intake_page_whole(poll->intake);
	} else {
		intake_page_broken(poll->intake);
	}
	intake_flush(poll->intake);
	turn_soon(poll);
}

static void begin_reading(struct file_poll *poll)
{
	decoder_free(poll->decoder);
	poll->decoder = decoder_new(&(struct decode_options){
		.profile = poll->options.portal->profile,
		.now = poll->started,
		.zone = ground_zone(poll->ground),
		.keep_officer = poll->options.portal->settings->officers,
		.on_record = on_record,
		.on_problem = on_problem,
		.user = poll,
	});
}

static void file_ended(struct file_poll *poll)
{
	struct page_result page = {0};
	bool whole = decoder_end(poll->decoder, &page, &poll->trouble) == 0;

	/* Rows, but none that says anything: the columns are not what they seem. */
	if (whole && page.records > 0 && page.set_aside == page.records) {
		error_set(&poll->trouble, -EBADMSG, "none of %lld record(s) could be understood",
			(long long)page.records);
		whole = false;
	}
	if (whole && poll->checking && !poll->options.insisted)
		whole = receipt_check_end(&poll->receipts, &poll->trouble) == 0;
	if (whole && poll->checking) {
		poll->checking = false;
		if (lseek(poll->options.descriptor, 0, SEEK_SET) == 0) {
			begin_reading(poll);
			return;
		}
		error_set(&poll->trouble, -errno, "cannot read the file: %s", strerror(errno));
		whole = false;
	}
	poll->records = page.records;
	poll->set_aside = page.set_aside;
	end_reading(poll, whole);
}

/* One piece; false when there is no more to read now. */
static bool read_some(struct file_poll *poll)
{
	ssize_t got = read(poll->options.descriptor, poll->chunk, CHUNK);

	if (got < 0 && errno == EINTR)
		return true;
	if (got < 0) {
		error_set(&poll->trouble, -errno, "cannot read the file: %s", strerror(errno));
		end_reading(poll, false);
	} else if (got == 0) {
		file_ended(poll);
	} else if (decoder_feed(poll->decoder, poll->chunk, (size_t)got, &poll->trouble) < 0) {
		end_reading(poll, false);
	}
	return poll->reading;
}

/* Does nothing more when the store is busy: the end is to be noted later. */
static void settle(struct file_poll *poll)
{
	struct ground *ground = poll->ground;
	struct error error = {0};

	if (intake_failed(poll->intake, &poll->trouble) < 0) {
		poll->store_failed = true;
		poll->result = POLL_FAILED;
	}
	int ended = store_poll_end(ground->store, poll->poll, poll->result, poll->pages,
		poll->records, poll->set_aside, poll->trouble.text, clock_now(), &error);
	if (ground_store_busy(ground, &poll->busy, ended)) {
		turn_after(poll, STORE_BUSY_S);
		return;
	}
	if (ended < 0) {
		poll->store_failed = true;
		poll->result = POLL_FAILED;
		poll->trouble = error;
	}
	struct cycle_report report = {
		.result = poll->result,
		.started = poll->started,
		.pages = poll->pages,
		.records = poll->records,
		.set_aside = poll->set_aside,
		.conflicting = intake_conflicting(poll->intake),
		.changed = intake_changed(poll->intake),
		.trouble = poll->trouble.text,
	};
	poll->options.on_done(poll->options.user, &report);
	poll_free(poll);
}

static void on_turn(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct file_poll *poll = watcher->data;

	for (int i = 0; poll->reading && i < CHUNKS_A_TURN; i++)
		if (intake_full(poll->intake) || !read_some(poll))
			break;
	if (!poll->reading && intake_empty(poll->intake))
		settle(poll);
	else if (poll->reading && !intake_full(poll->intake))
		turn_soon(poll);
}

/* The store took a batch, or could not. */
static void on_progress(void *user)
{
	struct file_poll *poll = user;

	if (poll->reading && intake_failed(poll->intake, &poll->trouble) < 0)
		end_reading(poll, false);
	turn_soon(poll);
}

/* --- from outside ------------------------------------------------------------------------- */

int file_poll_start(
	const struct file_poll_options *options, struct file_poll **ret_poll, struct error *error)
{
	struct ground *ground = options->ground;
	instant now = clock_now();
	int64_t id;
	int result = store_poll_begin(ground->store, options->portal->id, false, now, &id, error);
	if (result < 0)
		return result;

	struct file_poll *poll = xcalloc(1, sizeof(*poll));
	poll->options = *options;
	poll->ground = ground;
	poll->poll = id;
	poll->started = now;
	poll->reading = true;
	poll->chunk = xmalloc(CHUNK);
	poll->intake = intake_new(ground, on_progress, poll);
	intake_begin(poll->intake, id);
	intake_take_whole(poll->intake);
	poll->receipts = (struct receipt_check){
		.portal = options->portal->id, .zone = ground_zone(options->ground)};
	poll->checking = true;
	begin_reading(poll);
	ev_init(&poll->turn, on_turn);
	poll->turn.data = poll;
	turn_soon(poll);
	*ret_poll = poll;
	return 0;
}

void file_poll_stop(struct file_poll *poll)
{
	struct error error;

	if (!poll)
		return;
	intake_finish(poll->intake);
	if (store_poll_end(poll->ground->store, poll->poll, POLL_CUT_SHORT, 0, poll->records,
		    poll->set_aside, "hentrad stopped or reloaded", clock_now(), &error) < 0)
		log_line(LOG_CAUTION, poll->options.portal->settings->name, "%s", error.text);
	poll_free(poll);
}

bool file_poll_blameless(const struct file_poll *poll)
{
	return poll->store_failed;
}
