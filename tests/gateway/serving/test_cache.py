"""Answers kept as bytes: who may share one, and what makes it be computed anew."""

import asyncio

import pytest

from contracts.offices import Office
from services.gateway.serving import cache as cached
from services.gateway.serving.cache import Answer, Cache
from services.gateway.serving.execution import executed
from tests.gateway.asker import Asker
from tests.gateway.told import Told
from tests.support.running import Running

MEMBERS = '{ county { metrics(ids: ["members"]) { value } townships { code } } }'


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whoever was computed for."""
    seen: list[str] = []

    async def watched(operation: object, variables: object, asking: object, language: str, **rest: object) -> Answer:
        seen.append(language)
        return await executed(operation, variables, asking, language, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr("services.gateway.serving.endpoint.executed", watched)
    return seen


async def test_second_question_is_answered_from_the_cache(told: Told, leader: Asker, computed: list[str]) -> None:
    await told.admit(f"{told.county}100")
    first = await leader.send({"query": MEMBERS, "variables": {"a": 1, "b": 2}})
    second = await leader.send({"variables": {"b": 2, "a": 1}, "query": MEMBERS})
    assert first.content == second.content
    assert len(computed) == 1


async def test_next_event_makes_the_answer_be_computed_anew(told: Told, leader: Asker, computed: list[str]) -> None:
    await told.admit(f"{told.county}100")
    assert (await leader.data(MEMBERS))["county"]["metrics"] == [{"value": "1"}]
    await told.admit(f"{told.county}100")
    assert (await leader.data(MEMBERS))["county"]["metrics"] == [{"value": "2"}]
    assert len(computed) == 2


async def test_another_countys_event_leaves_the_answer_where_it_is(
    told: Told, leader: Asker, computed: list[str]
) -> None:
    await told.admit(f"{told.county}100")
    await leader.data(MEMBERS)
    other = Told(str(int(told.county) + 5000), told.gateway)
    await other.admit(f"{other.county}100")
    await leader.data(MEMBERS)
    assert len(computed) == 1


async def test_an_answer_is_shared_within_a_scope_and_never_beyond(
    told: Told, leader: Asker, clerk: Asker, gateway: Running, computed: list[str]
) -> None:
    await told.admit(f"{told.county}100")
    await told.admit(f"{told.county}101")
    assert len((await leader.data(MEMBERS))["county"]["townships"]) == 2
    assert len((await clerk.data(MEMBERS))["county"]["townships"]) == 1
    assert len(computed) == 2
    colleague = Asker(gateway, Office.TOWNSHIP_CLERK, f"{told.county}100", subject="another-clerk")
    await colleague.data(MEMBERS)
    assert len(computed) == 2
    neighbour = Asker(gateway, Office.TOWNSHIP_CLERK, f"{told.county}101")
    assert (await neighbour.data(MEMBERS))["county"]["townships"] == [{"code": f"{told.county}101"}]


async def test_other_variables_are_another_question(told: Told, leader: Asker) -> None:
    await told.admit(f"{told.county}100")
    query = "query ($ids: [String!]) { county { metrics(ids: $ids) { metric { id } } } }"
    for name in ("members", "unions"):
        assert (await leader.data(query, ids=[name]))["county"]["metrics"] == [{"metric": {"id": name}}]


async def test_who_asks_is_not_answered_from_anothers_answer(told: Told, gateway: Running) -> None:
    await told.admit(f"{told.county}100")
    for subject in ("one", "two"):
        asker = Asker(gateway, Office.COUNTY_LEADER, told.county, subject=subject)
        assert await asker.data("{ viewer { subject } }") == {"viewer": {"subject": subject}}


async def test_simultaneous_misses_compute_once(told: Told, leader: Asker, computed: list[str]) -> None:
    await told.admit(f"{told.county}100")
    answers = await asyncio.gather(*(leader.send({"query": MEMBERS}) for _ in range(20)))
    assert len({answer.content for answer in answers}) == 1
    assert len(computed) == 1


async def test_refused_before_it_is_looked_up(told: Told, leader: Asker, computed: list[str]) -> None:
    await told.admit(f"{told.county}100")
    query = "query ($code: String) { county(code: $code) { code } }"
    await leader.data(query, code=told.county)
    assert await leader.refused(query, code="110101") == "out-of-scope"
    assert len(computed) == 1


async def test_errors_are_not_kept(told: Told, leader: Asker, computed: list[str]) -> None:
    await told.admit(f"{told.county}100")
    for _ in range(2):
        assert await leader.refused('{ county { metrics(ids: ["nothing"]) { value } } }') == "wrong-argument"
    assert len(computed) == 2


async def test_what_positions_do_not_decide_is_never_kept(told: Told, leader: Asker, computed: list[str]) -> None:
    await told.admit(f"{told.county}100")
    for _ in range(2):
        await leader.data("{ checkpoints { log } }")
    assert len(computed) == 2


async def test_a_moment_that_is_not_known_in_full_yet_is_asked_again(
    told: Told, leader: Asker, computed: list[str]
) -> None:
    await told.admit(f"{told.county}100")
    query = "query ($at: DateTime) { county(knownAt: $at) { knownAt } }"
    for at, times in (("2199-01-01T00:00:00Z", 2), (told.log("membership").now.isoformat(), 1)):
        computed.clear()
        for _ in range(2):
            await leader.data(query, at=at)
        assert len(computed) == times, at


async def test_nothing_is_kept_while_positions_are_unknown(
    told: Told, leader: Asker, computed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await told.admit(f"{told.county}100")
    monkeypatch.setattr("services.gateway.serving.versions.TRUSTED_FOR", -1.0)
    for _ in range(2):
        await leader.data(MEMBERS)
    assert len(computed) == 2


async def test_oldest_answers_leave_when_there_is_no_room() -> None:
    cache = Cache(3 * (cached.OVERHEAD + 100))

    async def work() -> Answer:
        return Answer(b"x" * 100)

    for key in "abc":
        await cache.compute(key, work)
    assert cache.get("a")
    await cache.compute("d", work)
    assert [bool(cache.get(key)) for key in "abcd"] == [True, False, True, True]
    await cache.compute("big", _big)
    assert cache.get("big") is None


async def _big() -> Answer:
    return Answer(b"x" * 10_000)


async def test_an_asker_who_leaves_does_not_end_what_others_wait_for() -> None:
    cache, go = Cache(10_000), asyncio.Event()

    async def work() -> Answer:
        await go.wait()
        return Answer(b"done")

    first = asyncio.create_task(cache.compute("k", work))
    second = asyncio.create_task(cache.compute("k", work))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    go.set()
    assert (await second).body == b"done"


async def test_a_failure_reaches_everybody_who_waits_and_the_next_asks_again() -> None:
    cache, tries = Cache(10_000), []

    async def work() -> Answer:
        tries.append(1)
        await asyncio.sleep(0)
        if len(tries) == 1:
            raise ValueError
        return Answer(b"done")

    answers = await asyncio.gather(cache.compute("k", work), cache.compute("k", work), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ValueError, ValueError]
    assert (await cache.compute("k", work)).body == b"done"
