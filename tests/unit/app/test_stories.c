/* A year of a province of 95 communes, told as stories: what happens in one commune, and every letter
 * that comes of it. All stories run in one province at the same time; the year runs twice, the second
 * time with a restart before every step, and must read the same. */
#include "store/store_bounce.h"
#include "unit/app/province_fixture.h"

static const char rules[] =
	"[rule pile-up]\nfire = overdue >= 10\nclear = overdue < 6\n"
	"critical = overdue >= 30\nfor = 4 working hours\n"
	"keep-firing = 4 working hours\nrepeat = 2 working days, 5 working days\n"
	"notify = chair\nescalate = 3 working days: office\n"
	"[channel chair]\ntype = email\nto = commune\nhours = working\n"
	"[channel office]\ntype = email\nto = office@p.vn\n";

enum deed {
	COUNT, /* so many are overdue */
	ACK, /* the latest episode, until `text` */
	SILENCE, /* the commune, until `text` */
	ADDRESS, /* communes.csv has `text` now, and is reloaded */
	RETURNED, /* letters to `text` come back for good (1), or it takes them again (0) */
	REFUSE, /* the relay refuses `text`; NULL: no more */
	LEAVES, /* the commune's last day is `text` */
	RELAY, /* down (1) or up (0), for all */
	PORTAL /* down (1) or up (0), for all */
};

struct event {
	const char *at;
	enum deed deed;
	int number;
	const char *text;
};

#define EVENTS 8
struct story {
	const char *name;
	struct event events[EVENTS];
	const char *letters; /* "MM-DD HH:MM kind to-whom\n"; C: the chair's address */
};

#include "unit/app/stories.h"

static int latest_episode(void *user, const struct alert *alert)
{
	struct hold *hold = user;
	if (strcmp(alert->subject, hold->subject) == 0 && alert->state == ALERT_FIRING) {
		hold->episode = alert->episode;
		hold->severity = alert->severity;
	}
	return 0;
}

static void hold(struct province *province, int commune, enum hold_kind kind, const char *until)
{
	char code[16];
	struct error error;
	snprintf(code, sizeof(code), "22%03d", commune);
	struct hold hold = {.kind = kind,
		.rule = "",
		.scope = kind == HOLD_SILENCE ? SCOPE_COMMUNE : -1,
		.subject = code,
		.starts = province->now,
		.until = at(until),
		.by = "test",
		.why = ""};
	if (kind == HOLD_ACKNOWLEDGEMENT)
		fine(store_load_alerts(province->app.ground.store, latest_episode, &hold, &error),
			&error);
	fine(store_add_hold(province->app.ground.store, &hold, &error), &error);
}

/* As an operator tells of the last letter to the address, or clears it. */
static int find_key(void *user, const struct delivery *delivery)
{
	struct delivery *wanted = user;
	if (strcmp(delivery->recipient, wanted->recipient) == 0 && !wanted->key[0])
		memcpy(wanted->key, delivery->key, sizeof(wanted->key));
	return 0;
}

static void letters_return(struct province *province, const struct event *event)
{
	struct delivery letter = {.recipient = event->text};
	struct store_bounce bounce;
	struct error error;
	if (!event->number) {
		fine(store_clear_returned(province->app.ground.store, event->text, &error), &error);
		return;
	}
	fine(store_deliveries(province->app.ground.store,
		     &(struct delivery_filter){.part = DELIVERY_WHOLE}, find_key, &letter, &error),
		&error);
	fine(store_bounce(province->app.ground.store, letter.key, "5.1.1 550 no such user", true,
		     province->now, &bounce, &error),
		&error);
}

static void happen(struct province *province, int commune, const struct event *event)
{
	switch (event->deed) {
	case COUNT:
		province->overdue[commune] = event->number;
		break;
	case ACK:
		hold(province, commune, HOLD_ACKNOWLEDGEMENT, event->text);
		break;
	case SILENCE:
		hold(province, commune, HOLD_SILENCE, event->text);
		break;
	case ADDRESS:
		snprintf(province->emails[commune], sizeof(province->emails[0]), "%s", event->text);
		province_reload(province);
		break;
	case RETURNED:
		letters_return(province, event);
		break;
	case LEAVES:
		province->until[commune] = event->text;
		province_reload(province);
		break;
	case REFUSE:
		province->refused = event->text;
		break;
	case RELAY:
		province->relay_down = event->number;
		break;
	case PORTAL:
		province->portal_down = event->number;
		break;
	}
}

static const struct event *next_event(const int done[static ARRAY_SIZE(stories)], size_t *ret_story)
{
	const struct event *next = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(stories); i++) {
		const struct event *event = &stories[i].events[done[i]];
		if (done[i] == EVENTS || !event->at || (next && strcmp(event->at, next->at) >= 0))
			continue;
		next = event;
		*ret_story = i;
	}
	return next;
}

static void run_year(struct province *province)
{
	int done[ARRAY_SIZE(stories)] = {0};
	size_t story = 0;
	const struct event *event;
	while ((event = next_event(done, &story))) {
		instant when = at(event->at);
		if (when > province->now)
			province_run(province, when);
		happen(province, (int)story, event);
		done[story]++;
		const struct event *other = next_event(done, &story);
		if (!other || strcmp(other->at, event->at) != 0)
			province_run(province, when);
	}
	province_run(province, at("12-30 08:00"));
}

/* The letters of one commune, as the stories write them. */
static char *letters_of(const struct province *province, int commune)
{
	struct text out = {0};
	char code[16];
	struct slice rest = text_slice(&province->read), line;
	snprintf(code, sizeof(code), " 22%03d ", commune);
	while (slice_split(&rest, '\n', &line)) {
		if (line.length < 18 || memcmp(line.data + 11, code, 7) != 0)
			continue;
		text_append(&out, line.data, 12);
		text_append(&out, line.data + 18, line.length - 18);
		text_add_char(&out, '\n');
	}
	text_add(&out, "");
	return text_take(&out);
}

static int check_stories(const struct province *province)
{
	int wrong = 0;
	for (size_t i = 0; i < ARRAY_SIZE(stories); i++) {
		char *letters = letters_of(province, (int)i);
		if (strcmp(letters ? letters : "", stories[i].letters) != 0) {
			print_error("%s:\n%s--- wanted ---\n%s", stories[i].name,
				letters ? letters : "", stories[i].letters);
			wrong++;
		}
		free(letters);
	}
	return wrong;
}

static void every_story_has_its_letters_and_a_restart_changes_none(void **state)
{
	(void)state;
	struct province *lasting = province_new(rules, "01-02 08:00");
	struct province *restarting = province_new(rules, "01-02 08:00");
	restarting->restarts = true;
	run_year(lasting);
	assert_int_equal(check_stories(lasting), 0);
	run_year(restarting);
	assert_string_equal(restarting->read.data, lasting->read.data);
	province_free(lasting);
	province_free(restarting);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_story_has_its_letters_and_a_restart_changes_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
