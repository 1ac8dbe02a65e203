"""Registrations of an activity, in the order of coming. Members are ids here; their labels come from membership."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.web.paging import Page
from contracts.offices import Office
from services.activities.registrations.commands import registrations

State = Literal["registered", "waiting", "withdrawn"]
STATE_WORDS = {
    "registered": {"zh": "已报名", "en": "Registered"},
    "waiting": {"zh": "候补", "en": "Waiting"},
    "withdrawn": {"zh": "已取消", "en": "Withdrawn"},
}
SEES_PEOPLE = (Office.TOWNSHIP_CLERK, Office.TOWNSHIP_CHAIR, Office.COUNTY_ORGANISER)


class RegistrationRow(BaseModel):
    """One registration; `label` is the number in the order of coming."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    activity: UUID
    member: UUID
    registered_on: str
    number: int

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])


@registrations.query("", words=("报名列表", "Registrations"), offices=SEES_PEOPLE)
async def listed(
    tx: ReadTx,
    asked: Paging,
    activity: Annotated[UUID | None, Query(title="活动")] = None,
    member: Annotated[UUID | None, Query(title="会员")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
) -> Page[RegistrationRow]:
    """The registrations for the activities of the asker's area."""
    (after,) = asked.key(int)
    rows = await tx.many(
        RegistrationRow,
        """SELECT r.id, r.revision, '№ ' || r.number AS label, r.state, r.activity, r.member,
            r.registered_on::text, r.number
        FROM registrations r JOIN activities a ON a.id = r.activity
        WHERE a.area >= $1 AND a.area < $2 AND ($3::bigint IS NULL OR r.number > $3)
            AND ($4::uuid IS NULL OR r.activity = $4) AND ($5::uuid IS NULL OR r.member = $5)
            AND ($6::text IS NULL OR r.state = $6)
        ORDER BY r.number LIMIT $7""",
        *tx.scope,
        after,
        activity,
        member,
        state,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.number])


@registrations.query("/{registration}", words=("报名", "Registration"), offices=SEES_PEOPLE)
async def one(tx: ReadTx, registration: UUID) -> RegistrationRow:
    """One registration for an activity of the asker's area."""
    return await tx.one(
        RegistrationRow,
        """SELECT r.id, r.revision, '№ ' || r.number AS label, r.state, r.activity, r.member,
            r.registered_on::text, r.number
        FROM registrations r JOIN activities a ON a.id = r.activity
        WHERE r.id = $1 AND a.area >= $2 AND a.area < $3""",
        registration,
        *tx.scope,
    )
