#include "message/bounce.h"

#include <errno.h>
#include <strings.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/utf8.h"

#define WORDS_MOST 300 /* bytes kept of what a server said */

/* The fields in the order of their sections: those of the recipient, then the returned header. */
struct found {
	struct text recipient, action, status, diagnostic, id;
};

static void found_free(struct found *found)
{
	text_free(&found->recipient);
	text_free(&found->action);
	text_free(&found->status);
	text_free(&found->diagnostic);
	text_free(&found->id);
}

/* What a field says, its `type;` left out, without anything that does not print; the first one counts. */
static void keep(struct text *out, struct slice value, bool typed)
{
	const char *semicolon =
		typed && value.length ? memchr(value.data, ';', value.length) : NULL;
	if (out->length > 0)
		return;
	if (semicolon) {
		value.length -= (size_t)(semicolon + 1 - value.data);
		value.data = semicolon + 1;
	}
	value = slice_trim(value);
	bool utf8 = utf8_valid(value);
	for (size_t i = 0; i < value.length && out->length < WORDS_MOST; i++) {
		unsigned char byte = (unsigned char)value.data[i];
		bool prints = (byte > ' ' && byte < 0x7f) || (utf8 && byte >= 0x80);
		if (prints)
			text_add_char(out, value.data[i]);
		else if (out->length > 0 && out->data[out->length - 1] != ' ')
			text_add_char(out, ' ');
	}
	while (out->length > 0 && !utf8_valid(text_slice(out))) /* cut inside a character */
		out->data[--out->length] = '\0';
}

static bool is_field(struct slice name, const char *wanted)
{
	return name.length == strlen(wanted) && strncasecmp(name.data, wanted, name.length) == 0;
}

static void on_field(struct found *found, struct slice line)
{
	struct slice name, value = line;
	if (!slice_split(&value, ':', &name) || !value.data)
		return;
	name = slice_trim(name);
	if (is_field(name, "Final-Recipient"))
		keep(&found->recipient, value, true);
	else if (found->recipient.length == 0)
		return; /* the notification's own header */
	else if (is_field(name, "Action"))
		keep(&found->action, value, false);
	else if (is_field(name, "Status"))
		keep(&found->status, value, false);
	else if (is_field(name, "Diagnostic-Code"))
		keep(&found->diagnostic, value, true);
	else if (is_field(name, "Message-ID"))
		keep(&found->id, value, false);
}

static bool goes_on(struct slice line)
{
	return line.length > 0 && (line.data[0] == ' ' || line.data[0] == '\t');
}

static void read_fields(struct slice message, struct found *found)
{
	cleanup(text_free) struct text field = {0};
	struct slice line;
	while (slice_split(&message, '\n', &line)) {
		if (!goes_on(line)) {
			on_field(found, text_slice(&field));
			text_clear(&field);
		}
		if (field.length < 4096)
			text_add_slice(&field, line);
	}
	on_field(found, text_slice(&field));
}

/* "KEY" of "<KEY@host>"; NULL when it is no such thing. */
static char *key_of(const struct text *id)
{
	const char *begin = id->length ? strchr(id->data, '<') : NULL;
	const char *at = begin ? strchr(begin, '@') : NULL;
	if (!at || at == begin + 1)
		return NULL;
	return xstrndup(begin + 1, (size_t)(at - begin - 1));
}

static enum bounce_action action_of(const struct text *action)
{
	if (action->length == 0 || strcasecmp(action->data, "failed") == 0)
		return BOUNCE_FAILED;
	return strcasecmp(action->data, "delayed") == 0 ? BOUNCE_DELAYED : BOUNCE_OTHER;
}

int bounce_read(struct slice message, struct bounce *ret_bounce, struct error *error)
{
	cleanup(found_free) struct found found = {0};
	struct text words = {0};
	read_fields(message, &found);
	if (found.recipient.length == 0)
		return error_set(error, -EINVAL,
			"not a delivery status notification: there is no Final-Recipient in it");
	char *key = key_of(&found.id);
	if (!key)
		return error_set(error, -EINVAL,
			"the notification does not return the letter's header: there is no "
			"Message-ID behind its Final-Recipient");
	text_add_slice(&words, text_slice(&found.status));
	if (found.status.length > 0 && found.diagnostic.length > 0)
		text_add_char(&words, ' ');
	text_add_slice(&words, text_slice(&found.diagnostic));
	*ret_bounce = (struct bounce){.action = action_of(&found.action),
		.hard = words.length > 0 && words.data[0] == '5',
		.key = key,
		.recipient = text_take(&found.recipient),
		.words = text_take(&words)};
	return 0;
}

void bounce_free(struct bounce *bounce)
{
	free(bounce->key);
	free(bounce->recipient);
	free(bounce->words);
	*bounce = (struct bounce){0};
}
