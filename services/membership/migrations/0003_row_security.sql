-- gonghui: pre
-- Unions and employers are public within their county and written where they belong; members lie in their place.
SET lock_timeout = '5s';

SELECT protect('unions', 'area', 'directory');
SELECT protect('employers', 'area', 'directory');
SELECT protect('coverage', 'employer', 'parent');
SELECT protect('headcounts', 'employer', 'parent');

-- Who is offered to another township is that township's to see and take.
SELECT protect_by('members',
    within_context('area', 'scope', 'union_id') || ' OR (' || within_context('to_area', 'scope', 'to_union') || ')');

-- By the union too: one statement admits a member and begins the membership, and does not see the member it has made.
SELECT protect_by('memberships',
    'EXISTS (SELECT FROM members AS parent WHERE parent.id = memberships.member)'
    ' OR EXISTS (SELECT FROM unions AS parent WHERE parent.id = memberships.union_id AND '
    || within_context('area', 'scope', 'id') || ')');
