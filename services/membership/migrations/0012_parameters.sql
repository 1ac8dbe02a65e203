-- gonghui: pre
-- The local values that membership's rules are calculated with: a region's is read from below and set by its own.
SET lock_timeout = '5s';

CREATE TABLE parameters (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    -- the beginning of a county code: '' for the nation, two digits for a province, six for a county
    region text NOT NULL CHECK (region ~ '^\d{0,6}$'),
    valid_from date NOT NULL,
    value bigint NOT NULL,
    document text NOT NULL,
    state text NOT NULL CHECK (state IN ('set', 'void')),
    revision int NOT NULL
);
CREATE UNIQUE INDEX one_value_per_day ON parameters (name, region, valid_from) WHERE state <> 'void';

SELECT protect_by('parameters',
    'starts_with((SELECT nullif(current_setting(''gonghui.county'', true), '''')), region)'
    ' OR (SELECT nullif(current_setting(''gonghui.county'', true), '''') = ''*'')',
    within_context('region', 'county'));
