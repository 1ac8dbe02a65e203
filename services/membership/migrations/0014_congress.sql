-- gonghui: pre
-- Workers' congresses: delegates by term, sessions, agenda, and of ballots who took a paper and the tellers' totals.
SET lock_timeout = '5s';

CREATE TABLE congresses (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid NOT NULL REFERENCES unions,
    employer uuid NOT NULL REFERENCES employers,
    form text NOT NULL CHECK (form IN ('congress', 'assembly')),
    term_years int NOT NULL CHECK (term_years IN (3, 5)),
    -- on the day it was set up; an assembly of all workers is counted against them
    employees int NOT NULL CHECK (employees > 0),
    state text NOT NULL CHECK (state IN ('electing', 'active', 'ended', 'void')),
    set_up_on date NOT NULL,
    confirmed_on date,
    -- last day of the term
    until date,
    ended_on date,
    -- why more than a fifth of the delegates are managers (rule 12a: "normally")
    explanation text,
    -- seats given so far, those of former delegates among them
    seats int NOT NULL DEFAULT 0,
    revision int NOT NULL,
    CHECK ((state IN ('active', 'ended')) = (confirmed_on IS NOT NULL)),
    CHECK ((confirmed_on IS NULL) = (until IS NULL)),
    CHECK ((state = 'ended') = (ended_on IS NOT NULL))
);
CREATE INDEX congresses_area ON congresses (area, id);
CREATE INDEX congresses_union ON congresses (union_id, id);
CREATE UNIQUE INDEX one_congress_per_employer ON congresses (employer) WHERE state IN ('electing', 'active');

-- A delegate has a seat of the term. One who is no member of the union is known by the seat alone.
CREATE TABLE congress_delegates (
    id uuid PRIMARY KEY,
    congress uuid NOT NULL REFERENCES congresses,
    member uuid REFERENCES members,
    seat int NOT NULL,
    -- the part of the unit that elected them
    electing text,
    manager boolean NOT NULL,
    elected_on date NOT NULL,
    -- first day on which they are none any more
    ended_on date CHECK (ended_on >= elected_on),
    UNIQUE (congress, seat)
);
CREATE INDEX congress_delegates_member ON congress_delegates (member);
CREATE UNIQUE INDEX one_delegate_per_member ON congress_delegates (congress, member) WHERE ended_on IS NULL;

CREATE TABLE congress_sessions (
    id uuid PRIMARY KEY,
    congress uuid NOT NULL REFERENCES congresses,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid NOT NULL REFERENCES unions,
    employer uuid NOT NULL REFERENCES employers,
    number int NOT NULL,
    kind text NOT NULL CHECK (kind IN ('ordinary', 'extra')),
    proposer text,
    proposing int,
    noticed_on date NOT NULL,
    planned_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('called', 'held', 'inquorate', 'cancelled', 'closed', 'void')),
    held_on date,
    closed_on date,
    -- of all delegates on that day, how many were there: those without a record of their own (`others`) too
    delegates int,
    present int,
    others int,
    revision int NOT NULL,
    CHECK ((kind = 'extra') = (proposer IS NOT NULL)),
    CHECK (num_nulls(held_on, delegates, present, others) IN (0, 4)),
    CHECK ((state IN ('held', 'inquorate', 'closed')) = (held_on IS NOT NULL)),
    CHECK ((state = 'closed') = (closed_on IS NOT NULL))
);
CREATE INDEX congress_sessions_area ON congress_sessions (area, id);
CREATE INDEX congress_sessions_congress ON congress_sessions (congress, id);
CREATE INDEX congress_sessions_employer ON congress_sessions (employer, held_on);

CREATE TABLE congress_attendance (
    session uuid NOT NULL REFERENCES congress_sessions,
    delegate uuid NOT NULL REFERENCES congress_delegates,
    PRIMARY KEY (session, delegate)
);
CREATE INDEX congress_attendance_delegate ON congress_attendance (delegate);

CREATE TABLE congress_agenda (
    id uuid PRIMARY KEY,
    session uuid NOT NULL REFERENCES congress_sessions,
    number int NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    state text NOT NULL CHECK (state IN ('listed', 'dropped')),
    UNIQUE (session, number)
);

-- Totals as the tellers give them once a ballot is closed. No row of any table joins a delegate to a choice.
CREATE TABLE congress_ballots (
    id uuid PRIMARY KEY,
    session uuid NOT NULL REFERENCES congress_sessions,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid NOT NULL REFERENCES unions,
    item uuid NOT NULL REFERENCES congress_agenda,
    kind text NOT NULL,
    method text NOT NULL CHECK (method IN ('secret', 'hands')),
    state text NOT NULL CHECK (state IN ('open', 'closed', 'counted', 'void')),
    opened_on date NOT NULL,
    delegates int NOT NULL,
    present int NOT NULL,
    -- papers taken, by those without a record of their own (`others`) too
    issued int NOT NULL,
    others int NOT NULL,
    counted_on date,
    returned int,
    yes int,
    no int,
    abstain int,
    invalid int,
    teller_one uuid REFERENCES congress_delegates,
    teller_two uuid REFERENCES congress_delegates CHECK (teller_two <> teller_one),
    outcome text CHECK (outcome IN ('passed', 'failed')),
    revision int NOT NULL,
    CHECK (issued <= present AND present <= delegates),
    CHECK (returned <= issued AND yes + no + abstain + invalid = returned),
    CHECK (num_nulls(counted_on, returned, yes, no, abstain, invalid, teller_one, teller_two, outcome)
        = CASE WHEN state = 'counted' THEN 0 ELSE 9 END)
);
CREATE INDEX congress_ballots_area ON congress_ballots (area, id);
CREATE INDEX congress_ballots_session ON congress_ballots (session, id);
CREATE INDEX congress_ballots_item ON congress_ballots (item);
CREATE INDEX congress_ballots_teller_one ON congress_ballots (teller_one);
CREATE INDEX congress_ballots_teller_two ON congress_ballots (teller_two);
CREATE UNIQUE INDEX one_ballot_under_way ON congress_ballots (item) WHERE state IN ('open', 'closed');

-- Who took a paper. It holds nothing else, not even when or in which order.
CREATE TABLE congress_voters (
    ballot uuid NOT NULL REFERENCES congress_ballots,
    delegate uuid NOT NULL REFERENCES congress_delegates,
    PRIMARY KEY (ballot, delegate)
);
CREATE INDEX congress_voters_delegate ON congress_voters (delegate);

SELECT protect('congresses', 'area', 'scope', 'union_id');
SELECT protect('congress_delegates', 'congress', 'parent');
SELECT protect('congress_sessions', 'area', 'scope', 'union_id');
SELECT protect('congress_attendance', 'session', 'parent');
SELECT protect('congress_agenda', 'session', 'parent');
SELECT protect('congress_ballots', 'area', 'scope', 'union_id');
SELECT protect('congress_voters', 'ballot', 'parent');
