#!/usr/bin/env python3
"""A webhook receiver that keeps every event as a file: DIR/0001-WEBHOOK-ID.json with the body as it
came and .headers beside it. Verifies the Standard Webhooks signature when told the secret. Standard
library only. Prints its address on the first line.

  python3 tests/sinks/webhook_sink.py DIR [--port N] [--secret whsec_…] [--fail-first N[=CODE]]
                                          [--retry-after SECONDS] [--status CODE]
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TOLERANCE = 300  # seconds a timestamp may be off


def signature_fault(secret, headers, body):
    """None when the request is signed as Standard Webhooks wants it; else what is wrong."""
    identity, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not identity or "." in identity:
        return f"webhook-id is not usable: {identity!r}"
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > TOLERANCE:
        return f"webhook-timestamp is not now: {stamp!r}"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{identity}.{stamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = headers.get("webhook-signature", "").split(" ")
    if not any(hmac.compare_digest(expected, one) for one in given):
        return "webhook-signature does not match"
    return None


class Sink:
    def __init__(self, options):
        self.folder, self.lock = Path(options.folder), threading.Lock()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.secret, self.status = options.secret, options.status
        number, _, code = options.fail_first.partition("=")
        self.fail_left, self.fail_code = int(number), int(code or 503)
        self.retry_after, self.count, self.attempts = options.retry_after, 0, 0

    def take(self, headers, body):
        """(status, headers) of the answer."""
        with self.lock:
            self.attempts += 1
            with open(self.folder / "attempts.log", "a", encoding="utf-8") as log:
                log.write(f"{time.time():.3f} {headers.get('webhook-id')}\n")
            if self.fail_left > 0:
                self.fail_left -= 1
                more = [("Retry-After", self.retry_after)] if self.retry_after else []
                return self.fail_code, more
            fault = signature_fault(self.secret, headers, body) if self.secret else None
            if fault:
                (self.folder / f"refused-{self.attempts:04d}.txt").write_text(fault + "\n")
                return 401, []
            self.count += 1
            name = re.sub(r"[^\w-]", "_", headers.get("webhook-id", "no-id"))
            path = self.folder / f"{self.count:04d}-{name}.json"
            path.with_suffix(".headers").write_text(json.dumps(dict(headers.items()), indent=1))
            partial = path.with_suffix(".partial")
            partial.write_bytes(body)
            partial.rename(path)
            return self.status, []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sink = None

    def log_message(self, *args):
        pass

    def do_OPTIONS(self):
        """A ping: CloudEvents' validation request. Nothing is kept of it."""
        self.send_response(204)
        self.send_header("WebHook-Allowed-Origin", self.headers.get("WebHook-Request-Origin", ""))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers = self.sink.take(self.headers, body)
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description="keeps events as files")
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--secret", default="")
    parser.add_argument("--status", type=int, default=204)
    parser.add_argument("--fail-first", default="0", metavar="N[=CODE]")
    parser.add_argument("--retry-after", default="")
    options = parser.parse_args()
    Handler.sink = Sink(options)
    server = Server(("127.0.0.1", options.port), Handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"http://127.0.0.1:{server.server_port}/hooks/hentra", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
