"""Committees: which a union must have, in which form, and what waits while it has none."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.membership.committees import domain
from tests.membership.people import County
from tests.membership.terms.records import WHY, body_of, refusal, registered
from tests.membership.terms.test_terms import union
from tests.support import databases

DAY = "2026-05-02"


def women(number: int | None, **fields: Any) -> domain.Committee:
    blank = domain.known(uuid4(), union(), "women")
    on = None if number is None else date(2026, 5, 2)
    return replace(blank, women=number, counted_on=on, **fields)


@pytest.mark.parametrize(("number", "least", "needed"), [(10, 10, 10), (9, 10, None), (25, 25, 25), (24, 25, None)])
def test_a_womens_committee_is_needed_from_ten_women_members(number: int, least: int, needed: int | None) -> None:
    """The county may set 25."""
    assert domain.needed(women(number), 100, least) == needed


@pytest.mark.parametrize(("members", "needed"), [(24, None), (25, 25)])
def test_rule_2_an_audit_officer_will_do_where_no_committee_is_needed(members: int, needed: int | None) -> None:
    assert domain.needed(domain.known(uuid4(), union(), "audit"), members, 10) == needed


def test_a_form_that_does_not_fit_is_refused() -> None:
    on, here = date(2026, 5, 2), union()
    with pytest.raises(domain.FullCommitteeNeeded):
        domain.form(women(10), here, "officer", 1, on, 10)
    with pytest.raises(domain.OneOfficer):
        domain.form(women(9), here, "officer", 2, on, None)
    with pytest.raises(domain.TooSmall):
        domain.form(women(10), here, "full", 2, on, 10)
    formed, event = domain.form(women(10), here, "full", 3, on, 10)
    assert (event.audit, event.women, formed.state) == (0, 1, "formed")
    with pytest.raises(domain.AlreadyFormed):
        domain.form(formed, here, "full", 3, on, 10)
    officer, _ = domain.form(women(9), here, "officer", 1, on, None)
    with pytest.raises(domain.AlreadyFormed):
        domain.form(officer, here, "officer", 1, on, None)
    with pytest.raises(domain.NotFormed):
        domain.standing(women(9))


def test_a_committee_that_is_needed_is_not_ended() -> None:
    on, here = date(2026, 5, 2), union()
    full, _ = domain.form(women(10), here, "full", 3, on, 10)
    with pytest.raises(domain.StillNeeded):
        domain.end(full, here, "not-needed", on, 10)
    with pytest.raises(domain.StillNeeded):
        domain.end(full, here, "union-closed", on, None)
    with pytest.raises(domain.BeforeForming):
        domain.end(full, here, "not-needed", date(2026, 5, 1), None)
    ended, event = domain.end(full, here, "not-needed", on, None)
    assert (ended.state, ended.form, event.women) == ("ended", None, 1)
    audit, _ = domain.form(domain.known(uuid4(), here, "audit"), here, "officer", 1, on, None)
    with pytest.raises(domain.StillNeeded):
        domain.end(audit, here, "not-needed", on, None)
    assert domain.end(audit, union(state="closed"), "union-closed", on, None)[1].audit == 1


async def test_the_womens_committee_is_due_from_the_stated_number_on(place: County) -> None:
    """Nine open nothing, ten do; the forming ends what waits."""
    found = await place.base_union()
    clerk = place.clerk()
    sent = {"union": found, "women": 9, "occurred_on": DAY}
    record = (await clerk.done("/committees/women-count", sent))["id"]
    path = f"/committees/{record}"
    assert (await clerk.get(path)).json()["state"] == "not-needed"
    assert [each["type"].split(".")[-2] for each in await place.events(record)] == ["not-needed", "women-counted"]
    assert await refusal(clerk, "/committees/women-count", sent) == (409, "committee-registered")
    ten = {"women": 10, "occurred_on": "2026-05-03"}
    await clerk.done(f"{path}/count", ten, revision=1)
    shown = (await clerk.get(path)).json()
    assert (shown["state"], shown["due_on"], shown["words"]["zh"]) == ("due", "2026-08-03", "应建未建")
    missing, counted = (await place.events(record))[-2:]
    assert (missing["type"], missing["data"]["due_on"]) == ("cn.gonghui.membership.committee.missing.v1", "2026-08-03")
    assert counted["data"]["women"] == 10
    earlier = {"women": 10, "occurred_on": DAY}
    assert await refusal(clerk, f"{path}/count", earlier, 2) == (422, "counted-later")
    officer = {"form": "officer", "size": 1, "occurred_on": "2026-05-03"}
    assert await refusal(clerk, f"{path}/form", officer, 2) == (422, "full-committee-needed")
    await clerk.done(f"{path}/form", {**officer, "form": "full", "size": 5}, revision=2)
    assert await refusal(clerk, f"{path}/end", {"because": "not-needed", "occurred_on": DAY}, 3) == (
        422,
        "before-forming",
    )
    last = {"because": "not-needed", "occurred_on": "2026-05-04"}
    assert await refusal(clerk, f"{path}/end", last, 3) == (409, "committee-still-needed")
    await clerk.done(f"{path}/void-count", WHY, revision=3)
    assert (await clerk.get(path)).json()["women"] == 9
    await clerk.done(f"{path}/end", last, revision=4)
    assert (await place.events(record))[-1]["data"]["form"] == "full"
    await clerk.done(f"{path}/void-count", WHY, revision=5)
    assert (await clerk.get(path)).json()["women"] is None
    for verb, more in (("void-count", {}), ("correct-count", {"women": 3})):
        assert await refusal(clerk, f"{path}/{verb}", {**WHY, **more}, 6) == (409, "women-never-counted")


async def test_a_count_and_a_forming_are_put_right_on_their_day(place: County) -> None:
    found = await place.base_union()
    clerk = place.clerk()
    sent = {"union": found, "women": 9, "occurred_on": DAY}
    record = (await clerk.done("/committees/women-count", sent))["id"]
    path = f"/committees/{record}"
    officer = {"form": "officer", "size": 1, "occurred_on": DAY}
    await clerk.done(f"{path}/form", officer, revision=1)
    await clerk.done(f"{path}/correct-count", {"women": 10, **WHY}, revision=2)
    assert (await place.events(record))[-1]["data"]["after"]["women"] == 10
    shown = (await clerk.get(path)).json()
    assert (shown["state"], shown["form"], shown["due_on"]) == ("formed", "officer", "2026-07-31")
    full = {"form": "full", "size": 5, "occurred_on": "2026-05-05"}
    await clerk.done(f"{path}/form", full, revision=3)
    ended, formed = (await place.events(record))[-2:]
    assert (ended["data"]["form"], formed["data"]["form"]) == ("officer", "full")
    right = {"size": 7, "occurred_on": "2026-05-06", **WHY}
    assert await refusal(clerk, f"{path}/correct", {**right, "form": "officer"}, 4) == (422, "full-committee-needed")
    await clerk.done(f"{path}/correct", right, revision=4)
    assert (await place.events(record))[-1]["data"]["after"]["size"] == 7
    await clerk.done(f"{path}/void", WHY, revision=5)
    assert (await clerk.get(path)).json()["state"] == "due"
    for verb in ("correct", "void"):
        assert await refusal(clerk, f"{path}/{verb}", WHY, 6) == (409, "committee-not-formed")
    history = (await clerk.get(f"{path}/history")).json()["items"]
    assert history[0]["of"]["zh"] == "建立专门委员会"


async def test_an_audit_committee_is_due_with_a_term_and_registered_by_its_own_office(place: County) -> None:
    """The federation's by the county; of a union that was ended, again with the next term."""
    body = await body_of(place)
    audit = {"union": body.union, "committee": "audit", "form": "officer", "size": 1, "occurred_on": "2026-03-02"}
    assert await refusal(place.organiser, "/committees", audit) == (403, "entered-by-another-office")
    record = (await body.own_chair.done("/committees", audit))["id"]
    assert await refusal(body.clerk, "/committees", audit) == (409, "committee-registered")
    term = (await body.clerk.done("/terms", registered(body.union)))["id"]
    assert (await body.clerk.get(f"/committees/{record}")).json()["state"] == "formed"
    counted = {"women": 3, "occurred_on": DAY}
    assert await refusal(body.clerk, f"/committees/{record}/count", counted, 1) == (409, "not-a-womens-committee")
    sql = "UPDATE committees SET state = 'ended', form = NULL, formed_on = NULL WHERE id = $1"
    await _run(place, sql, record)
    await body.clerk.done(f"/terms/{term}/void", WHY, revision=1)
    await body.clerk.done("/terms", registered(body.union))
    assert (await body.clerk.get(f"/committees/{record}")).json()["state"] == "due"
    federation = (await place.organiser.get("/unions", kind="county-federation")).json()["items"][0]["id"]
    await place.organiser.done("/terms", registered(federation))
    due = (await place.organiser.get("/committees", state="due", committee="audit", q="县总")).json()["items"]
    kinds = [each["type"] for each in await place.events(due[0]["id"])]
    assert kinds == ["cn.gonghui.membership.federation-committee.missing.v1"]
    assert (await body.own_chair.get("/committees")).json()["items"][0]["id"] == record
    assert (await place.clerk("101").get(f"/committees/{record}")).status_code == 404


async def _run(place: County, sql: str, record: str) -> None:
    await databases.execute(place.service.settings.database_url, sql, UUID(record))
