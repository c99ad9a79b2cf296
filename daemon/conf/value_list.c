/* Values that fill several members: lists of a rule, of a channel and of a portal. */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "conf/settings.h"
#include "conf/value.h"

#define QUOTED_MOST 60
#define QUOTED(text) (int)((text).length < QUOTED_MOST ? (text).length : QUOTED_MOST), (text).data
#define OWNER(target, type, member) ((type *)((char *)(target)-offsetof(type, member)))

/* --- rules ---------------------------------------------------------------------------------- */

static int parse_fire(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	(void)context;
	struct rule *rule = OWNER(target, struct rule, fire);
	return text.length ? conditions_parse(text, rule->fire, &rule->fire_count, error) : 0;
}

static int parse_clear(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	(void)context;
	struct rule *rule = OWNER(target, struct rule, clear);
	return text.length ? conditions_parse(text, rule->clear, &rule->clear_count, error) : 0;
}

static int parse_critical(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	(void)context;
	struct rule *rule = OWNER(target, struct rule, critical);
	return text.length ? conditions_parse(text, rule->critical, &rule->critical_count, error)
			   : 0;
}

static int duration_of(struct slice text, struct duration *ret_duration, struct error *error)
{
	if (duration_parse(text, ret_duration) == 0)
		return 0;
	char near[64];
	return error_set(error, -EINVAL,
		"\"%.*s\" is not a duration such as 30min, 4 working hours or 2 working days%s",
		QUOTED(text), duration_near(text, near));
}

static int parse_any_duration(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	(void)context;
	return duration_of(text, target, error);
}

static int parse_repeat(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	(void)context;
	struct rule *rule = OWNER(target, struct rule, repeat);
	struct slice rest = text, piece;
	int count = 0;
	while (text.length && slice_split(&rest, ',', &piece)) {
		if (count == REPEATS_MAX)
			return error_set(error, -EINVAL, "more than %d repetitions", REPEATS_MAX);
		int status = duration_of(slice_trim(piece), &rule->repeat[count], error);
		if (status)
			return status;
		if (!rule->repeat[count++].amount)
			return error_set(
				error, -EINVAL, "a repetition after no time would never end");
	}
	rule->repeat_count = count;
	return 0;
}

static int by_distance(const void *a, const void *b)
{
	return *(const int *)b - *(const int *)a;
}

static int parse_warn(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	(void)context;
	struct rule_settings *rule = OWNER(target, struct rule_settings, warn);
	struct slice rest = text, piece;
	int count = 0;
	while (text.length && slice_split(&rest, ',', &piece)) {
		struct duration step;
		piece = slice_trim(piece);
		if (count == WARN_STEPS_MAX)
			return error_set(error, -EINVAL, "more than %d steps", WARN_STEPS_MAX);
		if (duration_parse(piece, &step) || step.kind != DURATION_WORKING_DAYS ||
			step.amount < 1 || step.amount > 60)
			return error_set(error, -EINVAL,
				"\"%.*s\" is not a number of working days such as 3 working days, "
				"at "
				"most 60",
				QUOTED(piece));
		rule->warn[count++] = (int)step.amount;
	}
	qsort(rule->warn, (size_t)count, sizeof(rule->warn[0]), by_distance);
	rule->warn_count = count;
	return 0;
}

/* Words by comma as a NULL-terminated list. */
static const char **split_words(
	struct arena *arena, struct slice text, char separator, size_t *ret_count)
{
	size_t most = 1, count = 0;
	for (size_t i = 0; i < text.length; i++)
		most += text.data[i] == separator;
	const char **words = arena_alloc(arena, most + 1, sizeof(*words));
	struct slice rest = text, piece;
	while (slice_split(&rest, separator, &piece)) {
		piece = slice_trim(piece);
		if (piece.length)
			words[count++] = arena_copy(arena, piece);
	}
	*ret_count = count;
	return words;
}

static int parse_channels(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	size_t count;
	const char **words = split_words(context->arena, text, ',', &count);
	if (!count)
		return error_set(error, -EINVAL, "no channel is named");
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (strcmp(words[i], words[j]) == 0)
				return error_set(error, -EINVAL, "\"%s\" is named twice", words[i]);
		}
	}
	*(const char *const **)target = words;
	return 0;
}

static int parse_step(const struct value_context *context, struct slice text,
	struct escalation *ret_step, struct error *error)
{
	const char *colon = text.length ? memchr(text.data, ':', text.length) : NULL;
	size_t before = colon ? (size_t)(colon - text.data) : 0;
	struct slice channel = {NULL, 0};
	if (colon)
		channel = slice_trim((struct slice){colon + 1, text.length - before - 1});
	if (!channel.length)
		return error_set(error, -EINVAL,
			"\"%.*s\" is not a step such as 3 working days: office", QUOTED(text));
	ret_step->channel = arena_copy(context->arena, channel);
	struct slice after = slice_trim((struct slice){text.data, before});
	return duration_of(after, &ret_step->after, error);
}

static int parse_escalation(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	struct rule_settings *rule = OWNER(target, struct rule_settings, escalate);
	struct slice rest = text, piece;
	int count = 0;
	while (text.length && slice_split(&rest, ',', &piece)) {
		if (count == ESCALATIONS_MAX)
			return error_set(error, -EINVAL, "more than %d steps", ESCALATIONS_MAX);
		int status =
			parse_step(context, slice_trim(piece), &rule->escalate[count++], error);
		if (status)
			return status;
	}
	rule->escalate_count = count;
	return 0;
}

