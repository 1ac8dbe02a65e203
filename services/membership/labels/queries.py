"""Masked labels of members in batches, for pages that hold ids alone (registrations, events)."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from chassis.command import Capability, ReadTx
from chassis.personal import identity
from contracts.offices import Office

MOST = 100
SEES_PEOPLE = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_ASSISTANCE_CLERK,
    Office.COUNTY_APPROVER,
)

labels = Capability("labels", "/labels", words=("会员标识", "Labels"))


class Label(BaseModel):
    """A member's id and masked label."""

    id: UUID
    label: str


@dataclass(frozen=True)
class _Row:
    id: UUID
    name: str
    id_number: str


@labels.query("", words=("会员标识", "Labels"), offices=SEES_PEOPLE)
async def listed(
    tx: ReadTx, ids: Annotated[list[UUID], Query(min_length=1, max_length=MOST, title="编号")]
) -> list[Label]:
    """The labels of those ids that lie in the asker's area; the others are left out."""
    rows = await tx.many(
        _Row,
        """SELECT id, name, id_number FROM members
        WHERE id = ANY($1::uuid[]) AND area >= $2 AND area < $3 AND state <> 'void' ORDER BY id""",
        ids,
        *tx.scope,
    )
    return [Label(id=row.id, label=identity.label(row.name, row.id_number)) for row in rows]
