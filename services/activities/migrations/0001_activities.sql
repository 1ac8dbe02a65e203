-- gonghui: pre
-- Activities and who registers for them. Members are ids of the membership service; no name lies here.
SET lock_timeout = '5s';

CREATE TABLE activities (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    -- the union that holds it, in the membership service
    union_id uuid,
    kind text NOT NULL,
    title text NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'open', 'held', 'cancelled', 'void')),
    planned_on date NOT NULL,
    entered_on date NOT NULL,
    opened_on date,
    places int CHECK (places > 0),
    -- places taken; the row's lock lines up who registers at the same time
    taken int NOT NULL DEFAULT 0,
    held_on date,
    attendance int,
    cost_fen bigint,
    revision int NOT NULL,
    CHECK (taken <= coalesce(places, 0)),
    CHECK ((state = 'held') = (held_on IS NOT NULL))
);
CREATE INDEX activities_area ON activities (area, id);

CREATE TABLE registrations (
    id uuid PRIMARY KEY,
    activity uuid NOT NULL REFERENCES activities,
    member uuid NOT NULL,
    -- the order in which they came
    number bigint GENERATED ALWAYS AS IDENTITY,
    state text NOT NULL CHECK (state IN ('registered', 'waiting', 'withdrawn')),
    registered_on date NOT NULL,
    revision int NOT NULL
);
CREATE UNIQUE INDEX one_registration_per_member ON registrations (activity, member) WHERE state <> 'withdrawn';
CREATE INDEX registrations_activity ON registrations (activity, number);

CREATE TABLE attendance (
    activity uuid NOT NULL REFERENCES activities,
    member uuid NOT NULL,
    PRIMARY KEY (activity, member)
);

-- Rule 29a: one birthday gift per member and year.
CREATE TABLE birthday_gifts (
    member uuid NOT NULL,
    year int NOT NULL,
    activity uuid NOT NULL REFERENCES activities,
    PRIMARY KEY (member, year)
);
CREATE INDEX birthday_gifts_activity ON birthday_gifts (activity);
