/* A province on a fake clock: communes whose overdue counts the tests turn by hand, the real store,
 * evaluation and configuration, and receivers who read what they get. Nothing waits: time goes to
 * where something happens next. */
#ifndef TESTS_PROVINCE_FIXTURE_H
#define TESTS_PROVINCE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/app.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "evaluate/evaluation.h"
#include "ground/alerts.h"

#ifndef COMMUNES
#define COMMUNES 95
#endif
#define CASES 40 /* of a commune: so many can be overdue */
#define POLL_EVERY (12 * HOUR_MS)

struct province {
	char folder[64];
	struct app app;
	struct subjects *subjects;
	struct evaluation *evaluation;
	instant now, next_poll;
	int overdue[COMMUNES]; /* as the portal has it */
	int seen[COMMUNES]; /* as the store has it */
	char emails[COMMUNES][120];
	const char *refused; /* an address its relay refuses; NULL: none */
	const char *until[COMMUNES]; /* merged into 22090 after this day; NULL: it stays */
	const char *rules; /* sections of the configuration */
	bool portal_down, relay_down, restarts, trial;
	struct text read; /* "06-01 08:00 22001 opened 1@c.vn\n": what was accepted, in order */
	int letters;
};

static inline instant at(const char *text)
{
	char rfc3339[] = "2026-MM-DDTHH:MM:00+07:00";
	instant result;
	memcpy(rfc3339 + 5, text, 5);
	memcpy(rfc3339 + 11, text + 6, 5);
	if (!zone_parse_rfc3339(slice_of(rfc3339), &result))
		fail_msg("not a time: %s", text);
	return result;
}

static inline void fine(int result, const struct error *error)
{
	if (result < 0)
		fail_msg("%s", error->text);
}

/* --- configuration -------------------------------------------------------------------------- */

static inline void province_write(struct province *province)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/communes.csv", province->folder);
	FILE *file = fopen(path, "w");
	fprintf(file, "code,name,kind,agencies,email,phone,valid_from,valid_to,successor\n");
	for (int i = 0; i < COMMUNES; i++)
		fprintf(file, "%d,Xã số %d,commune,U%03d,%s,,2025-07-01,%s,%s\n", 22000 + i, i, i,
			province->emails[i], province->until[i] ? province->until[i] : "",
			province->until[i] ? "22090" : "");
	fclose(file);
	snprintf(path, sizeof(path), "%s/hentra.conf", province->folder);
	file = fopen(path, "w");
	fprintf(file,
		"[hentra]\nprovince = 68\ntrial = %s\nstore = sqlite:%s/hentra.db\n"
		"[portal p]\nprofile = opencps\nurl = http://127.0.0.1:1\nheader = groupId: 1\n"
		"max-lag = 25h\n"
		"[mail]\nrelay = smtp://127.0.0.1:1\nfrom = hentra@example.vn\n%s\n",
		province->trial ? "yes" : "no", province->folder, province->rules);
	fclose(file);
}

static inline void on_province_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	(void)user;
	if (level == PROBLEM_ERROR)
		print_error("%s:%d: %s\n", file, line, sentence);
}

static inline void province_load(struct province *province)
{
	char path[128];
	province_write(province);
	snprintf(path, sizeof(path), "%s/hentra.conf", province->folder);
	struct site *old = province->app.ground.site;
	if (site_load(path, on_province_problem, NULL, &province->app.ground.site) < 0)
		fail_msg("the configuration is not usable");
	province->app.ground.judge = site_judge(province->app.ground.site);
	site_free(old);
}

/* --- the programs' parts ---------------------------------------------------------------------- */

/* The portal as the store knows it now, with its poller. */
static inline void poller_renew(struct province *province)
{
	struct app *app = &province->app;
	struct error error;
	pollers_free(&app->pollers);
	portals_release(&app->ground.portals);
	fine(portals_prepare(&app->ground.portals, app->ground.site, app->ground.store, &error),
		&error);
	fine(pollers_new(&app->ground, &app->ground.portals, &app->pollers, &error), &error);
	fine(portals_register(&app->ground.portals, app->ground.store, &error), &error);
	app->ground.portals.items[0].has_reader = true;
}