static int parse_digest(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	(void)context;
	int minute = -1;
	if (!slice_is(text, "none")) {
		const char *d = text.data;
		bool shape = text.length == 5 && d[2] == ':';
		for (size_t i = 0; i < 5 && shape; i++)
			shape = i == 2 || (d[i] >= '0' && d[i] <= '9');
		int hours = shape ? (d[0] - '0') * 10 + d[1] - '0' : 24;
		int minutes = shape ? (d[3] - '0') * 10 + d[4] - '0' : 60;
		if (hours > 23 || minutes > 59)
			return error_set(error, -EINVAL,
				"\"%.*s\" is not a time of day such as 07:30", QUOTED(text));
		minute = hours * 60 + minutes;
	}
	*(int *)target = minute;
	return 0;
}

/* --- channels ------------------------------------------------------------------------------- */

static int parse_recipients(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	struct channel_settings *channel = OWNER(target, struct channel_settings, to);
	size_t count, kept = 0;
	const char **words = split_words(context->arena, text, ',', &count);
	bool commune = false;
	for (size_t i = 0; i < count; i++) {
		const char *wrong = address_problem(slice_of(words[i]));
		if (strcmp(words[i], "commune") == 0)
			commune = true;
		else if (wrong)
			return error_set(error, -EINVAL,
				"\"%.60s\" is neither commune nor an e-mail address: %s", words[i],
				wrong);
		else
			words[kept++] = words[i];
	}
	words[kept] = NULL;
	channel->to_commune = commune;
	channel->to = words;
	return 0;
}

static int parse_secrets(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	struct channel_settings *channel = OWNER(target, struct channel_settings, secret);
	struct slice rest = text, piece;
	int count = 0;
	while (text.length && slice_split(&rest, ',', &piece)) {
		if (count == 2)
			return error_set(error, -EINVAL, "more than two secrets");
		int status =
			secret_parse(context, slice_trim(piece), &channel->secret[count++], error);
		if (status)
			return status;
	}
	channel->secret_count = count;
	return 0;
}

/* --- portals -------------------------------------------------------------------------------- */

static bool is_header_name(struct slice name)
{
	for (size_t i = 0; i < name.length; i++) {
		char byte = name.data[i];
		bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
			      (byte >= '0' && byte <= '9');
		/* token of RFC 9110, 5.6.2 */
		if (!letter && (!byte || !strchr("!#$%&'*+-.^_`|~", byte)))
			return false;
	}
	return name.length > 0;
}

/* Called once for each line: appends. */
static int parse_headers(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	struct portal_settings *portal = OWNER(target, struct portal_settings, headers);
	const char *colon = text.length ? memchr(text.data, ':', text.length) : NULL;
	struct slice name = {text.data, colon ? (size_t)(colon - text.data) : 0};
	/* neither is repeated in the sentence: what stands here may be a token */
	if (!is_header_name(name))
		return error_set(error, -EINVAL,
			"the value is not a header such as Token: credential:portal-token");
	struct slice value = slice_trim((struct slice){colon + 1, text.length - name.length - 1});
	struct header_setting header = {arena_copy(context->arena, name), {SECRET_NONE, ""}};
	bool reference = (value.length > 11 && memcmp(value.data, "credential:", 11) == 0) ||
			 (value.length > 5 && memcmp(value.data, "file:", 5) == 0);
	if (reference) {
		int status = secret_parse(context, value, &header.value, error);
		if (status)
			return status;
	} else {
		header.value = (struct secret){SECRET_LITERAL, arena_copy(context->arena, value)};
	}
	size_t count = portal->header_count;
	struct header_setting *list = arena_alloc(context->arena, count + 1, sizeof(*list));
	if (count)
		memcpy(list, portal->headers, count * sizeof(*list));
	list[count] = header;
	portal->headers = list;
	portal->header_count = count + 1;
	return 0;
}

/* Called once for each line: appends. The word may hold colons, its meaning holds none; what meanings there
 * are is said by the profile's reader. */
static int parse_statuses(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	struct portal_settings *portal = OWNER(target, struct portal_settings, statuses);
	size_t colon = text.length;
	while (colon > 0 && text.data[colon - 1] != ':')
		colon--;
	struct slice word = slice_trim((struct slice){text.data, colon ? colon - 1 : 0});
	struct slice meaning = slice_trim((struct slice){text.data + colon, text.length - colon});
	if (!word.length || !meaning.length)
		return error_set(error, -EINVAL,
			"\"%.*s\" is not a word and its meaning such as Chờ xác nhận thuế: tax",
			SLICE_ARGS(text));
	size_t count = portal->status_count;
	struct status_setting *list = arena_alloc(context->arena, count + 1, sizeof(*list));
	if (count)
		memcpy(list, portal->statuses, count * sizeof(*list));
	list[count] = (struct status_setting){
		arena_copy(context->arena, word), arena_copy(context->arena, meaning)};
	portal->statuses = list;
	portal->status_count = count + 1;
	return 0;
}

const struct value_type type_statuses = {"WORD: MEANING", parse_statuses};
const struct value_type type_fire = {"conditions", parse_fire};
const struct value_type type_clear = {"conditions", parse_clear};
const struct value_type type_critical = {"conditions", parse_critical};
const struct value_type type_any_duration = {"duration or working time", parse_any_duration};
const struct value_type type_repeat = {"durations by comma", parse_repeat};
const struct value_type type_warn = {"working days by comma", parse_warn};
const struct value_type type_channels = {"channels by comma", parse_channels};
const struct value_type type_escalation = {"steps by comma", parse_escalation};
const struct value_type type_digest = {"time of day, or none", parse_digest};
const struct value_type type_recipients = {"commune, addresses by comma", parse_recipients};
const struct value_type type_secrets = {"one or two secrets by comma", parse_secrets};
const struct value_type type_headers = {"Name: value", parse_headers};
