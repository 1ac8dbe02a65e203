"""Who was erased of a service, as far as the audit trail knows its log: asked by that service when it starts."""

from typing import LiteralString

import orjson
from fastapi import APIRouter, FastAPI, Response

from chassis.log.feed import only_bearer_of
from chassis.log.relay import WitnessSilent
from chassis.log.vouching import caught_up, in_kafka
from chassis.log.witness import Witnessed
from chassis.postgres import Database
from chassis.refusal import NotFound, Unavailable
from chassis.settings import Settings
from contracts.envelope import TYPE_PREFIX
from contracts.personal import VAULTS, PersonErased
from services.gateway.projection.vouching import received_logs

# The pattern stands beside the type for the partial index.
_ERASED: LiteralString = """
    SELECT DISTINCT subject FROM projection.audit_entry
    WHERE type = $1 AND type LIKE '%.person-erased.v1' AND pg_input_is_valid(subject, 'uuid') ORDER BY subject"""


def tell_erasures(app: FastAPI) -> None:
    """Answer GET /erasures/{service} to who has the services' secret, once all that Kafka holds of its log is known."""
    settings: Settings = app.state.settings
    database: Database = app.state.database
    router = APIRouter(prefix="/erasures", dependencies=[only_bearer_of(settings.feed_token)], include_in_schema=False)

    @router.get("/{service}")
    async def erased(service: str) -> Response:
        if service not in VAULTS:
            raise NotFound
        try:
            await caught_up(lambda: _received(database, service), service, await in_kafka(settings, service))
        except WitnessSilent as silent:
            raise Unavailable(what="Kafka") from silent
        async with database.system() as connection:
            rows = await connection.fetch(_ERASED, f"{TYPE_PREFIX}{service}.{PersonErased.TYPE}")
        return Response(orjson.dumps({"persons": [row["subject"] for row in rows]}), media_type="application/json")

    app.include_router(router)


async def _received(database: Database, service: str) -> list[Witnessed]:
    async with database.system() as connection:
        return await received_logs(connection, service)
