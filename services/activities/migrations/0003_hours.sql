-- gonghui: pre
-- Hours of training that an activity gave each who came.
SET lock_timeout = '5s';

ALTER TABLE activities ADD COLUMN hours int CHECK (hours > 0);
