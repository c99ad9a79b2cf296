#include <errno.h>

#include "base/text.h"
#include "unit/store/outbox_fixture.h"

static struct alert alert_of(const char *subject, enum alert_state alert_state)
{
	struct alert alert;
	alert_init(&alert, "pile-up", SCOPE_COMMUNE, subject);
	alert.state = alert_state;
	alert.active_at = noon(0);
	return alert;
}

static struct alert_news news_of(const struct alert *alert, enum news_kind kind, int sequence)
{
	return (struct alert_news){.kind = kind,
		.episode = alert->episode,
		.sequence = sequence,
		.rule = alert->rule,
		.scope = alert->scope,
		.subject = alert->subject,
		.severity = alert->severity,
		.at = noon(sequence),
		.since = noon(1),
		.held_since = noon(0),
		.told_before_at = INSTANT_NONE};
}

static struct delivery delivery_of(int64_t episode, int sequence, const char *recipient)
{
	return (struct delivery){.episode = episode,
		.sequence = sequence,
		.channel = "chair",
		.recipient = recipient,
		.type = "email",
		.subject = "Hồ sơ quá hạn",
		.body = "Kính gửi",
		.headers = "X-Hentra-Event: opened"};
}

/* One episode's news with one delivery. */
static struct delivery tell_as(struct world *world, int64_t episode, enum news_kind kind,
	int sequence, const char *to, const char *headers)
{
	struct alert alert = alert_of("22954", kind == NEWS_CLOSED ? ALERT_INACTIVE : ALERT_FIRING);
	alert.episode = episode;
	struct alert_news news = news_of(&alert, kind, sequence);
	struct delivery delivery = delivery_of(episode, sequence, to);
	delivery.headers = headers;
	struct news_batch batch = {.alerts = &alert,
		.alert_count = 1,
		.news = &news,
		.news_count = 1,
		.deliveries = &delivery,
		.delivery_count = 1};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(sequence), &world->error));
	return delivery;
}

static struct delivery tell(
	struct world *world, int64_t episode, enum news_kind kind, int sequence, const char *to)
{
	return tell_as(world, episode, kind, sequence, to, "X-Hentra-Event: opened");
}

struct taken {
	int count;
	int64_t ids[16];
	struct delivery last;
	char body[64], key[64], answer[80];
};

static int take(void *user, const struct delivery *delivery)
{
	struct taken *taken = user;
	taken->ids[taken->count++] = delivery->id;
	taken->last = *delivery;
	snprintf(taken->body, sizeof(taken->body), "%s", delivery->body);
	snprintf(taken->answer, sizeof(taken->answer), "%s", delivery->answer);
	strcpy(taken->key, delivery->key);
	return 0;
}

static struct taken take_due(struct world *world, instant now)
{
	struct taken taken = {0};
	take_deliveries(world, now, take, &taken);
	return taken;
}

static struct taken look_at(struct world *world, int64_t id)
{
	struct taken taken = {0};
	ASSERT_FINE(store_deliveries(world->store,
		&(struct delivery_filter){.id = id, .part = DELIVERY_WHOLE}, take, &taken,
		&world->error));
	assert_int_equal(taken.count, 1);
	return taken;
}

static int state_of(struct world *world, int64_t id)
{
	return (int)look_at(world, id).last.state;
}

static void settle(struct world *world, int64_t id, enum delivery_state to, instant now)
{
	settle_delivery(world, id, to, to == DELIVERY_WAITING ? now + HOUR_MS : INSTANT_NONE,
		"250 OK", now);
}

/* --- alerts --- */

static int take_alert(void *user, const struct alert *alert)
{
	struct alert **next = user;
	struct alert *copy = (*next)++;
	*copy = *alert;
	copy->rule = xstrdup(alert->rule);
	copy->subject = xstrdup(alert->subject);
	return 0;
}

