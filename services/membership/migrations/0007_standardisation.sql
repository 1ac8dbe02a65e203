-- gonghui: pre
-- Standardisation: counties' own versions of the checklist, and unions assessed. The shipped version lies in the code.
SET lock_timeout = '5s';

CREATE TABLE checklists (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    version int NOT NULL CHECK (version > 1),
    title text NOT NULL,
    title_en text NOT NULL,
    document text NOT NULL,
    effective_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'void')),
    revision int NOT NULL
);
CREATE UNIQUE INDEX one_checklist_per_version ON checklists (county, version);

CREATE TABLE checklist_items (
    checklist uuid NOT NULL REFERENCES checklists,
    position int NOT NULL,
    code text NOT NULL,
    section text NOT NULL,
    section_en text NOT NULL,
    text text NOT NULL,
    text_en text NOT NULL,
    points int NOT NULL CHECK (points > 0),
    source text NOT NULL,
    PRIMARY KEY (checklist, code)
);

CREATE TABLE assessments (
    id uuid PRIMARY KEY,
    union_id uuid NOT NULL REFERENCES unions,
    -- the version it began with, which it keeps; the shipped one is no row
    checklist uuid NOT NULL,
    version int NOT NULL,
    opened_on date NOT NULL,
    due_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'submitted', 'returned', 'judged', 'superseded', 'void')),
    submitted_on date,
    -- what the union's own office makes of itself, in points
    points int NOT NULL,
    because text,
    remark text,
    -- the county's verdict
    level text,
    score int,
    judged_on date,
    revision int NOT NULL,
    CHECK ((level IS NULL) = (score IS NULL) AND (level IS NULL) = (judged_on IS NULL)),
    CHECK ((level IS NOT NULL) = (state IN ('judged', 'superseded')))
);
CREATE INDEX assessments_union ON assessments (union_id, id);
CREATE UNIQUE INDEX one_open_assessment_per_union ON assessments (union_id)
    WHERE state IN ('open', 'submitted', 'returned');
CREATE UNIQUE INDEX one_verdict_per_union ON assessments (union_id) WHERE state = 'judged';

CREATE TABLE assessment_answers (
    assessment uuid NOT NULL REFERENCES assessments,
    code text NOT NULL,
    answer text NOT NULL CHECK (answer IN ('met', 'partly', 'unmet')),
    note text NOT NULL,
    PRIMARY KEY (assessment, code)
);

SELECT protect('checklists', 'county', 'county');
SELECT protect('checklist_items', 'checklist', 'parent');
SELECT protect_by('assessments',
    'EXISTS (SELECT FROM unions AS parent WHERE parent.id = assessments.union_id AND '
    || within_context('area', 'scope', 'id') || ')');
SELECT protect('assessment_answers', 'assessment', 'parent');
