"""Faults a portal can have, switched on by name and for some pages only."""

import random
import re
import threading
import time
from dataclasses import dataclass

KINDS = ("reset", "status", "html", "truncated", "slow", "stall", "dribble", "redirect", "elsewhere",
         "no-answer", "empty", "garbage", "wrong-type", "error-envelope", "no-list", "endless", "deep",
         "bad-utf8", "nul", "moving", "capped", "dates", "codeless", "chaos", "given", "raw", "flood")
CHAOS = ("reset", "error", "busy", "truncated", "html", "slow", "no-answer")
HTML = ("<!DOCTYPE html><html><head><title>Đăng nhập</title></head>"
        "<body>Phiên làm việc đã hết hạn</body></html>")


@dataclass
class Fault:
    kind: str
    page: int = -1          # 0 based: start divided by the page size; -1: any
    times: int = -1         # how often; -1: until cleared
    code: int = 503         # of kind status; of kind capped: the most rows of an answer
    retry_after: str = ""
    seconds: float = 0.05   # of kind slow: pause between pieces; of kind stall: how long
    match: str = ""         # only for queries that hold this
    share: float = 0.3      # of kind chaos: how many of the requests fail, somehow
    seed: int = 1
    body: bytes = b""       # of kinds given, raw and flood: what is sent
    type: str = "application/json;charset=utf-8"  # of kind given: its Content-Type
    headers: str = ""       # of kind given: further ones, "Name: value" a line


class Faults:
    def __init__(self):
        self.lock, self.active, self.chance = threading.Lock(), [], random.Random(1)

    def set(self, **members):
        fault = Fault(**members)
        if fault.kind not in KINDS:
            raise ValueError(f"no such fault: {fault.kind} (there are {', '.join(KINDS)})")
        with self.lock:
            self.chance = random.Random(fault.seed)
            self.active.append(fault)

    def clear(self):
        with self.lock:
            self.active.clear()

    def take(self, page, query_text):
        """The fault for this request, if any; counts it."""
        with self.lock:
            for fault in self.active:
                if fault.page in (-1, page) and fault.times != 0 and fault.match in query_text:
                    fault.times -= fault.times > 0
                    return self.any_of(fault) if fault.kind == "chaos" else fault
        return None

    def any_of(self, chaos):
        if self.chance.random() >= chaos.share:
            return None
        kind = self.chance.choice(CHAOS)
        if kind == "error":
            return Fault("status", code=self.chance.choice([500, 502, 504]))
        if kind == "busy":
            return Fault("status", code=self.chance.choice([503, 429]), retry_after="1")
        return Fault(kind, seconds=0.01)


def spoil(fault, body):
    """The body as the fault makes it; kinds that act on the connection leave it alone."""
    kind = "application/json;charset=utf-8"
    if fault.kind == "given":
        return fault.body, fault.type
    if fault.kind == "html":
        return HTML.encode(), "text/html; charset=utf-8"
    if fault.kind == "empty":
        return b"", kind
    if fault.kind == "garbage":
        return bytes(range(256)) * 16, kind
    if fault.kind == "wrong-type":
        return b'{"total": "nhieu", "data": {"0": true}}', kind
    if fault.kind == "error-envelope":
        return b'{"error": {"code": 500, "message": "NullPointerException"}}', kind
    if fault.kind == "no-list":
        return b'{"items": []}', kind
    if fault.kind == "deep":
        return b'{"note": ' + b"[" * 100 + b"]" * 100 + b"," + body[1:], kind
    if fault.kind == "bad-utf8":  # inside a text that nobody maps, and in one that is kept
        return body.replace("UBND".encode(), b"UB\xff\xfe", 1), kind
    if fault.kind == "nul":
        return body.replace(b'"dossierNo": "', b'"dossierNo": "\\u0000', 1), kind
    if fault.kind == "dates":  # due dates that are not in the calendar
        return re.sub(rb'"dueDate": "../..', b'"dueDate": "31/02', body), kind
    if fault.kind == "codeless":  # the vendor renamed what a case is called by
        return body.replace(b'"dossierNo"', b'"soHoSo"').replace(b'"referenceUid"', b'"uid"'), kind
    return body, kind


def write_slowly(write, body, seconds, pieces=20):
    size = max(len(body) // pieces, 1)
    for at in range(0, len(body), size):
        write(body[at:at + size])
        time.sleep(seconds)
