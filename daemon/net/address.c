#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct network4 {
	uint32_t base;
	int bits;
};

static const struct network4 special4[] = {
	{0x00000000, 8}, /* 0.0.0.0/8: this network */
	{0x0a000000, 8}, /* 10/8: private */
	{0x64400000, 10}, /* 100.64/10: shared (carrier NAT) */
	{0x7f000000, 8}, /* 127/8: loopback */
	{0xa9fe0000, 16}, /* 169.254/16: link-local, cloud metadata */
	{0xac100000, 12}, /* 172.16/12: private */
	{0xc0000000, 24}, /* 192.0.0/24: protocol assignments */
	{0xc0000200, 24}, /* 192.0.2/24: documentation */
	{0xc0586300, 24}, /* 192.88.99/24: 6to4 relays */
	{0xc0a80000, 16}, /* 192.168/16: private */
	{0xc6120000, 15}, /* 198.18/15: benchmarks */
	{0xc6336400, 24}, /* 198.51.100/24: documentation */
	{0xcb007100, 24}, /* 203.0.113/24: documentation */
	{0xe0000000, 4}, /* 224/4: multicast */
	{0xf0000000, 4}, /* 240/4: reserved, broadcast */
};

static bool private4(uint32_t address)
{
	for (size_t i = 0; i < sizeof(special4) / sizeof(special4[0]); i++)
		if ((address ^ special4[i].base) >> (32 - special4[i].bits) == 0)
			return true;
	return false;
}

static uint32_t read32(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

static bool private6(const uint8_t address[static 16])
{
	static const uint8_t zero[12];
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	static const uint8_t nat64[12] = {0x00, 0x64, 0xff, 0x9b};
	static const uint8_t nat64_local[6] = {0x00, 0x64, 0xff, 0x9b, 0x00, 0x01};

	if (memcmp(address, mapped, 12) == 0 || memcmp(address, nat64, 12) == 0)
		return private4(read32(address + 12));
	if (memcmp(address, nat64_local, 6) == 0)
		return true;
	/* :: and ::1 lie in 0.0.0.0/8 here, with the old IPv4-compatible addresses. */
	if (memcmp(address, zero, 12) == 0)
		return private4(read32(address + 12));
	if (address[0] == 0x20 && address[1] == 0x02) /* 6to4 */
		return private4(read32(address + 2));
	if (read32(address) == 0x20010000) /* Teredo: the client's address is stored inverted */
		return private4(read32(address + 4)) || private4(~read32(address + 12));
	if (read32(address) == 0x20010db8) /* documentation */
		return true;
	/* What is not global unicast 2000::/3: fc00::/7, fe80::/10, ff00::/8, 100::/64 and unassigned. */
	return (address[0] & 0xe0) != 0x20;
}

bool address_private(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof(in));
		return private4(ntohl(in.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;
		memcpy(&in6, address, sizeof(in6));
		return private6(in6.sin6_addr.s6_addr);
	}
	return true;
}

const char *address_format(const struct sockaddr *address, char buffer[static 64])
{
	const void *from = NULL;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	if (address->sa_family == AF_INET) {
		memcpy(&in, address, sizeof(in));
		from = &in.sin_addr;
	} else if (address->sa_family == AF_INET6) {
		memcpy(&in6, address, sizeof(in6));
		from = &in6.sin6_addr;
	}
	if (!from || !inet_ntop(address->sa_family, from, buffer, 64))
		snprintf(buffer, 64, "%s", "unknown address");
	return buffer;
}
