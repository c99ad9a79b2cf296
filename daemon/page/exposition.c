#include "page/exposition.h"

#include "page/exposition_parts.h"

#include <stdio.h>

struct family {
	const char *name; /* without _total */
	const char *type; /* gauge, counter */
	const char *help;
};

void exposition_label(struct text *out, const char *name, const char *value)
{
	text_printf(out, "%s=\"", name);
	for (; *value; value++) {
		if (*value == '\\' || *value == '"')
			text_add_char(out, '\\');
		if (*value == '\n')
			text_add(out, "\\n");
		else
			text_add_char(out, *value);
	}
	text_add_char(out, '"');
}

/* In OpenMetrics a counter's family goes without the _total of its samples, and "info" without _info. */
static void family_begin(struct text *out, const struct family *family, bool open_metrics)
{
	bool counter = strcmp(family->type, "counter") == 0;
	const char *total = counter && !open_metrics ? "_total" : "";

	text_printf(out, "# HELP %s%s %s\n# TYPE %s%s %s\n", family->name, total, family->help,
		family->name, total, family->type);
}

static void sample(struct text *out, const struct family *family, const char *first_name,
	const char *first, const char *second_name, const char *second, int64_t value)
{
	text_printf(
		out, "%s%s{", family->name, strcmp(family->type, "counter") == 0 ? "_total" : "");
	exposition_label(out, first_name, first);
	if (second_name) {
		text_add_char(out, ',');
		exposition_label(out, second_name, second);
	}
	text_printf(out, "} %lld\n", (long long)value);
}

static void metered_add(struct text *out, const struct family *family, bool open_metrics,
	const char *first_name, const char *second_name, const struct metered *items, size_t count)
{
	family_begin(out, family, open_metrics);
	for (size_t i = 0; i < count; i++)
		sample(out, family, first_name, items[i].first, second_name, items[i].second,
			items[i].value);
}

static void cases_add(struct text *out, const struct exposition *exposition, bool open_metrics)
{
	static const struct family family = {"hentra_cases", "gauge",
		"Cases by commune and bucket; closed ones of the current reporting year."};

	family_begin(out, &family, open_metrics);
	for (size_t i = 0; i < exposition->commune_count; i++)
		for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
			sample(out, &family, "commune", exposition->communes[i].code, "bucket",
				bucket_name((enum bucket)bucket),
				exposition->communes[i].counts->bucket[bucket]);
}

/* A portal that was never read completely has no sample: absent is not zero. */
static void portals_add(struct text *out, const struct exposition *exposition, bool open_metrics)
{
	static const struct family family = {"hentra_portal_last_complete_timestamp_seconds",
		"gauge", "When the newest complete poll of a portal began."};
	static const struct family doubtful = {"hentra_portal_doubtful", "gauge",
		"1: what the portal says is in doubt, and not taken over."};

	family_begin(out, &family, open_metrics);
	for (size_t i = 0; i < exposition->portal_count; i++)
		if (exposition->portals[i].complete != INSTANT_NONE)
			sample(out, &family, "portal", exposition->portals[i].name, NULL, NULL,
				exposition->portals[i].complete / SECOND_MS);
	family_begin(out, &doubtful, open_metrics);
	for (size_t i = 0; i < exposition->portal_count; i++)
		if (exposition->portals[i].complete != INSTANT_NONE)
			sample(out, &doubtful, "portal", exposition->portals[i].name, NULL, NULL,
				exposition->portals[i].doubtful);
}

static void build_add(struct text *out, const struct exposition *exposition, bool open_metrics)
{
	const char *help = "The version that runs.";

	if (open_metrics)
		text_printf(out, "# HELP hentra_build %s\n# TYPE hentra_build info\n", help);
	else
		text_printf(
			out, "# HELP hentra_build_info %s\n# TYPE hentra_build_info gauge\n", help);
	text_add(out, "hentra_build_info{");
	exposition_label(out, "version", exposition->version);
	text_add(out, "} 1\n");
}

void exposition_add(struct text *out, const struct exposition *exposition, bool open_metrics)
{
	static const struct family polls = {"hentra_portal_polls", "counter",
		"Polls of a portal that ended, since the daemon's start."};
	static const struct family alerts = {"hentra_alerts", "gauge", "Alerts by rule and state."};
	static const struct family outbox = {
		"hentra_outbox", "gauge", "Deliveries in the store, by state."};
	static const struct family deliveries = {"hentra_deliveries", "counter",
		"Attempts to deliver that ended, since the daemon's start."};
	static const struct family provisional = {"hentra_calendar_provisional", "gauge",
		"Years in use whose days off are not notified yet."};

	static const struct family reload = {"hentra_config_last_reload_successful", "gauge",
		"Whether the last reload of the configuration came into force."};
	static const struct family reload_at = {
		"hentra_config_last_reload_success_timestamp_seconds", "gauge",
		"When a configuration last came into force."};

	cases_add(out, exposition, open_metrics);
	portals_add(out, exposition, open_metrics);
	metered_add(out, &polls, open_metrics, "portal", "result", exposition->polls,
		exposition->poll_count);
	metered_add(out, &alerts, open_metrics, "rule", "state", exposition->alerts,
		exposition->alert_count);
	metered_add(out, &outbox, open_metrics, "state", NULL, exposition->outbox,
		exposition->outbox_count);
	metered_add(out, &deliveries, open_metrics, "channel", "result", exposition->deliveries,
		exposition->delivery_count);
	exposition_add_measures(out, exposition);
	family_begin(out, &reload, open_metrics);
	text_printf(out, "%s %d\n", reload.name, exposition->reload_successful);
	family_begin(out, &reload_at, open_metrics);
	text_printf(out, "%s %lld\n", reload_at.name,
		(long long)(exposition->reload_success_at / SECOND_MS));
	family_begin(out, &provisional, open_metrics);
	text_printf(out, "%s %lld\n", provisional.name, (long long)exposition->provisional);
	build_add(out, exposition, open_metrics);
	if (open_metrics)
		text_add(out, "# EOF\n");
}

const char *exposition_type(bool open_metrics)
{
	return open_metrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
			    : "text/plain; version=0.0.4; charset=utf-8";
}

/* Prometheus asks for OpenMetrics before plain text; whoever names it can read it. */
bool exposition_wants_open_metrics(struct slice accept)
{
	static const char name[] = "application/openmetrics-text";

	return accept.length && memmem(accept.data, accept.length, name, sizeof(name) - 1);
}
