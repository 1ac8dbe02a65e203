-- gonghui: pre
-- Organisations close, and move to another area: by whoever reaches both places.
SET lock_timeout = '5s';

-- A row that a whole county reads belongs to one office all the same: nobody takes it by moving it. Whoever reaches
-- where it lies and where it is to lie takes nothing.
CREATE OR REPLACE FUNCTION refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    low text COLLATE "C" := nullif(current_setting('gonghui.low', true), '');
    high text COLLATE "C" := nullif(current_setting('gonghui.high', true), '');
BEGIN
    IF old.area >= low AND old.area < high AND new.area >= low AND new.area < high THEN
        RETURN new;
    END IF;
    RAISE EXCEPTION 'a row of % stays where it is', tg_table_name USING ERRCODE = 'insufficient_privilege';
END $$;

-- squawk-ignore ban-drop-constraint -- the next statement states it anew, wider
ALTER TABLE organisation DROP CONSTRAINT organisation_state_check;
ALTER TABLE organisation ADD CONSTRAINT organisation_state_check
    CHECK (state IN ('founding', 'active', 'closed', 'void')) NOT VALID;
