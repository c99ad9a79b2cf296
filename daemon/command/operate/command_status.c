/* hentractl status: is hentra doing its work, and what needs a person? */
#include "command/operate/health.h"
#include "command/words/case_words.h"
#include "report/answer_json.h"
#include "report/counts_json.h"

/* How many cases have which oddity; only those that there are. */
static void odd_json(const struct portal_health *portal, struct json_writer *json)
{
	json_object(json, "oddities");
	for (int bit = 0; bit < ODD_COUNT; bit++)
		if (portal->oddities.odd[bit])
			json_number(
				json, odd_name((enum odd)(1 << bit)), portal->oddities.odd[bit]);
	json_object_end(json);
}

static void words_json(
	const struct tool *tool, const struct portal_health *portal, struct json_writer *json)
{
	json_array(json, "unknown_statuses");
	for (size_t i = 0; i < portal->word_count; i++) {
		json_object(json, NULL);
		json_string(json, "word", portal->words[i].word);
		json_number(json, "cases", portal->words[i].cases);
		json_instant(tool, json, "since", portal->words[i].since);
		json_object_end(json);
	}
	json_array_end(json);
}

static void portal_json(
	struct tool *tool, const struct portal_health *portal, struct json_writer *json)
{
	static const char *const states[] = {[PORTAL_NEVER] = "never",
		[PORTAL_READING] = "reading",
		[PORTAL_FINE] = "fine",
		[PORTAL_DOUBTFUL] = "doubtful",
		[PORTAL_FAILING] = "failing",
		[PORTAL_STALE] = "stale"};
	json_object(json, NULL);
	json_string(json, "name", portal->name);
	json_string(json, "profile", portal->profile);
	json_bool(json, "counted", portal->counted);
	json_string(json, "state", states[portal->state]);
	json_bool(json, "stale", portal->stale);
	json_string(json, "doubts", portal->doubts);
	json_instant(tool, json, "last_complete", portal->last_complete);
	json_instant(tool, json, "last_sweep", portal->last_sweep);
	json_instant(tool, json, "last_poll", portal->last_poll);
	json_string(json, "error", portal->error);
	json_number(json, "set_aside", portal->set_aside);
	json_number(json, "duplicates", portal->duplicates);
	json_number(json, "due_unreadable", portal->oddities.due_unreadable);
	json_number(json, "vanished", portal->oddities.vanished);
	json_bool(json, "due_at_midnight", portal->oddities.due_at_midnight);
	odd_json(portal, json);
	words_json(tool, portal, json);
	if (portal->counted) {
		json_object(json, "tally");
		counts_add_json(json, &portal->counts);
		json_object_end(json);
	} else {
		json_null(json, "tally");
	}
	json_object_end(json);
}

static void asides_json(struct tool *tool, const struct health *health, struct json_writer *json)
{
	json_array(json, "set_aside_records");
	for (size_t i = 0; i < health->aside_count; i++) {
		const struct health_aside *aside = &health->asides[i];
		json_object(json, NULL);
		json_string(json, "portal", store_portal_name(tool->store, aside->portal));
		json_string(json, "code", aside->code[0] ? aside->code : NULL);
		json_string(json, "problem", record_problem_sentence(aside->problem));
		json_string(json, "detail", aside->detail[0] ? aside->detail : NULL);
		json_number(json, "count", aside->count);
		json_instant(tool, json, "seen", aside->seen);
		json_object_end(json);
	}
	json_array_end(json);
}

static void channels_json(struct tool *tool, const struct health *health, struct json_writer *json)
{
	json_array(json, "channels_off");
	for (size_t i = 0; i < health->channel_off_count; i++) {
		json_object(json, NULL);
		json_string(json, "channel", health->channels_off[i].name);
		json_instant(tool, json, "since", health->channels_off[i].since);
		json_string(json, "answer", health->channels_off[i].answer);
		json_object_end(json);
	}
	json_array_end(json);
}

static void audit_json(struct tool *tool, const struct health *health, struct json_writer *json)
{
	if (health->audited == INSTANT_NONE) {
		json_null(json, "audit");
		return;
	}
	json_object(json, "audit");
	json_instant(tool, json, "at", health->audited);
	json_number(json, "cases", health->audit.cases);
	json_number(json, "differences", health_differences(health));
	json_object_end(json);
}

static void health_json(struct tool *tool, const struct health *health)
{
	static const char *const owners[] = {[STORE_OWNER_NONE] = "stopped",
		[STORE_OWNER_RUNS] = "running",
		[STORE_OWNER_UNKNOWN] = "unknown"};
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	json_string(&json, "province", tool_settings(tool)->hentra.province);
	answer_json_state(&json, tool_zone(tool), tool->now, health_stale(health));
	json_string(&json, "daemon", owners[health->owner]);
	json_instant(tool, &json, "daemon_stopped_at",
		health->owner == STORE_OWNER_NONE ? health->stopped_at : INSTANT_NONE);
	json_bool(&json, "configuration_good", !health->wrong);
	json_string(&json, "reload_refused",
		health->configuration.refused ? health->configuration.why : NULL);
	json_instant(tool, &json, "judged_at", health->judged_at);
	json_instant(tool, &json, "clock_ahead", health->clock_ahead);
	json_array(&json, "portals");
	for (size_t i = 0; i < health->portal_count; i++)
		portal_json(tool, &health->portals[i], &json);
	json_array_end(&json);
	json_object(&json, "total");
	counts_add_json(&json, &health->total);
	json_object_end(&json);
	json_object(&json, "alerts");
	json_number(&json, "firing", health->firing);
	json_number(&json, "critical", health->critical);
	json_number(&json, "pending", health->pending);
	json_object_end(&json);
	json_object(&json, "outbox");
	for (int state = 0; state < DELIVERY_STATES; state++)
		json_number(&json, delivery_state_name((enum delivery_state)state),
			health->deliveries[state]);
	json_object_end(&json);
	waiting_json(&health->waiting, tool, &json);
	channels_json(tool, health, &json);
	json_array(&json, "returned");
	for (size_t i = 0; i < health->returned.count; i++)
		json_string(&json, NULL, health->returned.items[i]);
	json_array_end(&json);
	audit_json(tool, health, &json);
	json_number(&json, "set_aside", health->set_aside);
	json_number(&json, "duplicates", health->duplicates);
	asides_json(tool, health, &json);
	json_array(&json, "calendar_provisional");
	for (int i = 0; i < health->provisional_count; i++)
		json_number(&json, NULL, health->provisional[i]);
	json_array_end(&json);
	json_array(&json, "needs");
	for (size_t i = 0; i < health->need_count; i++)
		json_string(&json, NULL, health->needs[i]);
	json_array_end(&json);
	json_object_end(&json);
	tool_json_end(tool, &json);
}

enum exit_code command_status(struct tool *tool, const struct arguments *arguments)
{
	struct health health = {0};
	bool wrong = false;
	enum exit_code exit = tool_site_as_far(tool, &wrong);
	if (exit)
		return exit;
	exit = health_load(&health, tool, wrong);
	if (!exit && tool->json)
		health_json(tool, &health);
	else if (!exit)
		health_text(&health, tool, argument(arguments, "--all") != NULL);
	health_free(&health);
	return exit || !wrong ? exit : EXIT_NO;
}
