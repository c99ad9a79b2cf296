"""A portal that lies: it answers completely, in time and in good form, and what it says is false.

A lie is a row of LIES: its name, and what is done to the truth (the list of cases), to one answer, or to
the bytes. Everything of the transport is sound, so what is tried is only whether hentra believes what
arrives. The world is small: three communes, one with a pile of overdue cases that was told of, one just
below, one clean."""

import codecs
import json
import random
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

ZONE = timezone(timedelta(hours=7))
PAGE = 10  # cases on a page
ENOUGH = 1000  # requests; whoever asks for more in one poll would ask for ever
UNITS = ("000.01.32.H36", "000.02.32.H36", "000.03.32.H36")

PROFILE = """\
[profile]
title = A portal of the tests

[request]
path  = /files
query = page={page}&size={size}

[sweep all]

[paging]
style      = page
first-page = 1
page-size  = 10
%s
[answer]
records = %s
%s
[fields]
code      = /code
status    = /status
unit      = /unit
procedure = /procedure
received  = /received
due       = /due
finished  = /finished
updated   = /updated

[status]
1 = processing
2 = processed
3 = supplement

[dates]
formats = iso | d/M/yyyy H:mm | d/M/yyyy
zone    = +07:00
"""
# how a list says that it is whole -> its profile
SHAPES = {
    "total": PROFILE % ("trust-total = yes\n", "/items", "total = /total\n"),
    "last": PROFILE % ("end = last-flag\n", "/items", "last = /last\n"),
    "bare": PROFILE % ("", '""', ""),
}


def at(day, hour=8, minute=0):
    return datetime(2026, 11, 1, hour, minute, tzinfo=ZONE) + timedelta(days=day - 1)


def iso(instant):
    return instant.isoformat()


def truth():
    """80 cases of three communes on 20 November 2026: 12 overdue of the first (told of), 8 of the second."""
    cases, dice = [], random.Random(20261120)
    for place, unit in enumerate(UNITS):
        overdue = (12, 8, 0)[place]
        for number in range(26 if place < 2 else 28):
            received = at(2, 8, number)
            due = at(10 + number % 5, 17) if number < overdue else at(30, 17) + timedelta(days=number)
            status = "1"
            finished = None
            if number >= 20:
                status, finished = "2", at(6, 10, number)
            cases.append({"code": f"{unit}-26110{2 + place}-{number + 1:04d}", "status": status, "unit": unit,
                          "procedure": f"1.00{number % 4}", "received": iso(received), "due": iso(due),
                          "finished": finished and iso(finished), "updated": iso(finished or received),
                          "note": "Ghi chú"})
    dice.shuffle(cases)
    return cases


@dataclass
class Lie:
    name: str
    kind: str
    cases: object = None    # list of cases -> list of cases
    answer: object = None   # (answer, page, all pages' items) -> answer
    body: object = None     # bytes -> bytes, or (status, headers, bytes)
    shape: str = "total"
    # A change that may be honest news of a few cases is no lie that could be known: it is only to be seen
    # that what came is told as it came.
    believed: bool = False


def each(change, share=1.0, only=lambda case: True):
    """A lie about the cases one by one: `change` alters a copy; every 1/share-th of those that `only` fits."""
    def tell(cases):
        told, fitting = [], 0
        for case in cases:
            case = dict(case)
            if only(case):
                fitting += 1
                if int(fitting * share) > int((fitting - 1) * share):
                    change(case)
            told.append(case)
        return told
    return tell


def put(name, value):
    def change(case):
        case[name] = value(case) if callable(value) else value
    return change


def drop(name):
    return lambda case: case.pop(name, None)


def is_open(case):
    return case["status"] == "1"


def is_overdue(case):
    return is_open(case) and case["due"] < iso(at(20))


def moved(name, **by):
    return put(name, lambda case: case[name] and iso(datetime.fromisoformat(case[name]) + timedelta(**by)))


def only_unit(number):
    return lambda case: case["unit"] == UNITS[number]


def doubled(change):
    def tell(cases):
        return cases + each(change)(cases)
    return tell


