#include "ground/alerts.h"

#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

struct alerts {
	struct alert *items; /* strings owned */
	size_t count, capacity;
	struct map places; /* scope, rule, subject -> index + 1; 0: gone */
	struct text key; /* room to look one up */
};

struct alerts *alerts_new(void)
{
	return xcalloc(1, sizeof(struct alerts));
}

static void clear(struct alerts *alerts)
{
	for (size_t i = 0; i < alerts->count; i++) {
		free((char *)alerts->items[i].rule);
		free((char *)alerts->items[i].subject);
	}
	alerts->count = 0;
	map_free(&alerts->places);
	alerts->places = (struct map){0};
}

void alerts_free(struct alerts *alerts)
{
	if (!alerts)
		return;
	clear(alerts);
	text_free(&alerts->key);
	free(alerts->items);
	free(alerts);
}

static uint32_t *place_of(const struct alerts *alerts, const char *rule, enum scope scope,
	const char *subject, struct text *key)
{
	text_clear(key);
	text_add_char(key, (char)('0' + (int)scope));
	text_append(key, rule, strlen(rule) + 1);
	text_add(key, subject);
	return map_get(&alerts->places, text_slice(key));
}

const struct alert *alerts_find(
	struct alerts *alerts, const char *rule, enum scope scope, const char *subject)
{
	const uint32_t *place =
		alerts->count > 0 ? place_of(alerts, rule, scope, subject, &alerts->key) : NULL;

	return place && *place ? &alerts->items[*place - 1] : NULL;
}

static void take_out(struct alerts *alerts, uint32_t *place)
{
	size_t index = *place - 1;
	struct alert *last = &alerts->items[alerts->count - 1];
	cleanup(text_free) struct text key = {0};

	*place = 0;
	free((char *)alerts->items[index].rule);
	free((char *)alerts->items[index].subject);
	if (index != alerts->count - 1) {
		uint32_t *moved = place_of(alerts, last->rule, last->scope, last->subject, &key);
		alerts->items[index] = *last;
		*moved = (uint32_t)index + 1;
	}
	alerts->count--;
}

void alerts_set(struct alerts *alerts, const struct alert *alert)
{
	cleanup(text_free) struct text key = {0};
	uint32_t *place = place_of(alerts, alert->rule, alert->scope, alert->subject, &key);

	if (alert->state == ALERT_INACTIVE) {
		if (place && *place)
			take_out(alerts, place);
		return;
	}
	struct alert copy = *alert;
	if (place && *place) {
		struct alert *kept = &alerts->items[*place - 1];
		copy.rule = kept->rule;
		copy.subject = kept->subject;
		*kept = copy;
		return;
	}
	copy.rule = xstrdup(alert->rule);
	copy.subject = xstrdup(alert->subject);
	array_reserve(alerts->items, &alerts->capacity, alerts->count + 1);
	alerts->items[alerts->count++] = copy;
	map_put(&alerts->places, text_slice(&key), (uint32_t)alerts->count);
}

static int on_alert(void *user, const struct alert *alert)
{
	alerts_set(user, alert);
	return 0;
}

int alerts_load(struct alerts *alerts, struct store *store, struct error *error)
{
	clear(alerts);
	return store_load_alerts(store, on_alert, alerts, error);
}

size_t alerts_count(const struct alerts *alerts)
{
	return alerts->count;
}

const struct alert *alerts_at(const struct alerts *alerts, size_t index)
{
	return &alerts->items[index];
}

size_t alerts_firing(const struct alerts *alerts)
{
	size_t firing = 0;

	for (size_t i = 0; i < alerts_count(alerts); i++)
		firing += alerts_at(alerts, i)->state == ALERT_FIRING;
	return firing;
}
