"""OpenAPI documents of the services, as each serves its own at /openapi.json."""

import json
from typing import Any

from chassis.app import Service, create_app
from chassis.settings import Settings

NOWHERE = "postgresql://schemas@127.0.0.1:1/none"


def json_text(document: Any) -> str:
    """JSON as it is committed: two spaces, Chinese readable, a newline at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def openapi(service: Service) -> str:
    """The service's document; nothing is opened or asked for it."""
    settings = Settings(service=service.name, database_url=NOWHERE, otel_exporter_otlp_endpoint="")
    return json_text(create_app(service, settings).openapi())
