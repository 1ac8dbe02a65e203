"""A merger of a union with thousands of members is one transaction of a few statements."""

import time
from uuid import UUID

import pytest

from services.membership.restructuring import domain
from tests.membership.people import County
from tests.membership.restructuring.ways import approved, asked, not_approved
from tests.support import databases

MANY = 5_000
SECONDS = 12.0  # the transaction's own limit is 30, a statement's 15

# As roots of a copied admission: members, their memberships, and persons with the parts that follow them.
FILL = """
WITH made AS (
    INSERT INTO members (id, county, area, union_id, employment, state, admitted_on, since, revision)
    SELECT uuidv7(), $2, $3, $1, 'regular', 'active', '2026-03-02', '2026-03-02', 1 FROM generate_series(1, $4)
    RETURNING id
), begun AS (
    INSERT INTO memberships (member, union_id, valid) SELECT id, $1, daterange('2026-03-02', NULL) FROM made
), persons AS (
    INSERT INTO person (id, county, area, org, sort, label) SELECT id, $2, $3, $1, 'wang', '王**' FROM made
)
INSERT INTO blind_index (county, kind, digest, person, area)
SELECT $2, 'id-number', uuid_send(id), id, $3 FROM made"""


async def test_five_thousand_members_go_over_in_one_transaction(place: County) -> None:
    """All or nothing, within its limits of time; one event each, in the union that absorbs."""
    town = await place.township_union(await place.federation())
    small, large = await place.union(town), await place.union(town)
    dsn = place.service.settings.database_url
    await databases.execute(dsn, FILL, UUID(small), place.code, f"{place.code}100", MANY)
    merger = await asked(place, "merge", union=small, into=large)
    began = time.monotonic()
    await approved(place, merger)
    took = time.monotonic() - began
    print(f"{MANY} members merged in {took:.2f} s")  # noqa: T201 - the measurement
    assert took < SECONDS
    (row,) = await place.rows(
        """SELECT (SELECT count(*) FROM members WHERE union_id = $1) AS here,
            (SELECT count(*) FROM memberships WHERE union_id = $1 AND upper_inf(valid)) AS periods,
            (SELECT count(*) FROM person WHERE org = $1) AS persons,
            (SELECT count(*) FROM journal WHERE county = $2 AND type LIKE '%.member.moved-with-union.v1') AS events""",
        large,
        place.code,
    )
    assert tuple(row) == (MANY, MANY, MANY, MANY)


async def test_too_many_members_are_refused(place: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """A union of more than the bound is split first; nothing has moved."""
    town = await place.township_union(await place.federation())
    small, large = await place.union(town), await place.union(town)
    for _ in range(3):
        await place.member(small)
    monkeypatch.setattr(domain, "MOST_MEMBERS", 2)
    assert await not_approved(place, await asked(place, "merge", union=small, into=large)) == "too-many-members"
    assert await place.rows("SELECT FROM members WHERE union_id = $1", large) == []
