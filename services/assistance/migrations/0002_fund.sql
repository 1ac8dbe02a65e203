-- gonghui: pre
-- The fund: what a county may spend of a source in a year, and the aid that reserves and spends it. Money in fen.
SET lock_timeout = '5s';

CREATE TABLE budgets (
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    year int NOT NULL,
    source text NOT NULL,
    allotted_fen bigint NOT NULL,
    reserved_fen bigint NOT NULL DEFAULT 0 CHECK (reserved_fen >= 0),
    paid_fen bigint NOT NULL DEFAULT 0 CHECK (paid_fen >= 0),
    PRIMARY KEY (county, year, source),
    -- rule 26: never overspent, whatever runs at the same time
    CONSTRAINT budget_not_overspent CHECK (reserved_fen + paid_fen <= allotted_fen)
);

CREATE TABLE allotments (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    year int NOT NULL,
    source text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    document text NOT NULL,
    allotted_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('allotted', 'void')),
    revision int NOT NULL,
    FOREIGN KEY (county, year, source) REFERENCES budgets
);
CREATE INDEX allotments_budget ON allotments (county, year, source, id);

CREATE TABLE aid (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid,
    household uuid NOT NULL REFERENCES households,
    programme text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    state text NOT NULL CHECK (state IN ('asked', 'endorsed', 'approved', 'refused', 'paid', 'void')),
    asked_on date NOT NULL,
    asked_by text NOT NULL,
    endorsed_by text,
    approved_on date,
    approved_by text,
    source text,
    paid_on date,
    revision int NOT NULL
);
CREATE INDEX aid_area ON aid (area, id);
CREATE INDEX aid_household ON aid (household, asked_on);
