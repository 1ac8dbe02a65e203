-- gonghui: pre
-- Households' names, numbers, phones, cards and money go into the vault (chassis/personal): the head under the file's own
-- id, everybody else of the family under an id of their own. What was entered in the clear is not carried over: it would
-- stay in the tables' old pages and in backups. Such a database is entered anew.
SET lock_timeout = '5s';

DO $$ BEGIN
    IF EXISTS (SELECT FROM households) THEN
        RAISE EXCEPTION 'this database holds households in the clear: begin with a new one (make demo: remove .run first)';
    END IF;
END $$;

-- squawk-ignore ban-drop-column -- the table is empty
ALTER TABLE households DROP COLUMN head_name, DROP COLUMN head_id_number, DROP COLUMN phone, DROP COLUMN bank_card;
-- squawk-ignore ban-drop-column -- the table is empty
ALTER TABLE households DROP COLUMN income_fen, DROP COLUMN spending_fen, DROP COLUMN loss_fen;

-- squawk-ignore ban-drop-table -- it is empty too
DROP TABLE household_persons;
-- The family beside the head. Rule 17, one open file per person in a county, is the blind index's to hold.
CREATE TABLE household_persons (
    household uuid NOT NULL REFERENCES households,
    person uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    PRIMARY KEY (household, person)
);
SELECT protect('household_persons', 'household', 'parent');
