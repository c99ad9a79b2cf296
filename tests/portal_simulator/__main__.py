#!/usr/bin/env python3
"""A portal for the demonstration and the tests, in the shapes of several systems. Standard library
only.

  python3 tests/portal_simulator [--port N] [--data demo|large:N|mixed:N|none] [--seed N] …

Prints its address on the first line. The same cases are served as

  GET  /o/rest/v2/dossiers                       OpenCPS (query.py, dossier.py)
  GET  /pa/dossier/search                        VNPT iGate (igate.py)
  POST /api/v1/hosos/Search/TrangThaiXuLy        Thanh Hoá (thanhhoa.py)
  POST /mapi/g                                   the national dialect (dvcqg.py)
  GET  /control/csv                              a sheet somebody saved (csv_export.py)

tokens.py signs in. Beside it:

  GET  /control/requests         what was asked so far, as JSON
  GET  /control/stats            how many at once, how many pages had not changed
  GET  /control/truth?now=…      what a correct observer must count, per agency and bucket
  GET  /control/personal         texts that no observer may keep
  POST /control/fault?kind=…     see faults.py; kind=clear ends them all
  POST /control/cases            a JSON list of cases to add or change, by their code
  POST /control/remove?code=…
  POST /control/revoke           ends every session and token
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
import zlib
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import csv_export
import dossier
import dvcqg
import igate
import province
import query
import thanhhoa
import tokens
import truth
from faults import Faults, spoil, write_slowly

LISTING = "/o/rest/v2/dossiers"
SHAPES = {path: shape for shape in (igate, thanhhoa, dvcqg) for path in shape.PATHS}


class Portal:
    """The state all connections share."""

    def __init__(self, options):
        self.lock, self.faults, self.requests = threading.Lock(), Faults(), []
        self.now, self.sign_in, self.etag = options.now, options.sign_in, options.etag
        self.tokens = tokens.Tokens(options.sign_in)
        if options.data == "demo":
            self.cases = province.demo(options.seed)
        elif options.data.startswith("large:"):
            self.cases = province.large(int(options.data[6:]), options.seed)
        elif options.data.startswith("mixed:"):
            self.cases = province.demo(options.seed)
            self.cases += province.large(int(options.data[6:]) - len(self.cases), options.seed)
        else:
            self.cases = []
        self.rendered = {}
        self.stats = {"not_modified": 0, "running": 0, "most_at_once": 0}

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

    @contextmanager
    def counted(self):
        """A request under way."""
        with self.lock:
            self.stats["running"] += 1
            self.stats["most_at_once"] = max(self.stats["most_at_once"], self.stats["running"])
        try:
            yield
        finally:
            with self.lock:
                self.stats["running"] -= 1

    def touch_last(self):
        """The case that changed longest ago changes now: in a list by change it goes to the front, and
        every other one place further."""
        oldest = min(self.cases, key=igate.changed)
        oldest.modified = max(map(igate.changed, self.cases)) + timedelta(seconds=1)

    def remove(self, code):
        with self.lock:
            self.cases = [case for case in self.cases if case.code != code]

    def signed_in(self, headers, asked):
        kind, _, secret = self.sign_in.partition(":")
        if kind == "basic":
            expected = "Basic " + base64.b64encode(secret.encode()).decode()
            return headers.get("Authorization") == expected
        if kind == "bearer":
            return headers.get("Authorization") == f"Bearer {secret}"
        if kind == "token":
            return headers.get("Token") == secret
        return self.tokens.signed_in(headers, asked)


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
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if url.path.startswith("/control/"):
            self.control(url.path[9:], asked)
        elif url.path == LISTING or url.path in SHAPES:
            with self.portal.counted():
                if url.path == LISTING:
                    self.listing(url.query, asked)
                else:
                    self.shape(url.path, url.query, asked)
        elif url.path in tokens.PATHS:
            self.remember(url.path, {}, 0)
            status, answer, headers = self.portal.tokens.answer(url.path, self.body, self.headers)
            self.reply(status, json.dumps(answer).encode(), headers=headers)
        else:
            self.reply_json({"message": "not found"}, 404)

    do_POST = do_GET

    def remember(self, path, asked, page):
        self.portal.requests.append({"path": path, "query": asked, "page": page,
                                     "at": time.time(), "from": self.client_address[1],
                                     "headers": dict(self.headers.items())})

    def listing(self, query_text, asked):
        start, end = query.window(asked)
        page = start // (end - start) if end and end > start else 0
        self.remember(LISTING, asked, page)
        if not self.headers.get("groupId"):
            return self.reply_json({"code": 403, "message": "groupId"}, 403)
        if not self.portal.signed_in(self.headers, asked):
            return self.reply_json({"code": 401, "message": "unauthorized"}, 401)
        if "json" not in self.headers.get("Accept", ""):
            return self.reply(200, b"<DossierResultsModel/>", "application/xml")
        fault = self.portal.faults.take(page, query_text)
        if fault and fault.kind == "endless":
            asked = {**asked, "start": 0, "end": end - start}
        if fault and fault.kind == "capped":
            asked = {**asked, "end": min(end, start + fault.code)}
        return self.page(fault, self.portal.answer(asked))

    def shape(self, path, query_text, asked):
        """The other systems; what is asked stands in the query or in a JSON body."""
        shape = SHAPES[path]
        try:
            asked = {**asked, **(json.loads(self.body) if self.body else {})}
        except ValueError:
            return self.reply_json({"message": "not JSON"}, 400)
        self.remember(path, asked, shape.page_index(asked))
        if not self.portal.signed_in(self.headers, asked):
            if shape is dvcqg:
                return self.reply(200, dvcqg.refused())
            return self.reply_json({"message": "unauthorized"}, 401)
        fault = self.portal.faults.take(shape.page_index(asked), query_text)
        with self.portal.lock:
            body = shape.answer(self.portal, asked)
            if fault and fault.kind == "moving":
                self.portal.touch_last()
        return self.page(fault, body)

    def page(self, fault, body):
        if fault:
            return self.misbehave(fault, body)
        if not self.portal.etag:
            return self.reply(200, body)
        tag = f'"{zlib.crc32(body):08x}-{len(body)}"'
        if self.headers.get("If-None-Match") == tag:
            self.portal.stats["not_modified"] += 1
            self.send_response(304)
            self.send_header("ETag", tag)
            return self.end_headers()
        return self.reply(200, body, headers=[("ETag", tag)])

    def misbehave(self, fault, body):
        if fault.kind == "status":
            headers = [("Retry-After", fault.retry_after)] if fault.retry_after else []
            return self.reply(fault.code, b'{"message": "busy"}', headers=headers)
        if fault.kind == "redirect":
            return self.reply(302, b"", headers=[("Location", self.path)])
        if fault.kind == "elsewhere":
            return self.reply(302, b"", headers=[("Location", "http://elsewhere.example/list")])
        if fault.kind == "no-answer":
            self.close_connection = True
            return self.connection.shutdown(socket.SHUT_RDWR)
        if fault.kind == "stall":
            time.sleep(fault.seconds)
        if fault.kind in ("raw", "flood"):
            return self.send_raw(fault)
        body, kind = spoil(fault, body)
        if fault.kind == "given":
            headers = [line.split(": ", 1) for line in fault.headers.splitlines()]
            return self.reply(fault.code, body, kind, headers)
        if fault.kind not in ("reset", "truncated", "slow", "dribble"):
            return self.reply(200, body, kind)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault.kind == "slow":
            return write_slowly(self.wfile.write, body, fault.seconds)
        self.wfile.write(body[:len(body) // 2])
        self.wfile.flush()
        while fault.kind == "dribble":  # never ends: a blank now and then
            time.sleep(fault.seconds)
            self.wfile.write(b" ")
        self.close_connection = True
        if fault.kind == "reset":  # a lingering close of 0 s sends RST instead of FIN
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        return None

    def send_raw(self, fault):
        """Bytes as they are instead of an answer; of kind flood the last line again and again."""
        self.close_connection = True
        self.wfile.write(fault.body)
        line = fault.body[fault.body.rindex(b"\n") + 1:] * 100 if fault.kind == "flood" else b""
        while line:
            self.wfile.write(line)

    def control(self, what, asked):
        portal = self.portal
        try:
            if what == "requests":
                return self.reply_json(portal.requests)
            if what == "stats":
                return self.reply_json(portal.stats)
            if what == "csv":
                sheet = csv_export.answer(portal.cases, asked.get("separator", ","),
                                          asked.get("bom", "yes") == "yes")
                return self.reply(200, sheet, "text/csv; charset=utf-8")
            if what == "tokens":
                return self.reply_json(portal.tokens.issued)
            if what == "personal":
                return self.reply_json(dossier.PERSONAL_MARKS)
            if what == "truth":
                now = datetime.fromisoformat(asked["now"]) if "now" in asked else portal.now
                from_day = date.fromisoformat(asked.get("from", str(province.YEAR_START)))
                to_day = date.fromisoformat(asked.get("to", "9999-12-31"))
                return self.reply_json(truth.tally(portal.cases, now, from_day, to_day))
            if what == "fault":
                numbers = {"page": int, "times": int, "code": int, "seconds": float,
                           "share": float, "seed": int}
                members = {name: numbers.get(name, str)(value) for name, value in asked.items()}
                members["body"] = self.body
                portal.faults.clear() if members.get("kind") == "clear" else portal.faults.set(**members)
            elif what == "cases":
                for members in json.loads(self.body):
                    portal.put(members)
            elif what == "revoke":
                portal.tokens.revoke()
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
        # faults end connections, and the client of a faulty answer may; nothing else is silent
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description="a portal in several shapes")
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--data", default="demo", help="demo, large:COUNT, mixed:COUNT or none")
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--now", type=datetime.fromisoformat, default=province.NOW)
    parser.add_argument("--sign-in", default="none",
                        help="none, basic:USER:PASSWORD, bearer:TOKEN, token:TOKEN, or as "
                             "tokens.py says")
    parser.add_argument("--etag", action="store_true", help="offer ETag, answer 304")
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
