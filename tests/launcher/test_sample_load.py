"""The sample county enters running services; cut off in the middle it goes on, and nothing is in twice."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import asyncpg
import pytest

from chassis.access.fold import authority_fold
from chassis.context import EVERYTHING
from chassis.log.feed import FeedClient
from chassis.log.relay import Relay
from chassis.postgres import Database
from chassis.settings import Settings
from contracts import catalogue
from contracts.declare import DatedFact, Event, event_class, facts_of
from contracts.offices import Office
from deploy.local.accounts import accounts
from deploy.local.child import free_port
from deploy.local.sample import sending
from deploy.local.sample.loading import planned
from deploy.local.sample.sending import Sender
from deploy.local.sample.steps import Asked, Load
from deploy.local.trouble import Trouble
from tests.support.issuer import Issuer
from tests.support.running import Running, running

TODAY = date(2026, 11, 23)
MEMBERS = 40
TOWNSHIPS = {"340828207": "石关乡", "340828100": "天堂镇", "340828101": "店前镇"}
LOAD = planned(TODAY, MEMBERS, "340828", "岳西县", TOWNSHIPS)
WAITING = {
    "accrue-dues", "admit-hire", "answer-suggestion", "approve-restructuring", "collect-fund",
    "committee-missing", "consultation-answer", "hold-congress-session", "reply-to-motion", "review-application",
    "review-cadre", "see-dissolution", "self-assess", "term-ending", "yearly-congress-session",
}  # fmt: skip
"""What waits in each county, however few its townships are."""
SERVICES = ("membership", "assistance", "activities")
OFFICES = {each.name: each for each in accounts()}

SettingsOf = Callable[..., Awaitable[Settings]]


class Cut(Exception):
    """The load ends here."""


@dataclass
class County:
    """Three services on databases of their own."""

    services: dict[str, Running]
    issuer: Issuer

    async def token(self, account: str) -> str:
        known = OFFICES[account]
        for service in self.services.values():
            service.appointed(known.office, known.area, account)
        return self.issuer.token(account)

    def sender(self, sent: Callable[[], None] = lambda: None) -> Sender:
        return Sender({name: each.url for name, each in self.services.items()}, self.token, sent)

    async def cut_after(self, commands: int) -> None:
        """Load until so many commands are in; what is on its way then may or may not arrive."""
        left = iter(range(commands))

        def count() -> None:
            if next(left, None) is None:
                raise Cut

        with pytest.raises(ExceptionGroup):
            await self.sender(count).run(LOAD)

    async def journal(self) -> list[tuple[type[Event], dict[str, Any]]]:
        """Every event with its class."""
        found = []
        for service in self.services.values():
            connection = await asyncpg.connect(service.settings.database_url, server_settings=EVERYTHING.settings)
            texts = await connection.fetch("SELECT event::text AS event FROM journal ORDER BY id")
            await connection.close()
            found += [json.loads(row["event"]) for row in texts]
        return [(event_class(event["type"]), event) for event in found]

    async def facts(self) -> Counter[DatedFact]:
        """All that the dashboards add up."""
        return Counter(
            fact
            for _, event in await self.journal()
            for fact in facts_of(event["type"], event["data"], date.fromisoformat(event["occurredon"]))
        )


@asynccontextmanager
async def fresh(settings_of: SettingsOf, issuer: Issuer) -> AsyncIterator[County]:
    async with AsyncExitStack() as stack:
        started = [await stack.enter_async_context(running(name, await settings_of(name), issuer)) for name in SERVICES]
        services = dict(zip(SERVICES, started, strict=True))
        await stack.enter_async_context(organised(services))
        yield County(services, issuer)


@asynccontextmanager
async def organised(services: dict[str, Running]) -> AsyncIterator[None]:
    """While it lasts, the other services hear of membership's unions, as their `work` processes do."""
    async with AsyncExitStack() as stack:
        source = services["membership"]
        parts: list[Callable[[asyncio.Event], Coroutine[Any, Any, None]]] = [
            Relay(source.settings.database_url, "membership").run
        ]
        for name in ("assistance", "activities"):
            database = Database(services[name].settings.database_url, size=2, everything=True)
            await database.open()
            stack.push_async_callback(database.close)
            feed = await stack.enter_async_context(FeedClient("membership", source.url, source.settings.feed_token))
            parts.append(authority_fold(database.pool, feed).run)
        stop = asyncio.Event()
        running = [asyncio.create_task(part(stop)) for part in parts]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*running)


@pytest.fixture
async def county(settings_of: SettingsOf, issuer: Issuer) -> AsyncIterator[County]:
    """An empty county."""
    async with fresh(settings_of, issuer) as made:
        yield made


