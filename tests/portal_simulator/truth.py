"""What a correct observer must count: an independent reading of the rules, by calendar date, for
tests to compare with. Kept plain on purpose: no shared code with hentra."""

from datetime import datetime

import calendar2023

UNACCEPTED = {"new", "receiving"}
PAUSED = {"waiting", "correcting", "paying", "pausing"}
CLOSED = {"releasing", "handover", "unresolved", "done"}
OPEN = {"processing", "interoperating", "collecting", "posting"}


def bucket(d, now, due_soon_days=2):
    due = d.due if isinstance(d.due, datetime) and d.due.year > 1900 else None
    if due and isinstance(d.received, datetime) and (due - d.received).days > 3652:
        due = None  # more than ten years: the end of time, which is no date
    end = d.released or d.finished
    if d.status in UNACCEPTED:
        return "unaccepted"
    if d.status == "denied":
        return "refused"
    if not d.code or not isinstance(d.received, datetime):
        return "set_aside"
    if d.status == "cancelled":
        return "withdrawn"
    if d.status in CLOSED:
        if not due:
            return "undated_closed"
        if not end:
            return "unknown_end"
        day = end.date()
        return "early" if day < due.date() else "on_time" if day == due.date() else "late"
    if d.status not in OPEN | PAUSED:
        return "unclear"
    if d.status in PAUSED or d.lock:
        return "paused"
    if not due:
        return "undated_open"
    if now.date() > due.date():
        return "overdue"
    soon = calendar2023.add(now.date(), due_soon_days)
    return "due_soon" if due.date() <= soon else "in_time"


def tally(dossiers, now, year_from, year_to):
    """agency -> bucket -> count. Closed cases and receipts count inside the reporting year."""
    out = {}
    for d in {d.key: d for d in dossiers}.values():
        row = out.setdefault(d.agency, {"name": d.agency_name, "received": 0, "received_online": 0})
        kind = bucket(d, now)
        end = d.released or d.finished
        closed = kind in ("early", "on_time", "late", "withdrawn", "undated_closed")
        if not closed or not end or year_from <= end.date() <= year_to:
            row[kind] = row.get(kind, 0) + 1
        counted = kind not in ("unaccepted", "refused", "set_aside")
        if counted and year_from <= d.received.date() <= year_to:
            row["received"] += 1
            row["received_online"] += d.online
    return out
