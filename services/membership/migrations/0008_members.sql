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
    ADD COLUMN changed_on date,
    -- rule 8: since when a person is asked to judge that nothing was heard of them for six months
    ADD COLUMN flagged_on date,
    -- an expulsion that waits for the superior: all of these or none
    ADD COLUMN expulsion_on date,
    ADD COLUMN expulsion_decided_by text,
    ADD COLUMN expulsion_document text;

-- squawk-ignore ban-drop-constraint -- the next statement states it anew, wider
ALTER TABLE members DROP CONSTRAINT members_state_check;
ALTER TABLE members ADD CONSTRAINT members_state_check
    CHECK (state IN ('active', 'retained', 'left', 'void')) NOT VALID;
ALTER TABLE members ADD CONSTRAINT members_life_check CHECK (
    (state = 'retained') = (retained_for IS NOT NULL) AND (state = 'left') = (ended_on IS NOT NULL)
    AND num_nulls(ended_on, end_reason) IN (0, 2) AND num_nulls(expulsion_on, expulsion_decided_by, expulsion_document) IN (0, 3)
    AND (state IN ('active', 'retained') OR num_nonnulls(to_union, expulsion_on, flagged_on) = 0)) NOT VALID;
ALTER TABLE members ADD CONSTRAINT members_employer FOREIGN KEY (employer) REFERENCES employers NOT VALID;
-- squawk-ignore require-concurrent-index-creation -- the column is new and empty
CREATE INDEX members_employer_key ON members (employer, id) WHERE employer IS NOT NULL;

-- Rule 8: when a member was last heard of, by dues, by an activity, or by a person's judgement.
CREATE TABLE member_contact (
    member uuid PRIMARY KEY REFERENCES members,
    last_on date NOT NULL,
    kind text NOT NULL CHECK (kind IN ('dues', 'activity', 'judged', 'other'))
);
SELECT protect('member_contact', 'member', 'parent');
