"""OpenTelemetry: one trace from the command through journal, relay, Kafka and projector; OTLP by variable."""

from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from chassis.settings import Settings

_PROPAGATOR = TraceContextTextMapPropagator()


def tracer() -> trace.Tracer:
    """The platform's tracer. Without a provider every span is a no-op."""
    return trace.get_tracer("gonghui")


def traceparent() -> str | None:
    """The current span's W3C traceparent, None when nothing is traced."""
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
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    if role == "serve":  # the relay's polling stays out of the traces
        AsyncPGInstrumentor().instrument()
    return True


def instrument(app: FastAPI) -> None:
    """A server span per request, health and metrics left out."""
    FastAPIInstrumentor.instrument_app(app, excluded_urls="livez,readyz,metrics,log")
