-- Facts, history, tallies. Stored numbers of statuses, buckets and facts are those of the headers
-- (core/case_record.h, core/verdict.h, core/witness.h): they never change their meaning.
--
-- Instants: columns named so are ms since 1970 UTC, except in `cases`, where they are whole seconds
-- (4 bytes instead of 6), their ms among the packed facts.
-- Observations (first_seen, by, after, began_by ...) are kept to the second everywhere.

CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value ANY
) STRICT, WITHOUT ROWID;

CREATE TABLE portal (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	place INTEGER NOT NULL,   -- in the configuration; the first counted portal of a code counts it
	counted INTEGER NOT NULL,
	listed INTEGER NOT NULL,  -- how many of its cases have not vanished
	known INTEGER,            -- when the latest complete poll began: so far detectors know
	returns INTEGER NOT NULL DEFAULT 0 -- since when it says that results are handed over; 0: never
) STRICT;

CREATE TABLE unit (
	id INTEGER PRIMARY KEY,
	portal INTEGER NOT NULL REFERENCES portal,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	UNIQUE (portal, code)
) STRICT;

CREATE TABLE field (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL
) STRICT;

CREATE TABLE procedure (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL
) STRICT;

CREATE TABLE officer (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE, -- the name as the portal writes it
	name TEXT NOT NULL
) STRICT;

-- The rules under which verdicts were frozen.
CREATE TABLE ruling (
	id INTEGER PRIMARY KEY,
	compare INTEGER NOT NULL,
	due_moves INTEGER NOT NULL,
	calendar INTEGER NOT NULL, -- calendar_version()
	since INTEGER NOT NULL
) STRICT;

CREATE TABLE poll (
	id INTEGER PRIMARY KEY,
	portal INTEGER NOT NULL REFERENCES portal,
	sweep INTEGER NOT NULL,
	started INTEGER NOT NULL,
	ended INTEGER,
	result INTEGER NOT NULL,
	pages INTEGER NOT NULL DEFAULT 0,
	records INTEGER NOT NULL DEFAULT 0,
	changed INTEGER NOT NULL DEFAULT 0,
	set_aside INTEGER NOT NULL DEFAULT 0,
	trouble TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX poll_by_portal ON poll (portal, result, sweep);

-- One row a case: what the portal said last, and the verdict in force. The tree is keyed by the
-- case's code turned round (store/key.h): what is listed together stands together, so that a page
-- touches a few blocks and not one a unit.
CREATE TABLE cases (
	key TEXT NOT NULL,
	portal INTEGER NOT NULL,
	id INTEGER NOT NULL,         -- for history and pauses
	traits INTEGER NOT NULL,     -- status, channel, flags: TRAIT_ in case_row.c
	unit INTEGER NOT NULL,
	field INTEGER NOT NULL,
	bucket INTEGER NOT NULL,
	due INTEGER,
	submitted INTEGER,
	odd INTEGER NOT NULL,
	next_change INTEGER,         -- ms; when the passing of time alone changes the bucket
	look INTEGER,                -- when detectors look at it again, by the portal's complete polls
	facts BLOB NOT NULL,         -- what no statement asks for (store/packed.h)
	PRIMARY KEY (key, portal)
) STRICT, WITHOUT ROWID;
-- Who is to be judged again by the passing of time, and when to wake.
CREATE INDEX cases_by_change ON cases (next_change) WHERE next_change IS NOT NULL;
-- What detectors are to look at when a complete poll has come so far.
CREATE INDEX cases_by_look ON cases (portal, look) WHERE look IS NOT NULL;
-- The open cases of a unit, worst first (5 .. 9: in_time, due_soon, overdue, paused, undated_open).
CREATE INDEX cases_open ON cases (unit, bucket, due) WHERE bucket BETWEEN 5 AND 9;
-- Who waits to be accepted: few at any time.
-- What the portal lists no more (2 or 3 sweeps, TRAIT_ABSENT), and open cases whose due date nobody
-- can read (ODD_DUE_UNUSABLE): few, to be counted at any time.
CREATE INDEX cases_vanished ON cases (portal) WHERE traits & 32768;
CREATE INDEX cases_due_unreadable ON cases (portal) WHERE odd & 1 AND bucket BETWEEN 5 AND 9;
-- What is odd with cases (ODD_DIRTY), to be counted at any time.
CREATE INDEX cases_odd ON cases (portal, odd) WHERE odd & 1791;
CREATE INDEX cases_unaccepted ON cases (unit, submitted) WHERE bucket = 10;

-- Every earlier value of a fact: it held until it was seen changed at the poll `by`; `after` is the
-- last poll that can have seen it still so.
CREATE TABLE history (
	"case" INTEGER NOT NULL,
	"by" INTEGER NOT NULL,
	fact INTEGER NOT NULL,
	value INTEGER,
	after INTEGER NOT NULL,
	PRIMARY KEY ("case", "by", fact)
) STRICT, WITHOUT ROWID;

CREATE TABLE pause (
	"case" INTEGER NOT NULL,
	began_by INTEGER NOT NULL,
	status INTEGER NOT NULL,     -- 5, 6, 8; 0: the portal's lock
	began_after INTEGER,
	began_said INTEGER,
	ended_after INTEGER,
	ended_by INTEGER,
	ended_said INTEGER,
	PRIMARY KEY ("case", began_by, status)
) STRICT, WITHOUT ROWID;

-- The kept tally: its cells of a reporting month (0: open and uncounted) and a unit, by field
-- (store/journal.h).
CREATE TABLE tally (
	month INTEGER NOT NULL,
	unit INTEGER NOT NULL,
	cells BLOB NOT NULL,
	PRIMARY KEY (month, unit)
) STRICT, WITHOUT ROWID;

-- What pages did to the tally and is not in its rows yet (store/journal.h). The kept tally is both.
CREATE TABLE tally_journal (
	id INTEGER PRIMARY KEY,
	cells BLOB NOT NULL
) STRICT;

-- Channels whose receiver answered 410 since the daemon's last start or reload.
CREATE TABLE channel_off (
	channel TEXT PRIMARY KEY,
	at INTEGER NOT NULL,
	answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Records that could not be used, bounded a portal.
CREATE TABLE aside (
	portal INTEGER NOT NULL REFERENCES portal,
	code TEXT NOT NULL,
	problem INTEGER NOT NULL,
	detail TEXT NOT NULL,
	seen INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (portal, code, problem)
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_by_age ON aside (portal, seen);