static void an_alert_comes_back_as_it_was(void **state)
{
	struct world *world = *state;
	struct alert loaded[4], *end = loaded;
	struct alert alert = alert_of("22954", ALERT_FIRING);
	alert.severity = SEVERITY_CRITICAL;
	alert.sequence = 3;
	alert.fired_at = noon(1) + 1;
	alert.keep_since = noon(2) + 2;
	alert.lower_since = noon(3) + 3;
	alert.frozen_at = noon(5) + 5;
	for (int i = 0; i < CONDITIONS_MAX; i++)
		alert.value[i] = i * 100 - 300;
	struct news_batch batch = {.alerts = &alert, .alert_count = 1};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(6), &world->error));
	assert_true(alert.episode > 0);
	store_close(world->store);
	world_open(world);
	ASSERT_FINE(store_load_alerts(world->store, take_alert, &end, &world->error));
	assert_int_equal(end - loaded, 1);
	assert_string_equal(loaded[0].rule, alert.rule);
	assert_string_equal(loaded[0].subject, alert.subject);
	free((char *)loaded[0].rule);
	free((char *)loaded[0].subject);
	loaded[0].rule = alert.rule;
	loaded[0].subject = alert.subject;
	assert_memory_equal(loaded[0].value, alert.value, sizeof(alert.value));
	assert_int_equal(loaded[0].scope, alert.scope);
	assert_int_equal(loaded[0].state, alert.state);
	assert_int_equal(loaded[0].severity, alert.severity);
	assert_int_equal(loaded[0].episode, alert.episode);
	assert_int_equal(loaded[0].sequence, 3);
	assert_int_equal(loaded[0].active_at, alert.active_at);
	assert_int_equal(loaded[0].fired_at, alert.fired_at);
	assert_int_equal(loaded[0].keep_since, alert.keep_since);
	assert_int_equal(loaded[0].lower_since, alert.lower_since);
	assert_int_equal(loaded[0].frozen_at, alert.frozen_at);
}

static void an_inactive_alert_has_no_row(void **state)
{
	struct world *world = *state;
	struct alert loaded[4], *end = loaded;
	struct alert alerts[] = {alert_of("22954", ALERT_FIRING), alert_of("04075", ALERT_PENDING)};
	struct news_batch batch = {.alerts = alerts, .alert_count = 2};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	assert_int_equal(alerts[1].episode, 0);
	alerts[0].state = alerts[1].state = ALERT_INACTIVE;
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(2), &world->error));
	ASSERT_FINE(store_load_alerts(world->store, take_alert, &end, &world->error));
	assert_int_equal(end - loaded, 0);
}

static int take_news(void *user, const struct alert_news *news)
{
	struct alert_news **next = user;
	*(*next)++ = *news;
	return 0;
}

static void the_news_of_an_episode_are_kept_newest_first(void **state)
{
	struct world *world = *state;
	struct alert_news kept[8], *end = kept;
	struct alert alert = alert_of("22954", ALERT_FIRING);
	struct alert_news news = news_of(&alert, NEWS_OPENED, 1);
	struct news_batch batch = {
		.alerts = &alert, .alert_count = 1, .news = &news, .news_count = 1};
	news.counts.bucket[BUCKET_OVERDUE] = 30;
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	assert_int_equal(news.episode, alert.episode); /* given a number with its alert */
	news = news_of(&alert, NEWS_REMINDER, 2);
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(2), &world->error));
	alert.state = ALERT_INACTIVE;
	news = news_of(&alert, NEWS_CLOSED, 3);
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(3), &world->error));
	ASSERT_FINE(store_news(world->store, alert.episode, take_news, &end, &world->error));
	assert_int_equal(end - kept, 3);
	assert_int_equal(kept[0].kind, NEWS_CLOSED);
	assert_int_equal(kept[1].kind, NEWS_REMINDER);
	assert_int_equal(kept[2].counts.bucket[BUCKET_OVERDUE], 30);
	assert_int_equal(kept[2].since, noon(1));
	assert_int_equal(kept[2].held_since, noon(0));
	end = kept;
	ASSERT_FINE(store_news(world->store, 0, take_news, &end, &world->error));
	assert_int_equal(end - kept, 3);
}

static void episode_numbers_only_grow(void **state)
{
	struct world *world = *state;
	int64_t first, second;
	ASSERT_FINE(store_next_episode(world->store, &first, &world->error));
	tell(world, first, NEWS_OPENED, 1, "a@x.vn");
	ASSERT_FINE(store_next_episode(world->store, &second, &world->error));
	assert_true(second > first);
	tell(world, second, NEWS_OPENED, 1, "a@x.vn");
	store_close(world->store);
	world_open(world);
	ASSERT_FINE(store_next_episode(world->store, &first, &world->error));
	assert_true(first > second);
}

