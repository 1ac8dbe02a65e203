"""Planted people are looked for in everything the platform keeps, sends or tells: they are in none of it.

The whole platform runs, with its own servers. Two people are entered, refused, corrected, searched for, shown in full,
helped and erased. Then their names, numbers, phones, cards and incomes are looked for in every record of Kafka, every
log, trace, metric and answer, a dump of every database, and every byte of every file that the platform wrote.
"""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest
from aiokafka import AIOKafkaConsumer

from contracts.personal import VAULTS
from deploy.local.tokens import bearer
from tests.browser import small_county
from tests.browser.small_county import SHIGUAN, Desk
from tests.browser.stack import Stack, running
from tests.support.numbers import id_number

NAME, RENAMED, CHILD_OF = "隗金丝雀", "隗铜鸽子", "昝银夜莺"
PHONE, CARD, INCOME = "13987654321", "6228480402564890018", 987_654_321_012
CLERK, ORGANISER, APPROVER, PAYER = f"clerk-{SHIGUAN}", "organiser-340828", "approver-340828", "assistance-340828"
DAY = "2026-03-11"


class Answers:
    """Sends as the demo's accounts do; keeps the text of every answer but those that show a person in full."""

    def __init__(self, stack: Stack) -> None:
        self._run = stack.run
        self._http = httpx.Client(base_url=stack.gateway, timeout=30)
        self.kept: list[str] = []

    def send(self, account: str, path: str, body: Any, revision: int | None = None) -> httpx.Response:
        """A command; `path` under /api, or /graphql."""
        signed = {"Authorization": f"Bearer {bearer(account, self._run).token}", "Idempotency-Key": str(uuid4())}
        if revision is not None:
            signed["If-Match"] = f'"{revision}"'
        answer = self._http.post(path, json=body, headers=signed)
        if not path.endswith("/reveal"):
            self.kept.append(f"{answer.headers} {answer.text}")
        return answer

    def ask(self, account: str, path: str, **parameters: str) -> httpx.Response:
        """A query."""
        signed = {"Authorization": f"Bearer {bearer(account, self._run).token}"}
        answer = self._http.get(path, params=parameters, headers=signed)
        self.kept.append(f"{answer.headers} {answer.text}")
        return answer


@contextmanager
def collecting() -> Iterator[tuple[str, list[bytes]]]:
    """An OpenTelemetry collector: its address, and every body that came."""
    bodies: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", bodies
    finally:
        server.shutdown()


@pytest.mark.timeout(400)
def test_planted_people_are_found_nowhere_but_in_the_answer_that_shows_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    member_number, head_number, child_number = id_number(), id_number(), id_number()
    with collecting() as (collector, traces):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "500")
        with running(tmp_path / "run") as stack:
            answers = Answers(stack)
            member = _member(answers, stack, member_number)
            household = _household(answers, head_number, child_number)
            places = {
                "answers": "\n".join(answers.kept).encode(),
                "kafka": asyncio.run(_records(stack)),
                "metrics": _metrics(stack),
                **asyncio.run(_dumps(stack)),
            }
            label = f"{head_number[:6]}********{head_number[-4:]}"
        # stopped: spans are sent, buffers are on disk
        places["traces"] = b"\n".join(traces)
        for path in sorted(tmp_path.rglob("*")):
            if path.is_file() and not path.is_symlink():
                places[str(path.relative_to(tmp_path))] = path.read_bytes()

    # what is there to be found is found: the search has eyes
    for where, what in (("kafka", member), ("kafka", household), ("traces", "create members.admit"),
                        ("dump of assistance", label), ("answers", label), ("metrics", "http")):  # fmt: skip
        assert what.encode() in places[where], (where, what)
    assert any(label.encode() in held for where, held in places.items() if where.startswith("run/postgres"))
    assert any(where.endswith("membership-serve.log") for where in places)

    secrets = (NAME, RENAMED, CHILD_OF, member_number, head_number, child_number, PHONE, CARD, str(INCOME))
    escaped = [json.dumps(secret).strip('"') for secret in (NAME, RENAMED, CHILD_OF)]
    forms = [form.encode() for form in (*secrets, *escaped)]
    found = {where: form.decode() for where, held in places.items() for form in forms if form in held}
    assert found == {}


