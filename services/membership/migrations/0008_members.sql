-- gonghui: pre
-- A member's whole life: the employer, membership kept without dues (保留会籍), and its end with day and reason.
SET lock_timeout = '5s';

ALTER TABLE members
    ADD COLUMN employer uuid,
    -- why membership is kept without dues: as long as it is
    ADD COLUMN retained_for text,
    -- the first day on which they are no member any more, and why
    ADD COLUMN ended_on date,
    ADD COLUMN end_reason text,
    -- day of the last dated change of this membership, before which nothing further happens; none: the day of joining
    ADD COLUMN changed_on date;

-- squawk-ignore ban-drop-constraint -- the next statement states it anew, wider
ALTER TABLE members DROP CONSTRAINT members_state_check;
ALTER TABLE members ADD CONSTRAINT members_state_check
    CHECK (state IN ('active', 'retained', 'left', 'void')) NOT VALID;
ALTER TABLE members ADD CONSTRAINT members_life_check CHECK (
    (state = 'retained') = (retained_for IS NOT NULL) AND (state = 'left') = (ended_on IS NOT NULL)
    AND num_nulls(ended_on, end_reason) IN (0, 2) AND (state <> 'left' OR to_union IS NULL)) NOT VALID;
ALTER TABLE members ADD CONSTRAINT members_employer FOREIGN KEY (employer) REFERENCES employers NOT VALID;
-- squawk-ignore require-concurrent-index-creation -- the column is new and empty
CREATE INDEX members_employer_key ON members (employer, id) WHERE employer IS NOT NULL;
