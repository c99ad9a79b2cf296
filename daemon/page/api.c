#include "page/api.h"

#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "core/commune.h"
#include "report/answer_json.h"
#include "report/counts_json.h"

static void portals_add(
	struct json_writer *json, const struct page_look *look, const struct overview *overview)
{
	json_array(json, "portals");
	for (size_t i = 0; i < overview->portal_count; i++) {
		const struct page_portal *portal = &overview->portals[i];
		json_object(json, NULL);
		json_string(json, "name", portal->name);
		json_bool(json, "stale", portal->stale);
		json_bool(json, "doubtful", portal->doubtful);
		page_instant_json(json, look, "last_complete", portal->complete);
		json_string(json, "error", portal->complaint[0] ? portal->complaint : NULL);
		json_object_end(json);
	}
	json_array_end(json);
}

void api_status(struct text *out, const struct page_look *look, const struct overview *overview,
	const char *trouble)
{
	struct json_writer json = {.out = out};

	json_object(&json, NULL);
	json_string(&json, "province", look->province);
	answer_json_state(&json, look->zone, look->now, page_fresh_stale(&look->fresh));
	json_bool(&json, "healthy", trouble[0] == '\0');
	json_string(&json, "trouble", trouble[0] ? trouble : NULL);
	json_bool(&json, "trial", overview->trial);
	json_string(&json, "reload_refused", overview->reload_refused);
	portals_add(&json, look, overview);
	json_object(&json, "total");
	counts_add_json(&json, overview->total);
	json_object_end(&json);
	json_object(&json, "alerts");
	json_number(&json, "firing", overview->firing);
	json_number(&json, "critical", overview->critical);
	json_object_end(&json);
	json_object(&json, "outbox");
	json_number(&json, "waiting", overview->waiting);
	json_number(&json, "dead", overview->dead);
	json_object_end(&json);
	json_object_end(&json);
	text_add_char(out, '\n');
}

static void rules_add(
	struct json_writer *json, const struct page_look *look, const struct page_commune *commune)
{
	json_array(json, "rules");
	for (size_t i = 0; i < commune->standing_count; i++) {
		json_object(json, NULL);
		standing_json(json, look, &commune->standings[i]);
		json_object_end(json);
	}
	json_array_end(json);
}

void api_communes(struct text *out, const struct page_look *look,
	const struct page_commune *communes, size_t count)
{
	struct json_writer json = {.out = out};

	answer_json_begin(&json, look->zone, look->now, page_fresh_stale(&look->fresh), "communes");
	for (size_t i = 0; i < count; i++) {
		json_object(&json, NULL);
		json_string(&json, "code", communes[i].code);
		/* what the directory does not know has no name, only a word for people */
		json_string(&json, "name",
			strcmp(communes[i].code, COMMUNE_UNMAPPED) == 0 ? NULL : communes[i].name);
		counts_add_json(&json, communes[i].counts);
		rules_add(&json, look, &communes[i]);
		json_object_end(&json);
	}
	answer_json_end(&json, false);
	text_add_char(out, '\n');
}

void api_alerts(struct text *out, const struct page_look *look, const struct page_standing *alerts,
	size_t count, bool more)
{
	struct json_writer json = {.out = out};

	answer_json_begin(&json, look->zone, look->now, page_fresh_stale(&look->fresh), "alerts");
	for (size_t i = 0; i < count; i++) {
		json_object(&json, NULL);
		json_string(&json, "scope", scope_name(alerts[i].scope));
		json_string(&json, "subject", alerts[i].code);
		json_string(&json, "name", alerts[i].subject);
		standing_json(&json, look, &alerts[i]);
		json_object_end(&json);
	}
	answer_json_end(&json, more);
	text_add_char(out, '\n');
}

/* --- one case ------------------------------------------------------------------------------- */

static const char *bucket_said(const struct page_look *look, enum bucket bucket)
{
	return look->english ? bucket_name(bucket) : bucket_name_vi(bucket);
}

/* "Hồ sơ … do Phường Tiến Thành giải quyết: quá hạn, hẹn trả 13/04/2023." */
static void case_sentence(
	struct text *out, const struct page_look *look, const struct case_answer *state)
{
	char day_text[11];

	text_printf(out, page_say(look, "Hồ sơ %s do %s giải quyết: %s", "Case %s at %s: %s"),
		state->code, state->commune_name, bucket_said(look, state->bucket));
	if (state->due != INSTANT_NONE)
		text_printf(out, page_say(look, ", hẹn trả %s", ", due %s"),
			page_day(look, zone_day(look->zone, state->due), day_text));
	if (state->closed != INSTANT_NONE)
		text_printf(out, page_say(look, ", xong %s", ", finished %s"),
			page_day(look, zone_day(look->zone, state->closed), day_text));
	text_add_char(out, '.');
}

void api_case(struct text *out, const struct page_look *look, const struct case_answer *state)
{
	cleanup(text_free) struct text sentence = {0};
	struct json_writer json = {.out = out};

	case_sentence(&sentence, look, state);
	json_object(&json, NULL);
	json_string(&json, "sentence", sentence.data);
	json_string(&json, "code", state->code);
	json_string(&json, "portal", state->portal);
	json_string(&json, "commune", state->commune);
	json_string(&json, "commune_name", state->commune_name);
	json_string(&json, "procedure", state->procedure[0] ? state->procedure : NULL);
	json_string(&json, "bucket", bucket_name(state->bucket));
	page_instant_json(&json, look, "received", state->received);
	page_instant_json(&json, look, "due", state->due);
	page_instant_json(&json, look, "closed", state->closed);
	json_object_end(&json);
	text_add_char(out, '\n');
}