async def test_load_that_was_cut_off_twice_ends_as_one_that_was_not(
    county: County, settings_of: SettingsOf, issuer: Issuer
) -> None:
    whole = county.sender()
    await whole.run(LOAD)
    async with fresh(settings_of, issuer) as cut:
        for part in (len(LOAD) // 3, len(LOAD) * 2 // 3):
            await cut.cut_after(part)
            assert 0 < len(await cut.journal()) < len(LOAD)
        rest = cut.sender()
        await rest.run(LOAD)
        assert (whole.stale, rest.stale) == (0, 0)
        assert await cut.facts() == await county.facts()
        assert len(await cut.journal()) == len(await county.journal())
    await _has_something_for_everybody(county)


async def _has_something_for_everybody(county: County) -> None:
    """Work for several offices, corrections and voidings, aid paid, people who came: what the page is there to show."""
    journal = await county.journal()
    waiting = Counter[tuple[str, str]]()
    for kind, event in journal:
        waiting.update((opens.waiting.kind, event["subject"]) for opens in kind.OPENS)
        waiting.subtract((ended.kind, event["subject"]) for ended in kind.ENDS)
    open_now = Counter(kind for (kind, _), count in waiting.items() if count > 0)
    offices = {catalogue.WAITING[kind].office for kind in open_now}
    assert open_now.keys() >= WAITING
    wanted = {Office.TOWNSHIP_CLERK, Office.TOWNSHIP_CHAIR, Office.COUNTY_APPROVER, Office.COUNTY_ASSISTANCE_CLERK}
    assert offices >= wanted, open_now
    changes = Counter(event["type"].rpartition("record.")[2] for _, event in journal if ".record." in event["type"])
    assert min(changes["corrected.v1"], changes["voided.v1"]) > 0, changes
    summed = Counter[str]()
    for (fact, _), count in (await county.facts()).items():
        summed[fact.metric] += fact.delta * count
    assert summed["members"] == MEMBERS
    assert summed["aid-paid"] > 0
    assert summed["participants"] > 0


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 3, 31)])
async def test_county_of_another_day_enters_too(county: County, day: date) -> None:
    """The first day of a year, when nothing of it has happened yet, and the last of a long month."""
    sender = county.sender()
    await sender.run(planned(day, MEMBERS, "340828", "岳西县", TOWNSHIPS))
    assert sender.stale == 0


async def test_record_that_somebody_changed_meanwhile_is_left_as_it_is(county: County) -> None:
    founded, approved = LOAD.stages["membership"][0][0]
    await county.sender().run(Load({"membership": [[[founded]]]}))
    approver = county.services["membership"].person(Office.COUNTY_APPROVER, "340828")
    await approver.done(approved.path, {**approved.body, "occurred_on": "2022-12-24"}, revision=1)
    again = county.sender()
    await again.run(Load({"membership": [[[founded, approved]]]}))
    assert again.stale == 1
    assert len(await county.journal()) == 2


async def test_what_follows_a_record_that_moved_on_is_left_when_it_is_refused(county: County) -> None:
    founded, approved = LOAD.stages["membership"][0][0]
    await county.sender().run(Load({"membership": [[[founded]]]}))
    approver = county.services["membership"].person(Office.COUNTY_APPROVER, "340828")
    await approver.done(approved.path, {**approved.body, "occurred_on": "2022-12-24"}, revision=1)
    then = replace(approved, key="then", revision=2)
    told: list[None] = []
    again = county.sender(lambda: told.append(None))
    await again.run(Load({"membership": [[[founded, approved, then, then]]]}))
    assert (again.stale, len(told)) == (1, 4)
    with pytest.raises(Trouble, match="waiting"):
        await county.sender().run(Load({"membership": [[[founded, then]]]}))


async def test_row_that_a_command_names_and_is_not_there_is_told(county: County) -> None:
    founded, approved = LOAD.stages["membership"][0][0]
    named = replace(approved, path="/committees/{}/form", named=Asked("/committees?committee=audit"))
    with pytest.raises(Trouble) as raised:
        await county.sender().run(Load({"membership": [[[founded, named]]]}))
    assert "/committees?committee=audit" in raised.value.zh
    assert "/committees?committee=audit" in raised.value.en


async def test_refusal_names_the_command_and_the_reason_in_both_languages(county: County) -> None:
    _, approved = LOAD.stages["membership"][0][0]
    with pytest.raises(Trouble) as raised:
        await county.sender().run(Load({"membership": [[[approved]]]}))
    assert "没有找到该记录" in raised.value.zh
    assert approved.path in raised.value.zh
    assert "No such record" in raised.value.en
    assert approved.path in raised.value.en


async def test_service_that_does_not_answer_is_named(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "TRIES", 2)
    county = County({}, issuer)
    sender = Sender({"membership": f"http://127.0.0.1:{free_port()}"}, county.token, lambda: None)
    with pytest.raises(Trouble, match="membership") as raised:
        await asyncio.wait_for(sender.run(Load({"membership": LOAD.stages["membership"][:1]})), 20)
    assert "membership" in raised.value.en
