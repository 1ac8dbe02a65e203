-- gonghui: pre
-- Imports: files that clerks bring, from the upload to the last row, and what each row became. What a file holds is
-- personal data: it lies here sealed under a key of the import's own, which goes first when the time is over or when
-- somebody of the file is erased. It stands with the vault because its keys are wrapped by the vault's.
SET lock_timeout = '5s';

CREATE TABLE import_batch (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    state text NOT NULL CHECK (state IN ('checking', 'mapping', 'checked', 'unreadable', 'running', 'done', 'stopped',
        'undoing', 'undone', 'cancelled')),
    -- why it is unreadable, stopped or undone: a code
    reason text,
    -- values for the whole file: ids, codes and days that the form gave
    given json NOT NULL DEFAULT '{}',
    -- rows with problems are left out, because the clerk said so
    good_only boolean NOT NULL DEFAULT false,
    -- as whom the work under way acts: whoever asked for it last, while the appointment holds
    account text NOT NULL,
    office text NOT NULL,
    appointment uuid,
    on_behalf_of text,
    -- rows of the file, those without and with problems, those that told of a record of another office
    rows int NOT NULL DEFAULT 0,
    good int NOT NULL DEFAULT 0,
    wrong int NOT NULL DEFAULT 0,
    told int NOT NULL DEFAULT 0,
    -- how far the work under way is: pieces, and rows, of its input that are finished with
    piece int NOT NULL DEFAULT 0,
    reached int NOT NULL DEFAULT 0,
    made int NOT NULL DEFAULT 0,
    refused int NOT NULL DEFAULT 0,
    undone int NOT NULL DEFAULT 0,
    kept int NOT NULL DEFAULT 0,
    uploaded_at timestamptz NOT NULL,
    queued_at timestamptz NOT NULL,
    checked_at timestamptz,
    ended_at timestamptz,
    due_on date,
    revision int NOT NULL DEFAULT 1
);
CREATE INDEX import_batch_area ON import_batch (area, kind, id);
CREATE INDEX import_batch_queue ON import_batch (queued_at) WHERE state IN ('checking', 'running', 'undoing');
CREATE INDEX import_batch_told ON import_batch (account, checked_at) WHERE told > 0;

CREATE TABLE import_key (
    batch uuid PRIMARY KEY REFERENCES import_batch ON DELETE CASCADE,
    area text COLLATE "C" NOT NULL,
    version int NOT NULL REFERENCES vault_key,
    wrapped bytea NOT NULL
);
CREATE INDEX import_key_version ON import_key (version);

-- The upload in pieces, the headings found in it, the rows as they were checked.
CREATE TABLE import_piece (
    batch uuid NOT NULL REFERENCES import_batch ON DELETE CASCADE,
    part text NOT NULL CHECK (part IN ('upload', 'headings', 'rows')),
    number int NOT NULL,
    area text COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (batch, part, number)
);

-- What a row of the file became; a row is written once. `row` is the sheet's own number, from 1.
CREATE TABLE import_row (
    batch uuid NOT NULL REFERENCES import_batch ON DELETE CASCADE,
    row int NOT NULL,
    area text COLLATE "C" NOT NULL,
    record uuid NOT NULL,
    event uuid NOT NULL,
    state text NOT NULL DEFAULT 'made' CHECK (state IN ('made', 'undone', 'kept')),
    PRIMARY KEY (batch, row)
);
CREATE INDEX import_row_record ON import_row (record);

-- What is wrong with which cell, in words that never repeat the cell. No field: the row as a whole.
CREATE TABLE import_problem (
    batch uuid NOT NULL REFERENCES import_batch ON DELETE CASCADE,
    number int NOT NULL,
    area text COLLATE "C" NOT NULL,
    row int NOT NULL,
    field text,
    code text NOT NULL,
    zh text NOT NULL,
    en text NOT NULL,
    mend_zh text NOT NULL,
    mend_en text NOT NULL,
    PRIMARY KEY (batch, number)
);

-- How a township's files call their columns, once a clerk has said it. A heading lies here as a digest under the county's
-- secret: nobody knows what a file without headings has in its first row.
CREATE TABLE import_mapping (
    area text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    heading bytea NOT NULL,
    -- null: a column to leave alone
    field text,
    PRIMARY KEY (area, kind, heading)
);

SELECT protect('import_batch', 'area', 'scope');
SELECT protect('import_key', 'area', 'scope');
SELECT protect('import_piece', 'area', 'scope');
SELECT protect('import_row', 'area', 'scope');
SELECT protect('import_problem', 'area', 'scope');
SELECT protect('import_mapping', 'area', 'scope');
