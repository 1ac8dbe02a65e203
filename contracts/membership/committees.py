"""What the committees capability publishes: audit committees and women's committees of unions."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Ratio, Reported, Sum, Waiting
from contracts.membership.organisations import UNIONS
from contracts.offices import Office, Words

CommitteeKind = Literal["audit", "women"]
COMMITTEE_WORDS = code_words(
    "committee",
    CommitteeKind,
    {
        "audit": ("经费审查委员会", "Audit committee"),
        "women": ("女职工委员会", "Women's committee"),
    },
)
Form = Literal["full", "officer"]
FORM_WORDS = code_words(
    "form",
    Form,
    {
        "full": ("委员会", "Committee"),
        "officer": ("委员一人（经审委员、女职工委员）", "One officer instead"),
    },
)
EndedBecause = Literal["not-needed", "union-closed"]
ENDED_WORDS = code_words(
    "because",
    EndedBecause,
    {
        "not-needed": ("不再须设", "No longer needed"),
        "union-closed": ("工会已撤销或合并", "The union is no more"),
    },
)

COMMITTEES = Sum("committees", "已建专门委员会", "Committees", by=("committee", "form"))
AUDIT_COMMITTEES = Sum("audit-committees", "已建经审组织", "Unions with an audit committee or officer")
WOMENS_COMMITTEES = Sum("womens-committees", "已建女职工组织", "Unions with a women's committee or officer")
WOMEN_MEMBERS = Reported("women-members", "女会员数", "Women members")
AUDIT_RATE = Ratio(
    "audit-committee-rate",
    "经审组织组建率",
    "Unions with an audit committee, share",
    definition=Words(
        "已建经费审查委员会或经审委员的工会 ÷ 工会组织数", "Unions with an audit committee or officer ÷ unions"
    ),
    numerator=AUDIT_COMMITTEES,
    denominator=UNIONS,
)
WOMENS_RATE = Ratio(
    "womens-committee-rate",
    "女职工组织组建率",
    "Unions with a women's committee, share",
    definition=Words(
        "已建女职工委员会或女职工委员的工会 ÷ 工会组织数", "Unions with a women's committee or officer ÷ unions"
    ),
    numerator=WOMENS_COMMITTEES,
    denominator=UNIONS,
)
MISSING = Waiting(
    "committee-missing",
    "待建专门委员会",
    "Committee to form",
    Office.TOWNSHIP_CLERK,
    "membership:/committees/{committee}/form",
)
FEDERATION_MISSING = Waiting(
    "federation-committee-missing",
    "县总工会待建专门委员会",
    "Federation's committee to form",
    Office.COUNTY_ORGANISER,
    "membership:/committees/{committee}/form",
)


class CommitteeMissing(Event):
    """A union must have this committee and has none."""

    TYPE = "committee.missing.v1"
    WORDS = ("应建专门委员会", "Committee missing")
    OPENS = (MISSING.due("due_on", at="place"),)

    record: UUID
    place: Place
    committee: CommitteeKind
    due_on: Day


class FederationCommitteeMissing(CommitteeMissing):
    """As CommitteeMissing, of the county federation."""

    TYPE = "federation-committee.missing.v1"
    WORDS = ("县总工会应建专门委员会", "Federation's committee missing")
    OPENS = (FEDERATION_MISSING.due("due_on", at="place"),)


class CommitteeNotNeeded(Event):
    """The union need not have this committee any more."""

    TYPE = "committee.not-needed.v1"
    WORDS = ("无须建专门委员会", "Committee not needed")
    ENDS = (MISSING, FEDERATION_MISSING)

    record: UUID
    place: Place
    committee: CommitteeKind


class CommitteeFormed(Event):
    """A union's committee, or the officer in its stead, takes up work. `audit`, `women`: 1 for that kind, or 0."""

    TYPE = "committee.formed.v1"
    WORDS = ("建立专门委员会", "Committee formed")
    COUNTS = (
        COMMITTEES.plus(at="place"),
        AUDIT_COMMITTEES.plus(at="place", amount="audit"),
        WOMENS_COMMITTEES.plus(at="place", amount="women"),
    )
    ENDS = (MISSING, FEDERATION_MISSING)

    record: UUID
    place: Place
    committee: CommitteeKind
    form: Form
    size: int
    audit: int
    women: int


class CommitteeEnded(Event):
    """A union's committee is no more."""

    TYPE = "committee.ended.v1"
    WORDS = ("撤销专门委员会", "Committee ended")
    COUNTS = (
        COMMITTEES.minus(at="place"),
        AUDIT_COMMITTEES.minus(at="place", amount="audit"),
        WOMENS_COMMITTEES.minus(at="place", amount="women"),
    )

    record: UUID
    place: Place
    committee: CommitteeKind
    form: Form
    audit: int
    women: int
    because: EndedBecause


class WomenCounted(Event):
    """A union states how many of its members are women, on a day. Who they are lies with their ID numbers."""

    TYPE = "committee.women-counted.v1"
    WORDS = ("上报女会员数", "Women members reported")
    COUNTS = (WOMEN_MEMBERS.of("union", value="women", at="place"),)

    record: UUID
    place: Place
    union: UUID
    women: int
