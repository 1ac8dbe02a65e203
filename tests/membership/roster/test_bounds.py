"""What a roster may tell of others, how long its file is kept, and what erasure and new keys do to it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from chassis.imports import expiry
from chassis.imports.workshop import Workshop
from chassis.personal import rotation, stored_keys
from chassis.personal.providers import KeyFile
from services.membership.roster.domain import TOLD_MOST
from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import people, text_table
from tests.support.numbers import id_number

STATES = "SELECT state, reason, told FROM import_batch WHERE id = $1"


async def two_townships(place: County) -> tuple[Bringing, str, str]:
    """A clerk of the first township, its union, and the other township's union."""
    federation = await place.federation()
    union, other = [await place.union(await place.township_union(federation, each), each) for each in ("100", "101")]
    return Bringing.of(place), union, other


async def test_rule_6_a_member_elsewhere_is_told_by_the_office_to_ask_and_the_count_is_recorded(place: County) -> None:
    bringing, union, other = await two_townships(place)
    rows = people(4)
    for row in rows[1:3]:
        await place.member(other, "101", id_number=row[2])
    batch = await bringing.checked(text_table(rows), union=union)
    items = (await bringing.clerk.get(f"/roster/{batch}/problems")).json()["items"]
    assert [(each["row"], each["code"]) for each in items] == [(2, "already-a-member"), (3, "already-a-member")]
    assert items[0]["words"]["zh"] == "该身份证号已在乡工会101登记为会员，如需转会请与其联系"
    assert items[0]["mend"]["zh"]
    (checked,) = [event for event in await place.events(batch) if event["type"].endswith("import.checked.v1")]
    assert (checked["data"]["good"], checked["data"]["wrong"], checked["data"]["elsewhere"]) == (2, 2, 2)


async def test_a_file_is_no_way_to_ask_after_a_countys_people(place: County) -> None:
    """Beyond the day's bound the check stops, and says nothing of any row; over all imports of the account."""
    bringing, union, other = await two_townships(place)
    bound = {"parameter": TOLD_MOST.name, "value": 2, "valid_from": "2026-01-01"}
    await place.approver.done("/parameters", {**bound, "document": "工办1号", "occurred_on": "2026-02-02"})
    first, second = people(3), people(3)
    for row in (first[1], first[2], second[1]):
        await place.member(other, "101", id_number=row[2])
    one = await bringing.checked(text_table(first), union=union)
    assert (await bringing.seen(one))["state"] == "checked"
    two = await bringing.checked(text_table(second), union=union)
    seen = await bringing.seen(two)
    assert (seen["state"], seen["reason"]) == ("unreadable", "too-many-elsewhere")
    assert await bringing.problems(two) == []
    stopped = (await place.events(two))[-1]
    assert (stopped["data"]["stopped_because"], stopped["data"]["elsewhere"]) == ("too-many-elsewhere", 1)


async def test_other_columns_of_the_same_file_are_counted_besides(place: County) -> None:
    """A file can hold many columns of numbers."""
    bringing, union, other = await two_townships(place)
    bound = {"parameter": TOLD_MOST.name, "value": 3, "valid_from": "2026-01-01"}
    await place.approver.done("/parameters", {**bound, "document": "工办1号", "occurred_on": "2026-02-02"})
    known = [id_number() for _ in range(4)]
    for number in known:
        await place.member(other, "101", id_number=number)
    given = {"union": union, "employment": "regular", "occurred_on": "2026-03-02"}
    file = text_table([["姓名", "身份证号", "甲"], ["王一", known[0], known[2]], ["王二", known[1], known[3]]])
    batch = await bringing.checked(file, **given)
    await bringing.do(batch, "check")  # the same once more tells nothing new
    await bringing.background()
    assert [(await bringing.seen(batch))["wrong"], await bringing.problems(batch) != []] == [2, True]
    columns = [{"column": 1, "field": "name"}, {"column": 3, "field": "id_number"}]
    await bringing.do(batch, "map", {"columns": columns})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["reason"]) == ("unreadable", "too-many-elsewhere")


def later(bringing: Bringing, days: int) -> Workshop:
    """The background, so many days from now."""
    shop = bringing.shop

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(days)

    return Workshop(shop.service, shop.database, shop.keyring, shop.authority, shop.kinds, clock)


async def kept(place: County, batch: str) -> tuple[int, int]:
    """Keys and pieces of an import."""
    rows = await place.rows(
        """SELECT (SELECT count(*) FROM import_key WHERE batch = $1)::int AS keys,
            (SELECT count(*) FROM import_piece WHERE batch = $1)::int AS pieces""",
        batch,
    )
    return rows[0]["keys"], rows[0]["pieces"]


async def test_a_file_is_deleted_thirty_days_after_its_end(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    done = await bringing.run(text_table(people(2)), union=union)
    waiting = await bringing.checked(text_table(people(1)), union=union)
    under_way = await bringing.upload(text_table(people(1)), union=union)
    await expiry.forget(later(bringing, 29))
    assert await kept(place, done) == (1, 3)
    await expiry.forget(later(bringing, 31))
    assert await kept(place, done) == (0, 0)
    assert await kept(place, waiting) == (0, 0)
    assert (await kept(place, under_way))[0] == 1
    states = [(await bringing.seen(batch))["state"] for batch in (done, waiting, under_way)]
    assert states == ["done", "cancelled", "checking"]
    assert (await place.events(waiting))[-1]["type"].endswith("import.cancelled.v1")
    seen = await bringing.seen(done)
    assert (seen["file_kept"], seen["columns"]) == (False, [])
    answer = await bringing.clerk.get(f"/roster/{done}/workbook")
    assert (answer.status_code, answer.json()["code"]) == (409, "import-content-gone")
    await bringing.do(done, "undo")  # what it made is known without its file
    await bringing.background()
    assert (await bringing.seen(done))["undone"] == 2


async def test_erasing_somebody_deletes_the_file_by_which_they_came(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.run(text_table(people(2)), union=union)
    (row, _) = await place.rows("SELECT record FROM import_row WHERE batch = $1 ORDER BY row", batch)
    member = row["record"]
    await bringing.clerk.done(f"/members/{member}/void", {"reason": "wrong-entry"}, revision=1)
    assert await kept(place, batch) == (1, 3)
    body = {"reason": "own-request", "occurred_on": "2026-05-08"}
    await place.organiser.done(f"/members/{member}/erase", body, revision=2)
    assert await kept(place, batch) == (0, 0)


async def test_a_run_whose_file_is_gone_stops(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(text_table(people(2)), union=union)
    await bringing.do(batch, "confirm", {"good_only": False})
    await bringing.place.rows("DELETE FROM import_key WHERE batch = $1", batch)
    await bringing.background()
    row = (await place.rows(STATES, batch))[0]
    assert (row["state"], row["reason"]) == ("stopped", "content-gone")


async def test_new_keys_wrap_files_too(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(text_table(people(2)), union=union)
    state, settings = place.service.app.state, place.service.settings
    before = max(state.keyring.versions)
    provider = KeyFile(Path(settings.vault_keys))
    await rotation.rotate(state.database, provider, "membership", lambda _: None, settle=0)
    rows = await place.rows("SELECT version FROM import_key WHERE batch = $1", batch)
    assert rows[0]["version"] > before
    await stored_keys.unlock(state.database, provider, "membership", state.keyring)
    await bringing.do(batch, "confirm", {"good_only": False})
    await bringing.background()
    assert (await bringing.seen(batch))["made"] == 2
