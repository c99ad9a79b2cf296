-- The witness: suspicions, what people say of them, the closing tally of each day, and what is left
-- of cases that were purged. Instants are ms but for whole seconds where said.

-- At most one of a kind a case. A unit's own suspicion has a negative number of its own (unit, fact and
-- day) in place of a case's. What is left of a purged case's that was explained or in doubt has no key.
CREATE TABLE suspicion (
	"case" INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	portal INTEGER NOT NULL,
	key TEXT NOT NULL,           -- of the case; '' for a unit
	unit INTEGER NOT NULL,
	field INTEGER NOT NULL,
	confidence INTEGER NOT NULL,
	doubt INTEGER NOT NULL,
	fact INTEGER NOT NULL,
	was INTEGER,
	became INTEGER,
	after INTEGER,
	"by" INTEGER,
	at INTEGER NOT NULL,
	times INTEGER NOT NULL,
	found INTEGER NOT NULL,      -- when hentra found it first
	ended INTEGER,               -- of a unit: when it was taken back; NULL: it stands
	last INTEGER NOT NULL,       -- when it was seen so last: without a doubt, when it ever was
	PRIMARY KEY ("case", kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX suspicion_by_unit ON suspicion (unit, kind, at);

-- Polls in which so much was rewritten that it was rather synchronisation (core/detector.h).
CREATE TABLE upheaval (
	portal INTEGER NOT NULL,
	unit INTEGER NOT NULL,       -- 0: the whole portal
	began INTEGER NOT NULL,      -- the poll
	ended INTEGER NOT NULL,
	PRIMARY KEY (portal, unit, began)
) STRICT, WITHOUT ROWID;

-- What an official said of a case, or of what is suspected of a unit: never changed, never deleted but with the case.
CREATE TABLE mark (
	id INTEGER PRIMARY KEY,
	"case" INTEGER NOT NULL,
	kind INTEGER NOT NULL,       -- enum mark_kind
	suspicion INTEGER,           -- which one is explained
	at INTEGER NOT NULL,
	"by" TEXT NOT NULL,
	note TEXT NOT NULL,
	letter INTEGER,              -- of an apology: the day it was written (days since 1970)
	new_due INTEGER,             -- … and the day it promises
	letter_ends INTEGER,         -- ms: when the letter's day was over
	covers INTEGER               -- of an explanation: the suspicion's `last` as it was then
) STRICT;
CREATE INDEX mark_by_case ON mark ("case");

-- Which days were closed, when, and by what was known until when.
CREATE TABLE day (
	day INTEGER PRIMARY KEY,     -- since 1970
	closed INTEGER NOT NULL,
	observed INTEGER,
	looked INTEGER               -- by which calendar units were looked at that evening; NULL: not
) STRICT;

-- The closing tally of a unit (scope 0) or field (1) where it differs from the day before.
CREATE TABLE day_tally (
	scope INTEGER NOT NULL,
	number INTEGER NOT NULL,
	day INTEGER NOT NULL,
	counts TEXT NOT NULL,        -- counts_write()
	PRIMARY KEY (scope, number, day)
) STRICT, WITHOUT ROWID;

-- When an office inspected whom. Days are numbers since 1970-01-01.
CREATE TABLE inspection (
	commune TEXT NOT NULL,       -- its code in the directory
	"on" INTEGER NOT NULL,
	at INTEGER NOT NULL,         -- when it was recorded
	"by" TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (commune, "on")
) STRICT, WITHOUT ROWID;

-- What is left of purged cases: how many entered (+) and left (-) a bucket on a day, or were received.
-- Sums of it give every report that the cases gave, and those known by an earlier day every report of
-- then. column: enum past_column (purged.c).
CREATE TABLE past (
	"column" INTEGER NOT NULL,
	day INTEGER NOT NULL,        -- since 1970
	unit INTEGER NOT NULL,
	field INTEGER NOT NULL,
	procedure INTEGER NOT NULL,
	known INTEGER NOT NULL,      -- the day from whose evening on it was known; 0: in time
	amount INTEGER NOT NULL,
	PRIMARY KEY ("column", day, unit, field, procedure, known)
) STRICT, WITHOUT ROWID;

-- What the national score needs of purged cases, from the day on which it was known (+) to the day on which
-- something else was (-). It names nobody: alike cases are one row.
CREATE TABLE past_case (
	last INTEGER NOT NULL,       -- day of its closing, or receipt if later; 2147483647: open as known then
	unit INTEGER NOT NULL,
	field INTEGER NOT NULL,
	procedure INTEGER NOT NULL,
	facts BLOB NOT NULL,         -- past_case_write()
	known INTEGER NOT NULL,      -- as in past
	amount INTEGER NOT NULL,
	PRIMARY KEY (last, unit, field, procedure, facts, known)
) STRICT, WITHOUT ROWID;

-- Which cases were purged: a keyed hash of portal and code, so that a sweep does not count them again.
CREATE TABLE purged (
	hash INTEGER PRIMARY KEY
) STRICT;

-- What operators asked the daemon to do: it owns the cases.
CREATE TABLE wish (
	id INTEGER PRIMARY KEY,
	kind INTEGER NOT NULL,       -- enum wish_kind
	code TEXT NOT NULL,
	at INTEGER NOT NULL,
	answer TEXT                  -- NULL: not done yet
) STRICT;

-- By which settings open cases were judged since when: what a report as seen on a day judges by.
CREATE TABLE judging (
	since INTEGER PRIMARY KEY,
	compare INTEGER NOT NULL,
	due_moves INTEGER NOT NULL,
	due_soon INTEGER NOT NULL,   -- working days
	pauses INTEGER NOT NULL,     -- a bit a status; bit 16: the lock
	calendar INTEGER NOT NULL    -- its version
) STRICT;

-- Calendars by their version, as core/calendar_kept.h writes them.
CREATE TABLE calendar (
	version INTEGER PRIMARY KEY, -- calendar_version()
	days TEXT NOT NULL
) STRICT;
