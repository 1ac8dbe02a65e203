-- gonghui: pre
-- Files and aid lie in their place, budgets in their county; a parameter's region is read from below and set by its own.
SET lock_timeout = '5s';

SELECT protect('households', 'area', 'scope', 'union_id');
SELECT protect('household_persons', 'household', 'parent');
SELECT protect('aid', 'area', 'scope', 'union_id');
SELECT protect('budgets', 'county', 'county');
SELECT protect('allotments', 'county', 'county');
SELECT protect_by('parameters',
    'starts_with((SELECT nullif(current_setting(''gonghui.county'', true), '''')), region)'
    ' OR (SELECT nullif(current_setting(''gonghui.county'', true), '''') = ''*'')',
    within_context('region', 'county'));