def _member(answers: Answers, stack: Stack, number: str) -> str:
    """Admitted, refused twice, wrong, corrected, searched for, shown, taken back and erased."""
    union = small_county.enter(Desk(stack.gateway, stack.run)).union
    body = {"union": union, "name": NAME, "id_number": number, "employment": "regular", "phone": PHONE}
    body["occurred_on"] = DAY
    members = "/api/membership/members"
    admitted = answers.send(CLERK, members, body)
    path = f"{members}/{admitted.json()['id']}"
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    reveal = {"fields": ["name", "id_number", "phone"], "purpose": "verify"}
    erase = {"reason": "own-request", "occurred_on": DAY}
    shown = {"name": RENAMED, "id_number": number, "phone": PHONE}
    steps = [
        (admitted, 201),
        (answers.send(CLERK, members, body), 409),
        (answers.send(CLERK, members, {**body, "id_number": wrong}), 422),
        (answers.send(CLERK, members, {**body, "phone": PHONE + "0", "note": NAME}), 422),
        (answers.send(CLERK, members, {**body, "name": [NAME], "union": number}), 422),
        (answers.send(CLERK, f"{path}/correct", {"name": RENAMED, "reason": "wrong-entry"}, 1), 200),
        (answers.ask(CLERK, members, q=RENAMED), 200),
        (answers.ask(CLERK, members, q=number), 200),
        (answers.ask(CLERK, members, q=number[-4:]), 200),
        (answers.ask(CLERK, f"{members}/{number}", state=NAME), 422),
        (answers.send(CLERK, "/graphql", {"query": f'{{ {NAME}: me(phone: "{PHONE}") }}'}), 403),
        (answers.send(CLERK, f"{path}/reveal", reveal), 200),
        (answers.send(ORGANISER, f"{path}/erase", erase, 2), 409),
        (answers.send(CLERK, f"{path}/void", {"reason": "wrong-person"}, 2), 200),
        (answers.send(ORGANISER, f"{path}/erase", erase, 3), 200),
    ]
    assert [(answer.status_code, answer.text) for answer, status in steps if answer.status_code != status] == []
    assert steps[11][0].json()["values"] == shown
    return str(admitted.json()["id"])


def _household(answers: Answers, number: str, child: str) -> str:
    """Opened, refused as a duplicate, wrong, corrected, approved, shown, helped, paid."""
    households = "/api/assistance/households"
    body = {
        "name": CHILD_OF,
        "id_number": number,
        "family_id_numbers": [child],
        "size": 3,
        "income_fen": INCOME,
        "spending_fen": INCOME,
        "cause": "own-illness",
        "consent": True,
        "phone": PHONE,
        "bank_card": CARD,
        "occurred_on": "2026-02-02",
    }
    opened = answers.send(CLERK, households, body)
    path = f"{households}/{opened.json()['id']}"
    reveal = {"fields": ["name", "id_number", "phone", "bank_card", "income_fen"], "purpose": "approve"}
    aid = {"household": opened.json()["id"], "programme": "medical", "amount_fen": 1000, "occurred_on": DAY}
    steps = [
        (opened, 201),
        (answers.send(CLERK, households, {**body, "family_id_numbers": []}), 409),
        (answers.send(CLERK, households, {**body, "id_number": child}), 409),
        (answers.send(CLERK, households, {**body, "bank_card": CARD + "x"}), 422),
        (answers.send(CLERK, households, {**body, "income_fen": str(INCOME)}), 422),
        (answers.send(CLERK, f"{path}/correct", {"phone": "13900000000", "reason": "other"}, 1), 200),
        (answers.send(CLERK, f"{path}/correct", {"phone": PHONE, "reason": "other"}, 2), 200),
        (answers.send(APPROVER, f"{path}/approve", {"occurred_on": "2026-02-09"}, 3), 200),
        (answers.ask(CLERK, households, q=CHILD_OF), 200),
        (answers.ask(CLERK, f"{path}/family"), 200),
        (answers.send(APPROVER, f"{path}/reveal", reveal), 200),
        (answers.send(CLERK, "/api/assistance/aid", aid), 201),
        (answers.ask(CLERK, "/api/assistance/aid"), 200),
    ]
    assert [(answer.status_code, answer.text) for answer, status in steps if answer.status_code != status] == []
    values = {"name": CHILD_OF, "id_number": number, "phone": PHONE, "bank_card": CARD, "income_fen": str(INCOME)}
    assert steps[10][0].json()["values"] == values
    return str(opened.json()["id"])


async def _records(stack: Stack) -> bytes:
    """Every record of every topic: key, headers, value."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=stack.demo["kafka"], auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        topics = [topic for topic in await consumer.topics() if not topic.startswith("__")]
        consumer.subscribe(topics)
        held, seen = list[bytes](), set[str]()
        async with asyncio.timeout(60):
            while (read := await consumer.getmany(timeout_ms=3000)) or not {
                f"gonghui.{each}" for each in VAULTS
            } <= seen:
                for records in read.values():
                    for each in records:
                        seen.add(each.topic)
                        held += [each.key or b"", str(each.headers).encode(), each.value or b""]
        return b"\n".join(held)
    finally:
        await consumer.stop()


def _metrics(stack: Stack) -> bytes:
    urls = [*stack.demo["services"].values(), *stack.demo["work"].values()]
    return b"\n".join(httpx.get(f"{url}/metrics").content for url in urls)


async def _dumps(stack: Stack) -> dict[str, bytes]:
    """Every row of every table of every service, parked events among them, as the superuser copies them."""
    password = json.loads((stack.run / "secrets.json").read_text())["postgres"]
    found = {}
    for service, dsn in stack.demo["databases"].items():
        parts = urlsplit(dsn)
        root = f"postgresql://postgres:{password}@{parts.hostname}:{parts.port}{parts.path}"
        connection = await asyncpg.connect(root)
        tables = await connection.fetch(
            """SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"""
        )
        rows = [row[0] for (table,) in tables for row in await connection.fetch(f"SELECT t::text FROM {table} t")]  # noqa: S608
        await connection.close()
        found[f"dump of {service}"] = "\n".join(rows).encode()
    return found
