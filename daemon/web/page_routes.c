#include "web/page_routes.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "ground/ground.h"
#include "page/api.h"
#include "page/calendar_page.h"
#include "page/exposition.h"
#include "page/lists.h"
#include "web/page_ack.h"
#include "web/snapshot.h"
#include "web/snapshot_cases.h"
#include "web/standings.h"

#define HTML "text/html; charset=utf-8"
#define JSON "application/json"
#define PLAIN "text/plain; charset=utf-8"

struct visit { /* one request on its way to its answer */
	struct page *page;
	struct snapshot snapshot;
	struct page_look look;
	const struct server_request *request;
	const char *rest; /* of the path, behind the route's */
	struct server_answer *answer;
};

/* --- the pages ------------------------------------------------------------------------------ */

static int answer_overview(struct visit *visit, struct error *error)
{
	struct overview overview;
	int result = snapshot_overview(&visit->snapshot, &overview, error);

	if (result == 0)
		overview_page(&visit->answer->body, &visit->look, &overview);
	return result;
}

static int answer_commune(struct visit *visit, struct error *error)
{
	struct commune_view view;
	int result = snapshot_commune(&visit->snapshot, visit->rest, &view, error);

	if (result == 0)
		commune_page(&visit->answer->body, &visit->look, &view);
	return result;
}

static int answer_alerts(struct visit *visit, struct error *error)
{
	struct standing_list alerts;
	bool more;
	int result = standings_of_alerts(&visit->snapshot, &alerts, &more, error);

	if (result == 0)
		alerts_page(&visit->answer->body, &visit->look, alerts.items, alerts.count, more);
	return result;
}

static int answer_deliveries(struct visit *visit, struct error *error)
{
	struct page_delivery *deliveries;
	size_t count;
	int result = snapshot_deliveries(
		&visit->snapshot, visit->look.english, &deliveries, &count, error);

	if (result == 0)
		deliveries_page(&visit->answer->body, &visit->look, deliveries, count,
			count == SNAPSHOT_ROWS);
	return result;
}

static int answer_calendar(struct visit *visit, struct error *error)
{
	(void)error;
	calendar_page(&visit->answer->body, &visit->look, visit->page->ground->judge.calendar);
	return 0;
}

static int answer_ack(struct visit *visit, struct error *error)
{
	struct ack_view view;
	int result = page_ack(&visit->snapshot, visit->rest, visit->request->method == SERVER_POST,
		visit->request->body, &view, error);

	if (result < 0)
		return result;
	visit->answer->status = ack_status(view.state);
	ack_page(&visit->answer->body, &visit->look, &view);
	return 0;
}

/* --- for programs --------------------------------------------------------------------------- */

static int answer_health(struct visit *visit, struct error *error)
{
	(void)error;
	struct server_answer *answer = visit->answer;

	answer->type = PLAIN;
	if (snapshot_healthy(&visit->snapshot, &answer->body))
		text_add(&answer->body, "ok");
	else
		answer->status = 503;
	text_add_char(&answer->body, '\n');
	return 0;
}

static int answer_metrics(struct visit *visit, struct error *error)
{
	struct snapshot *snapshot = &visit->snapshot;
	bool open_metrics = exposition_wants_open_metrics(slice_of(visit->request->accept));
	struct metered outbox[6];
	const struct settings *settings = ground_settings(snapshot->ground);
	struct snapshot_alerts alerts;
	struct standing_list standings;
	int64_t deliveries[6], left_out;
	int result = store_count_deliveries(snapshot->ground->store, deliveries, error);

	if (result == 0)
		result = standings_of_all(snapshot, &standings, &left_out, error);
	if (result < 0)
		return result;
	snapshot_alerts(snapshot, &alerts);
	const struct rule **rules =
		arena_alloc(&snapshot->arena, settings->rule_count + 1, sizeof(*rules));
	for (size_t i = 0; i < settings->rule_count; i++)
		rules[i] = &settings->rules[i].rule;
	for (int state = 0; state < 6; state++)
		outbox[state] = (struct metered){
			snapshot_delivery_state((enum delivery_state)state), "", deliveries[state]};
	struct exposition exposition = {
		.version = HENTRA_VERSION,
		.communes = snapshot->communes,
		.commune_count = snapshot->commune_count,
		.portals = snapshot->portals,
		.portal_count = snapshot->portal_count,
		.polls = visit->page->polls.items,
		.poll_count = visit->page->polls.count,
		.alerts = alerts.by_rule.items,
		.alert_count = alerts.by_rule.count,
		.deliveries = visit->page->deliveries.items,
		.delivery_count = visit->page->deliveries.count,
		.outbox = outbox,
		.outbox_count = ARRAY_SIZE(outbox),
		.standings = standings.items,
		.standing_count = standings.count,
		.left_out = left_out,
		.rules = rules,
		.rule_count = settings->rule_count,
		.reload_successful = !snapshot->ground->reload.refused,
		.reload_success_at = snapshot->ground->reload.at,
		.provisional = snapshot_provisional(snapshot),
	};
	visit->answer->type = exposition_type(open_metrics);
	exposition_add(&visit->answer->body, &exposition, open_metrics);
	meters_free(&alerts.by_rule);
	return 0;
}

static int answer_status(struct visit *visit, struct error *error)
{
	cleanup(text_free) struct text trouble = {0};
	struct overview overview;
	int result = snapshot_overview(&visit->snapshot, &overview, error);

	if (result < 0)
		return result;
	snapshot_healthy(&visit->snapshot, &trouble);
	visit->answer->type = JSON;
	api_status(&visit->answer->body, &visit->look, &overview, text_slice(&trouble).data);
	return 0;
}

