#include <errno.h>

#include "base/memory.h"
#include "store/store_receipts.h"

#define LOOKED_UP_MOST 5000 /* say it of the rest, too */
#define KNOWN_LEAST 3 /* a case or two are corrected by hand */

static int compare(void *user, const struct store_case *known)
{
	struct {
		struct receipt_check *check;
		instant received;
	} *asked = user;
	struct receipt_check *check = asked->check;
	if (known->portal != check->portal || known->facts.received == INSTANT_NONE)
		return 0;
	check->known++;
	check->moved += zone_day(check->zone, known->facts.received) !=
			zone_day(check->zone, asked->received);
	return 0;
}

void receipt_check_record(
	struct receipt_check *check, struct store *store, const struct case_record *record)
{
	struct {
		struct receipt_check *check;
		instant received;
	} asked = {check, record->facts.received};
	if (record->facts.received == INSTANT_NONE || check->looked_up == LOOKED_UP_MOST)
		return;
	cleanup(cleanup_free) char *code = xstrndup(record->code.data, record->code.length);
	check->looked_up++;
	store_case_by_code(store, code, compare, &asked, NULL);
}

int receipt_check_end(const struct receipt_check *check, struct error *error)
{
	if (check->known < KNOWN_LEAST || check->moved * 2 <= check->known)
		return 0;
	return error_set(error, -EBADMSG,
		"of %lld case(s) in it that are known already %lld would get another day of "
		"receipt: "
		"are its dates in another order, or is it another system's? To take it all the "
		"same: "
		"hentractl import --yes",
		(long long)check->known, (long long)check->moved);
}
