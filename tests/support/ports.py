"""Ports for servers that must be told theirs."""

import random
import socket

# below those that the kernel gives to connections: between the choice and the server's start no client of
# another test can take it
PORTS = range(10240, 32768)


def free_port():
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
