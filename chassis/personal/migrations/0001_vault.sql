-- gonghui: pre
-- The vault: who a service's persons are. Text lies here sealed, under a key of each person's own; what lists need (the
-- surname's sound, a masked label) lies in the clear; what must be found lies as digests under the county's secret.
SET lock_timeout = '5s';

-- The service's own keys, wrapped by the provider (a file, or a key server): those that wrap persons' keys, and the
-- secret from which each county's key of the blind index is derived.
CREATE TABLE vault_key (
    version int PRIMARY KEY CHECK (version > 0),
    wrapped text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE vault_secret (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    wrapped text NOT NULL
);

CREATE TABLE person (
    id uuid PRIMARY KEY,
    county text COLLATE "C" NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    -- the union, for whom one union is all they see
    org uuid,
    -- another area that is asked to take the person and sees the label meanwhile
    offered_to text COLLATE "C" CHECK (offered_to ~ '^\d{6}(\d{3})?$'),
    -- the surname's sound, and 王** 110105********002X
    sort text COLLATE "C" NOT NULL,
    label text NOT NULL,
    erased_at timestamptz,
    -- what belongs to a person moves with them: the parts below name the area too, for their row security
    UNIQUE (id, area)
);
CREATE INDEX person_area ON person (area, sort, id);
CREATE INDEX person_offered_to ON person (offered_to) WHERE offered_to IS NOT NULL;

-- A table of its own: without this row nobody ever reads the person's fields, and its backups are kept apart.
CREATE TABLE person_key (
    person uuid PRIMARY KEY,
    area text COLLATE "C" NOT NULL,
    -- no version goes while it wraps anybody, whatever a process that has slept through a rotation still writes
    version int NOT NULL REFERENCES vault_key,
    wrapped bytea NOT NULL,
    FOREIGN KEY (person, area) REFERENCES person (id, area) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX person_key_version ON person_key (version, person);

CREATE TABLE person_field (
    person uuid NOT NULL,
    field text NOT NULL,
    area text COLLATE "C" NOT NULL,
    revision int NOT NULL,
    sealed bytea NOT NULL,
    -- masked, where lists show it
    shown text,
    PRIMARY KEY (person, field),
    FOREIGN KEY (person, area) REFERENCES person (id, area) ON UPDATE CASCADE ON DELETE CASCADE
);

-- By digests under the county's secret: who has this number. The whole county looks here, and learns an area at most.
CREATE TABLE blind_index (
    county text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('id-number', 'id-last4', 'phone-last4', 'name')),
    digest bytea NOT NULL,
    person uuid NOT NULL,
    area text COLLATE "C" NOT NULL,
    open boolean NOT NULL DEFAULT true,
    PRIMARY KEY (person, kind),
    FOREIGN KEY (person, area) REFERENCES person (id, area) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX blind_index_digest ON blind_index (county, kind, digest);
CREATE UNIQUE INDEX one_open_person_per_id_number ON blind_index (county, digest) WHERE open AND kind = 'id-number';

CREATE TABLE consent (
    person uuid NOT NULL,
    purpose text NOT NULL,
    area text COLLATE "C" NOT NULL,
    by_guardian boolean NOT NULL,
    given_on date NOT NULL,
    withdrawn_on date CHECK (withdrawn_on >= given_on),
    PRIMARY KEY (person, purpose),
    FOREIGN KEY (person, area) REFERENCES person (id, area) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Whose erasure the journal tells: after a restore it is looked through before anybody's data are shown.
-- squawk-ignore require-concurrent-index-creation -- a vault is made with its service, whose journal is empty then
CREATE INDEX journal_erasure ON journal (id) WHERE type LIKE '%.person-erased.v1';

-- Enter a person, all or nothing; false when the ID number is an open person's of the county. One statement inside, so
-- that a command of one statement can call it on the row that it has locked.
CREATE FUNCTION enter_person(
    new_person uuid, in_county text, in_area text, in_org uuid, surname text, masked text, key_version int, wrapped_key bytea,
    fields text[], values_sealed bytea[], values_shown text[], kinds text[], digests bytea[], number bytea
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    WITH numbered AS (
        INSERT INTO blind_index (county, kind, digest, person, area)
        VALUES (in_county, 'id-number', number, new_person, in_area)
        ON CONFLICT (county, digest) WHERE open AND kind = 'id-number' DO NOTHING
        RETURNING person, area
    ), keyed AS (
        INSERT INTO person_key (person, area, version, wrapped)
        SELECT person, area, key_version, wrapped_key FROM numbered
    ), filled AS (
        INSERT INTO person_field (person, area, field, revision, sealed, shown)
        SELECT person, area, each.field, 1, each.sealed, each.shown
        FROM numbered, unnest(fields, values_sealed, values_shown) AS each (field, sealed, shown)
    ), found AS (
        INSERT INTO blind_index (county, kind, digest, person, area)
        SELECT in_county, each.kind, each.digest, person, area
        FROM numbered, unnest(kinds, digests) AS each (kind, digest)
    )
    INSERT INTO person (id, county, area, org, sort, label)
    SELECT person, in_county, area, in_org, surname, masked FROM numbered;
    RETURN FOUND;
END $$;

-- Whoever works in the area, and while a person is offered to another area, whoever works there sees the row itself and
-- may take it. Never the key and the fields: those come along when the person has come.
SELECT protect_by('person',
    within_context('area', 'scope', 'org') || ' OR (' || within_context('offered_to', 'scope') || ')',
    within_context('area', 'scope', 'org'));
SELECT protect('person_key', 'area', 'scope');
SELECT protect('person_field', 'area', 'scope');
SELECT protect('consent', 'area', 'scope');
-- The whole county reads; the foreign key on (person, area) keeps whoever writes to persons of their own.
SELECT protect_by('blind_index', within_context('county', 'county'), within_context('area', 'scope'));
