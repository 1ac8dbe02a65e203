-- gonghui: pre
-- The journal (truth), the log (positions without gaps), the Merkle tree over it, and what a command remembers of itself.
SET lock_timeout = '5s';

CREATE TABLE journal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    event_id uuid NOT NULL UNIQUE,
    type text NOT NULL,
    subject text NOT NULL,
    occurred_on date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- json, not jsonb: these exact bytes are hashed, sent and served
    event json NOT NULL,
    traceparent text
);
CREATE INDEX journal_subject ON journal (subject, id);

CREATE TABLE log (
    ordinal bigint PRIMARY KEY,
    county text NOT NULL,
    position bigint NOT NULL,
    -- no foreign key: the relay inserts only ids it has read, nothing is ever deleted from the journal, and the check
    -- would lock, that is rewrite, every journal row once
    journal_id bigint NOT NULL UNIQUE,
    sequenced_at timestamptz NOT NULL,
    leaf bytea NOT NULL,
    UNIQUE (county, position)
);

-- One row per county: how far its log goes, the compact range (right-edge subtree roots) of its Merkle tree.
CREATE TABLE log_head (
    county text PRIMARY KEY,
    generation int NOT NULL DEFAULT 1,
    size bigint NOT NULL DEFAULT 0,
    root bytea NOT NULL,
    compact_range bytea[] NOT NULL DEFAULT '{}',
    sequenced_at timestamptz,
    published bigint NOT NULL DEFAULT 0,
    -- the witness knows a longer or another log: commands of this county answer 503 until a fork
    restored boolean NOT NULL DEFAULT false,
    restored_reason text
);

CREATE TABLE relay_state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch bigint NOT NULL DEFAULT 0,
    -- every journal id up to and including the floor is settled: in the log, or never will be
    floor bigint NOT NULL DEFAULT 0,
    ordinal bigint NOT NULL DEFAULT 0,
    polled_at timestamptz
);
INSERT INTO relay_state DEFAULT VALUES;

-- Roots of complete Merkle subtrees of 256, 65,536, ... leaves (level 8, 16, ...); level 0 is log.leaf. Insert-only: one
-- row for 256 events, nothing rewritten while the log grows, and a proof reads at most 255 hashes for eight levels.
CREATE TABLE tile (
    county text NOT NULL,
    level int NOT NULL CHECK (level > 0 AND level % 8 = 0),
    idx bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (county, level, idx)
);

CREATE TABLE checkpoint (
    county text NOT NULL,
    generation int NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (county, generation, size)
);

-- A fork names what it left behind: the generation, size and root that the restored database no longer has.
CREATE TABLE log_generation (
    county text NOT NULL,
    generation int NOT NULL,
    forked_from_size bigint NOT NULL,
    forked_from_root bytea NOT NULL,
    kept_size bigint NOT NULL,
    reason text NOT NULL,
    forked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (county, generation)
);

-- What this service knows of others' logs as their witness. Never rebuilt.
CREATE TABLE witness (
    service text NOT NULL,
    county text NOT NULL,
    generation int NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    cosigned_at timestamptz NOT NULL,
    PRIMARY KEY (service, county, generation)
);

-- Another service's log as this one follows it to be its witness: the tree over what came.
CREATE TABLE followed_log (
    service text NOT NULL,
    county text NOT NULL,
    generation int NOT NULL DEFAULT 1,
    size bigint NOT NULL,
    compact_range bytea[] NOT NULL,
    PRIMARY KEY (service, county)
);

CREATE TABLE idempotency (
    principal text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    body_hmac bytea NOT NULL,
    status smallint NOT NULL,
    answer json NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotency_created_at ON idempotency (created_at);

-- A creating command keeps its body's HMAC with the record's id for ever: the same draft sent twice gets one record.
CREATE TABLE creation (
    id uuid PRIMARY KEY,
    principal text NOT NULL,
    route text NOT NULL,
    body_hmac bytea NOT NULL,
    answer json NOT NULL
);

-- Nobody updates or deletes the truth, the application role least of all.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', tg_table_name USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
