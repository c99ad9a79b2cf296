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
	next_reminder INTEGER,
	reminders INTEGER NOT NULL,
	frozen_at INTEGER,
	measured TEXT NOT NULL,
	told TEXT NOT NULL,
	told_at INTEGER,
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
	reminders INTEGER NOT NULL,
	measured TEXT NOT NULL,
	counts TEXT NOT NULL,
	told_before TEXT,            -- NULL: nothing was told before
	told_before_at INTEGER,
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
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	html TEXT NOT NULL,
	headers TEXT NOT NULL,
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
