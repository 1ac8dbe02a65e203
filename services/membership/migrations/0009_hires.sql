-- gonghui: pre
-- Newly hired employees who were no members when they were entered. Who they are lies in the vault, under the hire's id,
-- with the number closed: it keeps nobody from being admitted.
SET lock_timeout = '5s';

CREATE TABLE hires (
    id uuid PRIMARY KEY,
    county text NOT NULL CHECK (county ~ '^\d{6}$'),
    area text COLLATE "C" NOT NULL CHECK (area ~ '^\d{6}(\d{3})?$'),
    -- the union that would admit them
    union_id uuid NOT NULL REFERENCES unions,
    employer uuid NOT NULL REFERENCES employers,
    employment text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'admitted', 'declined', 'gone', 'void')),
    hired_on date NOT NULL,
    due_on date NOT NULL,
    -- who they became, or why they do not join
    member uuid REFERENCES members,
    declined_for text,
    revision int NOT NULL,
    CHECK ((state = 'admitted') = (member IS NOT NULL) AND (state = 'declined') = (declined_for IS NOT NULL))
);
CREATE INDEX hires_area ON hires (area, id);
CREATE INDEX hires_employer ON hires (employer, id);

SELECT protect('hires', 'area', 'scope', 'union_id');