/* --- deliveries --- */

static void a_delivery_is_taken_once_and_leased(void **state)
{
	struct world *world = *state;
	instant next;
	struct delivery made = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	assert_true(made.id > 0);
	assert_true(made.key[0]);
	struct taken taken = take_due(world, noon(1));
	assert_int_equal(taken.count, 1);
	assert_int_equal(taken.last.id, made.id);
	assert_int_equal(taken.last.state, DELIVERY_SENDING);
	assert_int_equal(taken.last.attempts, 1);
	assert_string_equal(taken.key, made.key);
	assert_string_equal(taken.body, "Kính gửi");
	assert_int_equal(take_due(world, noon(1) + 1).count, 0);
	ASSERT_FINE(store_next_delivery(world->store, &next, &world->error));
	assert_int_equal(next, noon(1) + MINUTE_MS);
	taken = take_due(world, noon(1) + MINUTE_MS); /* the lease is over */
	assert_int_equal(taken.last.id, made.id);
	assert_int_equal(taken.last.attempts, 2);
	assert_string_equal(taken.key, made.key);
	settle(world, made.id, DELIVERY_HANDED_OVER, noon(2));
	assert_int_equal(take_due(world, noon(9)).count, 0);
	ASSERT_FINE(store_next_delivery(world->store, &next, &world->error));
	assert_int_equal(next, INSTANT_NONE);
	assert_string_equal(look_at(world, made.id).answer, "250 OK");
	assert_int_equal(look_at(world, made.id).last.settled_at, noon(2));
}

static int take_attachment(void *user, const struct delivery *delivery)
{
	struct text *out = user;
	text_printf(out, "%s:", delivery->attachment_name);
	text_add_slice(out, delivery->attachment);
	text_add_char(out, ';');
	return 0;
}

static void what_goes_with_a_letter_goes_with_every_attempt(void **state)
{
	struct world *world = *state;
	cleanup(text_free) struct text seen = {0};
	struct delivery with = delivery_of(1, 1, "a@x.vn"), without = delivery_of(1, 1, "b@x.vn");
	struct delivery both[] = {with, without};
	struct news_batch batch = {.deliveries = both, .delivery_count = 2};
	both[0].attachment_name = "a.xlsx";
	both[0].attachment = (struct slice){"PK\0\3", 4};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	for (int attempt = 0; attempt < 2; attempt++)
		take_deliveries(world, noon(1) + attempt * MINUTE_MS, take_attachment, &seen);
	struct slice twice = SLICE("a.xlsx:PK\0\3;:;a.xlsx:PK\0\3;:;");
	assert_int_equal(seen.length, twice.length);
	assert_memory_equal(seen.data, twice.data, twice.length);
	text_clear(&seen);
	ASSERT_FINE(store_deliveries(world->store,
		&(struct delivery_filter){.id = both[0].id, .part = DELIVERY_WHOLE},
		take_attachment, &seen, &world->error));
	assert_string_equal(seen.data, ":;"); /* a list does not bring it */
}

static void a_restart_takes_up_what_was_being_sent(void **state)
{
	struct world *world = *state;
	struct delivery made = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	take_due(world, noon(1));
	store_close(world->store);
	world_open(world);
	assert_int_equal(state_of(world, made.id), DELIVERY_WAITING);
	struct taken taken = take_due(world, noon(1) + MINUTE_MS);
	assert_int_equal(taken.count, 1);
	assert_string_equal(taken.key, made.key);
}

static void a_delivery_may_wait_for_its_hour(void **state)
{
	struct world *world = *state;
	struct delivery later = delivery_of(1, 1, "a@x.vn");
	struct news_batch batch = {.deliveries = &later, .delivery_count = 1};
	later.next_at = noon(3);
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	assert_int_equal(take_due(world, noon(2)).count, 0);
	assert_int_equal(take_due(world, noon(3)).count, 1);
}

