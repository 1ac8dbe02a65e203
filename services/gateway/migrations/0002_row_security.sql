-- gonghui: pre
-- Figures are read by their county, records by their area, as services/gateway/graph/authority.py judges before. Areas are
-- numbers here; the context's text is turned into numbers once a statement. Only the projector, who sees everything,
-- writes. Public: what areas are called, what metrics are counted by (area, dim).
SET lock_timeout = '5s';

CREATE FUNCTION context_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN current_setting('gonghui.county', true) = '*';

-- NULL without context, and then nothing passes.
CREATE FUNCTION context_county() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN current_setting('gonghui.county', true) ~ '^\d{6}$'
    THEN current_setting('gonghui.county', true)::int END;

-- The township that the context is narrowed to; NULL for a whole county.
CREATE FUNCTION context_township() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(current_setting('gonghui.low', true) FROM '^\d{9}')::int;

-- The union that it is narrowed to; NULL for a whole area.
CREATE FUNCTION context_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(split_part(current_setting('gonghui.low', true), '/', 2), '')::uuid;

-- Numbers of logs are their county's times 16 and the service (projection/ids.py).
CREATE FUNCTION protect_log(target regclass) RETURNS void LANGUAGE sql AS $$
    SELECT protect_by(target, 'log / 16 = (SELECT context_county()) OR (SELECT context_all())')
$$;
CREATE FUNCTION protect_figures(target regclass) RETURNS void LANGUAGE sql AS $$
    SELECT protect_by(target, 'CASE WHEN area > 999999 THEN area / 1000 ELSE area END = (SELECT context_county())'
        ' OR (SELECT context_all())')
$$;
CREATE FUNCTION protect_records(target regclass) RETURNS void LANGUAGE sql AS $$
    SELECT protect_by(target, 'county = (SELECT context_county())'
        ' AND area >= (SELECT coalesce(context_township(), 0))'
        ' AND area <= (SELECT coalesce(context_township(), 999999999))'
        ' AND ((SELECT context_org() IS NULL) OR org = (SELECT context_org()))'
        ' OR (SELECT context_all())')
$$;

-- Which county a sum belongs to: its place's number does not tell.
ALTER TABLE projection.current_value ADD COLUMN county int NOT NULL DEFAULT 0;
UPDATE projection.current_value SET county = CASE WHEN area > 999999 THEN area / 1000 ELSE area END
FROM place WHERE place.id = current_value.place;

SELECT protect_by('projection.current_value', 'county = (SELECT context_county()) OR (SELECT context_all())');
SELECT protect_figures('place');
SELECT protect_figures('projection.located');
SELECT protect_figures('projection.bucket');
SELECT protect_log('head');
SELECT protect_log('seen_checkpoint');
SELECT protect_log('alarm');
SELECT protect_log('projection.log_cursor');
SELECT protect_log('projection.log_month');
SELECT protect_log('projection.fact');
SELECT protect_log('projection.key_fact');
SELECT protect_log('projection.report');
SELECT protect_log('projection.org_event');
SELECT protect_log('projection.org_standing');
SELECT protect_log('projection.org_closure');
SELECT protect_log('projection.node');
SELECT protect_log('projection.parked');
SELECT protect_records('projection.audit_entry');
SELECT protect_records('projection.work_item');
