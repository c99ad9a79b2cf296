#include "portal/page_form.h"

#include <errno.h>

#include "base/encoding.h"
#include "base/memory.h"

static bool begins(struct slice text, const char *start, size_t length)
{
	return text.length >= length && memcmp(text.data, start, length) == 0;
}

static bool holds(struct slice text, const char *word)
{
	return memmem(text.data, text.length, word, strlen(word)) != NULL;
}

static int refuse_markup(struct slice page, const char *wanted, struct error *error)
{
	bool form = holds(page, "type=\"password\"") || holds(page, "type='password'") ||
		    holds(page, "type=password");
	if (begins(page, "<?xml", 5))
		return error_set(error, -EBADMSG, "the page is XML instead of %s", wanted);
	return error_set(error, -EBADMSG, "the page is HTML instead of %s%s", wanted,
		form ? ": a form to sign in" : "");
}

static int check_csv(struct slice page, struct error *error)
{
	static const char hint[] = "save the sheet as CSV UTF-8";
	if (begins(page, "PK\3\4", 4) || begins(page, "\xD0\xCF\x11\xE0", 4))
		return error_set(error, -EBADMSG, "the file is a workbook, not CSV: %s", hint);
	if (encoding_is_utf16(page))
		return error_set(error, -EBADMSG, "the file is UTF-16: %s", hint);
	return 0;
}

/* name( or name.name(: JavaScript that calls a function with the data. */
static bool is_jsonp(struct slice page)
{
	size_t length = 0;
	while (length < page.length &&
		(page.data[length] == '_' || page.data[length] == '$' || page.data[length] == '.' ||
			(page.data[length] >= '0' && page.data[length] <= '9') ||
			(page.data[length] >= 'A' && page.data[length] <= 'Z') ||
			(page.data[length] >= 'a' && page.data[length] <= 'z')))
		length++;
	return length > 0 && length < page.length && page.data[length] == '(';
}

static const char *form_of_text(struct slice page)
{
	unsigned char first = (unsigned char)page.data[0];
	if (is_jsonp(page) || begins(page, "/**/", 4))
		return "JSONP";
	if (begins(page, ")]}'", 4) || begins(page, "while(", 6) || begins(page, "for(;;)", 7))
		return "JSON behind a guard";
	if (slice_is(page, "null") || slice_is(page, "true") || slice_is(page, "false"))
		return "a single word";
	if (first == '"')
		return "a single text";
	if ((first >= '0' && first <= '9') || first == '-')
		return "a number or begins with one";
	return first >= ' ' && first < 0x7F ? "plain text" : NULL;
}

int page_form_check(struct slice start, bool csv, bool whole, struct error *error)
{
	struct slice page = slice_trim(start);
	if (!page.length)
		return whole ? error_set(error, -EBADMSG, "the page is empty") : 0;
	if (page.data[0] == '<')
		return refuse_markup(page, csv ? "CSV" : "JSON", error);
	if (csv)
		return check_csv(page, error);
	if (encoding_is_utf16(page))
		return error_set(error, -EBADMSG, "the page is UTF-16 instead of UTF-8");
	if (begins(page, "\x1F\x8B", 2))
		return error_set(error, -EBADMSG,
			"the page is compressed (gzip) without saying so: no Content-Encoding");
	if (page.data[0] == '{' || page.data[0] == '[')
		return 0;
	const char *form = form_of_text(page);
	if (form)
		return error_set(error, -EBADMSG, "the page is %s instead of JSON (%s%zu byte(s))",
			form, whole ? "" : "more than ", page.length);
	return error_set(error, -EBADMSG, "the page is not JSON: it begins with the byte %02X",
		(unsigned char)page.data[0]);
}

void form_of_value(struct slice text, char ret_form[static DATE_FORM_MAX])
{
	size_t length = 0;
	for (; length < text.length && length < DATE_FORM_MAX - 1; length++) {
		char byte = text.data[length];
		bool digit = byte >= '0' && byte <= '9';
		bool sign = byte >= ' ' && byte < 'A' && !digit;
		ret_form[length] = (char)(digit ? '9' : sign ? byte : 'x');
	}
	ret_form[length] = 0;
}

const char *form_safe_word(const char *word)
{
	static const char *const known[] = {"true", "false", "invalid_request", "invalid_client",
		"invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
		"access_denied", "server_error", "temporarily_unavailable"};
	for (size_t i = 0; word && i < ARRAY_SIZE(known); i++)
		if (strcmp(word, known[i]) == 0)
			return known[i];
	size_t digits = word ? strspn(word, "-0123456789") : 0;
	return digits && digits <= 6 && !word[digits] ? word : NULL;
}