static void newer_news_replace_what_still_waits(void **state)
{
	struct world *world = *state;
	struct delivery first = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	struct delivery other = tell(world, 1, NEWS_RAISED, 2, "b@x.vn");
	struct delivery second = tell(world, 1, NEWS_REMINDER, 3, "a@x.vn");
	assert_int_equal(state_of(world, first.id), DELIVERY_REPLACED);
	assert_int_equal(state_of(world, other.id), DELIVERY_WAITING);
	assert_int_equal(state_of(world, second.id), DELIVERY_WAITING);
	struct delivery elsewhere = tell(world, 2, NEWS_OPENED, 1, "a@x.vn");
	assert_int_equal(state_of(world, second.id), DELIVERY_WAITING);
	assert_int_equal(state_of(world, elsewhere.id), DELIVERY_WAITING);
}

/* What begins the thread of a letter that is taken to be sent; "": it does so itself. */
static int take_root(void *user, const struct delivery *delivery)
{
	strcpy(user, delivery->root ? delivery->root : "");
	return 0;
}

static void a_letter_answers_the_first_that_its_recipient_was_handed(void **state)
{
	struct world *world = *state;
	static const enum news_kind kinds[] = {
		NEWS_OPENED, NEWS_RAISED, NEWS_REMINDER, NEWS_CLOSED};
	const char *const roots[] = {"", "", "raised", "raised"};
	char root[32];
	struct delivery other = tell_as(world, 2, NEWS_OPENED, 1, "khac@xa.example", "other");
	for (int i = 0; i < 4; i++) {
		struct delivery letter = tell_as(
			world, 1, kinds[i], i + 1, "a@xa.example", news_kind_name(kinds[i]));
		if (i == 0)
			continue; /* replaced before it was sent */
		strcpy(root, "?");
		take_deliveries(world, noon(i + 1), take_root, root);
		assert_string_equal(root, roots[i]);
		settle(world, letter.id, DELIVERY_HANDED_OVER, noon(i + 1));
		settle(world, other.id, DELIVERY_HANDED_OVER, noon(i + 1));
	}
}

static void what_belongs_to_no_episode_replaces_nothing(void **state)
{
	struct world *world = *state;
	struct delivery pair[] = {delivery_of(0, 0, "a@x.vn"), delivery_of(0, 0, "a@x.vn")};
	struct news_batch batch = {.deliveries = pair, .delivery_count = 2};
	ASSERT_FINE(store_commit_news(world->store, &batch, noon(1), &world->error));
	assert_int_equal(take_due(world, noon(1)).count, 2);
}

static void opened_and_closed_before_anything_was_accepted_sends_nothing(void **state)
{
	struct world *world = *state;
	struct delivery opened = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	struct delivery closed = tell(world, 1, NEWS_CLOSED, 2, "a@x.vn");
	assert_int_equal(state_of(world, opened.id), DELIVERY_REPLACED);
	assert_int_equal(state_of(world, closed.id), DELIVERY_REPLACED);
	assert_int_equal(take_due(world, noon(9)).count, 0);
}

static void who_was_told_of_the_opening_is_told_of_the_closing(void **state)
{
	struct world *world = *state;
	struct delivery opened = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	take_due(world, noon(1));
	settle(world, opened.id, DELIVERY_HANDED_OVER, noon(1));
	struct delivery closed = tell(world, 1, NEWS_CLOSED, 2, "a@x.vn");
	assert_int_equal(state_of(world, closed.id), DELIVERY_WAITING);
	struct delivery stranger = tell(world, 1, NEWS_CLOSED, 3, "b@x.vn");
	assert_int_equal(state_of(world, stranger.id), DELIVERY_REPLACED);
}

static void an_attempt_that_must_be_repeated_gives_way_to_newer_news(void **state)
{
	struct world *world = *state;
	struct delivery opened = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	take_due(world, noon(1));
	struct delivery raised = tell(world, 1, NEWS_RAISED, 2, "a@x.vn");
	settle(world, opened.id, DELIVERY_WAITING, noon(2));
	assert_int_equal(state_of(world, opened.id), DELIVERY_REPLACED);
	assert_int_equal(state_of(world, raised.id), DELIVERY_WAITING);
}

