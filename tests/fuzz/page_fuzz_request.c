/* What a stranger's request says: the form behind a letter's link chooses nothing that was not offered,
 * and a header Accept is only looked at. */
#include <stdint.h>
#include <stdlib.h>

#include "page/ack_page.h"
#include "page/exposition.h"

#define FIRST 20000 /* the day that is offered first */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice said = {(const char *)data, size};
	struct ack_view view = {.choice_count = ACK_CHOICES, .preset = 2};

	for (int i = 0; i < ACK_CHOICES; i++)
		view.choices[i] = FIRST + i;
	day chosen = ack_chosen(&view, said);
	if (chosen < FIRST || chosen >= FIRST + ACK_CHOICES)
		abort();
	exposition_wants_open_metrics(said);
	return 0;
}
