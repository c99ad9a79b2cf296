#!/usr/bin/env python3
"""The yardstick: the same work as one would write it in an afternoon – urllib, json, sqlite3, a
commit a page. Upserts every case, keeps earlier values of due, finished and status, judges, and
counts per unit.

  plain.py URL STORE NOW [FROM]      with FROM only what changed since is asked for
"""

import json
import sqlite3
import sys
import urllib.request
from datetime import datetime

SCHEMA = """
CREATE TABLE IF NOT EXISTS cases (
	code TEXT PRIMARY KEY, unit TEXT, service TEXT, service_name TEXT, field TEXT,
	field_name TEXT, channel TEXT, status TEXT, received TEXT, due TEXT, finished TEXT,
	returned TEXT, updated TEXT, bucket TEXT, seen TEXT);
CREATE INDEX IF NOT EXISTS cases_by_unit ON cases (unit, bucket, due);
CREATE TABLE IF NOT EXISTS history (code TEXT, name TEXT, old TEXT, new TEXT, seen TEXT);
"""
UPSERT = """
INSERT INTO cases VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT (code) DO UPDATE SET unit = excluded.unit, service = excluded.service,
	service_name = excluded.service_name, field = excluded.field,
	field_name = excluded.field_name, channel = excluded.channel, status = excluded.status,
	received = excluded.received, due = excluded.due, finished = excluded.finished,
	returned = excluded.returned, updated = excluded.updated, bucket = excluded.bucket,
	seen = excluded.seen
"""


def bucket(item, now):
    due = datetime.fromisoformat(item["dueAt"]).date() if item["dueAt"] else None
    if item["finishedAt"]:
        if not due:
            return "undated_closed"
        finished = datetime.fromisoformat(item["finishedAt"]).date()
        return "early" if finished < due else "on_time" if finished == due else "late"
    if not due:
        return "undated_open"
    return "overdue" if now.date() > due else "in_time"


def put(db, items, now):
    for item in items:
        old = db.execute("SELECT due, finished, status FROM cases WHERE code = ?",
                         (item["code"],)).fetchone()
        if old:
            new = (item["dueAt"], item["finishedAt"], item["status"])
            for name, before, after in zip(("due", "finished", "status"), old, new):
                if before != after:
                    db.execute("INSERT INTO history VALUES (?,?,?,?,?)",
                               (item["code"], name, before, after, now.isoformat()))
        db.execute(UPSERT, (
            item["code"], item["agencyCode"], item["serviceCode"], item["serviceName"],
            item["fieldCode"], item["fieldName"], item["online"], item["status"],
            item["receivedAt"], item["dueAt"], item["finishedAt"], item["returnedAt"],
            item["updatedAt"], bucket(item, now), now.isoformat()))
    db.commit()


def main():
    url, store, now = sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3])
    since = f"&from={sys.argv[4]}" if len(sys.argv) > 4 else ""
    db = sqlite3.connect(store)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(SCHEMA)
    page = count = 0
    while True:
        with urllib.request.urlopen(f"{url}/cases?page={page}&size=1000{since}") as answer:
            items = json.load(answer)["items"]
        put(db, items, now)
        count += len(items)
        page += 1
        if len(items) < 1000:
            break
    tally = db.execute("SELECT unit, bucket, count(*) FROM cases GROUP BY unit, bucket").fetchall()
    overdue = {}
    for unit, kind, number in tally:
        if kind == "overdue":
            overdue[unit] = number
    print(json.dumps({"cases": count, "overdue": sum(overdue.values())}))


main()
