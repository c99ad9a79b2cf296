/* Which addresses are not the public internet. The check is on the socket address actually connected
 * to, so that a name which resolves differently the second time gains nothing. */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* Private, loopback, link-local, shared (100.64/10), multicast, reserved or documentation space
 * (IANA special-purpose registries, RFC 6890), also when carried inside an IPv6 address: mapped
 * (::ffff/96), compatible (::/96), NAT64 (64:ff9b::/96), 6to4 (2002::/16), Teredo (2001::/32).
 * Anything that is neither IPv4 nor IPv6 is not public. */
bool address_private(const struct sockaddr *address);

/* "192.0.2.1" or "2001:db8::1" into a buffer of at least 64 bytes; returns it. */
const char *address_format(const struct sockaddr *address, char buffer[static 64]);

#endif
