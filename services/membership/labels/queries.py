"""Masked labels of members in batches, for pages that hold ids alone (registrations, events)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from chassis.command import Capability
from chassis.personal.reading import PersonsTx
from contracts.offices import Office

MOST = 100
SEES_PEOPLE = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_ASSISTANCE_CLERK,
    Office.COUNTY_APPROVER,
    Office.ENTERPRISE_CHAIR,
)

labels = Capability("labels", "/labels", words=("会员标识", "Labels"))


class Label(BaseModel):
    """A member's id and masked label."""

    id: UUID
    label: str


@labels.query("", words=("会员标识", "Labels"), offices=SEES_PEOPLE)
async def listed(
    tx: PersonsTx, ids: Annotated[list[UUID], Query(min_length=1, max_length=MOST, title="编号")]
) -> list[Label]:
    """The labels of those ids that lie in the asker's area, or union; the others are left out."""
    rows = await tx.connection.fetch(
        """SELECT m.id, p.label FROM members m JOIN person p ON p.id = m.id
        WHERE m.id = ANY($1::uuid[]) AND m.area >= $2 AND m.area < $3 AND ($4::uuid IS NULL OR m.union_id = $4)
            AND m.state <> 'void' ORDER BY m.id""",
        ids,
        *tx.scope,
        tx.org,
    )
    return [Label(**row) for row in rows]
