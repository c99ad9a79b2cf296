/* A name that points here is not enough to read the page without the token. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/memory.h"
#include "web/page_host.h"

static const struct page_settings settings = {
	.listen = "hentra-may-chu:8022", .url = "https://Hentra.Example.gov.vn:8443"};

static void addresses_localhost_and_configured_names_are_ours(void **state)
{
	(void)state;
	static const char *const ours[] = {"", "127.0.0.1", "127.0.0.1:8022", "[::1]:8022", "[::1]",
		"10.1.2.3:80", "localhost", "LOCALHOST:8022", "hentra.example.gov.vn",
		"hentra.example.gov.vn:443", "hentra-may-chu"};
	for (size_t i = 0; i < ARRAY_SIZE(ours); i++)
		if (!page_host_is_ours(ours[i], &settings))
			fail_msg("%s is refused", ours[i]);
}

static void any_other_name_is_a_strangers(void **state)
{
	(void)state;
	static const char *const others[] = {"evil.example", "evil.example:8022",
		"127.0.0.1.evil.example", "localhost.evil.example", "hentra.example.gov.vn.evil",
		"xhentra.example.gov.vn", "[evil]", "[", ":8022", "127.0.0.1x", "a b",
		"[::1].evil.example", "[::1]x:80", "localhost:evil.example", "localhost:80x",
		"127.0.0.1:80:90", "[::1"};
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (page_host_is_ours(others[i], &settings))
			fail_msg("%s is taken", others[i]);
	struct page_settings bare = {.listen = "", .url = ""};
	assert_false(page_host_is_ours("evil.example", &bare));
	assert_false(page_host_is_ours(":1", &bare));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_localhost_and_configured_names_are_ours),
		cmocka_unit_test(any_other_name_is_a_strangers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
