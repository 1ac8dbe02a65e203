-- gonghui: pre
-- The read model. What a rebuild makes anew lies in schema `projection`: a rebuild fills a copy of that schema and renames it.
SET lock_timeout = '5s';

CREATE SCHEMA projection;

-- Counties (six digits) and townships (nine) as people call them.
CREATE TABLE area (
    code int PRIMARY KEY,
    zh text NOT NULL,
    en text NOT NULL
);

-- Months since year 0: what buckets are keyed by.
CREATE FUNCTION month_of(day date) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (extract(year FROM day) * 12 + extract(month FROM day) - 1)::int;

-- Dictionaries: numbers follow from the text (projection/ids.py), so no rebuild changes them. dim 0: no codes.
CREATE TABLE dim (
    id bigint PRIMARY KEY,
    code text NOT NULL UNIQUE
);
INSERT INTO dim VALUES (0, '');

-- Where something counts: an organisation in an area, or the area alone.
CREATE TABLE place (
    id bigint PRIMARY KEY,
    org uuid,
    area int NOT NULL,
    UNIQUE NULLS NOT DISTINCT (org, area)
);

-- What a log's feed last said of itself, and until when that is known to be all.
CREATE TABLE head (
    log int PRIMARY KEY,
    generation int NOT NULL,
    size bigint NOT NULL,
    sequenced_at timestamptz,
    root bytea NOT NULL,
    complete_until timestamptz NOT NULL
);

-- The last checkpoint of each log that was held against the tree built from what came. A null problem: it agrees.
CREATE TABLE seen_checkpoint (
    log int PRIMARY KEY,
    generation int NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    seen_at timestamptz NOT NULL,
    problem text
);

-- Disagreements between a log and what was received of it. Never deleted: an operator clears one with a reason.
CREATE TABLE alarm (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    log int NOT NULL,
    size bigint NOT NULL,
    problem text NOT NULL,
    note text,
    raised_at timestamptz NOT NULL DEFAULT now(),
    cleared_at timestamptz,
    cleared_why text
);
CREATE UNIQUE INDEX alarm_once ON alarm (log, problem) WHERE cleared_at IS NULL;

-- How far each log is counted, with the compact range of its Merkle tree. Everything below commits together with it.
CREATE TABLE projection.log_cursor (
    log int PRIMARY KEY,
    service text NOT NULL,
    county int NOT NULL,
    position bigint NOT NULL,
    sequenced_at timestamptz,
    generation int NOT NULL DEFAULT 1,
    compact_range bytea NOT NULL,
    incomplete_since bigint
);

-- First position of a log in a month (year * 12 + month - 1, UTC) of sequencing.
CREATE TABLE projection.log_month (
    log int NOT NULL,
    month int NOT NULL,
    first_position bigint NOT NULL,
    PRIMARY KEY (log, month)
);

CREATE TABLE projection.fact (
    log int NOT NULL,
    position bigint NOT NULL,
    n int NOT NULL,
    metric int NOT NULL,
    dim bigint NOT NULL,
    place bigint NOT NULL,
    occurred_on date NOT NULL,
    known_month int NOT NULL,
    delta bigint NOT NULL,
    PRIMARY KEY (log, position, n)
);
CREATE INDEX fact_occurred_on ON projection.fact (occurred_on, metric);
CREATE INDEX fact_place ON projection.fact (place, metric, occurred_on);

-- Facts of metrics that count different keys; delta -1 takes a key back.
CREATE TABLE projection.key_fact (
    log int NOT NULL,
    position bigint NOT NULL,
    n int NOT NULL,
    metric int NOT NULL,
    place bigint NOT NULL,
    key text NOT NULL,
    occurred_on date NOT NULL,
    delta int NOT NULL,
    PRIMARY KEY (log, position, n)
);
CREATE INDEX key_fact_metric ON projection.key_fact (metric, occurred_on);
CREATE INDEX key_fact_place ON projection.key_fact (place, metric, occurred_on);

-- Sums over everything known now.
CREATE TABLE projection.current_value (
    place bigint NOT NULL,
    metric int NOT NULL,
    dim bigint NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (place, metric, dim)
);

-- Sums by area (as the tree is now), month of the business day and month of sequencing.
CREATE TABLE projection.bucket (
    area int NOT NULL,
    metric int NOT NULL,
    dim bigint NOT NULL,
    month int NOT NULL,
    known_month int NOT NULL,
    delta bigint NOT NULL,
    PRIMARY KEY (area, metric, dim, month, known_month)
);

