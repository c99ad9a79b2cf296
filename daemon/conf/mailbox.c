/* E-mail addresses as they may be written to a mailbox of an office: the dot-atom form of RFC 5321,
 * nothing quoted, nothing beyond ASCII (few relays of offices speak SMTPUTF8). */
#include "conf/value.h"

#define LOCAL_MOST 64
#define ADDRESS_MOST 254

static bool is_letter_or_digit(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= 'A' && byte <= 'Z');
}

static bool is_local_byte(char byte)
{
	return is_letter_or_digit(byte) || (byte && strchr("!#$%&'*+-/=?^_`{|}~.", byte));
}

/* No empty piece between the dots: neither at an end nor in the middle. */
static bool dots_separate(struct slice text)
{
	char before = '.';
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] == '.' && before == '.')
			return false;
		before = text.data[i];
	}
	return before != '.';
}

static const char *domain_problem(struct slice domain)
{
	if (!memchr(domain.data, '.', domain.length) || !dots_separate(domain))
		return "behind the @ stands no domain such as example.gov.vn";
	for (size_t i = 0; i < domain.length; i++) {
		char byte = domain.data[i];
		if (!is_letter_or_digit(byte) && byte != '-' && byte != '.')
			return "the domain holds a character that no domain has";
	}
	return NULL;
}

const char *address_problem(struct slice address)
{
	const char *at = address.length ? memchr(address.data, '@', address.length) : NULL;
	for (size_t i = 0; i < address.length; i++) {
		if ((unsigned char)address.data[i] >= 0x80)
			return "it holds letters with accents";
	}
	if (!at)
		return "it has no @";
	struct slice local = {address.data, (size_t)(at - address.data)};
	struct slice domain = {at + 1, address.length - local.length - 1};
	if (!local.length || local.length > LOCAL_MOST || address.length > ADDRESS_MOST)
		return local.length ? "it is too long" : "nothing stands before the @";
	for (size_t i = 0; i < local.length; i++) {
		if (!is_local_byte(local.data[i]))
			return "it holds a character that needs quotes";
	}
	if (!dots_separate(local))
		return "a dot stands where none may";
	return domain_problem(domain);
}
