-- gonghui: pre
-- Delegates' motions. What they say, and what was answered, may name people: it stands in no event.
SET lock_timeout = '5s';

CREATE TABLE motions (
    id uuid PRIMARY KEY,
    congress uuid NOT NULL REFERENCES congresses,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid NOT NULL REFERENCES unions,
    category text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    state text NOT NULL
        CHECK (state IN ('collected', 'filed', 'refused', 'assigned', 'replied', 'rated', 'archived', 'void')),
    collected_on date NOT NULL,
    -- accepted or not
    decided_on date,
    refusal text,
    -- how often it was handed over: a second time when the proposers were not satisfied
    round int NOT NULL DEFAULT 0 CHECK (round BETWEEN 0 AND 2),
    archived_on date,
    revision int NOT NULL,
    CHECK ((state = 'refused') = (refusal IS NOT NULL)),
    CHECK ((state = 'archived') = (archived_on IS NOT NULL)),
    CHECK ((state IN ('assigned', 'replied', 'rated', 'archived')) = (round > 0))
);
CREATE INDEX motions_area ON motions (area, id);
CREATE INDEX motions_congress ON motions (congress, id);

CREATE TABLE motion_proposers (
    motion uuid NOT NULL REFERENCES motions,
    delegate uuid NOT NULL REFERENCES congress_delegates,
    PRIMARY KEY (motion, delegate)
);
CREATE INDEX motion_proposers_delegate ON motion_proposers (delegate);

-- Each time it is handed over: to whom, until when, what was replied, and what the proposers said of that.
CREATE TABLE motion_rounds (
    motion uuid NOT NULL REFERENCES motions,
    round int NOT NULL,
    department text NOT NULL,
    assigned_on date NOT NULL,
    due_on date NOT NULL,
    replied_on date,
    reply text,
    satisfaction text,
    rated_on date,
    PRIMARY KEY (motion, round),
    CHECK (num_nulls(replied_on, reply) IN (0, 2)),
    CHECK (num_nulls(satisfaction, rated_on) IN (0, 2))
);

SELECT protect('motions', 'area', 'scope', 'union_id');
SELECT protect('motion_proposers', 'motion', 'parent');
SELECT protect('motion_rounds', 'motion', 'parent');

-- What a union's democratic life has left behind goes with the union when it moves to another township.
CREATE FUNCTION follow_union() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE congresses SET area = new.area WHERE union_id = new.id;
    UPDATE congress_sessions SET area = new.area WHERE union_id = new.id;
    UPDATE congress_ballots SET area = new.area WHERE union_id = new.id;
    UPDATE motions SET area = new.area WHERE union_id = new.id;
    UPDATE disclosures SET area = new.area WHERE union_id = new.id;
    UPDATE openness_suggestions SET area = new.area WHERE union_id = new.id;
    RETURN NULL;
END $$;
CREATE TRIGGER democracy_follows AFTER UPDATE OF area ON unions FOR EACH ROW
    WHEN (old.area IS DISTINCT FROM new.area) EXECUTE FUNCTION follow_union();
