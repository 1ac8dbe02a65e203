"""What the cadres capability publishes: appointments, from which authority on the platform follows."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place
from contracts.offices import UNION_OFFICES, Office

EndReason = Literal[
    "term-over",
    "transferred",
    "retired",
    "resigned",
    "dismissed",
    "wrong-entry",
    "delegation-over",
    "union-closed",
]
END_REASON_WORDS = code_words(
    "reason",
    EndReason,
    {
        "term-over": ("任期届满", "Term over"),
        "transferred": ("工作调动", "Moved to other work"),
        "retired": ("退休", "Retired"),
        "resigned": ("辞职", "Resigned"),
        "dismissed": ("免职", "Dismissed"),
        "wrong-entry": ("录入错误", "Wrong entry"),
        "delegation-over": ("委托提前结束", "Delegation ended early"),
        "union-closed": ("工会撤销或合并", "The union was dissolved or merged"),
    },
)

Duty = Literal["full-time", "part-time", "seconded"]
DUTY_WORDS = code_words(
    "duty",
    Duty,
    {
        "full-time": ("专职", "Full time"),
        "part-time": ("兼职", "Part time"),
        "seconded": ("挂职", "Seconded"),
    },
)


class Appointed(Event):
    """任职: an account holds an office in an organisation, from a day on and, if said, until a day.

    The account is the `sub` of the issuer's tokens. A delegation names the appointment it is lent from.
    """

    TYPE = "appointment.made.v1"
    WORDS = ("任职", "Appointed")

    appointment: UUID
    account: str
    holds: Office
    place: Place
    since: Day
    until: Day | None
    delegated_by: UUID | None = None
    on_behalf_of: str | None = None

    @property
    def within(self) -> UUID | None:
        """The union that the scope is, where it is narrower than the area."""
        return self.place.org if self.holds in UNION_OFFICES else None


class AppointmentEnded(Event):
    """免职: the account holds that office no longer, from the moment of the record on."""

    TYPE = "appointment.ended.v1"
    WORDS = ("任职结束", "Appointment ended")

    appointment: UUID
    account: str
    holds: Office
    place: Place
    reason: EndReason


class CadreDescribed(Event):
    """登记干部信息: which member holds an appointment, and whether full time. Told again, the last holds."""

    TYPE = "cadre.described.v1"
    WORDS = ("登记干部信息", "Cadre described")

    appointment: UUID
    place: Place
    member: UUID | None
    duty: Duty
