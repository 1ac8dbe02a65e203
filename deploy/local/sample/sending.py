"""Sends a load's commands to the services: bounded, in order where it matters, again when a service is busy."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import orjson

from deploy.local.sample.steps import Asked, Chain, Load, Stage, Step
from deploy.local.trouble import Trouble

AT_ONCE = 8  # chains per service; three services go side by side
TRIES = 6
SECONDS = 30
PASSING = {"in-flight", "no-appointment", "unknown-union"}
"""Another command is at the same record; a service has not heard of what membership has just recorded."""
FIRST, ORGANISED = "membership", 3
"""The service whose unions the others name, and how many of its stages it takes until all are there."""
Token = Callable[[str], Awaitable[str]]
"""Account → bearer token that is still good for a while."""


class Refused(Trouble):
    """A service said no."""


class NotFound(Exception):
    """A row that a step names is not there, or its list was not answered: status and problem."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(status)
        self.status, self.problem = status, problem


@dataclass
class Sender:
    """Commands over HTTP. `sent` is called after each one; `stale` counts those whose record had moved on.

    A record has moved on when somebody changed it between two parts of a load, and when the service has forgotten the
    key under which it took this very command (it remembers keys for seven days). Either way it is left as it is, and so
    is what its chain had yet to do, as soon as that is refused: a day's work of the service's own may have been first.
    """

    addresses: Mapping[str, str]
    token: Token
    sent: Callable[[], None]
    stale: int = 0
    _session: aiohttp.ClientSession = field(init=False)

    async def run(self, load: Load) -> None:
        """Send everything. Trouble at the first refusal; what is in stays, and sending again goes on from there."""
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(SECONDS)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as self._session:
            organised = asyncio.Event()
            if FIRST not in load.stages:
                organised.set()
            await _side_by_side([self._service(name, stages, organised) for name, stages in load.stages.items()])

    async def _service(self, name: str, stages: list[Stage], organised: asyncio.Event) -> None:
        """The others' records name unions: they wait until membership has those."""
        if name != FIRST:
            await organised.wait()
        for number, stage in enumerate(stages):
            if name == FIRST and number == ORGANISED:
                organised.set()
            chains = iter(stage)
            await _side_by_side([self._chains(chains) for _ in range(AT_ONCE)])
        if name == FIRST:
            organised.set()

    async def _chains(self, chains: Any) -> None:
        for chain in chains:
            await self._chain(chain)

    async def _chain(self, chain: Chain) -> None:
        moved_on = False
        for number, step in enumerate(chain):
            try:
                moved_on = await self._step(step) or moved_on
            except Refused:
                if not moved_on:
                    raise
                for _ in chain[number:]:
                    self.sent()
                return
            self.sent()

    async def _step(self, step: Step) -> bool:
        """Whether the record had moved on. Refused; Trouble when no service answers."""
        problem: dict[str, Any] = {}
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(0.2 * 2**attempt)
            try:
                status, problem = await self._post(step)
            except (aiohttp.ClientConnectionError, TimeoutError) as error:
                problem = {"detail": str(error) or "没有应答", "detail_en": str(error) or "no answer"}
                continue
            if not problem:
                return False
            if status == 412:  # noqa: PLR2004
                self.stale += 1
                return True
            if status not in {429, 503} and problem.get("code") not in PASSING:
                break
        raise _refused(step, problem)

    async def _post(self, step: Step) -> tuple[int, dict[str, Any]]:
        try:
            step = await self._named(step)
        except NotFound as error:
            return error.status, error.problem
        headers = {
            **await self._authorised(step),
            "Content-Type": "application/json",
            "Idempotency-Key": step.key,
        }
        if step.revision is not None:
            headers["If-Match"] = f'"{step.revision}"'
        url = self.addresses[step.service] + step.path
        async with self._session.post(url, data=orjson.dumps(step.body), headers=headers) as answer:
            return answer.status, {} if answer.ok else await _problem(answer)

    async def _named(self, step: Step) -> Step:
        """With the ids that only the service knows. NotFound."""
        found = {name: await self._ask(step, each) for name, each in step.body.items() if isinstance(each, Asked)}
        if step.named:
            step = replace(step, path=step.path.replace("{}", str(await self._ask(step, step.named))))
        return replace(step, body={**step.body, **found}) if found else step

    async def _ask(self, step: Step, asked: Asked) -> Any:
        url = self.addresses[step.service] + asked.path
        async with self._session.get(url, headers=await self._authorised(step)) as answer:
            if not answer.ok:
                raise NotFound(answer.status, await _problem(answer))
            rows = orjson.loads(await answer.read())[asked.rows]
        ids = [row["id"] for row in rows[asked.at : asked.at + (asked.many or 1)]]
        if len(ids) < (asked.many or 1):
            raise NotFound(404, {"detail": f"没有找到：{asked.path}", "detail_en": f"not found: {asked.path}"})
        return ids if asked.many else ids[0]

    async def _authorised(self, step: Step) -> dict[str, str]:
        return {"Authorization": f"Bearer {await self.token(step.account)}"}


async def _problem(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    with contextlib.suppress(orjson.JSONDecodeError):
        return {"status": answer.status, **orjson.loads(await answer.read())}
    return {"detail": f"HTTP {answer.status}", "detail_en": f"HTTP {answer.status}"}


async def _side_by_side(work: list[Any]) -> None:
    """All of them, or the first trouble, after which none goes on."""
    try:
        async with asyncio.TaskGroup() as group:
            for each in work:
                group.create_task(each)
    except* Trouble as troubles:
        first: BaseException = troubles
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from None


def _refused(step: Step, problem: dict[str, Any]) -> Trouble:
    """A service's no has a code; without one nobody could be asked."""
    where = f"{step.service} POST {step.path} ({step.account})"
    code = f" [{problem['code']}]" if "code" in problem else ""
    kind = Refused if code else Trouble
    return kind(
        f"样例县的一条记录没有录入：{where}：{problem.get('detail')}{code}",
        f"A record of the sample county was not entered: {where}: {problem.get('detail_en')}{code}",
    )
