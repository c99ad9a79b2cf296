"""Faults a portal can have, switched on by name and for some pages only."""

import threading
import time
from dataclasses import dataclass

KINDS = ("reset", "status", "html", "truncated", "slow", "stall", "redirect", "empty", "garbage",
         "wrong-type", "error-envelope")
HTML = ("<!DOCTYPE html><html><head><title>Đăng nhập</title></head>"
        "<body>Phiên làm việc đã hết hạn</body></html>")


@dataclass
class Fault:
    kind: str
    page: int = -1          # 0 based: start divided by the page size; -1: any
    times: int = -1         # how often; -1: until cleared
    code: int = 503         # of kind status
    retry_after: str = ""
    seconds: float = 0.05   # of kind slow: pause between pieces; of kind stall: how long
    match: str = ""         # only for queries that hold this


class Faults:
    def __init__(self):
        self.lock, self.active = threading.Lock(), []

    def set(self, **members):
        fault = Fault(**members)
        if fault.kind not in KINDS:
            raise ValueError(f"no such fault: {fault.kind} (there are {', '.join(KINDS)})")
        with self.lock:
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
                    return fault
        return None


def spoil(fault, body):
    """The body as the fault makes it; kinds that act on the connection leave it alone."""
    if fault.kind == "html":
        return HTML.encode(), "text/html; charset=utf-8"
    if fault.kind == "empty":
        return b"", "application/json"
    if fault.kind == "garbage":
        return bytes(range(256)) * 16, "application/json"
    if fault.kind == "wrong-type":
        return b'{"total": "nhieu", "data": {"0": true}}', "application/json"
    if fault.kind == "error-envelope":
        return b'{"error": {"code": 500, "message": "NullPointerException"}}', "application/json"
    return body, "application/json;charset=utf-8"


def write_slowly(write, body, seconds, pieces=20):
    size = max(len(body) // pieces, 1)
    for at in range(0, len(body), size):
        write(body[at:at + size])
        time.sleep(seconds)
