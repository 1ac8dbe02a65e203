-- gonghui: pre
-- The second wall: how a table comes to hold back rows that do not lie in the context of the transaction that asks.
SET lock_timeout = '5s';

-- Readable and writable as two conditions over the table's columns; one condition when both are the same. Whoever may
-- read a row may lock it, but leaves it as it is. Called again, it replaces what it made.
CREATE FUNCTION protect_by(target regclass, readable text, writable text DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    former name;
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
    FOR former IN SELECT polname FROM pg_policy WHERE polrelid = target LOOP
        EXECUTE format('DROP POLICY %I ON %s', former, target);
    END LOOP;
    IF writable IS NULL THEN
        EXECUTE format('CREATE POLICY wall ON %s USING (%s)', target, readable);
    ELSE
        EXECUTE format('CREATE POLICY wall_read ON %s FOR SELECT USING (%s)', target, readable);
        EXECUTE format('CREATE POLICY wall_insert ON %s FOR INSERT WITH CHECK (%s)', target, writable);
        EXECUTE format('CREATE POLICY wall_update ON %s FOR UPDATE USING (%s) WITH CHECK (%s)',
            target, readable, writable);
        EXECUTE format('CREATE POLICY wall_delete ON %s FOR DELETE USING (%s)', target, writable);
    END IF;
END $$;

-- A row that a whole county reads belongs to one office all the same: nobody takes it by moving it.
CREATE FUNCTION refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % stays where it is', tg_table_name USING ERRCODE = 'insufficient_privilege';
END $$;

-- What a column says of a row's place, as a condition. Leak-proof operators only, or the planner keeps an index for after
-- the policy; (SELECT …) reads the context once a statement. Without context it is NULL, which lets nothing pass.
--   scope      text in collation C, an area or area/union: within the context's bounds. With `org`, the column of the
--              row's union, an index on the area serves a context that is narrowed to one union too
--   county     text: the context's county
--   subject    text: the account that asks; the context holds its hash, so that no account stands in traces
CREATE FUNCTION within_context(by name, kind text, org name DEFAULT NULL) RETURNS text
LANGUAGE sql IMMUTABLE RETURN CASE
    WHEN kind = 'scope' AND org IS NOT NULL THEN format(
        '%1$I >= (SELECT split_part(nullif(current_setting(''gonghui.low'', true), ''''), ''/'', 1))'
        ' AND %1$I < (SELECT nullif(current_setting(''gonghui.high'', true), ''''))'
        ' AND ((SELECT strpos(current_setting(''gonghui.low'', true), ''/'') = 0)'
        ' OR %2$I = (SELECT nullif(split_part(current_setting(''gonghui.low'', true), ''/'', 2), '''')::uuid))', by, org)
    WHEN kind = 'scope' THEN format(
        '%1$I >= (SELECT nullif(current_setting(''gonghui.low'', true), ''''))'
        ' AND %1$I < (SELECT nullif(current_setting(''gonghui.high'', true), ''''))', by)
    WHEN kind = 'county' THEN format(
        '%1$I = (SELECT nullif(current_setting(''gonghui.county'', true), ''''))'
        ' OR (SELECT nullif(current_setting(''gonghui.county'', true), '''') = ''*'')', by)
    WHEN kind = 'subject' THEN format(
        'encode(sha256(convert_to(%1$I, ''UTF8'')), ''hex'')'
        ' = (SELECT nullif(current_setting(''gonghui.subject'', true), ''''))'
        ' OR (SELECT nullif(current_setting(''gonghui.subject'', true), '''') = ''*'')', by)
END;

-- Protect a table by the column that says where a row belongs. Kinds besides those of within_context():
--   directory  rows that the whole county reads (column `county`) and only the scope of `by` writes
--   parent     rows of another row, which the foreign key on `by` names: whoever reads or writes that one does them too
CREATE FUNCTION protect(target regclass, by name, kind text, org name DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    parent record;
    above text;
    writable text;
BEGIN
    IF kind = 'directory' THEN
        PERFORM protect_by(target, within_context('county', 'county'), within_context(by, 'scope'));
        EXECUTE format('CREATE OR REPLACE TRIGGER stays BEFORE UPDATE ON %s FOR EACH ROW'
            ' WHEN (old.%I IS DISTINCT FROM new.%I) EXECUTE FUNCTION refuse_moving()', target, by, by);
    ELSIF kind = 'parent' THEN
        SELECT confrelid::regclass AS named, referenced.attname AS key INTO STRICT parent
        FROM pg_constraint
        JOIN pg_attribute AS referring ON referring.attrelid = conrelid AND referring.attnum = conkey[1]
        JOIN pg_attribute AS referenced ON referenced.attrelid = confrelid AND referenced.attnum = confkey[1]
        WHERE conrelid = target AND contype = 'f' AND cardinality(conkey) = 1 AND referring.attname = by;
        above := format('EXISTS (SELECT FROM %s AS parent WHERE parent.%I = %s.%I', parent.named, parent.key, target, by);
        SELECT pg_get_expr(polwithcheck, polrelid) INTO writable
        FROM pg_policy WHERE polrelid = parent.named AND polname = 'wall_insert';
        PERFORM protect_by(target, above || ')', above || ' AND (' || writable || '))');
    ELSIF within_context(by, kind, org) IS NULL THEN
        RAISE EXCEPTION 'no such kind of protection: %', kind;
    ELSE
        PERFORM protect_by(target, within_context(by, kind, org));
    END IF;
END $$;
