-- gonghui: pre
-- Parameters by region and day; household files. Names, numbers, cards and incomes lie here in the clear until the
-- vault takes them; no event ever holds them.
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

CREATE TABLE households (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    -- the union that knows the household, in the membership service; and the head's membership there
    union_id uuid,
    member uuid,
    head_name text NOT NULL,
    head_id_number text NOT NULL,
    phone text,
    bank_card text,
    size int NOT NULL CHECK (size > 0),
    income_fen bigint NOT NULL,
    spending_fen bigint NOT NULL,
    loss_fen bigint NOT NULL,
    cause text NOT NULL,
    consent boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('applied', 'approved', 'refused', 'void')),
    opened_on date NOT NULL,
    decided_on date,
    category text,
    -- the poverty line that the category was computed with, fen a head and month
    line_fen bigint,
    nationally_filed boolean NOT NULL DEFAULT false,
    revision int NOT NULL,
    CHECK ((state = 'approved') = (category IS NOT NULL))
);
CREATE INDEX households_area ON households (area, id);

-- Everybody of a household with an ID number. Rule 17: one open file per person in a county.
CREATE TABLE household_persons (
    household uuid NOT NULL REFERENCES households,
    county text NOT NULL,
    id_number text NOT NULL,
    open boolean NOT NULL,
    PRIMARY KEY (household, id_number)
);
CREATE UNIQUE INDEX one_open_file_per_person ON household_persons (county, id_number) WHERE open;