static int answer_communes(struct visit *visit, struct error *error)
{
	int result = standings_of_communes(&visit->snapshot, error);

	if (result < 0)
		return result;
	visit->answer->type = JSON;
	api_communes(&visit->answer->body, &visit->look, visit->snapshot.communes,
		visit->snapshot.commune_count);
	return 0;
}

static int answer_alerts_json(struct visit *visit, struct error *error)
{
	struct standing_list alerts;
	bool more;
	int result = standings_of_alerts(&visit->snapshot, &alerts, &more, error);

	if (result < 0)
		return result;
	visit->answer->type = JSON;
	api_alerts(&visit->answer->body, &visit->look, alerts.items, alerts.count, more);
	return 0;
}

static int answer_case(struct visit *visit, struct error *error)
{
	struct case_answer state;
	int result = snapshot_case(&visit->snapshot, visit->rest, &state, error);

	if (result < 0)
		return result;
	visit->answer->type = JSON;
	api_case(&visit->answer->body, &visit->look, &state);
	return 0;
}

static int answer_cases(struct visit *visit, struct error *error)
{
	const struct server_request *request = visit->request;
	const struct cases_wanted wanted = {server_query(request, "commune"),
		server_query(request, "bucket"), server_query(request, "field")};
	struct listed_case *cases;
	size_t count;
	bool more;
	int result = snapshot_cases(&visit->snapshot, &wanted, &cases, &count, &more, error);

	if (result < 0)
		return result;
	visit->answer->type = JSON;
	api_cases(&visit->answer->body, &visit->look, cases, count, more);
	return 0;
}

/* --- which is which ------------------------------------------------------------------------- */

static const struct route {
	const char *path; /* with a / at its end: and something behind it */
	enum reader least; /* who may read it */
	bool post; /* may be asked by POST, too */
	int (*answer)(struct visit *visit, struct error *error);
} routes[] = {
	{"/healthz", READER_STRANGER, false, answer_health},
	{"/ack/", READER_STRANGER, true, answer_ack},
	{"/", READER_LOCAL, false, answer_overview},
	{"/communes/", READER_LOCAL, false, answer_commune},
	{"/alerts", READER_LOCAL, false, answer_alerts},
	{"/deliveries", READER_LOCAL, false, answer_deliveries},
	{"/calendar", READER_LOCAL, false, answer_calendar},
	{"/metrics", READER_LOCAL, false, answer_metrics},
	{"/api/v1/status", READER_LOCAL, false, answer_status},
	{"/api/v1/communes", READER_LOCAL, false, answer_communes},
	{"/api/v1/alerts", READER_LOCAL, false, answer_alerts_json},
	{"/api/v1/cases", READER_LOCAL, false, answer_cases},
	{"/api/v1/cases/", READER_WITH_TOKEN, false, answer_case},
};

static const struct route *route_of(const char *path, const char **ret_rest)
{
	for (size_t i = 0; i < ARRAY_SIZE(routes); i++) {
		size_t length = strlen(routes[i].path);
		bool open = length > 1 && routes[i].path[length - 1] == '/';
		if (strncmp(path, routes[i].path, length) != 0 || (path[length] != '\0') != open)
			continue;
		*ret_rest = path + length;
		return &routes[i];
	}
	return NULL;
}

static struct page_look look_of(const struct ground *ground, instant now, bool deeper)
{
	const struct settings *settings = ground_settings(ground);

	return (struct page_look){
		.english = settings->hentra.language == LANGUAGE_EN,
		.province = settings->hentra.province_name[0] ? settings->hentra.province_name
							      : settings->hentra.province,
		.contact = settings->mail.contact,
		.zone = ground_zone(ground),
		.now = now,
		.root = deeper ? "../" : "",
	};
}

static void refuse(struct server_answer *answer, int status, const char *sentence)
{
	text_clear(&answer->body);
	answer->status = status;
	answer->type = PLAIN;
	text_printf(&answer->body, "%s\n", sentence);
}

static void answer_route(struct page *page, const struct route *route, const char *rest,
	const struct server_request *request, struct server_answer *answer)
{
	struct visit visit = {.page = page, .request = request, .rest = rest, .answer = answer};
	struct error error;

	snapshot_take(&visit.snapshot, page->ground, page->roll_up, page->trend);
	visit.look = look_of(page->ground, visit.snapshot.now, rest[0] != '\0');
	visit.look.fresh = snapshot_fresh(&visit.snapshot, NULL, 0);
	answer->status = 200;
	answer->type = HTML;
	int result = route->answer(&visit, &error);
	if (result == -ENOENT || result == -EINVAL) {
		refuse(answer, result == -ENOENT ? 404 : 400, error.text);
	} else if (result < 0) {
		log_line(LOG_CAUTION, NULL, "the page could not be made: %s: %s", route->path,
			error.text);
		refuse(answer, 503, "The store cannot be read at the moment.");
	}
	snapshot_free(&visit.snapshot);
}

void page_answer(struct page *page, enum reader reader, const struct server_request *request,
	struct server_answer *answer)
{
	const char *rest = "";
	const struct route *route = route_of(request->path, &rest);

	if (reader < (route ? route->least : READER_LOCAL)) {
		refuse(answer, 401,
			"This page needs the token of the configuration's [page]; on this machine, "
			"to be asked for by its address or by the name in [page] url.");
		answer->challenge = "Bearer";
	} else if (!route) {
		refuse(answer, 404, "There is no such page.");
	} else if (request->method == SERVER_POST && !route->post) {
		refuse(answer, 405, "This page is only read.");
		answer->allow = "GET, HEAD";
	} else {
		answer_route(page, route, rest, request, answer);
	}
}
