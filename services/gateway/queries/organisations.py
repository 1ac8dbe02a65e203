"""The organisations of a township as the tree stood then, and their metrics over their subtrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.log.tiles import Connection
from services.gateway.queries.metrics import MetricValue
from services.gateway.queries.moment import Moment


@dataclass(frozen=True, slots=True)
class Organisation:
    """A union or an employer, where it stood at the asked moment. `kind` is its code, `employer` tells which it is.

    `cursor` is the page cursor after this row.
    """

    id: UUID
    name: str
    kind: str
    employer: bool
    area: str
    parent: UUID | None
    since: date | None
    cursor: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """At most `first` rows, unions first, by name and id, and whether there are more."""

    rows: tuple[Organisation, ...]
    more: bool


async def organisations(
    connection: Connection, areas: Sequence[str], moment: Moment, first: int = 20, after: str | None = None
) -> dict[str, OrganisationPage]:
    """One page for each township code in `areas`, in one statement. WrongCursor (chassis.web.paging)."""
    raise NotImplementedError


async def organisation_metrics(
    connection: Connection, orgs: Sequence[UUID], moment: Moment, ids: Sequence[str] | None = None
) -> dict[UUID, tuple[MetricValue, ...]]:
    """Values of each organisation over its subtree at that moment. Every asked organisation has an entry."""
    raise NotImplementedError
