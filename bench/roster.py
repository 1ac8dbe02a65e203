"""Leg `roster`: a file of 100,000 workers uploaded, checked and admitted by the processes as production runs them."""

import asyncio
import base64
import io
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import asyncpg
import xlsxwriter

from bench import county
from bench.report import Figures, Measured, say, size
from bench.stand import Stand, stand
from contracts.offices import Office

HEADINGS = ("序号", "姓名", "身份证号", "用工形式", "入会日期", "手机号", "工会")
POLL_SECONDS = 0.1
_STATE = """
    SELECT state, good, wrong, reached, made, refused, undone, revision FROM import_batch WHERE id = $1"""


async def measure() -> Measured:
    """From the command that lets it begin to the state that says it is over; `peak_mb` of the work process."""
    rows = size("rows", 100_000)
    async with stand() as on:
        token = on.issuer.token(await county.appoint(Office.TOWNSHIP_CLERK, county.TOWNSHIP, on.dsn("membership")))
        await county.add_unions(on.dsn("membership"))
        file = await asyncio.to_thread(roster, rows)
        say(f"{rows:,} rows in {len(file) / 1e6:.1f} MB")
        await on.witness()
        await on.start("membership", "serve")
        await on.ready("membership")
        await on.start("membership", "work")
        admin = await asyncpg.connect(on.dsn("membership"))
        async with aiohttp.ClientSession(on.url("membership"), headers={"Authorization": f"Bearer {token}"}) as http:
            leg = Leg(on, http, admin)
            figures = await leg.through(base64.b64encode(file).decode(), rows)
        await admin.close()
    return figures, {"rows": rows}


def roster(rows: int) -> bytes:
    """A workbook as a clerk has it: a merged title, seven columns, numbers as texts, phones as numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名册")
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "会员花名册")
    sheet.write_row(1, 0, HEADINGS)
    for number, id_number in zip(range(rows), county.id_numbers(), strict=False):
        sheet.write_row(
            number + 2,
            0,
            (
                number + 1,
                "王小明",
                id_number,
                "农民工",
                "2026.3.2",
                13_812_345_678,
                f"基层工会{number % county.UNIONS}",
            ),
        )
    book.close()
    return buffer.getvalue()


class Leg:
    """One import on its way."""

    def __init__(self, on: Stand, http: aiohttp.ClientSession, admin: "asyncpg.Connection[asyncpg.Record]") -> None:
        self.on, self.http, self.admin = on, http, admin
        self.work = on.children["membership-work"].pid

    async def through(self, content: str, rows: int) -> Figures:
        """Uploaded, checked, run, undone."""
        began = time.perf_counter()
        batch = str((await self.ask("/roster", {"content": content}))["id"])
        uploaded = time.perf_counter() - began
        checked = await self.until(batch, "checked", began)
        state = await self.state(batch)
        if state["good"] != rows:
            raise RuntimeError(dict(state))
        await self.ask(f"/roster/{batch}/confirm", {"good_only": False}, state["revision"])
        ran = await self.until(batch, "done", time.perf_counter())
        made = (await self.state(batch))["made"]
        await self.ask(f"/roster/{batch}/undo", {}, (await self.state(batch))["revision"])
        undone = await self.until(batch, "undone", time.perf_counter())
        return {
            "upload_seconds": round(uploaded, 2),
            "check": checked,
            "run": {"rows_per_second": round(made / ran["seconds"]), **ran},
            "undo": undone,
            "peak_mb": peak_mb(self.work),
        }

    async def until(self, batch: str, state: str, began: float) -> Figures:
        """Seconds until the import is in a state, and the processor time of the work process and PostgreSQL."""
        before = self.on.cpu("membership-work"), self.on.cpu("postgres")
        while (now := await self.state(batch))["state"] != state:
            if now["state"] in {"unreadable", "stopped", "mapping"}:
                raise RuntimeError(dict(now))
            await asyncio.sleep(POLL_SECONDS)
        seconds = time.perf_counter() - began
        say(f"{state} after {seconds:.1f} s")
        return {
            "seconds": round(seconds, 1),
            "work_cpu": round(self.on.cpu("membership-work") - before[0], 1),
            "postgres_cpu": round(self.on.cpu("postgres") - before[1], 1),
        }

    async def state(self, batch: str) -> Any:
        """How far it is."""
        return await self.admin.fetchrow(_STATE, batch)

    async def ask(self, path: str, body: Any, revision: int | None = None) -> Any:
        """A command."""
        headers = {"Idempotency-Key": str(uuid4()), **({"If-Match": f'"{revision}"'} if revision else {})}
        async with self.http.post(path, json=body, headers=headers) as answer:
            if answer.status >= 300:
                raise RuntimeError(await answer.text())
            return await answer.json()


def peak_mb(pid: int) -> int:
    """The most memory that a process ever held."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))
