-- gonghui: pre
-- Appointments by place (an enterprise's chair reaches those of one union), organisations by county for reading. The
-- lease says nothing of any organisation.
SET lock_timeout = '5s';

SELECT protect('appointment', 'area', 'scope', 'org');
SELECT protect('organisation', 'area', 'directory');
SELECT protect('authority_cursor', 'county', 'county');
