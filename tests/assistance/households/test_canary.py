"""Planted names, numbers, cards and incomes are looked for wherever they must not be."""

import logging

import pytest

from tests.assistance.people import DECIDED, County, household
from tests.support.numbers import id_number

NAME, PHONE, CARD, INCOME = "隗金丝雀", "13987654321", "6228480402564890018", 1_234_567


async def test_planted_household_stands_nowhere_in_the_clear(place: County, caplog: pytest.LogCaptureFixture) -> None:
    """Opened, refused as a duplicate, wrong, corrected, approved, helped, listed."""
    caplog.set_level(logging.DEBUG)
    number, child = id_number(), id_number()
    body = household(
        name=NAME, phone=PHONE, bank_card=CARD, income_fen=INCOME, id_number=number, family_id_numbers=[child]
    )
    clerk = place.clerk()
    opened = await clerk.post("/households", body)
    file = opened.json()["id"]
    path = f"/households/{file}"
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    why = {"reason": "wrong-person"}
    answers = [
        opened,
        await clerk.post("/households", body),
        await clerk.post("/households", {**body, "id_number": wrong}),
        await clerk.post("/households", {**body, "bank_card": CARD + "x"}),
        await clerk.post(f"{path}/correct", {**why, "name": NAME + "二"}, revision=1),
        await place.approver.post(f"{path}/approve", {"occurred_on": DECIDED}, revision=2),
        await clerk.get("/households"),
        await clerk.get(path),
    ]
    assert [answer.status_code for answer in answers] == [201, 409, 422, 422, 200, 200, 200, 200]
    await place.asked(file)
    answers.append(await clerk.get("/aid"))
    texts = {f"answer {at}": answer.text for at, answer in enumerate(answers)}
    texts["log"] = "\n".join(record.getMessage() for record in caplog.records) + caplog.text
    tables = await place.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        texts[table] = str([tuple(row) for row in await place.rows(f'SELECT t::text FROM "{table}" t')])  # noqa: S608
    secrets = (NAME, PHONE, CARD, str(INCOME), number, wrong, child)
    found = {where for where, text in texts.items() if any(secret in text for secret in secrets)}
    assert found == set()
