-- gonghui: pre
-- Who holds which office where. Membership writes its appointments here by its commands; every other service folds them
-- from membership's feed, together with the organisations, and knows until when what it folded is known to be all.
SET lock_timeout = '5s';

CREATE TABLE appointment (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    -- the scope is narrower than the area: the union of an enterprise's chair, or of a member
    org uuid,
    account text NOT NULL,
    office text NOT NULL,
    since date NOT NULL,
    -- the last day; open when null
    until date,
    delegated_by uuid,
    on_behalf_of text,
    ended_at timestamptz,
    revision int NOT NULL DEFAULT 1,
    CHECK (since <= until),
    CHECK ((delegated_by IS NULL) = (on_behalf_of IS NULL))
);
CREATE INDEX appointment_account ON appointment (account);
CREATE INDEX appointment_area ON appointment (area, id);
CREATE INDEX appointment_delegated_by ON appointment (delegated_by) WHERE delegated_by IS NOT NULL;
CREATE UNIQUE INDEX one_appointment_per_office ON appointment (account, office, area, org) NULLS NOT DISTINCT
    WHERE ended_at IS NULL;

-- Unions as membership publishes them.
CREATE TABLE organisation (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    parent uuid,
    kind text NOT NULL,
    name text NOT NULL,
    state text NOT NULL CHECK (state IN ('founding', 'active', 'void'))
);
CREATE INDEX organisation_area ON organisation (area, id);

-- How far each county's log of membership is folded here. `stopped_at`: it is folded no further, for a reason in the log.
CREATE TABLE authority_cursor (
    county text PRIMARY KEY,
    position bigint NOT NULL,
    generation int NOT NULL DEFAULT 1,
    stopped_at timestamptz
);

-- Everything that membership's relay had sequenced at that moment is folded. Never moves back.
CREATE TABLE authority_lease (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    known_until timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO authority_lease DEFAULT VALUES;
