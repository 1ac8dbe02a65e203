-- gonghui: pre
-- Activities lie in their place; who registered, came or was given something goes with the activity.
SET lock_timeout = '5s';

SELECT protect('activities', 'area', 'scope', 'union_id');
SELECT protect('registrations', 'activity', 'parent');
SELECT protect('attendance', 'activity', 'parent');
SELECT protect('birthday_gifts', 'activity', 'parent');
