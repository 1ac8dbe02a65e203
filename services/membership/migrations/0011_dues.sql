-- gonghui: pre
-- Members' dues and employers' funds. A person's wage, and the due that tells it, lie sealed under the person's own key.
SET lock_timeout = '5s';

CREATE TABLE dues_ledgers (
    id uuid PRIMARY KEY,
    union_id uuid NOT NULL REFERENCES unions,
    -- first days of months: the first kept account of, and the one that is accrued next
    begun date NOT NULL,
    next_month date NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'void')),
    revision int NOT NULL
);
CREATE UNIQUE INDEX one_dues_ledger_per_union ON dues_ledgers (union_id) WHERE state <> 'void';

-- The wage that dues are calculated from, from a month on; sealed by the member's data key.
CREATE TABLE dues_wages (
    member uuid NOT NULL REFERENCES members,
    since date NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (member, since)
);

CREATE TABLE dues_accruals (
    id uuid PRIMARY KEY,
    ledger uuid NOT NULL REFERENCES dues_ledgers,
    number bigint GENERATED ALWAYS AS IDENTITY,
    month date NOT NULL,
    members int NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
    accrued_on date NOT NULL,
    -- whether it was the month's first, after which the next month waits
    advanced boolean NOT NULL
);
CREATE INDEX dues_accruals_ledger ON dues_accruals (ledger, number);

-- Payments and waivers: whole months of some members, together.
CREATE TABLE dues_settlements (
    id uuid PRIMARY KEY,
    ledger uuid NOT NULL REFERENCES dues_ledgers,
    kind text NOT NULL CHECK (kind IN ('paid', 'waived')),
    from_month date NOT NULL,
    to_month date NOT NULL,
    members int NOT NULL CHECK (members > 0),
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    -- method of payment, or what it was waived for
    way text NOT NULL,
    settled_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('standing', 'void')),
    revision int NOT NULL
);
CREATE INDEX dues_settlements_ledger ON dues_settlements (ledger, id);

-- One month's due of one member, sealed. The key lets nobody owe a month twice, wherever they moved meanwhile.
CREATE TABLE dues_lines (
    member uuid NOT NULL,
    month date NOT NULL,
    ledger uuid NOT NULL REFERENCES dues_ledgers,
    accrual uuid NOT NULL REFERENCES dues_accruals,
    sealed bytea NOT NULL,
    settlement uuid REFERENCES dues_settlements,
    PRIMARY KEY (member, month)
);
CREATE INDEX dues_lines_open ON dues_lines (ledger, member) WHERE settlement IS NULL;
CREATE INDEX dues_lines_ledger ON dues_lines (ledger, month);
CREATE INDEX dues_lines_accrual ON dues_lines (accrual);
CREATE INDEX dues_lines_settlement ON dues_lines (settlement) WHERE settlement IS NOT NULL;

-- A ledger lies where its union lies, wherever that is moved.
SELECT protect_by('dues_ledgers',
    'EXISTS (SELECT FROM unions AS parent WHERE parent.id = dues_ledgers.union_id AND '
    || within_context('area', 'scope', 'id') || ')');
SELECT protect('dues_wages', 'member', 'parent');
SELECT protect('dues_accruals', 'ledger', 'parent');
SELECT protect('dues_settlements', 'ledger', 'parent');
SELECT protect('dues_lines', 'ledger', 'parent');

-- Rule 9: what an employer owes for a month, and what it paid.
CREATE TABLE fund_statements (
    id uuid PRIMARY KEY,
    employer uuid NOT NULL REFERENCES employers,
    month date NOT NULL,
    payroll_fen bigint NOT NULL CHECK (payroll_fen > 0),
    accrued_fen bigint NOT NULL CHECK (accrued_fen > 0),
    paid_fen bigint NOT NULL CHECK (paid_fen BETWEEN 0 AND accrued_fen),
    base_fen bigint NOT NULL CHECK (base_fen >= 0),
    township_fen bigint NOT NULL CHECK (township_fen >= 0),
    superior_fen bigint NOT NULL CHECK (superior_fen >= 0),
    stated_on date NOT NULL,
    due_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('standing', 'void')),
    revision int NOT NULL,
    CHECK (base_fen + township_fen + superior_fen = accrued_fen)
);
CREATE UNIQUE INDEX one_fund_statement_per_month ON fund_statements (employer, month) WHERE state <> 'void';

CREATE TABLE fund_payments (
    id uuid PRIMARY KEY,
    statement uuid NOT NULL REFERENCES fund_statements,
    number bigint GENERATED ALWAYS AS IDENTITY,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    method text NOT NULL,
    paid_on date NOT NULL
);
CREATE INDEX fund_payments_statement ON fund_payments (statement, number);

SELECT protect_by('fund_statements',
    'EXISTS (SELECT FROM employers AS parent WHERE parent.id = fund_statements.employer AND '
    || within_context('area', 'scope') || ')');
SELECT protect('fund_payments', 'statement', 'parent');
