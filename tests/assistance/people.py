"""Assistance under test: a county, and short ways to the files, budgets and aid a test needs first."""

from typing import Any

from contracts.offices import Office
from tests.support.county import Place
from tests.support.numbers import id_number
from tests.support.person import Person

OPENED, DECIDED, ASKED = "2026-02-02", "2026-02-20", "2026-03-02"
CARD = "6222020000000000001"  # fails Luhn: a warning, no refusal
GOOD_CARD = "4111111111111111"
LINE = 75_000  # the default poverty line, fen a head and month


def household(**fields: Any) -> dict[str, Any]:
    """An application's body: three persons far below the line, with consent and a bank card."""
    return {
        "name": "王小明",
        "id_number": id_number(),
        "size": 3,
        "income_fen": 12 * 3 * LINE // 2,
        "cause": "own-illness",
        "consent": True,
        "bank_card": GOOD_CARD,
        "occurred_on": OPENED,
        **fields,
    }


class County(Place):
    """A county in the assistance service."""

    @property
    def approver(self) -> Person:
        """The county's approver."""
        return self.office(Office.COUNTY_APPROVER)

    def another_approver(self, name: str) -> Person:
        """A further approver of the county."""
        return self.office(Office.COUNTY_APPROVER, subject=name)

    @property
    def payer(self) -> Person:
        """The county's assistance clerk, who allots budgets and pays."""
        return self.office(Office.COUNTY_ASSISTANCE_CLERK)

    async def applied(self, **fields: Any) -> str:
        """A file that waits for a decision."""
        return str((await self.clerk().done("/households", household(**fields)))["id"])

    async def file(self, *, nationally_filed: bool = False, **fields: Any) -> str:
        """An approved file."""
        file = await self.applied(**fields)
        body = {"occurred_on": DECIDED, "nationally_filed": nationally_filed}
        await self.approver.done(f"/households/{file}/approve", body, revision=1)
        return file

    async def budget(self, amount_fen: int, source: str = "county", year: int = 2026) -> str:
        """Money that may be spent."""
        body = {
            "year": year,
            "fund_source": source,
            "amount_fen": amount_fen,
            "document": "工财1号",
            "occurred_on": OPENED,
        }
        return str((await self.payer.done("/budgets", body))["id"])

    async def asked(self, file: str, amount_fen: int = 100_000, programme: str = "medical") -> str:
        """Aid that waits for approval."""
        body = {"household": file, "programme": programme, "amount_fen": amount_fen, "occurred_on": ASKED}
        return str((await self.clerk().done("/aid", body))["id"])

    async def approved(self, amount_fen: int = 100_000, **fields: Any) -> str:
        """Aid that waits for payment, from a budget twice as large."""
        await self.budget(2 * amount_fen)
        aid = await self.asked(await self.file(**fields), amount_fen)
        body = {"fund_source": "county", "occurred_on": ASKED}
        await self.approver.done(f"/aid/{aid}/approve", body, revision=1)
        return aid

    async def balance(self, source: str = "county") -> tuple[int, int, int]:
        """(allotted, reserved, paid) of this year's budget."""
        rows = (await self.payer.get("/budgets", year=2026)).json()
        return next(
            (row["allotted_fen"], row["reserved_fen"], row["paid_fen"]) for row in rows if row["fund_source"] == source
        )
