-- What one poll changed in bulk, by kind (core/case/mass_change.h), in place of polls in which so much was
-- rewritten that nothing in them counted. Cases that are suspected are looked at again.
DROP TABLE upheaval;
CREATE TABLE mass_change (
	portal INTEGER NOT NULL,
	unit INTEGER NOT NULL,       -- 0: the whole portal
	kind INTEGER NOT NULL,       -- enum mass_kind
	fact INTEGER NOT NULL,       -- which one changed; 0
	began INTEGER NOT NULL,      -- the poll
	ended INTEGER NOT NULL,
	since INTEGER,               -- the last sign of life before late news
	cases INTEGER NOT NULL,
	PRIMARY KEY (portal, unit, kind, fact, began)
) STRICT, WITHOUT ROWID;
UPDATE cases SET look = 0 WHERE traits & 131072; -- TRAIT_SUSPECT

-- When a poll last brought anything of a unit: a new case, or a change.
ALTER TABLE unit ADD COLUMN alive INTEGER;
