"""One execution: who asks, which day it is, and one snapshot of the read model that all its fields share."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar

from strawberry.types import Info

from chassis.access.principal import Principal
from chassis.context import Context
from chassis.log.tiles import Connection
from chassis.postgres import SNAPSHOT, Database

T = TypeVar("T")


@dataclass
class Asking:
    """The context of one execution.

    Fields resolve side by side but share one connection in one repeatable-read transaction of the asker's: every
    figure of an answer is of the same moment, and what two fields need is read once.
    """

    principal: Principal
    today: date
    database: Database
    # positions of a county's logs by name, now and whenever they move
    moves: Callable[[str], AsyncIterator[Mapping[str, int]]] | None = None
    # False: the answer will be another later although no log moves, so it is not kept
    lasting: bool = True
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _connection: "Connection | None" = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _read: dict[Hashable, "asyncio.Task[Any]"] = field(default_factory=dict)

    async def read(self, question: Callable[[Connection], Awaitable[T]]) -> T:
        """Ask the read model; questions of one execution run one after another in one snapshot."""
        async with self._lock:
            if self._connection is None:
                asker = Context.of(self.principal)
                self._connection = await self._stack.enter_async_context(self.database.within(asker, SNAPSHOT))
            return await question(self._connection)

    async def once(self, key: Hashable, question: Callable[[Connection], Awaitable[T]]) -> T:
        """Ask once however many fields want it."""
        if key not in self._read:
            self._read[key] = asyncio.create_task(self.read(question))
        found: T = await asyncio.shield(self._read[key])
        return found

    async def __aenter__(self) -> Self:
        """Nothing is opened until something is read."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what is still being read, then give the connection back."""
        for task in self._read.values():
            task.cancel()
        await asyncio.gather(*self._read.values(), return_exceptions=True)
        await self._stack.__aexit__(kind, error, trace)


Asked: TypeAlias = Info[Asking, None]
