"""The gateway, wired: its schema, proxy, sessions and console over the read model, and what its `work` process runs."""

from fastapi import FastAPI

from chassis.app import Service
from services.gateway.projection.erasures import tell_erasures
from services.gateway.projection.vouching import vouch
from services.gateway.projection.work import project
from services.gateway.serving.wiring import beside, mount_console, put_together


def prepare(app: FastAPI) -> None:
    """Mount the routes in the order in which they are looked through."""
    put_together(app)
    vouch(app)
    tell_erasures(app)
    mount_console(app)


service = Service(
    "gateway",
    ("网关", "Gateway"),
    "services.gateway",
    work=[project],
    lifespans=[beside],
    prepare=prepare,
)
