"""OpenTelemetry: one trace from the command through journal, relay, Kafka and projector; OTLP by variable."""

from collections.abc import Sequence

from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Status
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import AttributeValue

from chassis.settings import Settings

_ERROR_TYPE = "exception.type"
_ADDRESSES = {"http.url", "http.target", "url.full", "url.path", "url.query"}
_TRACER = trace.get_tracer("gonghui")
_PROPAGATOR = TraceContextTextMapPropagator()


def tracer() -> trace.Tracer:
    """The platform's tracer. Without a provider every span is a no-op."""
    return _TRACER


def traceparent() -> str | None:
    """The current span's W3C traceparent, None when nothing is traced."""
    if not trace.get_current_span().get_span_context().is_valid:
        return None
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier)
    return carrier.get("traceparent")


def link(parent: str) -> trace.Link:
    """A link to the span a stored traceparent names."""
    context = _PROPAGATOR.extract({"traceparent": parent})
    return trace.Link(trace.get_current_span(context).get_span_context())


def configure(settings: Settings, role: str) -> bool:
    """Export to OTEL_EXPORTER_OTLP_ENDPOINT when it is set. Tells whether tracing is on."""
    if not settings.otel_exporter_otlp_endpoint:
        return False
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - only then

    provider = TracerProvider(resource=Resource.create({"service.name": f"gonghui-{settings.service}-{role}"}))
    provider.add_span_processor(BatchSpanProcessor(Scrubbed(OTLPSpanExporter())))
    trace.set_tracer_provider(provider)
    if role == "serve":  # the relay's polling stays out of the traces
        AsyncPGInstrumentor().instrument()
    return True


class Scrubbed(SpanExporter):
    """Passes spans on without what errors say and what was asked for: either may hold a person's name or number."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Export copies of the spans."""
        return self._exporter.export([_scrubbed(span) for span in spans])

    def shutdown(self) -> None:
        """End the exporter."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Whether the exporter sent all within so many milliseconds."""
        return self._exporter.force_flush(timeout_millis)


def _attributes(span: ReadableSpan) -> dict[str, AttributeValue]:
    """The span's attributes without addresses; `http.route` tells which command or query it was."""
    return {name: value for name, value in (span.attributes or {}).items() if name not in _ADDRESSES}


def _scrubbed(span: ReadableSpan) -> ReadableSpan:
    """The span with its errors' types alone, and without addresses."""
    events = [
        Event(event.name, {_ERROR_TYPE: (event.attributes or {}).get(_ERROR_TYPE, "")}, event.timestamp)
        if event.name == "exception"
        else event
        for event in span.events
    ]
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=_attributes(span),
        events=events,
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def instrument(app: FastAPI) -> None:
    """A server span per request, health and metrics left out."""
    FastAPIInstrumentor.instrument_app(app, excluded_urls="livez,readyz,metrics,log")
