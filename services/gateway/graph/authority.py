"""Who may read what: one row per root field. Judged before the cache is asked, and again by the resolver."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from chassis.access.principal import Principal
from contracts.offices import Office
from services.gateway.graph.refusals import OfficeMayNotRead, OutOfScope, WrongArgument

Arguments = Mapping[str, Any]
AREA = re.compile(r"[0-9]{6}([0-9]{3})?")


class Reach(Enum):
    """How far a root field reaches for somebody whose scope is an area."""

    COUNTY = "the asker's county, whatever their area: totals and what is not anybody's own"
    OWN = "only areas that begin with the asker's: records and figures of places"
    NOWHERE = "no area is named"


EVERYBODY = frozenset(Office)
# Records (who did what, for which organisation) are for those who work with them; members see figures.
STAFF = EVERYBODY - {Office.MEMBER, Office.ENTERPRISE_CHAIR}
COUNTY_OFFICES = frozenset(
    {
        Office.COUNTY_LEADER,
        Office.COUNTY_ORGANISER,
        Office.COUNTY_ASSISTANCE_CLERK,
        Office.COUNTY_APPROVER,
        Office.AUDITOR,
        Office.SERVICE,
    }
)


@dataclass(frozen=True)
class Rule:
    """One root field: which offices, how far, where its arguments name the area, whether its answer is cached.

    An answer may be cached when the logs' positions, the business day and the asker's scope decide it.
    """

    offices: frozenset[Office]
    reach: Reach
    names: Callable[[Arguments], Any] = lambda _: None
    cached: bool = True


def _of(name: str) -> Callable[[Arguments], Any]:
    return lambda arguments: arguments.get(name)


def _of_filter(arguments: Arguments) -> Any:
    wanted = arguments.get("filter")
    return wanted.get("area") if isinstance(wanted, Mapping) else None


def _of_log(arguments: Arguments) -> Any:
    """`membership/340828` names its county; a name without one belongs to nobody."""
    return str(arguments.get("log", "")).partition("/")[2] or "?"


TABLE: dict[str, Rule] = {
    # root field          offices         reach          area named by         cached
    "viewer": Rule(EVERYBODY, Reach.NOWHERE),
    "metricCatalogue": Rule(EVERYBODY, Reach.NOWHERE),
    "areaName": Rule(EVERYBODY, Reach.NOWHERE),  # names are public
    "county": Rule(EVERYBODY, Reach.COUNTY, _of("code")),  # its `townships` hold only those in scope
    "township": Rule(EVERYBODY, Reach.OWN, _of("code")),
    "auditTrail": Rule(STAFF, Reach.OWN, _of_filter),
    "event": Rule(STAFF, Reach.OWN),
    "proof": Rule(STAFF, Reach.COUNTY, _of_log, cached=False),  # the entry itself must lie in scope
    "checkpoints": Rule(EVERYBODY, Reach.COUNTY, _of("county"), cached=False),
    "applied": Rule(EVERYBODY, Reach.NOWHERE, cached=False),
    "workQueue": Rule(STAFF, Reach.OWN, _of("area")),
    "parked": Rule(COUNTY_OFFICES, Reach.COUNTY, _of("county"), cached=False),
    "positions": Rule(EVERYBODY, Reach.COUNTY, _of("county"), cached=False),
}


def allow(field: str, principal: Principal, arguments: Arguments) -> str:
    """The area a root field may answer for: the named or the asker's. OfficeMayNotRead, OutOfScope, WrongArgument."""
    rule = TABLE[field]
    if principal.office not in rule.offices:
        raise OfficeMayNotRead
    named = rule.names(arguments)
    if rule.reach is Reach.NOWHERE:
        return principal.area
    if not isinstance(named, str):  # not given; anything but text fails its coercion later
        return principal.county if rule.reach is Reach.COUNTY else principal.area
    within = named == principal.county if rule.reach is Reach.COUNTY else named.startswith(principal.area)
    if not within:
        raise OutOfScope(area=named[:20])
    if not AREA.fullmatch(named):
        raise WrongArgument(argument="area", why_zh="应为 6 或 9 位区划代码", why_en="area codes have 6 or 9 digits")
    return named


def readable(office: Office) -> list[str]:
    """The root fields that an office may ask for."""
    return [field for field, rule in TABLE.items() if office in rule.offices]


def sees(principal: Principal, area: str) -> bool:
    """Whether a place's own figures and records are in the asker's scope."""
    return area.startswith(principal.area)
