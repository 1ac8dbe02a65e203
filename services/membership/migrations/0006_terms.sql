-- gonghui: pre
-- Unions' terms, elections and committees. They lie where their union lies: a union that moves takes them along.
SET lock_timeout = '5s';

CREATE TABLE terms (
    id uuid PRIMARY KEY,
    union_id uuid NOT NULL REFERENCES unions,
    number int NOT NULL CHECK (number > 0),
    began_on date NOT NULL,
    years int NOT NULL,
    -- the last day by the term's length; an extension lies beside it
    ends_on date NOT NULL,
    extended_to date,
    -- an extension that waits for the superior: both or none
    asked_until date,
    asked_on date,
    body text NOT NULL CHECK (body IN ('committee', 'organiser')),
    state text NOT NULL CHECK (state IN ('running', 'over', 'void')),
    over_on date,
    -- the election by which it began; none for a term entered as it was found
    election uuid,
    revision int NOT NULL,
    CHECK ((asked_until IS NULL) = (asked_on IS NULL)),
    CHECK ((state = 'over') = (over_on IS NOT NULL))
);
CREATE INDEX terms_union ON terms (union_id, id);
CREATE INDEX terms_ending ON terms (coalesce(extended_to, ends_on), id) WHERE state = 'running';
CREATE UNIQUE INDEX one_running_term_per_union ON terms (union_id) WHERE state = 'running';
CREATE UNIQUE INDEX one_term_per_number ON terms (union_id, number) WHERE state <> 'void';

CREATE TABLE elections (
    id uuid PRIMARY KEY,
    union_id uuid NOT NULL REFERENCES unions,
    ballot text NOT NULL CHECK (ballot IN ('general-election', 'by-election')),
    meeting text NOT NULL,
    body text NOT NULL CHECK (body IN ('committee', 'organiser')),
    held_on date NOT NULL,
    entitled int NOT NULL,
    present int NOT NULL,
    seats int NOT NULL,
    -- of a general election: the length and number of the term it begins
    years int,
    number int,
    state text NOT NULL CHECK (state IN ('entered', 'approved', 'refused', 'void')),
    -- the term that it began, or whose seats it filled
    term uuid REFERENCES terms,
    due_on date NOT NULL,
    revision int NOT NULL,
    CHECK ((state = 'approved') = (term IS NOT NULL))
);
CREATE INDEX elections_union ON elections (union_id, id);
CREATE UNIQUE INDEX one_waiting_election_per_union ON elections (union_id) WHERE state = 'entered';

-- Whoever stood, with the votes for them. Not hidden: officers are elected in the open, by name; ballots are secret.
CREATE TABLE election_candidates (
    election uuid NOT NULL REFERENCES elections,
    member uuid NOT NULL REFERENCES members,
    post text NOT NULL,
    votes int NOT NULL,
    elected boolean NOT NULL,
    PRIMARY KEY (election, member)
);
CREATE INDEX election_candidates_member ON election_candidates (member);

-- Who holds which post of a term, from when until when.
CREATE TABLE term_seats (
    id uuid PRIMARY KEY,
    term uuid NOT NULL REFERENCES terms,
    member uuid NOT NULL REFERENCES members,
    post text NOT NULL,
    since date NOT NULL,
    vacated_on date,
    election uuid NOT NULL REFERENCES elections
);
CREATE INDEX term_seats_term ON term_seats (term);
CREATE INDEX term_seats_member ON term_seats (member);
CREATE UNIQUE INDEX one_chair_per_term ON term_seats (term) WHERE post = 'chair' AND vacated_on IS NULL;
CREATE UNIQUE INDEX one_post_per_member ON term_seats (term, member) WHERE vacated_on IS NULL;

CREATE TABLE committees (
    id uuid PRIMARY KEY,
    union_id uuid NOT NULL REFERENCES unions,
    committee text NOT NULL CHECK (committee IN ('audit', 'women')),
    state text NOT NULL CHECK (state IN ('not-needed', 'due', 'formed', 'ended')),
    form text,
    size int,
    formed_on date,
    due_on date,
    -- of a women's committee: how many women members the union stated last, and for which day
    women int,
    counted_on date,
    revision int NOT NULL,
    CHECK ((state = 'formed') = (form IS NOT NULL)),
    CHECK ((women IS NULL) = (counted_on IS NULL))
);
CREATE UNIQUE INDEX one_committee_per_kind ON committees (union_id, committee);

SELECT protect_by(tables.name, format(
    'EXISTS (SELECT FROM unions AS parent WHERE parent.id = %s.union_id AND ', tables.name)
    || within_context('area', 'scope', 'id') || ')')
FROM (VALUES ('terms'::regclass), ('elections'), ('committees')) AS tables (name);
SELECT protect('election_candidates', 'election', 'parent');
SELECT protect('term_seats', 'term', 'parent');
