"""Erasing persons: by command, and again after a restore, before anybody's data are shown.

A restored database still holds who was erased since its backup was made. Its own journal may tell (the backups of the
wrapped keys are another lot than those of the rest), and the gateway's audit trail does, which knows the log further.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, LiteralString
from uuid import UUID

import aiohttp
import orjson
from asyncpg import Connection
from asyncpg.pool import PoolConnectionProxy

from chassis.command import Command
from chassis.context import EVERYTHING, Context
from chassis.fields import BusinessDay, words
from chassis.ids import uuid7
from chassis.log import journal
from chassis.log.journal import JournalRow
from chassis.personal import vault
from chassis.postgres import Database, Done, Tx
from chassis.refusal import Refusal
from contracts.personal import ERASURE_REASON_WORDS, ErasureReason, PersonErased

WORDS = ("删除个人信息", "Erase personal data")
FORK = "system:fork"
"""Whom the events name that a fork carries over."""

SECONDS = 30  # the gateway first reads on to Kafka's end

# Those of whom anything is left. The partial index answers which were erased; there are never many.
_TOLD: LiteralString = """
    SELECT DISTINCT subject::uuid AS person FROM journal
    WHERE type LIKE '%.person-erased.v1' AND pg_input_is_valid(subject, 'uuid')"""
_LEFT: LiteralString = """
    SELECT id FROM person WHERE id = ANY($1::uuid[]) AND (erased_at IS NULL
        OR EXISTS (SELECT FROM person_key WHERE person = id) OR EXISTS (SELECT FROM person_field WHERE person = id)
        OR EXISTS (SELECT FROM blind_index WHERE person = id))"""


class AlreadyErased(Refusal):
    """There is nothing left."""

    code = "already-erased"
    zh = "个人信息已删除"
    en = "These personal data were erased"


class ErasuresUnknown(Exception):
    """The gateway does not say who was erased: try again."""


class ErasePerson(Command):
    """Erase a person's data for good. What was counted stays counted."""

    reason: Annotated[ErasureReason, words("删除原因", "Reason", options={**ERASURE_REASON_WORDS})]
    occurred_on: BusinessDay


async def erase(tx: Tx, subject: UUID, others: Sequence[UUID], command: ErasePerson, revision: int) -> Done:
    """Erase a record's person and those beside it, one event each. The caller has judged whether the law lets it."""
    persons = [subject, *others]
    if not await tx.connection.fetch(_LEFT, persons):
        raise AlreadyErased
    # what others' commands remember of these persons' words lies outside the asker's own rows
    await tx.connection.execute(EVERYTHING.sql)
    await vault.erase(tx.connection, persons)
    await tx.connection.execute(Context.of(tx.principal).sql)
    for person in others:
        tx.also(person, PersonErased(person=person, reason=command.reason), on=command.occurred_on)
    event = PersonErased(person=subject, reason=command.reason)
    return await tx.record(subject, event, on=command.occurred_on, revision=revision)


async def replay(database: Database, told: Sequence[UUID] = ()) -> int:
    """Erase again whom the own journal, or the gateway, tells to have been erased. Answers how many had come back."""
    async with database.system() as connection:
        return await replay_within(connection, told)


async def replay_within(connection: Connection | PoolConnectionProxy, told: Sequence[UUID] = ()) -> int:
    """The same in a transaction under way, which must reach every row."""
    own = [row["person"] for row in await connection.fetch(_TOLD)]
    left = [row["id"] for row in await connection.fetch(_LEFT, [*own, *told])]
    if left:
        await vault.erase(connection, left)
    return len(left)


async def enter_again(connection: Connection | PoolConnectionProxy, lost: Sequence[str]) -> list[UUID]:
    """Of the events that a forked log loses, carry the erasures over: erased here too, and recorded in what goes on.

    Without this the next restore would bring them back, because nobody knows the lost generation any more. Answers the
    persons. The connection must reach every row, in the fork's transaction.
    """
    entered = []
    for event in map(orjson.loads, lost):
        if not event["type"].endswith(f".{PersonErased.TYPE}"):
            continue
        now = datetime.now(UTC)
        again = {**event, "id": str(uuid7()), "time": journal.rfc3339(now), "actor": FORK}
        person = UUID(event["data"]["person"])
        await vault.erase(connection, [person])
        day = date.fromisoformat(event["occurredon"])
        text = orjson.dumps(again).decode()
        row = JournalRow(event["county"], UUID(again["id"]), event["type"], event["subject"], day, now, text, None)
        await journal.append(connection, [row])
        entered.append(person)
    return entered


async def told_by_gateway(url: str, service: str, token: str) -> list[UUID]:
    """Whom the gateway knows to have been erased of this service. ErasuresUnknown."""
    try:
        async with (
            aiohttp.ClientSession(
                headers={"Authorization": f"Bearer {token}"}, timeout=aiohttp.ClientTimeout(SECONDS)
            ) as session,
            session.get(f"{url.rstrip('/')}/erasures/{service}", allow_redirects=False) as answer,
        ):
            answer.raise_for_status()
            return [UUID(each) for each in orjson.loads(await answer.read())["persons"]]
    except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
        raise ErasuresUnknown(type(error).__name__) from error
