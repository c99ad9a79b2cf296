/* The header of an e-mail: what is fixed when the letter is written, and what is known only when it
 * is sent. RFC 5322 (lines), RFC 2047 (words that are not ASCII), RFC 3834 (automatic mail), RFC
 * 2919 (List-Id). Nothing that is passed in can add a line: line breaks, NUL and other control
 * characters never reach the output. */
#ifndef MESSAGE_CHANNEL_EMAIL_H
#define MESSAGE_CHANNEL_EMAIL_H

#include "base/error.h"
#include "base/text.h"
#include "core/time/zone.h"
#include "message/channel.h"

/* What never changes over the attempts of a delivery. */
struct email_fixed {
	const char *subject; /* UTF-8 */
	const char *key; /* Message-ID: <key@host of from> */
	const char *from; /* for its host */
	const char *province;
	int64_t episode; /* 0: it tells of none */
	int sequence;
	const char *event; /* "opened" … */
	const char *rule;
	const char *scope;
	const char *alert_subject;
	const char *severity;
};
/* Subject, Message-ID, List-Id, Auto-Submitted, X-Auto-Response-Suppress, and what filters ask for:
 *   X-Hentra-Alert: 12                 the episode; not in a letter that tells of none
 *   X-Hentra-Event: opened; id=12-1; rule=pile-up; scope=commune; subject=22954; severity=warning
 * Encoded and folded, joined by \n (a fold is \n and a blank). That is what a letter and a delivery
 * keep as `headers`. */
void email_fixed_headers(const struct email_fixed *fixed, struct text *out);

/* What is known when it is sent. */
struct email_sending {
	const char *from; /* an address */
	const char *from_name; /* UTF-8, "" none */
	const char *to; /* one address */
	const char *to_name; /* UTF-8, "" none */
	instant now; /* Date: the time of this attempt */
	const struct zone *zone;
	const char *fixed; /* the delivery's `headers` */
	/* the `headers` of the letter it answers, which begins the thread: one that this recipient was
	 * handed; NULL: it begins one itself */
	const char *root;
};
/* All header lines for transfer_mail(): From, To, Date, the fixed ones, In-Reply-To and References. MIME-Version and the
 * Content lines are the transfer's. -EINVAL with a sentence when an address cannot stand in a
 * header; *ret_lines is then untouched. An address may hold UTF-8 (RFC 6532): it goes out as it is
 * and the relay decides whether it knows SMTPUTF8. */
int email_headers(
	const struct email_sending *sending, struct header_lines *ret_lines, struct error *error);

/* Exactly one "@", something on both sides, at most 254 bytes, no blank, control character or any
 * of < > ( ) [ ] , ; : \ ". -EINVAL with a sentence. */
int email_check_address(const char *address, struct error *error);

/* Appends "Name: value" with the value as UTF-8 encoded words where it needs them, folded with "\n "
 * so that no line is longer than 76 columns; exposed for tests and attachments. */
void email_add_header(struct text *out, const char *name, const char *value);

#endif
