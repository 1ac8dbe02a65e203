"""The one subscription: it pushes which position each log has reached, and pages ask again."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import strawberry

from services.gateway.graph.asking import Asked
from services.gateway.graph.authority import allow
from services.gateway.graph.scalars import Long


@strawberry.type
class LogPosition:
    """How far a log is counted."""

    log: str
    position: Long


@strawberry.type(description="Which position each log of a county has reached: the version of its dashboards.")
class Positions:
    """Positions of a county's logs."""

    county: str
    at: datetime
    logs: list[LogPosition]


@strawberry.type
class Subscription:
    """What can be watched."""

    @strawberry.subscription(description="Now, and whenever a log of the county has moved; a few times a second.")
    async def positions(self, info: Asked, county: str | None = None) -> AsyncGenerator[Positions, None]:
        """Positions now and whenever they move."""
        asking = info.context
        area = allow("positions", asking.principal, {"county": county})
        if asking.moves is None:
            raise RuntimeError("this execution watches nothing")
        async for logs in asking.moves(area):
            yield Positions(
                county=area,
                at=datetime.now(UTC),
                logs=[LogPosition(log=log, position=Long(position)) for log, position in sorted(logs.items())],
            )
