#include "web/page_ack.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "ground/ground.h"
#include "message/ack_token.h"
#include "site/clock.h"
#include "store/store_acknowledge.h"

/* Three working days are offered first, as with hentractl ack. */
#define PRESET 2

static int read_token(struct ground *ground, const char *text, struct ack_token *ret_token,
	enum ack_state *ret_state, struct error *error)
{
	unsigned char key[LINK_KEY_BYTES];
	int result = store_read_link_key(ground->store, key, error);

	if (result == -ENOENT) { /* no letter ever had a link */
		*ret_state = ACK_UNKNOWN;
		return 0;
	}
	if (result < 0)
		return result;
	result = ack_token_read(slice_of(text), (struct slice){(const char *)key, sizeof(key)},
		clock_real(), ret_token, error);
	explicit_bzero(key, sizeof(key));
	*ret_state = result == 0 ? ACK_FORM : result == -ETIME ? ACK_EXPIRED : ACK_UNKNOWN;
	return 0;
}

static void offer_days(const struct ground *ground, instant now, struct ack_view *view)
{
	day today = zone_day(ground_zone(ground), now);

	for (int n = 1; n <= ACK_CHOICES; n++) {
		day *choice = &view->choices[view->choice_count];
		if (calendar_add_days(ground->judge.calendar, today, n, choice) < 0)
			*choice = today + n; /* where the calendar ends */
		view->choice_count++;
	}
	view->preset = PRESET;
}

static void show_place(struct snapshot *snapshot, const struct store_episode *episode,
	struct counts *counts, struct ack_view *view)
{
	*counts = episode->last.counts;
	view->place = arena_copy(&snapshot->arena,
		slice_of(snapshot_subject(snapshot, episode->scope, episode->subject)));
	for (size_t i = 0; i < snapshot->commune_count && episode->scope == SCOPE_COMMUNE; i++)
		if (strcmp(snapshot->communes[i].code, episode->subject) == 0)
			*counts = *snapshot->communes[i].counts;
	if (episode->scope == SCOPE_PROVINCE)
		*counts = snapshot->total;
	view->counts = counts;
	view->critical = episode->last.severity == SEVERITY_CRITICAL;
}

/* How the alert stands that the link is about. */
static int look(struct snapshot *snapshot, const struct ack_token *token, const char *id,
	struct ack_view *view, struct error *error)
{
	struct counts *counts = arena_alloc(&snapshot->arena, 1, sizeof(*counts));
	struct store_episode episode;
	bool used = false;
	int result = store_link_used(snapshot->ground->store, id, &used, error);

	if (result < 0)
		return result;
	result = store_episode(snapshot->ground->store, token->episode, &episode, error);
	if (result < 0)
		return result;
	if (result == 0 || episode.closed != INSTANT_NONE)
		view->state = ACK_OVER;
	else if (used)
		view->state = ACK_USED;
	else if (episode.last.severity > token->severity)
		view->state = ACK_WORSE;
	else
		show_place(snapshot, &episode, counts, view);
	return 0;
}

static int act_on(struct snapshot *snapshot, const struct ack_token *token, const char *id,
	struct slice body, struct ack_view *view, struct error *error)
{
	struct ground *ground = snapshot->ground;
	day chosen = ack_chosen(view, body);
	char until[11], subject[48];
	cleanup(text_free) struct text why = {0};

	text_printf(
		&why, "đã nhận, xử lý xong trước hết ngày %s", civil_format_date_vi(chosen, until));
	struct hold hold = {.kind = HOLD_ACKNOWLEDGEMENT,
		.episode = token->episode,
		.rule = "",
		.scope = -1,
		.subject = "",
		.severity = token->severity,
		.starts = snapshot->now,
		.until = zone_midnight(ground_zone(ground), chosen + 1),
		.by = token->recipient,
		.why = why.data,
		.ended = INSTANT_NONE,
		.token = id};
	int result = store_acknowledge(ground->store, &hold, error);
	if (result == -EALREADY || result == -ENOENT) {
		view->state = result == -EALREADY ? ACK_USED : ACK_OVER;
		return 0;
	}
	if (result < 0)
		return result;
	view->state = ACK_DONE;
	view->until = chosen;
	snprintf(subject, sizeof(subject), "alert %lld", (long long)token->episode);
	log_line(LOG_NOTABLE, subject, "acknowledged by its link, until %s",
		civil_format_date(chosen, until));
	ground->calls->woken(ground->user);
	return 0;
}

int page_ack(struct snapshot *snapshot, const char *text, bool act, struct slice body,
	struct ack_view *ret_view, struct error *error)
{
	struct ack_view view = {.state = ACK_FORM};
	struct ack_token token;
	int result = read_token(snapshot->ground, text, &token, &view.state, error);

	if (result == 0 && view.state == ACK_FORM) {
		const char *id = arena_copy(&snapshot->arena, ack_token_id(slice_of(text)));
		view.expires = token.expires;
		offer_days(snapshot->ground, snapshot->now, &view);
		result = look(snapshot, &token, id, &view, error);
		if (result == 0 && act && view.state == ACK_FORM)
			result = act_on(snapshot, &token, id, body, &view, error);
	}
	if (result == 0)
		*ret_view = view;
	return result;
}
