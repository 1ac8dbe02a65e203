-- gonghui: pre
-- Applications to join a union. Who asks lies in the vault, under the application's id, with the number closed: an
-- application tells nobody whether somebody is a member, and keeps nobody from being admitted.
SET lock_timeout = '5s';

CREATE TABLE applications (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    union_id uuid NOT NULL REFERENCES unions,
    employer uuid REFERENCES employers,
    employment text NOT NULL,
    channel text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'withdrawn', 'void')),
    applied_on date NOT NULL,
    due_on date NOT NULL,
    -- who they became, or why they are not taken
    member uuid REFERENCES members,
    refused_for text,
    revision int NOT NULL,
    CHECK ((state = 'approved') = (member IS NOT NULL) AND (state = 'refused') = (refused_for IS NOT NULL))
);
CREATE INDEX applications_area ON applications (area, id);

SELECT protect('applications', 'area', 'scope', 'union_id');
