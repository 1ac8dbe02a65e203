"""Appointments as lists and pickers show them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.access.reach import Reach
from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.offices import COUNTY_OFFICES, PEOPLE, Office
from services.membership.cadres.commands import cadres

State = Literal["current", "future", "over"]
STATE_WORDS = {
    "current": {"zh": "现任", "en": "Holds"},
    "future": {"zh": "未到任", "en": "Not begun"},
    "over": {"zh": "已结束", "en": "Over"},
}
SEES_APPOINTMENTS = (*sorted(COUNTY_OFFICES), Office.TOWNSHIP_CHAIR)
SEES_OWN = tuple(sorted(PEOPLE.difference(SEES_APPOINTMENTS)))


class AppointmentRow(BaseModel):
    """One appointment; `label` is its account, `on_behalf_of` whose office was lent."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    account: str
    office: Office
    office_words: dict[str, str] = Field(default_factory=dict)
    area: str
    org: UUID | None
    since: str
    until: str | None
    on_behalf_of: str | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.office_words.update(self.office.words._asdict())


@cadres.query("", words=("任职列表", "Appointments"), offices=(*SEES_APPOINTMENTS, *SEES_OWN), own_alone=SEES_OWN)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=200, title="账号")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    account: Annotated[str | None, Query(max_length=200, title="账号")] = None,
    own: Annotated[bool | None, Query(title="只看本人的")] = None,
    lent: Annotated[bool | None, Query(title="只看本人委托的")] = None,
    office: Annotated[Office | None, Query(title="职务")] = None,
    area: Annotated[str | None, Query(pattern=r"^[0-9]{6}([0-9]{3})?$", title="任职辖区")] = None,
) -> Page[AppointmentRow]:
    """Those of the asker's scope; who has no say over others' sees their own and those they lent.

    Sorted by area, office and account.
    """
    last_area, last_office, last_account, after = asked.key(str, str, str, UUID)
    me, oversees = tx.principal.subject, tx.request.reach is not Reach.SELF
    rows = await tx.many(
        AppointmentRow,
        """SELECT id, revision, account AS label, account, office, area, org, since::text, until::text, on_behalf_of,
            state
        FROM (SELECT *, CASE WHEN ended_at IS NOT NULL OR until < $3 THEN 'over' WHEN since > $3 THEN 'future'
                ELSE 'current' END AS state FROM appointment WHERE area >= $1 AND area < $2) AS dated
        WHERE ($4 OR account = $5 OR on_behalf_of = $5) AND (NOT $6 OR account = $5) AND (NOT $7 OR on_behalf_of = $5)
            AND ($8::text IS NULL OR state = $8) AND ($9::text IS NULL OR account = $9)
            AND ($10::text IS NULL OR (area, office, account, id) > ($10, $11, $12, $13::uuid))
            AND ($14::text IS NULL OR strpos(lower(account), lower($14)) > 0)
            AND ($15::text IS NULL OR office = $15) AND ($16::text IS NULL OR area = $16)
        ORDER BY area, office, account, id LIMIT $17""",
        *tx.scope,
        tx.today,
        oversees,
        me,
        bool(own),
        bool(lent),
        state,
        account,
        last_area,
        last_office,
        last_account,
        after,
        q,
        office.value if office else None,
        area,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.area, row.office.value, row.account, row.id])


@cadres.query(
    "/{appointment}", words=("任职", "Appointment"), offices=(*SEES_APPOINTMENTS, *SEES_OWN), own_alone=SEES_OWN
)
async def one(tx: ReadTx, appointment: UUID) -> AppointmentRow:
    """One appointment of the asker's scope; others' only for who oversees them."""
    return await tx.one(
        AppointmentRow,
        """SELECT id, revision, account AS label, account, office, area, org, since::text, until::text, on_behalf_of,
            CASE WHEN ended_at IS NOT NULL OR until < $2 THEN 'over' WHEN since > $2 THEN 'future' ELSE 'current' END
                AS state
        FROM appointment WHERE id = $1 AND area >= $3 AND area < $4 AND ($5 OR account = $6 OR on_behalf_of = $6)""",
        appointment,
        tx.today,
        *tx.scope,
        tx.request.reach is not Reach.SELF,
        tx.principal.subject,
    )


history(
    cadres,
    "/{appointment}",
    one,
    words=("任职变更记录", "Appointment's history"),
    offices=(*SEES_APPOINTMENTS, *SEES_OWN),
    own_alone=SEES_OWN,
)