static void a_closing_is_dropped_when_the_opening_fails_at_last(void **state)
{
	struct world *world = *state;
	struct delivery opened = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	take_due(world, noon(1));
	struct delivery closed = tell(world, 1, NEWS_CLOSED, 2, "a@x.vn");
	assert_int_equal(state_of(world, closed.id), DELIVERY_WAITING); /* it may yet be told */
	settle(world, opened.id, DELIVERY_WAITING, noon(2));
	assert_int_equal(state_of(world, opened.id), DELIVERY_REPLACED);
	assert_int_equal(state_of(world, closed.id), DELIVERY_REPLACED);
	opened = tell(world, 2, NEWS_OPENED, 1, "a@x.vn");
	take_due(world, noon(3));
	closed = tell(world, 2, NEWS_CLOSED, 2, "a@x.vn");
	settle(world, opened.id, DELIVERY_DEAD, noon(3));
	assert_int_equal(state_of(world, closed.id), DELIVERY_REPLACED);
}

static void an_operator_retries_and_drops(void **state)
{
	struct world *world = *state;
	int64_t counts[6];
	struct delivery made = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	take_due(world, noon(1));
	settle(world, made.id, DELIVERY_DEAD, noon(1));
	assert_int_equal(take_due(world, noon(2)).count, 0);
	ASSERT_FINE(store_retry_delivery(world->store, made.id, noon(3), &world->error));
	struct taken taken = take_due(world, noon(3));
	assert_int_equal(taken.count, 1);
	assert_int_equal(taken.last.attempts, 1);
	assert_string_equal(taken.key, made.key);
	ASSERT_FINE(store_drop_delivery(world->store, made.id, noon(4), &world->error));
	settle(world, made.id, DELIVERY_WAITING, noon(4)); /* the attempt under way ends */
	assert_int_equal(state_of(world, made.id), DELIVERY_DROPPED);
	assert_int_equal(
		store_drop_delivery(world->store, made.id, noon(5), &world->error), -EINVAL);
	ASSERT_FINE(store_retry_delivery(world->store, made.id, noon(5), &world->error));
	take_due(world, noon(5));
	settle(world, made.id, DELIVERY_HANDED_OVER, noon(5));
	assert_int_equal(
		store_retry_delivery(world->store, made.id, noon(6), &world->error), -EINVAL);
	assert_int_equal(store_retry_delivery(world->store, 99, noon(6), &world->error), -ENOENT);
	ASSERT_FINE(store_count_deliveries(world->store, counts, &world->error));
	assert_int_equal(counts[DELIVERY_HANDED_OVER], 1);
	assert_int_equal(counts[DELIVERY_WAITING], 0);
}

static void many_settlements_are_one_transaction(void **state)
{
	struct world *world = *state;
	struct delivery a = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	struct delivery b = tell(world, 2, NEWS_OPENED, 1, "a@x.vn");
	const struct settlement wrong[] = {{.id = a.id, .state = DELIVERY_DEAD}, {.id = 99}};
	const struct settlement right[] = {
		{.id = a.id, .state = DELIVERY_HANDED_OVER, .answer = "202"},
		{.id = b.id, .state = DELIVERY_DEAD, .answer = "410 Gone"}};
	take_due(world, noon(1));
	assert_int_equal(
		store_settle_deliveries(world->store, wrong, 2, noon(1), &world->error), -ENOENT);
	assert_int_equal(state_of(world, a.id), DELIVERY_SENDING);
	ASSERT_FINE(store_settle_deliveries(world->store, right, 2, noon(1), &world->error));
	assert_int_equal(state_of(world, a.id), DELIVERY_HANDED_OVER);
	assert_string_equal(look_at(world, b.id).answer, "410 Gone");
}

static void deliveries_are_listed_by_state_newest_first(void **state)
{
	struct world *world = *state;
	struct taken taken = {0};
	for (int i = 1; i <= 5; i++)
		tell(world, i, NEWS_OPENED, 1, "a@x.vn");
	settle(world, 2, DELIVERY_DEAD, noon(1));
	settle(world, 4, DELIVERY_DEAD, noon(1));
	ASSERT_FINE(store_deliveries(world->store,
		&(struct delivery_filter){.states = 1u << DELIVERY_DEAD, .part = DELIVERY_WHOLE},
		take, &taken, &world->error));
	assert_int_equal(taken.count, 2);
	assert_int_equal(taken.ids[0], 4);
	taken.count = 0;
	ASSERT_FINE(store_deliveries(world->store,
		&(struct delivery_filter){.limit = 3, .part = DELIVERY_WHOLE}, take, &taken,
		&world->error));
	assert_int_equal(taken.count, 3);
	assert_int_equal(taken.ids[0], 5);
}

