#!/usr/bin/env python3
"""A mail relay that keeps every message as a file: DIR/0001-RECIPIENT.eml, envelope in X-Envelope
headers on top. Standard library only. Prints its address (smtp://127.0.0.1:PORT) on the first line.

  python3 tests/sinks/mail_sink.py DIR [--port N] [--refuse ADDRESS=CODE …] [--slow SECONDS]
                                       [--fail-first N] [--refuse-files] [--refuse-sender CODE]

--refuse answers RCPT for that address with 4xx or 5xx; --fail-first answers the first N messages
451 after DATA; --refuse-files answers 554 to a message with an attachment; --refuse-sender answers MAIL with
that code; --slow waits before the greeting."""

import argparse
import re
import signal
import socketserver
import sys
import threading
import time
from pathlib import Path

LINE_MAX = 1000  # RFC 5321, 4.5.3.1.6: what a strict relay may refuse


class Sink:
    def __init__(self, options):
        self.folder, self.lock = Path(options.folder), threading.Lock()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.refuse = dict(part.rsplit("=", 1) for part in options.refuse)
        self.slow, self.fail_left = options.slow, options.fail_first
        self.refuse_files, self.refuse_sender = options.refuse_files, options.refuse_sender
        self.count = 0

    def keep(self, sender, recipients, data):
        with self.lock:
            if self.fail_left > 0:
                self.fail_left -= 1
                return False
            self.count += 1
            name = re.sub(r"[^\w.@+-]", "_", recipients[0])
            head = f"X-Envelope-From: {sender}\r\nX-Envelope-To: {', '.join(recipients)}\r\n"
            path = self.folder / f"{self.count:04d}-{name}.eml"
            partial = path.with_suffix(".partial")
            partial.write_bytes(head.encode() + data)
            partial.rename(path)  # a reader never sees half a letter
        return True


class Session(socketserver.StreamRequestHandler):
    sink = None

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        if self.sink.slow:
            time.sleep(self.sink.slow)
        self.say("220 mail-sink ESMTP")
        self.sender, self.recipients = None, []
        while line := self.rfile.readline(4096):
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if verb.upper() == "QUIT":
                self.say("221 2.0.0 bye")
                return
            self.command(verb.upper(), rest)

    def command(self, verb, rest):
        if verb == "EHLO":
            self.say("250-mail-sink\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250 SMTPUTF8")
        elif verb in ("HELO", "NOOP"):
            self.say("250 2.0.0 fine")
        elif verb == "RSET":
            self.sender, self.recipients = None, []
            self.say("250 2.0.0 fine")
        elif verb == "MAIL":
            self.sender, self.recipients = self.address(rest), []
            code = self.sink.refuse_sender
            self.say(f"{code} {code[0]}.7.1 not from you" if code else "250 2.1.0 fine")
        elif verb == "RCPT":
            address = self.address(rest)
            code = self.sink.refuse.get(address)
            if code:
                self.say(f"{code} {code[0]}.1.1 no such mailbox here: {address}")
            else:
                self.recipients.append(address)
                self.say("250 2.1.5 fine")
        elif verb == "DATA":
            self.data()
        else:
            self.say("502 5.5.2 not known here")

    def data(self):
        if self.sender is None or not self.recipients:
            return self.say("503 5.5.1 MAIL and RCPT first")
        self.say("354 go on, end with a dot")
        lines, too_long = [], False
        while (line := self.rfile.readline()) not in (b".\r\n", b".\n", b""):
            too_long = too_long or len(line) > LINE_MAX
            lines.append(line[1:] if line.startswith(b".") else line)
        if line == b"":
            return None  # the other side is gone: nothing was accepted
        if too_long:
            return self.say("550 5.6.0 a line of more than 1000 bytes")
        if self.sink.refuse_files and any(b"filename=" in line for line in lines):
            return self.say("554 5.7.1 attachment type not allowed")
        if not self.sink.keep(self.sender, self.recipients, b"".join(lines)):
            return self.say("451 4.3.0 try again later")
        return self.say(f"250 2.0.0 kept as {self.sink.count}")

    @staticmethod
    def address(rest):
        match = re.search(r"<([^>]*)>", rest)
        return match.group(1) if match else rest


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description="keeps mail as files")
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--refuse", action="append", default=[], metavar="ADDRESS=CODE")
    parser.add_argument("--refuse-files", action="store_true")
    parser.add_argument("--refuse-sender", default="")
    parser.add_argument("--slow", type=float, default=0)
    parser.add_argument("--fail-first", type=int, default=0)
    options = parser.parse_args()
    Session.sink = Sink(options)
    server = Server(("127.0.0.1", options.port), Session)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"smtp://127.0.0.1:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


main()
