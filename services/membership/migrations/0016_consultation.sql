-- gonghui: pre
-- Collective talks and agreements; what is written of them in free words lies beside.
SET lock_timeout = '5s';

CREATE TABLE consultations (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid NOT NULL REFERENCES unions,
    kind text NOT NULL,
    level text NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('new', 'renewal', 'change', 'termination')),
    -- the agreement to be renewed, changed or ended
    earlier uuid REFERENCES consultations,
    offered_by text NOT NULL,
    employers uuid[] NOT NULL,
    -- how many workers the agreement covers, as stated
    workers int NOT NULL CHECK (workers > 0),
    offered_on date NOT NULL,
    -- day of the last step
    since date NOT NULL,
    state text NOT NULL,
    -- the clock that runs now; provisional while its year is not published
    due_on date,
    provisional boolean NOT NULL,
    unanswered_on date,
    answered_on date,
    members uuid[] NOT NULL,
    chief uuid,
    chief_as text,
    outside_workers int NOT NULL,
    employer_side int NOT NULL,
    outside_employer int NOT NULL,
    drafted_on date,
    passed_on date,
    forum text,
    ballot uuid,
    delegates int,
    present int,
    yes int,
    signed_on date,
    term_from date,
    term_to date,
    reported_on date,
    received_on date,
    in_force_on date,
    published_on date,
    ended_on date,
    revision int NOT NULL,
    CHECK ((purpose = 'new') = (earlier IS NULL)),
    CHECK (state <> 'in-force' OR num_nulls(in_force_on, term_to) = 0),
    CHECK (due_on IS NOT NULL OR NOT provisional)
);
CREATE INDEX consultations_area ON consultations (area, id);
CREATE INDEX consultations_union ON consultations (union_id, id);
CREATE UNIQUE INDEX one_consultation_per_earlier ON consultations (earlier)
WHERE state IN ('offered', 'stalled', 'negotiating', 'suspended', 'drafted', 'passed', 'signed', 'reported', 'received');
-- a ballot decides on one draft
CREATE UNIQUE INDEX one_draft_per_ballot ON consultations (ballot) WHERE ballot IS NOT NULL;
-- what the day's work looks for
CREATE INDEX consultations_due ON consultations (id) WHERE state IN ('offered', 'received', 'in-force') OR provisional;

-- What a step says in free words, which may name people and stands in no event.
CREATE TABLE consultation_texts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consultation uuid NOT NULL REFERENCES consultations,
    step text NOT NULL,
    day date NOT NULL,
    text text NOT NULL
);
CREATE INDEX consultation_texts_consultation ON consultation_texts (consultation, id);

SELECT protect('consultations', 'area', 'scope', 'union_id');
SELECT protect('consultation_texts', 'consultation', 'parent');