static int count_words(void *user, const struct delivery *delivery)
{
	int *count = user;
	count[0]++;
	count[1] += delivery->subject[0] != '\0';
	count[2] += delivery->body[0] != '\0' || delivery->headers[0] != '\0';
	return 0;
}

static void a_list_reads_of_deliveries_what_is_asked_for(void **state)
{
	struct world *world = *state;
	for (int i = 1; i <= 3; i++)
		tell(world, 1, i == 1 ? NEWS_OPENED : NEWS_RAISED, i, "a@x.vn");
	tell(world, 2, NEWS_OPENED, 1, "a@x.vn");
	static const struct {
		struct delivery_filter filter;
		int rows, subjects, bodies;
	} asked[] = {
		{{.part = DELIVERY_ROW}, 4, 0, 0},
		{{.part = DELIVERY_SUBJECT}, 4, 4, 0},
		{{.part = DELIVERY_WHOLE}, 4, 4, 4},
		{{.episode = 1}, 3, 0, 0},
		{{.episode = 1, .states = 1u << DELIVERY_WAITING}, 1, 0, 0},
		{{.states = 1u << DELIVERY_WAITING | 1u << DELIVERY_REPLACED}, 4, 0, 0},
		{{.episode = 2, .id = 1}, 0, 0, 0},
		{{.episode = 1, .limit = 2, .part = DELIVERY_WHOLE}, 2, 2, 2},
	};
	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		int count[3] = {0};
		ASSERT_FINE(store_deliveries(
			world->store, &asked[i].filter, count_words, count, &world->error));
		assert_int_equal(count[0], asked[i].rows);
		assert_int_equal(count[1], asked[i].subjects);
		assert_int_equal(count[2], asked[i].bodies);
	}
}

static void a_commit_that_fails_leaves_nothing(void **state)
{
	struct world *world = *state;
	struct taken taken = {0};
	struct delivery made = tell(world, 1, NEWS_OPENED, 1, "a@x.vn");
	struct delivery twice[] = {delivery_of(2, 1, "b@x.vn"), delivery_of(2, 1, "c@x.vn")};
	struct news_batch batch = {.deliveries = twice, .delivery_count = 2};
	strcpy(twice[1].key, made.key); /* a key is there for ever */
	assert_true(store_commit_news(world->store, &batch, noon(1), &world->error) < 0);
	ASSERT_FINE(store_deliveries(world->store,
		&(struct delivery_filter){.part = DELIVERY_WHOLE}, take, &taken, &world->error));
	assert_int_equal(taken.count, 1);
	tell(world, 3, NEWS_OPENED, 1, "d@x.vn"); /* and the store goes on */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		TEST(an_alert_comes_back_as_it_was),
		TEST(an_inactive_alert_has_no_row),
		TEST(the_news_of_an_episode_are_kept_newest_first),
		TEST(episode_numbers_only_grow),
		TEST(a_delivery_is_taken_once_and_leased),
		TEST(what_goes_with_a_letter_goes_with_every_attempt),
		TEST(a_restart_takes_up_what_was_being_sent),
		TEST(a_delivery_may_wait_for_its_hour),
		TEST(newer_news_replace_what_still_waits),
		TEST(a_letter_answers_the_first_that_its_recipient_was_handed),
		TEST(what_belongs_to_no_episode_replaces_nothing),
		TEST(opened_and_closed_before_anything_was_accepted_sends_nothing),
		TEST(who_was_told_of_the_opening_is_told_of_the_closing),
		TEST(an_attempt_that_must_be_repeated_gives_way_to_newer_news),
		TEST(a_closing_is_dropped_when_the_opening_fails_at_last),
		TEST(an_operator_retries_and_drops),
		TEST(many_settlements_are_one_transaction),
		TEST(deliveries_are_listed_by_state_newest_first),
		TEST(a_list_reads_of_deliveries_what_is_asked_for),
		TEST(a_commit_that_fails_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
