"""After an erasure nothing is left to recover from, with every key and the county's secret in hand."""

from uuid import UUID

import asyncpg
import orjson

from chassis.log import merkle
from chassis.log.merkle import CompactRange
from chassis.log.relay import Relay
from chassis.personal import identity
from chassis.web.idempotency import body_hmac
from tests.membership.people import DAY, County, worker
from tests.support import databases

NAME, PHONE = "隗金丝雀", "13987654321"
ERASE = {"reason": "own-request", "occurred_on": DAY}


async def _dump(place: County) -> str:
    """Every row of every table, bytes in hexadecimal, as a backup would hold them."""
    connection = await asyncpg.connect(databases.root(place.service.settings.database_url))
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [await connection.fetch(f'SELECT t::text FROM "{table}" t') for (table,) in tables]  # noqa: S608
    await connection.close()
    return "\n".join(row[0] for found in rows for row in found)


def _guesses(place: County, body: dict[str, str]) -> dict[str, str]:
    """What somebody could look for who knows the person, holds the service's keys and guesses what was entered."""
    keys, state = place.service.app.state.keyring, place.service.app.state
    digests = {
        f"digest of {kind}": keys.digest(place.code, kind, text).hex()
        for kind, text in (
            ("id-number", body["id_number"]),
            ("id-last4", body["id_number"][-4:]),
            ("phone-last4", body["phone"][-4:]),
            ("name", body["name"]),
        )
    }
    sent = body_hmac(state.body_key, orjson.dumps(body)).hex()
    texts = {field: body[field] for field in ("name", "id_number", "phone")}
    label = identity.label(body["name"], body["id_number"])
    return {**texts, "label": label, **digests, "HMAC of the body": sent}


async def _stored(place: County, member: str) -> dict[str, str]:
    """What is sealed of the person, as bytes that a backup holds."""
    keys = await place.rows("SELECT wrapped FROM person_key WHERE person = $1", UUID(member))
    fields = await place.rows("SELECT field, sealed FROM person_field WHERE person = $1", UUID(member))
    return {"wrapped key": keys[0]["wrapped"].hex(), **{row["field"]: row["sealed"].hex() for row in fields}}


async def test_a_dump_holds_nothing_of_who_was_erased(place: County) -> None:
    """All of it was there before: what is looked for would be found."""
    union = await place.base_union()
    body = worker(union, name=NAME, phone=PHONE)
    clerk = place.clerk()
    signed = {**clerk.signed, "Idempotency-Key": "erased", "Content-Type": "application/json"}
    done = await clerk.http.post("/members", content=orjson.dumps(body), headers=signed)
    member = done.json()["id"]
    await clerk.done(f"/members/{member}/reveal", {"fields": ["name"], "purpose": "verify"})
    await clerk.done(f"/members/{member}/void", {"reason": "duplicate"}, revision=1)
    guesses, sealed = _guesses(place, body), await _stored(place, member)
    before = await _dump(place)
    in_clear = {"name", "id_number", "phone"}
    assert {what for what, text in guesses.items() if text not in before} == in_clear
    assert all(text in before for text in sealed.values())

    await place.organiser.done(f"/members/{member}/erase", ERASE, revision=2)
    after = await _dump(place)
    assert {what for what, text in {**guesses, **sealed}.items() if text in after} == set()


async def test_an_erasure_changes_no_event_and_no_root(place: County) -> None:
    """The log's root over what was there stays; the erasure is one more entry."""
    union = await place.base_union()
    member = await place.member(union, name=NAME)
    await place.clerk().done(f"/members/{member}/void", {"reason": "duplicate"}, revision=1)
    relay = Relay(place.service.settings.database_url, "membership")
    while await relay.step():
        pass
    sql = "SELECT leaf FROM log WHERE county = $1 ORDER BY position"
    leaves = [row["leaf"] for row in await place.rows(sql, place.code)]
    head = (await place.rows("SELECT size, root FROM log_head WHERE county = $1", place.code))[0]
    await place.organiser.done(f"/members/{member}/erase", ERASE, revision=2)
    while await relay.step():
        pass
    await relay.close()
    after = [row["leaf"] for row in await place.rows(sql, place.code)]
    assert after[: len(leaves)] == leaves
    assert len(after) == len(leaves) + 1
    tree, _ = merkle.extend(CompactRange(), after[: head["size"]])
    assert tree.root == head["root"]
