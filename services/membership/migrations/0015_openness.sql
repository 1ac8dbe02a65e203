-- gonghui: pre
-- What units made public, and suggestions about it. A suggestion's words may name people: they stand in no event.
SET lock_timeout = '5s';

CREATE TABLE disclosures (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid NOT NULL REFERENCES unions,
    employer uuid NOT NULL REFERENCES employers,
    category text NOT NULL,
    medium text NOT NULL,
    period text NOT NULL,
    title text NOT NULL,
    place text,
    state text NOT NULL CHECK (state IN ('published', 'void')),
    published_on date NOT NULL,
    revision int NOT NULL
);
CREATE INDEX disclosures_area ON disclosures (area, id);
CREATE INDEX disclosures_employer ON disclosures (employer, published_on);

CREATE TABLE openness_suggestions (
    id uuid PRIMARY KEY,
    disclosure uuid NOT NULL REFERENCES disclosures,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid NOT NULL REFERENCES unions,
    body text NOT NULL,
    state text NOT NULL CHECK (state IN ('received', 'answered', 'rated', 'void')),
    received_on date NOT NULL,
    due_on date NOT NULL,
    answered_on date,
    answer text,
    rating text,
    rated_on date,
    revision int NOT NULL,
    CHECK (num_nulls(answered_on, answer) = CASE WHEN state IN ('answered', 'rated') THEN 0 ELSE 2 END),
    CHECK (num_nulls(rating, rated_on) = CASE WHEN state = 'rated' THEN 0 ELSE 2 END)
);
CREATE INDEX openness_suggestions_area ON openness_suggestions (area, id);
CREATE INDEX openness_suggestions_disclosure ON openness_suggestions (disclosure, id);

SELECT protect('disclosures', 'area', 'scope', 'union_id');
SELECT protect('openness_suggestions', 'area', 'scope', 'union_id');
