"""Parameters as lists show them: the county's settings, and the defaults that hold without one."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from chassis.access.reach import Reach
from chassis.command import Paging, ReadTx
from chassis.parameters import PARAMETERS, values
from chassis.web.paging import Page
from contracts.days import Day
from contracts.offices import PEOPLE
from services.assistance.parameters.commands import parameters


class SettingRow(BaseModel):
    """One value somebody set."""

    id: UUID
    revision: int
    label: str
    state: str
    words: dict[str, str]
    parameter: str
    value: int
    valid_from: str
    document: str


class InForce(BaseModel):
    """A parameter's value on a day, its unit and where the default comes from."""

    parameter: str
    words: dict[str, str]
    value: int
    default: int
    unit: str
    source: str


STATE_WORDS = {"set": {"zh": "有效", "en": "Set"}, "void": {"zh": "已作废", "en": "Void"}}


PUBLISHED = tuple(sorted(PEOPLE))  # by a document of the county: lines and caps are everybody's to know


@parameters.query("", words=("参数设定", "Settings"), offices=PUBLISHED, reach=Reach.COUNTY)
async def listed(tx: ReadTx, asked: Paging) -> Page[SettingRow]:
    """The asker's county's own settings."""
    (after,) = asked.key(UUID)
    rows = await tx.connection.fetch(
        """SELECT id, revision, name, state, value, valid_from::text, document FROM parameters
        WHERE region = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3""",
        tx.principal.county,
        after,
        asked.fetch,
    )
    shown = [
        SettingRow(
            id=row["id"],
            revision=row["revision"],
            label=f"{PARAMETERS[row['name']].zh} {row['valid_from']}",
            state=row["state"],
            words=STATE_WORDS[row["state"]],
            parameter=row["name"],
            value=row["value"],
            valid_from=row["valid_from"],
            document=row["document"],
        )
        for row in rows
    ]
    return asked.page(shown, lambda row: [row.id])


@parameters.query("/in-force", words=("现行参数", "In force"), offices=PUBLISHED, reach=Reach.COUNTY)
async def in_force(tx: ReadTx, on: Annotated[Day | None, Query(title="日期")] = None) -> list[InForce]:
    """Every parameter's value on a day in the asker's county."""
    known = list(PARAMETERS.values())
    found = await values(tx, tx.principal.county, on or tx.today, *known)
    return [
        InForce(
            parameter=each.name,
            words={"zh": each.zh, "en": each.en},
            value=value,
            default=each.default,
            unit=each.unit,
            source=each.source,
        )
        for each, value in zip(known, found, strict=True)
    ]
