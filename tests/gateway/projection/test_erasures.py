"""Who was erased is told to the service that lost it, and to nobody without the services' secret; figures stay."""

from datetime import date
from uuid import UUID

import httpx
import pytest

from chassis.ids import uuid7
from contracts.declare import event_class, facts_of
from contracts.personal import ConsentGiven, ConsentWithdrawn, PersonalDataRevealed, PersonErased
from services.gateway.projection.projection import ReadModel
from tests.gateway.told import Told
from tests.support.running import Running

DAY = date(2026, 3, 2)


async def _told(gateway: Running, service: str) -> list[UUID]:
    headers = {"Authorization": f"Bearer {gateway.settings.feed_token}"}
    answer = await gateway.http.get(f"/erasures/{service}", headers=headers)
    assert answer.status_code == 200
    return [UUID(each) for each in answer.json()["persons"]]


async def test_erased_persons_of_a_service_are_told_and_others_are_not(
    told: Told, gateway: Running, township: str
) -> None:
    person, other, shown = uuid7(), uuid7(), uuid7()
    told.log("membership").add(PersonErased(person=person, reason="own-request"), DAY, subject=person, area=township)
    revealed = PersonalDataRevealed(person=shown, fields=["name"], purpose="verify")
    told.log("membership").add(revealed, DAY, subject=shown, area=township)
    told.log("assistance").add(PersonErased(person=other, reason="unlawful"), DAY, subject=other, area=township)
    for log in told.logs.values():
        async with gateway.app.state.database.system() as connection:
            await ReadModel().apply(connection, log.service, told.county, log.entries)
    assert (person in await _told(gateway, "membership"), person in await _told(gateway, "assistance")) == (True, False)
    assert other in await _told(gateway, "assistance")
    assert shown not in await _told(gateway, "membership")


async def test_services_without_persons_and_askers_without_the_secret_hear_nothing(gateway: Running) -> None:
    headers = {"Authorization": f"Bearer {gateway.settings.feed_token}"}
    assert (await gateway.http.get("/erasures/activities", headers=headers)).status_code == httpx.codes.NOT_FOUND
    for wrong in ({}, {"Authorization": "Bearer other"}):
        refused = await gateway.http.get("/erasures/membership", headers=wrong)
        assert refused.status_code == httpx.codes.UNAUTHORIZED


@pytest.mark.parametrize("kind", [PersonalDataRevealed, PersonErased, ConsentGiven, ConsentWithdrawn])
def test_what_happens_to_personal_data_changes_no_figure_and_no_work(kind: type[PersonErased]) -> None:
    """Dashboards are the same before and after an erasure."""
    for service in kind.RECORDED_BY:
        full_type = kind.full_type(service)
        assert event_class(full_type) is kind
        assert facts_of(full_type, {}, DAY) == []
    assert (kind.OPENS, kind.ENDS, kind.DIRECTORY) == ((), (), None)
