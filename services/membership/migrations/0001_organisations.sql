-- gonghui: pre
-- Unions, the employers they cover, and what the employers report.
SET lock_timeout = '5s';

CREATE TABLE unions (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    -- six digits for the county federation, nine for everything in a township; collation C so that a scope is a range
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    name text NOT NULL,
    kind text NOT NULL,
    parent uuid REFERENCES unions,
    credit_code text,
    state text NOT NULL CHECK (state IN ('founding', 'active', 'void')),
    founded_on date NOT NULL,
    approved_on date,
    document text,
    revision int NOT NULL,
    CHECK ((state = 'active') = (approved_on IS NOT NULL))
);
CREATE INDEX unions_area ON unions (area, id);
CREATE INDEX unions_parent ON unions (parent);
CREATE UNIQUE INDEX one_federation_per_county ON unions (county) WHERE kind = 'county-federation' AND state <> 'void';
CREATE UNIQUE INDEX one_union_per_township ON unions (area) WHERE kind = 'township' AND state <> 'void';
CREATE UNIQUE INDEX one_union_per_name ON unions (area, name) WHERE state <> 'void';

CREATE TABLE employers (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    name text NOT NULL,
    credit_code text NOT NULL,
    unit_type text NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'void')),
    registered_on date NOT NULL,
    revision int NOT NULL
);
CREATE INDEX employers_area ON employers (area, id);
CREATE UNIQUE INDEX one_employer_per_credit_code ON employers (county, credit_code) WHERE state <> 'void';

-- Which employers a union lists, and from which day it covers them (no day: the union is not approved).
CREATE TABLE coverage (
    union_id uuid NOT NULL REFERENCES unions,
    employer uuid NOT NULL REFERENCES employers,
    since date,
    PRIMARY KEY (union_id, employer)
);
CREATE INDEX coverage_employer ON coverage (employer);

-- What an employer stated for a day; what counts as covered follows from coverage and is not stored.
CREATE TABLE headcounts (
    employer uuid NOT NULL REFERENCES employers,
    day date NOT NULL,
    headcount int NOT NULL CHECK (headcount >= 0),
    PRIMARY KEY (employer, day)
);