def answered(**members):
    def tell(answer, *_):
        return {**answer, **{name: value(answer) if callable(value) else value
                             for name, value in members.items()}}
    return tell


def lies():
    found = []

    def lie(kind, name, **told):
        found.append(Lie(name, kind, **told))

    # --- the list is not whole
    for shape in SHAPES:
        lie("cut", f"nothing is listed ({shape})", cases=lambda cases: [], shape=shape,
            answer=None)
        lie("cut", f"half is listed ({shape})", cases=lambda cases: cases[::2], shape=shape)
        lie("cut", f"the first page alone is listed ({shape})", cases=lambda cases: cases[:PAGE], shape=shape)
        lie("cut", f"a page and a half ({shape})", cases=lambda cases: cases[:PAGE + 5], shape=shape)
        lie("cut", f"one commune is missing ({shape})", shape=shape,
            cases=lambda cases: [case for case in cases if case["unit"] != UNITS[0]])
        lie("cut", f"the overdue are missing ({shape})", shape=shape,
            cases=lambda cases: [case for case in cases if not is_overdue(case)])
        lie("cut", f"the open are missing ({shape})", shape=shape,
            cases=lambda cases: [case for case in cases if not is_open(case)])
        lie("cut", f"the closed are missing ({shape})", shape=shape, cases=lambda cases: list(filter(is_open, cases)))
        lie("cut", f"pages of six, whatever is asked for ({shape})", shape=shape, answer="cap")
        lie("cut", f"the first page again and again ({shape})", shape=shape, answer="first")
        lie("cut", f"ever new codes ({shape})", shape=shape, answer="endless")
        lie("cut", f"each page holds the half of the one before ({shape})", shape=shape, answer="overlap")
    for value in (0, 1, PAGE, 40, -1, None, "", "81", "many", 1e9, True, [], 79, 81.5):
        lie("total", f"the total is {value!r}", answer=answered(total=value))
    lie("total", "the total is missing", answer=lambda answer, *_: {"items": answer["items"]})
    lie("total", "the total is that of the page", answer=answered(total=lambda answer: len(answer["items"])))
    lie("total", "the list is whole by its total of a page", cases=lambda cases: cases[:PAGE])
    for value in (True, False, None, "true", 1, "no"):
        lie("last", f"each page says last = {value!r}", answer=answered(last=value), shape="last")
    lie("last", "a short page says there is more, and an empty one follows", shape="last",
        cases=lambda cases: cases[:25], answer="never-last")

    # --- a field is lost or turned for all, or for many
    ends = {"absent": None, "null": put("due", None), "empty": put("due", ""), "9999-12-31": put("due", "9999-12-31"),
            "9999-12-31T23:59:59": put("due", "9999-12-31T23:59:59+07:00"), "0001-01-01": put("due", "0001-01-01"),
            "1970-01-01": put("due", "1970-01-01T07:00:00+07:00"), "far": put("due", "2199-01-01"),
            "a dash": put("due", "-"), "text": put("due", "theo quy định"), "zero": put("due", "0"),
            "a number": put("due", 0), "the received date": put("due", lambda case: case["received"])}
    for name, change in ends.items():
        lie("due", f"due is {name} for all", cases=each(change or drop("due")))
    for name in ("absent", "null", "9999-12-31", "far"):
        lie("due", f"due is {name} for each second", cases=each(ends[name] or drop("due"), 0.5))
        lie("due", f"due is {name} for the overdue", cases=each(ends[name] or drop("due"), only=is_overdue))
    for days in (-30, -1, 1, 30, 365):
        lie("due", f"due of all moved by {days} days", cases=each(moved("due", days=days)))
        if days > 0:
            lie("due", f"due of the overdue moved by {days + 14} days",
                cases=each(moved("due", days=days + 14), only=is_overdue))
    lie("due", "hours are those of another zone", cases=each(lambda case: case.update(
        due=case["due"] and case["due"].replace("+07:00", "Z"), received=case["received"].replace("+07:00", "Z"))))
    lie("due", "day and month change places", cases=each(put("due", lambda case: datetime.fromisoformat(
        case["due"]).strftime("%m/%d/%Y %H:%M"))))
    lie("due", "two-digit years", cases=each(put("due", lambda case: datetime.fromisoformat(case["due"]).strftime("%d/%m/%y"))))
    lie("due", "due dates of the neighbours", cases=lambda cases: [
        {**case, "due": cases[number - 1]["due"]} for number, case in enumerate(cases)])

    for name, change in (("absent", drop("unit")), ("null", put("unit", None)), ("empty", put("unit", "")),
                         ("another for all", put("unit", "UBND-X")), ("the first for all", put("unit", UNITS[0])),
                         ("one in lower case", put("unit", lambda case: case["unit"].lower())),
                         ("its name", put("unit", "Phường Tiến Thành")),
                         ("renamed", put("unit", lambda case: case["unit"].replace("32.H36", "68.H36"))),
                         ("turned round", put("unit", lambda case: UNITS[2 - UNITS.index(case["unit"])])),
                         ("a list", put("unit", lambda case: [case["unit"]])),
                         ("followed by a no-break space", put("unit", lambda case: case["unit"] + "\u00a0"))):
        lie("unit", f"the unit is {name}", cases=each(change))
        lie("unit", f"the unit of each second is {name}", cases=each(change, 0.5))

    for name, change in (("absent", drop("status")), ("null", put("status", None)), ("empty", put("status", "")),
                         ("a new word", put("status", "CHO_CAP_NHAT")), ("done for all", put("status", "2")),
                         ("open for all", put("status", "1")), ("paused for all", put("status", "3")),
                         ("a number", put("status", lambda case: int(case["status"]))),
                         ("a boolean", put("status", True)), ("a list", put("status", ["1"])),
                         ("done with a finish date", lambda case: case.update(
                             status="2", finished=case["finished"] or case["due"]))):
        lie("status", f"the status is {name}", cases=each(change))
        if "all" in name or "word" in name or "finish" in name:
            lie("status", f"the status of the overdue is {name}", cases=each(change, only=is_overdue))

    for name, change in (("absent", drop("received")), ("null", put("received", None)),
                         ("text", put("received", "hôm qua")), ("far", put("received", "2099-01-01")),
                         ("today", put("received", iso(at(20)))), ("old", put("received", "2001-01-01")),
                         ("a month earlier", moved("received", days=-30)), ("a week later", moved("received", days=7))):
        lie("received", f"received is {name} for all", cases=each(change))
    for name, change in (("absent", put("finished", None)), ("before receipt", lambda case: case.update(
            finished=case["finished"] and iso(at(1)))), ("in the future", lambda case: case.update(
                finished=case["finished"] and iso(at(60)))), ("a finish for the open", lambda case: case.update(
                    finished=case["finished"] or iso(at(9))))):
        lie("finished", f"finished is {name}", cases=each(change))

    # --- the same cases under other names
    for name, change in (("in lower case", lambda code: code.lower()), ("with a blank", lambda code: code + " "),
                         ("with a no-break space", lambda code: code + "\u00a0"),
                         ("with a zero-width space", lambda code: "\u200b" + code),
                         ("with a new prefix", lambda code: "H36." + code), ("renumbered", lambda code: "2027-" + code[::-1]),
                         ("without their dashes", lambda code: code.replace("-", "")),
                         ("with another dash", lambda code: code.replace("-", "–"))):
        lie("code", f"codes {name}", cases=each(put("code", lambda case, turn=change: turn(case["code"]))))
        lie("code", f"codes twice, also {name}",
            cases=doubled(put("code", lambda case, turn=change: turn(case["code"]))))
    lie("code", "one code for all", cases=each(put("code", "000.01.32.H36-261102-0001")))
    lie("code", "codes are absent", cases=each(drop("code")))
    lie("code", "codes are numbers", cases=lambda cases: [{**case, "code": number} for number, case in enumerate(cases)])
    lie("code", "numbers go to other cases", cases=lambda cases: [
        {**case, "code": cases[number - 1]["code"]} for number, case in enumerate(cases)])
    lie("code", "each case twice with other facts", cases=doubled(moved("due", days=40)))
    lie("code", "each case twice, letter by letter", cases=doubled(lambda case: None))
    lie("code", "codes are not UTF-8", body=lambda body: body.replace(b'"code": "0', b'"code": "\xd0'))
    lie("code", "codes twice, also not UTF-8",
        cases=doubled(put("code", lambda case: "\uffff" + case["code"])),
        body=lambda body: body.replace("\uffff".encode(), b"\xe9"))
    lie("code", "as many new cases as there are, all overdue", cases=doubled(lambda case: case.update(
        code="N" + case["code"], status="1", finished=None, due=iso(at(5)))))
    lie("code", "notes in another normal form",
        cases=each(put("note", lambda case: unicodedata.normalize("NFD", case["note"]))), believed=True)

    # --- the answer is another's, or is not what it says
    whole = {"HTML with 200": (200, {"Content-Type": "text/html"}, b"<html><body>Dang nhap</body></html>"),
             "nothing with 200": (200, {}, b""), "null": (200, {}, b"null"), "an object without a list": (200, {}, b"{}"),
             "items: null": (200, {}, b'{"items": null, "total": 80}'), "items: {}": (200, {}, b'{"items": {}, "total": 80}'),
             "204": (204, {}, b""), "304": (304, {}, b""), "a text": (200, {}, b'"ok"'),
             "an error in 200": (200, {}, b'{"error": "timeout", "items": [], "total": 0}')}
    for name, reply in whole.items():
        lie("answer", name, body=lambda body, reply=reply: reply)
    lie("answer", "JSONP", body=lambda body: b"callback(" + body + b")")
    lie("answer", "a mark of byte order", body=lambda body: codecs.BOM_UTF8 + body, believed=True)
    lie("answer", "UTF-16", body=lambda body: codecs.BOM_UTF16_LE + body.decode().encode("utf-16-le"))
    lie("answer", "NaN where nobody reads", body=lambda body: body.replace(b'"note": "Ghi ch\\u00fa"', b'"note": NaN'),
        believed=True)
    lie("answer", "two documents", body=lambda body: body + b'{"items": [], "total": 0}')
    lie("answer", "a second list of the same name",
        body=lambda body: body[:-1] + b', "items": []}' if body.endswith(b"}") else body)
    lie("answer", "the clock of the server is a day ahead", body=lambda body: (200, {"Date": "Sat, 21 Nov 2026 02:00:00 GMT"}, body),
        believed=True)
    return found


