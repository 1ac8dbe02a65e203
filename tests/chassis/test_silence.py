"""What an error says goes into no log, no trace and no answer: it may hold a person's data."""

import logging
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.responses import StreamingResponse

from chassis.telemetry import Scrubbed
from chassis.web import problems
from chassis.web.silence import Silence
from tests.support.running import Running, serving

PERSON = "WuGuihua340828"


async def _query(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.fetchval("SELECT $1::integer", PERSON)
    finally:
        await connection.close()


async def test_an_error_nobody_expected_is_answered_and_logged_by_its_place(
    notes_service: Running, caplog: pytest.LogCaptureFixture
) -> None:
    app = FastAPI()
    problems.install(app)
    app.add_middleware(Silence)

    async def whole() -> None:
        await _query(notes_service.settings.database_url)

    async def parts() -> StreamingResponse:
        async def lines() -> AsyncIterator[bytes]:
            yield b"begun"
            await _query(notes_service.settings.database_url)

        return StreamingResponse(lines())

    app.add_api_route("/whole", whole)
    app.add_api_route("/parts", parts)
    with caplog.at_level(logging.DEBUG):
        async with serving(app) as (url, _), httpx.AsyncClient(base_url=url) as http:
            answer = await http.get("/whole")
            with pytest.raises(httpx.RemoteProtocolError):
                await http.get("/parts")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "unexpected DataError at" in caplog.text
    assert PERSON not in caplog.text + answer.text


async def test_a_span_that_failed_tells_the_kind_of_error_alone(notes_service: Running) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(Scrubbed(exporter)))
    tracer = provider.get_tracer("test")
    with pytest.raises(asyncpg.DataError), tracer.start_as_current_span("failing"):
        await _query(notes_service.settings.database_url)
    (span,) = exporter.get_finished_spans()
    text = span.to_json()
    assert "asyncpg.exceptions.DataError" in text
    assert span.status.status_code.name == "ERROR"
    assert PERSON not in text
