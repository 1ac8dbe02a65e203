-- gonghui: pre
-- Cadres: who holds an appointment and how, their yearly reviews, and the hours of training that the log of activities
-- tells of members.
SET lock_timeout = '5s';

CREATE TABLE cadre_particulars (
    appointment uuid PRIMARY KEY REFERENCES appointment,
    -- who holds it, where that is a member of the platform; their name lies in the vault
    member uuid,
    duty text NOT NULL CHECK (duty IN ('full-time', 'part-time', 'seconded'))
);
CREATE INDEX cadre_particulars_member ON cadre_particulars (member) WHERE member IS NOT NULL;

CREATE TABLE cadre_reviews (
    id uuid PRIMARY KEY,
    appointment uuid NOT NULL REFERENCES appointment,
    year int NOT NULL,
    called_on date NOT NULL,
    due_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('due', 'graded', 'void')),
    grade text,
    reviewed_on date,
    document text,
    revision int NOT NULL,
    CHECK ((state = 'graded') = (grade IS NOT NULL) AND (grade IS NULL) = (reviewed_on IS NULL))
);
CREATE UNIQUE INDEX one_review_per_year ON cadre_reviews (appointment, year) WHERE state <> 'void';

SELECT protect('cadre_particulars', 'appointment', 'parent');
SELECT protect('cadre_reviews', 'appointment', 'parent');

-- Hours of training a member attended, folded from the log of activities; told again, the last holds.
CREATE TABLE training_hours (
    member uuid NOT NULL,
    activity uuid NOT NULL,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    day date NOT NULL,
    hours int NOT NULL CHECK (hours > 0),
    PRIMARY KEY (member, activity)
);
CREATE INDEX training_hours_activity ON training_hours (activity);

-- How far each county's log of activities is folded.
CREATE TABLE training_cursor (
    county text PRIMARY KEY,
    position bigint NOT NULL,
    generation int NOT NULL DEFAULT 1
);
-- What could not be folded, and why: looked at by the operator.
CREATE TABLE training_parked (
    county text NOT NULL,
    position bigint NOT NULL,
    event_id uuid NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (county, position)
);

-- Whoever sees the member sees what they attended.
SELECT protect_by('training_hours',
    'EXISTS (SELECT FROM members AS parent WHERE parent.id = training_hours.member)'
    ' OR (SELECT nullif(current_setting(''gonghui.county'', true), '''') = ''*'')');
SELECT protect('training_cursor', 'county', 'county');
SELECT protect('training_parked', 'county', 'county');
