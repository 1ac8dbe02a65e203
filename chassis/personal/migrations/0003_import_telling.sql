-- gonghui: pre
-- What earlier checks of the same file told, with other columns or another sheet: a file can hold many lists of numbers.
SET lock_timeout = '5s';

ALTER TABLE import_batch ADD COLUMN told_before int NOT NULL DEFAULT 0;

-- One account's imports of a day are counted whole now.
-- squawk-ignore require-concurrent-index-deletion -- a table of files, not of people
DROP INDEX import_batch_told;
-- squawk-ignore require-concurrent-index-creation -- as above
CREATE INDEX import_batch_account ON import_batch (account, checked_at);
