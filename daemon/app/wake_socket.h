/* The wake socket: a datagram from the tool means that an operator wrote to the store. Its content
 * does not matter, so nothing can be done through it but cause a look. */
#ifndef APP_WAKE_SOCKET_H
#define APP_WAKE_SOCKET_H

struct ground;
struct wake_socket;

/* Without a place to listen at it says so once and is deaf: never NULL. */
struct wake_socket *wake_socket_new(struct ground *ground);
void wake_socket_free(struct wake_socket *wake);

#endif
