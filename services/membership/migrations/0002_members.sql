-- gonghui: pre
-- Members. Name, ID number and phone lie here in the clear until the vault takes them; no event ever holds them.
SET lock_timeout = '5s';

-- scalar types in GiST, which a temporal key needs
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE members (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid NOT NULL REFERENCES unions,
    name text NOT NULL,
    id_number text NOT NULL,
    phone text,
    employment text NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'void')),
    admitted_on date NOT NULL,
    -- first day in the present union
    since date NOT NULL,
    -- a transfer that waits for the receiving township: all of these or none
    to_union uuid REFERENCES unions,
    to_area text COLLATE "C",
    requested_on date,
    due_on date,
    revision int NOT NULL,
    CHECK (num_nulls(to_union, to_area, requested_on, due_on) IN (0, 4))
);
CREATE INDEX members_area ON members (area, id);
CREATE INDEX members_union ON members (union_id, id);
CREATE INDEX members_to_area ON members (to_area, id) WHERE to_area IS NOT NULL;
CREATE UNIQUE INDEX one_member_per_id_number ON members (county, id_number) WHERE state <> 'void';

-- Rule 6: one active membership per person at any time, held by the key itself.
CREATE TABLE memberships (
    member uuid NOT NULL REFERENCES members,
    union_id uuid NOT NULL REFERENCES unions,
    valid daterange NOT NULL,
    PRIMARY KEY (member, valid WITHOUT OVERLAPS)
);
