"""Refusals of signed-in people in the service's own journal: at most one per actor, action and minute."""

import logging
import re
from collections import OrderedDict

import asyncpg

from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.postgres import Clock, Database, Request
from chassis.refusal import Refusal
from contracts.access import AccessRefused

logger = logging.getLogger(__name__)
REMEMBERED = 10_000
_AREA = re.compile(r"\d{6}(\d{3})?")


class AccessLog:
    """Records refusals in the journal of the service whose database this is, in a transaction of their own."""

    def __init__(self, service: str, database: Database, clock: Clock) -> None:
        self._service = service
        self._database = database
        self._clock = clock
        self._recorded: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def refused(self, principal: Principal, action: str, code: str, area: str | None = None) -> None:
        """Record that somebody asked for what they may not have; a failure to record is logged, the refusal stands.

        The minute is an idempotency key, so that several processes record it once.
        """
        now = self._clock()
        minute = now.strftime("%Y-%m-%dT%H:%MZ")
        if self._recorded.get((principal.subject, action)) == minute:
            return
        self._recorded[(principal.subject, action)] = minute
        while len(self._recorded) > REMEMBERED:
            self._recorded.popitem(last=False)
        asked = Request(self._service, principal, now, route=f"refused:{action}", key=minute)
        try:
            async with self._database.tx(asked) as tx:
                named = area if area and _AREA.fullmatch(area) else None  # only codes: not whatever somebody typed
                event = AccessRefused(action=action, code=code, area=named)
                await tx.record(uuid7(), event, on=tx.today, revision=1)
        except asyncpg.UniqueViolationError:
            return  # another process has recorded it this minute
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError, Refusal) as error:
            self._recorded.pop((principal.subject, action), None)
            logger.warning("a refusal could not be recorded: %s", type(error).__name__)
