#!/usr/bin/env python3
"""A portal that answers in the OpenCPS shape, for the demonstration and the tests. Standard library
only.

  python3 tests/portal_simulator [--port N] [--data demo|large:N|none] [--seed N] …

Prints its address on the first line. The portal is GET /o/rest/v2/dossiers. Beside it:

  GET  /control/requests         what was asked so far, as JSON
  GET  /control/truth?now=…      what a correct observer must count, per agency and bucket
  GET  /control/personal         texts that no observer may keep
  POST /control/fault?kind=…     see faults.py; kind=clear ends them all
  POST /control/cases            a JSON list of cases to add or change, by their code
  POST /control/remove?code=…
"""

import argparse
import base64
import json
import signal
import socket
import struct
import sys
import threading
import time
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import dossier
import province
import query
import truth
from faults import Faults, spoil, write_slowly

LISTING = "/o/rest/v2/dossiers"


class Portal:
    """The state all connections share."""

    def __init__(self, options):
        self.lock, self.faults, self.requests = threading.Lock(), Faults(), []
        self.now, self.sign_in = options.now, options.sign_in
        if options.data == "demo":
            self.cases = province.demo(options.seed)
        elif options.data.startswith("large:"):
            self.cases = province.large(int(options.data[6:]), options.seed)
        else:
            self.cases = []
        self.rendered = {}

    def json_of(self, number, case):
        if number not in self.rendered or self.rendered[number][0] is not case:
            self.rendered[number] = (case, dossier.to_json(case, number, self.now))
        return self.rendered[number][1]

    def answer(self, asked):
        with self.lock:
            # positions become dossierId, so they must not depend on the filter
            numbers = {id(case): number for number, case in enumerate(self.cases)}
            found = query.select(self.cases, asked)
            start, end = query.window(asked)
            page = [self.json_of(numbers[id(case)], case) for case in found[start:end]]
        if not page:
            return f'{{"total": {len(found)}}}'.encode()  # no "data" when there is none
        return f'{{"total": {len(found)}, "data": [{", ".join(page)}]}}'.encode()

    def put(self, members):
        with self.lock:
            for position, case in enumerate(self.cases):
                if case.code == members["code"]:
                    self.cases[position] = dossier.changed(case, members)
                    return
            self.cases.append(dossier.from_json(members))

    def remove(self, code):
        with self.lock:
            self.cases = [case for case in self.cases if case.code != code]

    def signed_in(self, headers):
        kind, _, secret = self.sign_in.partition(":")
        if kind == "basic":
            expected = "Basic " + base64.b64encode(secret.encode()).decode()
            return headers.get("Authorization") == expected
        if kind == "bearer":
            return headers.get("Authorization") == f"Bearer {secret}"
        return kind != "token" or headers.get("Token") == secret


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal = None

    def log_message(self, *args):
        pass

    def reply(self, status, body, kind="application/json;charset=utf-8", headers=()):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def reply_json(self, value, status=200):
        self.reply(status, json.dumps(value, ensure_ascii=False).encode())

    def do_GET(self):
        url = urlsplit(self.path)
        asked = dict(parse_qsl(url.query, keep_blank_values=True))
        if url.path.startswith("/control/"):
            self.control(url.path[9:], asked)
        elif url.path == LISTING:
            self.listing(url.query, asked)
        else:
            self.reply_json({"message": "not found"}, 404)

    do_POST = do_GET

    def listing(self, query_text, asked):
        start, end = query.window(asked)
        page = start // (end - start) if end and end > start else 0
        self.portal.requests.append({"path": LISTING, "query": asked, "page": page,
                                     "headers": dict(self.headers.items())})
        if not self.headers.get("groupId"):
            return self.reply_json({"code": 403, "message": "groupId"}, 403)
        if not self.portal.signed_in(self.headers):
            return self.reply_json({"code": 401, "message": "unauthorized"}, 401)
        if "json" not in self.headers.get("Accept", ""):
            return self.reply(200, b"<DossierResultsModel/>", "application/xml")
        body = self.portal.answer(asked)
        fault = self.portal.faults.take(page, query_text)
        return self.misbehave(fault, body) if fault else self.reply(200, body)

    def misbehave(self, fault, body):
        if fault.kind == "status":
            headers = [("Retry-After", fault.retry_after)] if fault.retry_after else []
            return self.reply(fault.code, b'{"message": "busy"}', headers=headers)
        if fault.kind == "redirect":
            return self.reply(302, b"", headers=[("Location", self.path)])
        if fault.kind == "stall":
            time.sleep(fault.seconds)
        body, kind = spoil(fault, body)
        if fault.kind not in ("reset", "truncated", "slow"):
            return self.reply(200, body, kind)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault.kind == "slow":
            return write_slowly(self.wfile.write, body, fault.seconds)
        self.wfile.write(body[:len(body) // 2])
        self.wfile.flush()
        self.close_connection = True
        if fault.kind == "reset":  # a lingering close of 0 s sends RST instead of FIN
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        return None

    def control(self, what, asked):
        portal = self.portal
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        try:
            if what == "requests":
                return self.reply_json(portal.requests)
            if what == "personal":
                return self.reply_json(dossier.PERSONAL_MARKS)
            if what == "truth":
                now = datetime.fromisoformat(asked["now"]) if "now" in asked else portal.now
                from_day = date.fromisoformat(asked.get("from", str(province.YEAR_START)))
                to_day = date.fromisoformat(asked.get("to", "9999-12-31"))
                return self.reply_json(truth.tally(portal.cases, now, from_day, to_day))
            if what == "fault":
                numbers = {"page": int, "times": int, "code": int, "seconds": float}
                members = {name: numbers.get(name, str)(value) for name, value in asked.items()}
                portal.faults.clear() if members.get("kind") == "clear" else portal.faults.set(**members)
            elif what == "cases":
                for members in json.loads(body):
                    portal.put(members)
            elif what == "remove":
                portal.remove(asked["code"])
            else:
                return self.reply_json({"message": "no such control"}, 404)
        except (ValueError, KeyError, TypeError) as error:
            return self.reply_json({"message": str(error)}, 400)
        return self.reply_json({"cases": len(portal.cases)})


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, ValueError)):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description="a portal in the OpenCPS shape")
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--data", default="demo", help="demo, large:COUNT or none")
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--now", type=datetime.fromisoformat, default=province.NOW)
    parser.add_argument("--sign-in", default="none",
                        help="none, basic:USER:PASSWORD, bearer:TOKEN or token:TOKEN")
    options = parser.parse_args()
    Handler.portal = Portal(options)
    server = Server(("127.0.0.1", options.port), Handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


main()
