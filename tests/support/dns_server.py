"""A name server for tests: every name under .test is 127.0.0.1, everything else does not exist.
Answers after DELAY seconds; prints its address.

    dns_server.py [DELAY]"""

import socket
import struct
import sys
import threading
import time


def answer(query):
    name, at = [], 12
    while query[at]:
        name.append(query[at + 1:at + 1 + query[at]].decode())
        at += 1 + query[at]
    question = query[12:at + 5]
    kind = struct.unpack(">H", query[at + 1:at + 3])[0]
    known = name[-1].lower() == "test"
    records = b""
    if known and kind == 1:
        records = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + socket.inet_aton("127.0.0.1")
    flags = 0x8180 if known else 0x8183
    return query[:2] + struct.pack(">HHHHH", flags, 1, bool(records), 0, 0) + question + records


def main():
    delay = float(sys.argv[1]) if len(sys.argv) > 1 else 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 53))
        print("127.0.0.1:53", flush=True)

        def late(query, client):
            time.sleep(delay)
            server.sendto(answer(query), client)

        while True:
            query, client = server.recvfrom(4096)
            threading.Thread(target=late, args=(query, client), daemon=True).start()


main()
