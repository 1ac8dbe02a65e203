"""How much one account may ask of a process, and how much a process takes at once.

Counted in each process by itself: an account that meets two processes has twice as much. Whoever asks for more is told
when to come again, before anything is done for him.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Self

from prometheus_client import Counter
from pydantic import BaseModel, ConfigDict, Field

from chassis.access.principal import Identity
from chassis.refusal import Busy, TooManyRequests

REMEMBERED = 10_000
"""Who is remembered at most; who was not heard of for longest is forgotten first."""
EVERYBODY = "*"
REFUSED = Counter("gonghui_rate_limited_total", "Requests refused because somebody asked too much", ("kind",))


class Rate(BaseModel):
    """So many a second in the long run, so many at once after a pause."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rate: float = Field(gt=0)
    burst: int = Field(ge=1)

    @classmethod
    def never_more_than(cls, count: int, seconds: float) -> Self:
        """A rate of which no stretch of so many seconds sees more than `count`: half of them at once."""
        return cls(rate=count / 2 / seconds, burst=count // 2)


# A clerk types; a page of the console asks about fifteen times. The demo's loader brings a county in.
BY_CLIENT: Mapping[str, Rate] = {
    EVERYBODY: Rate(rate=20, burst=200),
    "gonghui-demo": Rate(rate=2000, burst=4000),
}


class Allowance:
    """One rate for everybody by himself: a token bucket each, kept as the moment at which it is full again."""

    def __init__(
        self, rate: Rate, kind: str, most: int = REMEMBERED, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`kind` names it in the metrics; `clock` in seconds."""
        self._each = 1 / rate.rate
        self._most_ahead = rate.burst * self._each
        self._kind = kind
        self._most = most
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, who: str) -> None:
        """Count one request. TooManyRequests, which counts nothing."""
        now = self._clock()
        full_at = max(self._full_at.get(who, 0.0), now) + self._each
        self._refuse_beyond(full_at, now)
        self._full_at[who] = full_at
        self._full_at.move_to_end(who)
        if len(self._full_at) > self._most:
            self._full_at.popitem(last=False)

    def check(self, who: str) -> None:
        """TooManyRequests when nothing is left; counts nothing."""
        now = self._clock()
        self._refuse_beyond(max(self._full_at.get(who, 0.0), now) + self._each, now)

    def _refuse_beyond(self, full_at: float, now: float) -> None:
        late = full_at - now - self._most_ahead
        if late > 1e-9:  # noqa: PLR2004 - sums of fractions
            REFUSED.labels(self._kind).inc()
            seconds = math.ceil(late)
            raise TooManyRequests(retry_after=seconds, seconds=seconds)

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._full_at)


class Rates:
    """What each account may ask, by the client that its token was given to, and how often it may see personal data."""

    def __init__(
        self,
        by_client: Mapping[str, Rate],
        reveals: tuple[Rate, ...] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`by_client` goes before `BY_CLIENT`; all of `reveals` hold for each reveal."""
        known = {**BY_CLIENT, **by_client}
        self._by_client = {
            client: Allowance(rate, client if client in BY_CLIENT else "configured", clock=clock)
            for client, rate in known.items()
        }
        self._reveals = [Allowance(rate, "reveal", clock=clock) for rate in reveals]
        self._told = [Allowance(rate, "told", clock=clock) for rate in reveals]

    def admit(self, identity: Identity) -> None:
        """Count a request of an account. TooManyRequests."""
        allowance = self._by_client.get(identity.client, self._by_client[EVERYBODY])
        allowance.take(identity.subject)

    def reveal(self, subject: str) -> None:
        """Count a look at personal data in full. TooManyRequests, which counts nothing."""
        for allowance in self._reveals:
            allowance.check(subject)
        for allowance in self._reveals:
            allowance.take(subject)

    def may_be_told(self, subject: str) -> None:
        """Whether an account may ask what could tell of others' records; asked of every command. TooManyRequests."""
        for allowance in self._told:
            allowance.check(subject)

    def told(self, subject: str) -> None:
        """Count a refusal that told of a record of somebody else's office."""
        for allowance in self._told:
            with suppress(TooManyRequests):
                allowance.take(subject)


@contextmanager
def entered(state: Any) -> Iterator[None]:
    """One of the requests that an application (its state) works on at the same time. Busy beyond the limit."""
    if state.in_flight >= state.settings.concurrency_limit:
        raise Busy
    state.in_flight += 1
    try:
        yield
    finally:
        state.in_flight -= 1


SMALL = 1024 * 1024
FEW = 3
"""Large bodies, and files that are made to be sent, at once in one process: each takes tens of megabytes."""


@contextmanager
def one_of_few(state: Any, headers: Mapping[str, str] | None = None) -> Iterator[None]:
    """One of the few requests with a file that an application works on at the same time. Busy beyond that.

    A request whose `headers` announce a small body is none of them.
    """
    if headers is not None and int(headers.get("content-length", SMALL)) < SMALL:
        yield
        return
    files = getattr(state, "files_in_flight", 0)
    if files >= FEW:
        raise Busy
    state.files_in_flight = files + 1
    try:
        yield
    finally:
        state.files_in_flight -= 1
