/* What a stranger's request says: its Host, its form, what it accepts. A name is only ever ours when it
 * is an address or one of the three that we go by, and a form chooses nothing that was not offered. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/page_host.h"
#include "base/memory.h"
#include "page/ack_page.h"
#include "page/exposition.h"

#define FIRST 20000 /* the day that is offered first */

static const struct page_settings settings = {
	.listen = "may-chu:8022", .url = "https://hentra.example:8443/x"};

/* Only characters of addresses and of our names; at the most what their longest takes, and a port. */
static void check_host(const char *host)
{
	static const char *const names[] = {"localhost", "may-chu", "hentra.example"};
	size_t name = strcspn(host, ":");

	if (!page_host_is_ours(host, &settings) || host[0] == '\0')
		return;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strlen(names[i]) == name && strncasecmp(names[i], host, name) == 0)
			return;
	if (host[strspn(host, "0123456789abcdefABCDEF.:[]")] != '\0')
		abort();
}

static void check_form(struct slice body)
{
	struct ack_view view = {.choice_count = ACK_CHOICES, .preset = 2};

	for (int i = 0; i < ACK_CHOICES; i++)
		view.choices[i] = FIRST + i;
	day chosen = ack_chosen(&view, body);
	if (chosen < FIRST || chosen >= FIRST + ACK_CHOICES)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup(cleanup_free) char *text = xstrndup((const char *)data, size);

	check_host(text);
	check_form((struct slice){(const char *)data, size});
	exposition_wants_open_metrics((struct slice){(const char *)data, size});
	return 0;
}