-- Where each place is counted as the tree is now; `moved`: it was, or was thought to be, somewhere else at some time.
CREATE TABLE projection.located (
    place bigint PRIMARY KEY,
    area int NOT NULL,
    moved boolean NOT NULL
);
CREATE INDEX located_area ON projection.located (area);
CREATE INDEX located_moved ON projection.located (area) WHERE moved;

-- What has been reported of a stock (headcounts), without what was taken back: facts are the differences.
CREATE TABLE projection.report (
    log int NOT NULL,
    metric int NOT NULL,
    key text NOT NULL,
    day date NOT NULL,
    position bigint NOT NULL,
    n int NOT NULL,
    event_id uuid NOT NULL,
    place bigint NOT NULL,
    dim bigint NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (log, metric, key, day, position, n)
);

-- The events of each organisation as corrected until now, from which its standing follows.
CREATE TABLE projection.org_event (
    event_id uuid PRIMARY KEY,
    log int NOT NULL,
    org uuid NOT NULL,
    position bigint NOT NULL,
    change text NOT NULL,
    occurred_on date NOT NULL,
    area int,
    name text,
    kind text,
    parent uuid,
    parented boolean NOT NULL
);
CREATE INDEX org_event_org ON projection.org_event (org);

-- The directory and the tree: where an organisation stood from a day until before a day, as known from a position
-- until before a position of its log. `stage`: founding, active, closed, employer.
CREATE TABLE projection.org_standing (
    org uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    log int NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    area int NOT NULL,
    parent uuid,
    name text NOT NULL,
    kind text NOT NULL,
    stage text NOT NULL,
    since date,
    PRIMARY KEY (org, valid_from, known_from),
    CHECK (valid_from < valid_to AND known_from < known_to)
);
CREATE INDEX org_standing_area ON projection.org_standing (area, stage, name, org);
CREATE INDEX org_standing_parent ON projection.org_standing (parent);

CREATE TABLE projection.org_closure (
    ancestor uuid NOT NULL,
    descendant uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    log int NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    PRIMARY KEY (ancestor, descendant, valid_from, known_from),
    CHECK (valid_from < valid_to AND known_from < known_to)
);
CREATE INDEX org_closure_descendant ON projection.org_closure (descendant);

CREATE TABLE projection.work_item (
    log int NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    office text NOT NULL,
    county int NOT NULL,
    area int NOT NULL,
    org uuid,
    since date NOT NULL,
    appears_on date NOT NULL,
    due_on date,
    PRIMARY KEY (log, kind, subject)
);
CREATE INDEX work_item_county ON projection.work_item (county, due_on, appears_on);

-- Every event of every log. `event` is text, not json: these are the bytes that came, even when they are no JSON.
CREATE TABLE projection.audit_entry (
    log int NOT NULL,
    position bigint NOT NULL,
    county int NOT NULL,
    area int NOT NULL,
    event_id uuid,
    type text NOT NULL,
    subject text NOT NULL,
    org uuid,
    actor text NOT NULL,
    on_behalf_of text,
    office text NOT NULL,
    occurred_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    sequenced_at timestamptz NOT NULL,
    leaf bytea NOT NULL,
    event text NOT NULL,
    PRIMARY KEY (log, position)
);
CREATE INDEX audit_entry_moment ON projection.audit_entry (log, sequenced_at);
CREATE INDEX audit_entry_event ON projection.audit_entry (event_id);
CREATE INDEX audit_entry_county ON projection.audit_entry (county, sequenced_at, log, position);
CREATE INDEX audit_entry_area ON projection.audit_entry (area, sequenced_at);
CREATE INDEX audit_entry_type ON projection.audit_entry (county, type, sequenced_at);
CREATE INDEX audit_entry_subject ON projection.audit_entry (subject, sequenced_at);
CREATE INDEX audit_entry_actor ON projection.audit_entry (actor, sequenced_at);
CREATE INDEX audit_entry_org ON projection.audit_entry (org, sequenced_at) WHERE org IS NOT NULL;

-- Roots of complete Merkle subtrees (levels 8, 16, …) of each log as it came; level 0 is audit_entry.leaf.
CREATE TABLE projection.node (
    log int NOT NULL,
    level int NOT NULL,
    idx bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (log, level, idx)
);

CREATE TABLE projection.parked (
    log int NOT NULL,
    position bigint NOT NULL,
    event_id uuid,
    type text,
    error text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (log, position)
);
