"""Planted names and numbers are looked for wherever they must not be: events, logs, answers, every other table."""

import logging

import pytest

from tests.membership.people import County, worker
from tests.support.numbers import id_number

NAME, PHONE = "隗金丝雀", "13987654321"


async def test_planted_person_stands_nowhere_in_the_clear(place: County, caplog: pytest.LogCaptureFixture) -> None:
    """Admitted, refused as a duplicate, wrong, corrected into a taken number, voided, listed: not in its row either."""
    caplog.set_level(logging.DEBUG)
    union = await place.base_union()
    number, taken = id_number(), id_number()
    await place.member(union, id_number=taken)
    body = worker(union, name=NAME, phone=PHONE, id_number=number)
    clerk = place.clerk()
    admitted = await clerk.post("/members", body)
    path = f"/members/{admitted.json()['id']}"
    why = {"reason": "wrong-person"}
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    answers = [
        admitted,
        await clerk.post("/members", body),
        await clerk.post("/members", {**body, "id_number": wrong}),
        await clerk.post("/members", {**body, "phone": PHONE + "0"}),
        await clerk.post("/members", {**body, "name": [NAME], "note": PHONE}),
        await clerk.post(f"{path}/correct", {**why, "id_number": taken}, revision=1),
        await clerk.post(f"{path}/correct", {**why, "name": NAME + "二"}, revision=1),
        await clerk.get("/members"),
        await clerk.get(path),
        await clerk.post(f"{path}/void", why, revision=2),
    ]
    assert [answer.status_code for answer in answers] == [201, 409, 422, 422, 422, 409, 200, 200, 200, 200]
    texts = {f"answer {at}": answer.text for at, answer in enumerate(answers)}
    texts["log"] = "\n".join(record.getMessage() for record in caplog.records) + caplog.text
    tables = await place.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        texts[table] = str([tuple(row) for row in await place.rows(f'SELECT t::text FROM "{table}" t')])  # noqa: S608
    secrets = (NAME, PHONE, number, wrong, taken)
    found = {where for where, text in texts.items() if any(secret in text for secret in secrets)}
    assert found == set()
