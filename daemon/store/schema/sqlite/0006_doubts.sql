-- What was not plausible of a portal's polls (core/case/plausibility.h), until it is settled.
CREATE TABLE doubt (
	portal INTEGER NOT NULL,
	kind INTEGER NOT NULL,       -- enum implausible
	sweep INTEGER NOT NULL,      -- a sweep showed it: only a sweep settles it
	since INTEGER NOT NULL,      -- the first poll that showed it
	seen INTEGER NOT NULL,       -- … and the last one
	cases INTEGER NOT NULL,
	"of" INTEGER NOT NULL,       -- … of how many
	codes TEXT NOT NULL,         -- three examples, a line each
	decided INTEGER NOT NULL,    -- enum doubt_decision
	decided_at INTEGER,
	"by" TEXT NOT NULL,
	PRIMARY KEY (portal, kind)
) STRICT, WITHOUT ROWID;
