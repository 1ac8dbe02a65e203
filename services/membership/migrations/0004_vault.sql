-- gonghui: pre
-- Members' names, numbers and phones go into the vault (chassis/personal). What was entered in the clear is not carried
-- over: it would stay in the table's old pages and in backups. Such a database is entered anew.
SET lock_timeout = '5s';

DO $$ BEGIN
    IF EXISTS (SELECT FROM members) THEN
        RAISE EXCEPTION 'this database holds members in the clear: begin with a new one (make demo: remove .run first)';
    END IF;
END $$;

-- squawk-ignore ban-drop-column -- the table is empty
ALTER TABLE members DROP COLUMN name, DROP COLUMN id_number, DROP COLUMN phone;
