"""Answers kept as bytes until something they were computed from moves; simultaneous misses compute once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from prometheus_client import Counter, Gauge

HITS = Counter("gonghui_graphql_cache_hits_total", "Answers from the cache")
MISSES = Counter("gonghui_graphql_cache_misses_total", "Answers computed")
JOINED = Counter("gonghui_graphql_cache_joined_total", "Answers shared with a computation under way")
KEPT = Gauge("gonghui_graphql_cache_bytes", "Bytes of answers kept")
OVERHEAD = 512  # a key and its place, about


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: JSON bytes, and their status as graphql-response+json.

    `whole`: it holds no errors and lasts until a log moves, so it may be kept.
    """

    body: bytes
    whole: bool = True
    status: int = 200


class Cache:
    """Least recently used answers, bounded by bytes. A key names everything an answer depends on."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._size = 0
        self._computing: dict[Hashable, asyncio.Task[Answer]] = {}

    def get(self, key: Hashable) -> Answer | None:
        """A kept answer."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            HITS.inc()
        return found

    async def compute(self, key: Hashable, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """Compute and keep; whoever asks the same meanwhile waits for the same computation.

        An asker who goes away ends nothing that others wait for.
        """
        task = self._computing.get(key)
        if task is None:
            MISSES.inc()
            task = asyncio.ensure_future(self._computed(key, work))
            self._computing[key] = task
        else:
            JOINED.inc()
        return await asyncio.shield(task)

    async def _computed(self, key: Hashable, work: Callable[[], Awaitable[Answer]]) -> Answer:
        try:
            answer = await work()
        finally:
            del self._computing[key]
        if answer.whole:
            self._keep(key, answer)
        return answer

    def _keep(self, key: Hashable, answer: Answer) -> None:
        size = len(answer.body) + OVERHEAD
        if size > self._limit or key in self._kept:
            return
        self._kept[key] = answer
        self._size += size
        while self._size > self._limit:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.body) + OVERHEAD
        KEPT.set(self._size)

    def __len__(self) -> int:
        return len(self._kept)
