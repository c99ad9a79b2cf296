-- What a status, a date and an absence mean when nobody has said it.

-- All due times of the last complete sweep were 00:00: dates kept in timestamps.
ALTER TABLE portal ADD COLUMN midnight INTEGER NOT NULL DEFAULT 0;

-- Words of statuses that no profile explains: vocabulary, not what a person wrote.
CREATE TABLE status_word (
	portal INTEGER NOT NULL REFERENCES portal,
	word TEXT NOT NULL,
	since INTEGER NOT NULL,
	cases INTEGER NOT NULL,      -- of the last complete sweep
	PRIMARY KEY (portal, word)
) STRICT, WITHOUT ROWID;

-- ODD_DIRTY has grown, and among the open buckets stand two more: 10 unclear, 11 vanished. Those behind
-- (unaccepted, refused, invalid) and the receipts moved by two.
DROP INDEX cases_odd;
DROP INDEX cases_open;
DROP INDEX cases_due_unreadable;
DROP INDEX cases_unaccepted;
UPDATE cases SET bucket = bucket + 2 WHERE bucket >= 10;
CREATE INDEX cases_odd ON cases (portal, odd) WHERE odd & 32511;
CREATE INDEX cases_open ON cases (unit, bucket, due) WHERE bucket BETWEEN 5 AND 11;
CREATE INDEX cases_due_unreadable ON cases (portal) WHERE odd & 1 AND bucket BETWEEN 5 AND 11;
CREATE INDEX cases_unaccepted ON cases (unit, submitted) WHERE bucket = 12;
UPDATE past SET "column" = "column" + 1000 WHERE "column" BETWEEN 10 AND 14;
UPDATE past SET "column" = "column" - 998 WHERE "column" BETWEEN 1010 AND 1014;

-- What is absent counts its second sweep again: from then on it stands as vanished.
UPDATE portal SET listed = listed + (SELECT count(*) FROM cases WHERE cases.portal = portal.id
	AND traits & 32768);
UPDATE cases SET traits = (traits & ~49152) | 16384 WHERE traits & 32768;

-- All is judged and counted anew.
DELETE FROM tally;
DELETE FROM tally_journal;
DELETE FROM meta WHERE key = 'judge';
INSERT INTO meta SELECT 'recount', 1 WHERE EXISTS (SELECT 1 FROM cases) ON CONFLICT DO UPDATE SET value = 1;
