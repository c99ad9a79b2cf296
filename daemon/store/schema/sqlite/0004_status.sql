-- What a status, a date and an absence mean when nobody has said it.

-- All due times of the last complete sweep were 00:00: dates kept in timestamps.
ALTER TABLE portal ADD COLUMN midnight INTEGER NOT NULL DEFAULT 0;

-- ODD_DIRTY has grown.
DROP INDEX cases_odd;
CREATE INDEX cases_odd ON cases (portal, odd) WHERE odd & 32511;
