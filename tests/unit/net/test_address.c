/* Which addresses a webhook may be sent to. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net/address.h"

static bool private_text(const char *text)
{
	struct sockaddr_storage storage = {0};
	struct sockaddr_in *in = (struct sockaddr_in *)&storage;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&storage;

	if (inet_pton(AF_INET, text, &in->sin_addr) == 1)
		in->sin_family = AF_INET;
	else if (inet_pton(AF_INET6, text, &in6->sin6_addr) == 1)
		in6->sin6_family = AF_INET6;
	else
		fail_msg("not an address: %s", text);
	return address_private((const struct sockaddr *)&storage);
}

static void an_address_that_is_not_of_the_internet_is_private(void **state)
{
	(void)state;
	static const char *const addresses[] = {"0.0.0.0", "0.255.255.255", "10.0.0.1",
		"10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.0.1",
		"169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.2.9",
		"192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1",
		"203.0.113.7", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.1.2.3",
		"::ffff:100.64.1.1", "64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::8.8.8.8",
		"2002:7f00:1::", "2002:c0a8:101::5", "2002:0a00:0001::1",
		"2001:0:7f00:1::", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
		"100::1", "2001:db8::1"};

	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		if (!private_text(addresses[i]))
			fail_msg("%s counts as public", addresses[i]);
}

static void an_address_of_the_internet_is_not_private(void **state)
{
	(void)state;
	static const char *const addresses[] = {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0",
		"100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.255.255",
		"172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
		"198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
		"2002:808:808::1", "2400:cb00::1", "2606:4700:4700::1111", "2001:4860:4860::8888",
		"2a00:1450::1"};

	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		if (private_text(addresses[i]))
			fail_msg("%s counts as private", addresses[i]);
}

static void a_socket_that_is_not_of_the_internet_family_is_private(void **state)
{
	(void)state;
	struct sockaddr local = {.sa_family = AF_UNIX};
	char buffer[64];

	assert_true(address_private(&local));
	assert_string_equal(address_format(&local, buffer), "unknown address");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_that_is_not_of_the_internet_is_private),
		cmocka_unit_test(an_address_of_the_internet_is_not_private),
		cmocka_unit_test(a_socket_that_is_not_of_the_internet_family_is_private),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
