-- gonghui: pre
-- Unions' whole life: returned, dissolved, merged; what they are registered with; cover that ends; their rearrangement.
SET lock_timeout = '5s';

ALTER TABLE unions
    ADD COLUMN industry text,
    ADD COLUMN unit_type text,
    -- a founding that the superior returned: why, and in which words
    ADD COLUMN returned_for text,
    ADD COLUMN opinion text,
    -- the first day on which it is no more; the union that took over what it had
    ADD COLUMN closed_on date,
    ADD COLUMN successor uuid;
-- squawk-ignore ban-drop-constraint -- the next statements state them anew, wider
ALTER TABLE unions DROP CONSTRAINT unions_state_check, DROP CONSTRAINT unions_check;
ALTER TABLE unions ADD CONSTRAINT unions_state_check
    CHECK (state IN ('founding', 'returned', 'active', 'closed', 'void')) NOT VALID;
ALTER TABLE unions ADD CONSTRAINT unions_life_check CHECK (
    (state IN ('active', 'closed')) = (approved_on IS NOT NULL) AND (state = 'closed') = (closed_on IS NOT NULL)
    AND (state = 'returned') = (returned_for IS NOT NULL)) NOT VALID;
ALTER TABLE unions ADD CONSTRAINT unions_successor FOREIGN KEY (successor) REFERENCES unions NOT VALID;

-- A street's union is a township's in law; what is closed leaves its name and place to others.
-- squawk-ignore require-concurrent-index-deletion -- a county has some hundreds of unions
DROP INDEX one_federation_per_county;
-- squawk-ignore require-concurrent-index-deletion -- a county has some hundreds of unions
DROP INDEX one_union_per_township;
-- squawk-ignore require-concurrent-index-deletion -- a county has some hundreds of unions
DROP INDEX one_union_per_name;
-- squawk-ignore require-concurrent-index-creation -- a county has some hundreds of unions
CREATE UNIQUE INDEX one_federation_per_county ON unions (county)
    WHERE kind = 'county-federation' AND state NOT IN ('void', 'closed');
-- squawk-ignore require-concurrent-index-creation -- as above
CREATE UNIQUE INDEX one_union_per_township ON unions (area)
    WHERE kind IN ('township', 'street') AND state NOT IN ('void', 'closed');
-- squawk-ignore require-concurrent-index-creation -- as above
CREATE UNIQUE INDEX one_union_per_name ON unions (area, name) WHERE state NOT IN ('void', 'closed');

ALTER TABLE employers
    ADD COLUMN ended_on date,
    ADD COLUMN end_reason text,
    ADD COLUMN end_document text;
-- squawk-ignore ban-drop-constraint -- the next statement states it anew, wider
ALTER TABLE employers DROP CONSTRAINT employers_state_check;
ALTER TABLE employers ADD CONSTRAINT employers_state_check
    CHECK (state IN ('active', 'ended', 'void') AND (state = 'ended') = (ended_on IS NOT NULL)
        AND num_nulls(ended_on, end_reason, end_document) IN (0, 3)) NOT VALID;

-- Cover ends, and may begin again: one row for each time. `until`: the first day without it.
-- squawk-ignore ban-drop-constraint -- an index below takes its place
ALTER TABLE coverage DROP CONSTRAINT coverage_pkey;
ALTER TABLE coverage
    -- squawk-ignore adding-field-with-default, adding-serial-primary-key-field -- a county has some thousands of rows
    ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ADD COLUMN until date CHECK (since < until);
-- squawk-ignore require-concurrent-index-creation -- a county has some thousands of rows
CREATE UNIQUE INDEX one_open_cover ON coverage (union_id, employer) WHERE until IS NULL;

-- What waits for the superior, or waited: employers join or leave, a union merges, splits, moves or is dissolved.
CREATE TABLE restructurings (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    -- whose approval: the township's, or the county's where it concerns two townships or a township's own union
    by_county boolean NOT NULL,
    change text NOT NULL CHECK (change IN ('join', 'leave', 'merge', 'split', 'move', 'dissolve')),
    union_id uuid NOT NULL REFERENCES unions,
    -- who absorbs (merge), takes over (split), or is above from then on (move)
    other uuid REFERENCES unions,
    employers uuid[] NOT NULL,
    members uuid[] NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'returned', 'approved', 'void')),
    asked_on date NOT NULL,
    due_on date NOT NULL,
    approved_on date,
    document text,
    returned_for text,
    opinion text,
    -- how many members went along
    moved int,
    -- of a dissolution: why the employer ended, and when the county saw the report
    end_reason text,
    seen_on date,
    revision int NOT NULL,
    CHECK ((change IN ('join', 'leave', 'dissolve')) = (other IS NULL)),
    CHECK ((change = 'dissolve') = (end_reason IS NOT NULL)),
    CHECK ((state = 'approved') = (approved_on IS NOT NULL)),
    CHECK ((state = 'returned') = (returned_for IS NOT NULL))
);
CREATE INDEX restructurings_area ON restructurings (area, id);
CREATE UNIQUE INDEX one_restructuring_waits ON restructurings (union_id) WHERE state = 'asked';

SELECT protect('restructurings', 'area', 'scope');

-- Whatever lies in an area because its union does goes along when the union moves; requests stay where they were made.
-- Rows that go by their parent need nothing. It runs as whoever calls it: both areas must be in reach.
CREATE FUNCTION move_with_unions(moved uuid[], to_area text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    lying regclass;
BEGIN
    FOR lying IN
        SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND relname <> 'restructurings'
            AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'area')
            AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'union_id')
    LOOP
        EXECUTE format('UPDATE %s SET area = $2 WHERE union_id = ANY($1)', lying) USING moved, to_area;
    END LOOP;
END $$;
