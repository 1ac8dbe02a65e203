"""What the command leg is held against: Starlette and asyncpg, one transaction, two INSERTs, nobody asks who you are.

`python -m bench.bare` serves POST /members on PORT_BARE with the pool and the server that the service has, on tables
with the same columns and indexes, a name and a number in the clear, and no wall.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chassis import process
from chassis.postgres import Database

SCHEMA = """
    CREATE TABLE members (id uuid PRIMARY KEY, county text NOT NULL, area text COLLATE "C" NOT NULL,
        union_id uuid NOT NULL, name text NOT NULL, id_number text NOT NULL, employment text NOT NULL,
        state text NOT NULL, admitted_on date NOT NULL, since date NOT NULL, revision int NOT NULL);
    CREATE INDEX ON members (area, id);
    CREATE INDEX ON members (union_id, id);
    CREATE UNIQUE INDEX ON members (county, id_number);
    CREATE TABLE journal (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, county text NOT NULL,
        event_id uuid NOT NULL UNIQUE, type text NOT NULL, subject text NOT NULL, occurred_on date NOT NULL,
        recorded_at timestamptz NOT NULL, event json NOT NULL);
    CREATE INDEX ON journal (subject, id)"""
_MEMBER = """
    INSERT INTO members (id, county, area, union_id, name, id_number, employment, state, admitted_on, since, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $8, 1)"""
_JOURNAL = """
    INSERT INTO journal (county, event_id, type, subject, occurred_on, recorded_at, event)
    VALUES ($1, $2, $3, $4, $5, $6, $7)"""
TYPE = "cn.gonghui.membership.member.admitted.v1"


def create_app(database: Database) -> Starlette:
    """The application: /livez, and POST /members."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await database.open()
        yield
        await database.close()

    async def livez(_: Request) -> Response:
        return Response(b"{}")

    async def admit(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        member, event_id = uuid4(), uuid4()
        day = date.fromisoformat(asked["occurred_on"])
        data = {"member": str(member), "union": asked["union"], "employment": asked["employment"]}
        event = {"id": str(event_id), "type": TYPE, "subject": str(member), "occurredon": str(day), "data": data}
        async with database.pool.acquire() as connection, connection.transaction():
            await connection.execute(
                _MEMBER, member, "340828", "340828207", UUID(asked["union"]), asked["name"], asked["id_number"],
                asked["employment"], day,
            )  # fmt: skip
            await connection.execute(
                _JOURNAL, "340828", event_id, TYPE, str(member), day, datetime.now(UTC), orjson.dumps(event).decode()
            )
        return Response(orjson.dumps({"id": str(member)}), 201, media_type="application/json")

    return Starlette(routes=[Route("/livez", livez), Route("/members", admit, methods=["POST"])], lifespan=lifespan)


if __name__ == "__main__":
    made = create_app(Database(os.environ["DATABASE_URL_BARE"], int(os.environ["DATABASE_POOL_SIZE"])))
    process.http_server(made, "127.0.0.1", int(os.environ["PORT_BARE"])).run()