static inline void province_start(struct province *province)
{
	struct app *app = &province->app;
	struct error error;
	fine(store_open(ground_settings(&app->ground)->hentra.store, STORE_OWN, &app->ground.store,
		     &error),
		&error);
	fine(store_load_tally(app->ground.store, &app->ground.tally, &error), &error);
	poller_renew(province);
	fine(store_recount(app->ground.store, &app->ground.judge, &app->ground.tally, &error),
		&error);
	app->ground.alerts = alerts_new();
	fine(alerts_load(app->ground.alerts, app->ground.store, &error), &error);
	province->subjects = subjects_new(&app->ground);
	province->evaluation = evaluation_new(&app->ground, province->subjects);
}

static inline void province_stop(struct province *province)
{
	struct app *app = &province->app;
	evaluation_free(province->evaluation);
	subjects_free(province->subjects);
	alerts_free(app->ground.alerts);
	pollers_free(&app->pollers);
	portals_release(&app->ground.portals);
	tally_free(&app->ground.tally);
	app->ground.tally = (struct tally){0};
	store_close(app->ground.store);
}

static inline void province_reload(struct province *province)
{
	province_load(province);
	poller_renew(province);
	evaluation_free(province->evaluation);
	subjects_free(province->subjects);
	province->subjects = subjects_new(&province->app.ground);
	province->evaluation = evaluation_new(&province->app.ground, province->subjects);
}

