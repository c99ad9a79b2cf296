-- Alerts, their episodes and news, and the outbox. Lists of numbers are text: "12 500 -3".

CREATE TABLE episode (
	id INTEGER PRIMARY KEY,
	rule TEXT NOT NULL,
	scope INTEGER NOT NULL,
	subject TEXT NOT NULL,
	opened INTEGER NOT NULL,
	closed INTEGER
) STRICT;
CREATE INDEX episode_by_subject ON episode (rule, scope, subject);

-- Alerts that are pending or firing; an inactive one has no row.
CREATE TABLE alert (
	rule TEXT NOT NULL,
	scope INTEGER NOT NULL,
	subject TEXT NOT NULL,
	state INTEGER NOT NULL,
	severity INTEGER NOT NULL,
	episode INTEGER NOT NULL,
	sequence INTEGER NOT NULL,
	active_at INTEGER,
	fired_at INTEGER,
	keep_since INTEGER,
	lower_since INTEGER,
	frozen_at INTEGER,
	measured TEXT NOT NULL,
	PRIMARY KEY (rule, scope, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE news (
	episode INTEGER NOT NULL REFERENCES episode,
	sequence INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	severity INTEGER NOT NULL,
	at INTEGER NOT NULL,
	since INTEGER,
	held_since INTEGER,
	measured TEXT NOT NULL,
	counts TEXT NOT NULL,
	PRIMARY KEY (episode, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,
	episode INTEGER NOT NULL,
	sequence INTEGER NOT NULL,
	closing INTEGER NOT NULL,    -- its news closes the episode
	channel TEXT NOT NULL,
	recipient TEXT NOT NULL,
	type TEXT NOT NULL,
	state INTEGER NOT NULL,
	attempts INTEGER NOT NULL,
	created INTEGER NOT NULL,
	next_at INTEGER NOT NULL,
	settled_at INTEGER,
	answer TEXT NOT NULL
) STRICT;
-- 0, 1: waiting, sending (leased)
CREATE INDEX delivery_due ON delivery (next_at) WHERE state IN (0, 1);
CREATE INDEX delivery_by_state ON delivery (state);
CREATE INDEX delivery_by_episode ON delivery (episode, channel, recipient, sequence);

-- What a delivery says: written once and never again, so that an attempt rewrites only the row above.
CREATE TABLE message (
	delivery INTEGER PRIMARY KEY,
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	html TEXT NOT NULL,
	headers TEXT NOT NULL
) STRICT;

-- What each recipient knows of an episode and is told next (core/telling.h): what was accepted (a_)
-- and what stands in the outbox (o_). Gone when the closing is written.
CREATE TABLE telling (
	episode INTEGER NOT NULL REFERENCES episode,
	channel TEXT NOT NULL,
	recipient TEXT NOT NULL,
	a_sequence INTEGER NOT NULL,
	a_open INTEGER NOT NULL,
	a_severity INTEGER NOT NULL,
	a_at INTEGER,
	a_reminders INTEGER NOT NULL,
	a_counts TEXT NOT NULL,
	o_sequence INTEGER NOT NULL,
	o_open INTEGER NOT NULL,
	o_severity INTEGER NOT NULL,
	o_at INTEGER,
	o_reminders INTEGER NOT NULL,
	o_counts TEXT NOT NULL,
	owed_since INTEGER,
	next_at INTEGER,
	wait INTEGER NOT NULL,
	PRIMARY KEY (episode, channel, recipient)
) STRICT, WITHOUT ROWID;
CREATE INDEX telling_due ON telling (next_at) WHERE next_at IS NOT NULL;

-- What a delivery says of an episode: known when it is accepted. A day's letter speaks of several.
CREATE TABLE told (
	delivery INTEGER NOT NULL REFERENCES delivery,
	episode INTEGER NOT NULL,
	sequence INTEGER NOT NULL,
	open INTEGER NOT NULL,
	severity INTEGER NOT NULL,
	at INTEGER,
	reminders INTEGER NOT NULL,
	counts TEXT NOT NULL,
	PRIMARY KEY (delivery, episode)
) STRICT, WITHOUT ROWID;

-- Acknowledgements (0) and silences (1): core/hold.h. What is not named is 0, '' or scope -1.
CREATE TABLE hold (
	id INTEGER PRIMARY KEY,
	kind INTEGER NOT NULL,
	episode INTEGER NOT NULL,
	rule TEXT NOT NULL,
	scope INTEGER NOT NULL,
	subject TEXT NOT NULL,
	severity INTEGER NOT NULL,
	starts INTEGER NOT NULL,
	until INTEGER NOT NULL,
	"by" TEXT NOT NULL,
	why TEXT NOT NULL,
	ended INTEGER,               -- before its time
	token TEXT                   -- of the link that made it
) STRICT;
-- A link acknowledges once.
CREATE UNIQUE INDEX hold_token ON hold (token) WHERE token IS NOT NULL;

-- Letters that came back: what an operator told of them.
CREATE TABLE bounce (
	delivery INTEGER NOT NULL REFERENCES delivery,
	at INTEGER NOT NULL,         -- a letter that was retried may come back again
	recipient TEXT NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (delivery, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX bounce_by_recipient ON bounce (recipient, at);

-- Addresses whose letters come back for good (5.x.x), until an operator says that they take letters again:
-- kept when the letters themselves are purged.
CREATE TABLE returned (
	recipient TEXT PRIMARY KEY,
	since INTEGER NOT NULL,
	last INTEGER NOT NULL,
	letters INTEGER NOT NULL,
	words TEXT NOT NULL          -- the server's, of the last one
) STRICT, WITHOUT ROWID;

-- What goes with a letter. A table of its own: every attempt writes the delivery's row.
CREATE TABLE attachment (
	delivery INTEGER PRIMARY KEY REFERENCES delivery,
	name TEXT NOT NULL,
	content BLOB NOT NULL
) STRICT;

-- Warnings before due dates: the last one of a case by a rule, and for which due date; a case whose due
-- date is moved is warned of again when a step of the new one is reached.
CREATE TABLE warned (
	rule TEXT NOT NULL,
	"case" INTEGER NOT NULL,
	due INTEGER NOT NULL,        -- s, as in cases
	step INTEGER NOT NULL,       -- working days before
	day INTEGER NOT NULL,        -- on which it was told
	PRIMARY KEY (rule, "case")
) STRICT, WITHOUT ROWID;
CREATE INDEX warned_by_due ON warned (due);

-- The day on which a commune was last looked at for a rule's warning, letter or not: one a day.
CREATE TABLE warning (
	rule TEXT NOT NULL,
	subject TEXT NOT NULL,
	day INTEGER NOT NULL,
	cases INTEGER NOT NULL,      -- told of
	PRIMARY KEY (rule, subject)
) STRICT, WITHOUT ROWID;