LIES = lies()


class LyingPortal:
    """One portal on loopback that tells the truth, or `lie`."""

    def __init__(self):
        self.truth, self.lie, self.shape, self.asked = truth(), None, "total", 0
        portal = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                portal.asked += 1
                status, headers, body = portal.reply(dict(parse_qsl(urlsplit(self.path).query)))
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                if status not in (204, 304):
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if status not in (204, 304):
                    self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def reply(self, asked):
        lie = self.lie
        if self.asked > ENOUGH:
            return 500, {}, b""
        cases = self.truth
        if lie and lie.cases:
            cases = lie.cases(cases)
        page, size = int(asked.get("page", 1)), int(asked.get("size", PAGE))
        how = lie.answer if lie and isinstance(lie.answer, str) else ""
        if how == "cap":
            size = min(size, 6)
        if how == "first":
            page = 1
        step = size // 2 if how == "overlap" else size
        items = cases[(page - 1) * step:(page - 1) * step + size]
        last = (page - 1) * step + size >= len(cases)
        if how == "endless":
            items = [{**case, "code": f"{case['code']}-{page}"} for case in cases[:size]]
            last = False
        total = len(self.truth if lie and not lie.cases else cases)
        answer = {"items": items, "total": total, "last": last and how != "never-last"}
        if lie and callable(lie.answer):
            answer = lie.answer(answer, page, cases)
        if self.shape == "bare":
            answer = answer["items"]
        elif self.shape == "last":
            answer.pop("total", None)
        body = json.dumps(answer).encode()
        if lie and lie.body:
            told = lie.body(body)
            return told if isinstance(told, tuple) else (200, {}, told)
        return 200, {}, body