/* `rules` are sections of the configuration; the clock stands at `now`. */
static inline struct province *province_new(const char *rules, const char *now)
{
	struct province *province = xcalloc(1, sizeof(*province));
	setenv("HENTRA_SHARE_DIR", SOURCE_DIR "/config", 1);
	log_set_level(LOG_FAILURE);
	/* in memory where there is such a folder: a year of commits would wait for the disk */
	snprintf(province->folder, sizeof(province->folder), "%s/hentra-province-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(province->folder));
	for (int i = 0; i < COMMUNES; i++)
		sprintf(province->emails[i], "%d@c.vn", i);
	province->rules = rules;
	province->now = province->next_poll = at(now);
	app_wire(&province->app);
	province->app.ground.once = true;
	province->app.ground.loop = ev_loop_new(EVFLAG_AUTO);
	province_load(province);
	province_start(province);
	return province;
}

static inline void province_free(struct province *province)
{
	char command[128];
	province_stop(province);
	site_free(province->app.ground.site);
	ev_loop_destroy(province->app.ground.loop);
	text_free(&province->read);
	snprintf(command, sizeof(command), "rm -r %s", province->folder);
	if (system(command) != 0)
		print_error("cannot remove %s\n", province->folder);
	free(province);
}

/* --- what happens ----------------------------------------------------------------------------- */

/* A case under way, taken in person, without dates. Strings are borrowed. */
static inline struct case_record province_record(const char *code, const char *unit)
{
	return (struct case_record){.code = slice_of(code),
		.unit = slice_of(unit),
		.procedure = SLICE("1.001234"),
		.field = SLICE("F1"),
		.facts = {.submitted = INSTANT_NONE,
			.received = INSTANT_NONE,
			.due = INSTANT_NONE,
			.finished = INSTANT_NONE,
			.returned = INSTANT_NONE,
			.supplement_asked = INSTANT_NONE,
			.supplement_done = INSTANT_NONE,
			.channel = CHANNEL_IN_PERSON,
			.status = 2},
		.updated = INSTANT_NONE};
}

/* A complete poll that lists the batch, which is freed. */
static inline void province_put(struct province *province, struct batch *batch)
{
	struct app *app = &province->app;
	struct put_result result;
	struct error error;
	int64_t poll;
	fine(store_poll_begin(app->ground.store, 1, false, province->now, &poll, &error), &error);
	if (batch_count(batch) > 0)
		fine(store_put_page(app->ground.store, poll, batch, &app->ground.judge,
			     province->now, &app->ground.tally, &result, &error),
			&error);
	fine(store_poll_end(app->ground.store, poll, POLL_COMPLETE, 1, (int64_t)batch_count(batch),
		     0, "", province->now, &error),
		&error);
	batch_free(batch);
	poller_renew(province);
}

static inline void province_put_case(struct province *province, const struct case_record *record)
{
	struct batch *batch = batch_new();
	batch_add(batch, record);
	province_put(province, batch);
}

static inline void add_case(
	struct province *province, struct batch *batch, int commune, int index, bool open)
{
	char code[48], unit[16];
	snprintf(code, sizeof(code), "H68-%03d-%03d", commune, index);
	snprintf(unit, sizeof(unit), "U%03d", commune);
	struct case_record record = province_record(code, unit);
	record.facts.received = at("01-02 08:00");
	record.facts.due = at("01-05 17:00");
	if (!open) {
		record.facts.finished = province->now;
		record.facts.status = 10;
	}
	batch_add(batch, &record);
}

static inline void province_poll(struct province *province)
{
	struct batch *batch = batch_new();
	for (int i = 0; i < COMMUNES; i++) {
		for (int j = province->seen[i]; j < province->overdue[i]; j++)
			add_case(province, batch, i, j, true);
		for (int j = province->overdue[i]; j < province->seen[i]; j++)
			add_case(province, batch, i, j, false);
		province->seen[i] = province->overdue[i];
	}
	province_put(province, batch);
}

static inline void province_evaluate(struct province *province)
{
	struct app *app = &province->app;
	struct error error;
	bool more = true, done = false;
	while (more)
		fine(store_judge_due(app->ground.store, &app->ground.judge, province->now, 1000,
			     &app->ground.tally, &more, &error),
			&error);
	subjects_sum(province->subjects, province->now);
	evaluation_begin(province->evaluation, province->now);
	while (!done)
		fine(evaluation_go_on(province->evaluation, INT64_MAX, &done, &error), &error);
}

struct letters_read {
	struct province *province;
	struct settlement settlements[64];
	size_t count;
};

static inline int find_kind(void *user, const struct alert_news *news)
{
	struct alert_news *wanted = user;
	if (news->sequence == wanted->sequence) {
		wanted->kind = news->kind;
		wanted->subject = strcpy(malloc(strlen(news->subject) + 1), news->subject);
	}
	return 0;
}

static inline int on_delivery(void *user, const struct delivery *delivery)
{
	struct letters_read *reading = user;
	struct province *province = reading->province;
	bool refused = province->refused && strcmp(delivery->recipient, province->refused) == 0;
	reading->settlements[reading->count++] = (struct settlement){delivery->id,
		province->relay_down ? DELIVERY_WAITING
		: refused            ? DELIVERY_DEAD
				     : DELIVERY_HANDED_OVER,
		province->relay_down ? province->now + HOUR_MS : INSTANT_NONE, ""};
	if (province->relay_down || refused)
		return 0;
	char when[ZONE_TEXT_MAX];
	struct error error;
	struct alert_news news = {.sequence = delivery->sequence, .subject = NULL};
	zone_format(ground_zone(&province->app.ground), province->now, when);
	if (delivery->episode)
		store_news(province->app.ground.store, delivery->episode, find_kind, &news, &error);
	when[10] = ' ';
	text_printf(&province->read, "%.11s %s %s %s\n", when + 5,
		delivery->episode ? news.subject : "-",
		delivery->episode ? news_kind_name(news.kind) : "digest", delivery->recipient);
	free((char *)news.subject);
	province->letters++;
	return 0;
}

static inline void province_deliver(struct province *province)
{
	struct letters_read reading = {.province = province};
	struct error error;
	do {
		reading.count = 0;
		fine(store_take_deliveries(province->app.ground.store, province->now, HOUR_MS, 64,
			     "", on_delivery, &reading, &error),
			&error);
		fine(store_settle_deliveries(province->app.ground.store, reading.settlements,
			     reading.count, province->now, &error),
			&error);
	} while (reading.count == 64);
}

static inline instant province_next(struct province *province)
{
	instant next = province->next_poll, moments[4];
	struct error error;
	moments[0] = evaluation_next(province->evaluation);
	fine(store_next_change(province->app.ground.store, &moments[1], &error), &error);
	fine(store_next_delivery(province->app.ground.store, &moments[2], &error), &error);
	moments[3] = portal_stale_at(&province->app.ground.portals.items[0]);
	for (int i = 0; i < 4; i++)
		if (moments[i] != INSTANT_NONE && moments[i] > province->now && moments[i] < next)
			next = moments[i];
	return next;
}

static inline void province_tick(struct province *province)
{
	if (province->restarts) {
		province_stop(province);
		province_start(province);
	}
	if (province->now >= province->next_poll) {
		if (!province->portal_down)
			province_poll(province);
		province->next_poll = province->now + POLL_EVERY;
	}
	province_evaluate(province);
	province_deliver(province);
}

/* Lets time go on to `until`; what the tests changed is seen by the portal's next poll, at once. */
static inline void province_run(struct province *province, instant until)
{
	if (!province->portal_down)
		province->next_poll = province->now;
	for (;;) {
		province_tick(province);
		instant next = province_next(province);
		if (next > until)
			break;
		province->now = next;
	}
	province->now = until;
}

#endif
