"""Who may read what: one row per root field. Judged before the cache is asked, and again by the resolver."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chassis.access.principal import Principal
from chassis.access.reach import Reach
from contracts.offices import COUNTY_OFFICES, PEOPLE, STAFF, Office, Words
from services.gateway.graph.refusals import OfficeMayNotRead, OutOfScope, WrongArgument

Arguments = Mapping[str, Any]
AREA = re.compile(r"[0-9]{6}([0-9]{3})?")


# Records (who did what, for which organisation) are for those who work with them; mediators have their cases. A union's
# chair and members see the county's totals, and no other union's figures.
READS_TRAIL = STAFF - {Office.MEDIATOR}


@dataclass(frozen=True)
class Rule:
    """One root field: its words, which offices, how far, where its arguments name the area, whether it is cached.

    Reach.COUNTY: totals, and what is nobody's own. Reach.OWN: records and figures of places, in the asker's area.

    An answer may be cached when the logs' positions, the business day and the asker's scope decide it.
    """

    words: Words
    offices: frozenset[Office]
    reach: Reach
    names: Callable[[Arguments], Any] = lambda _: None
    cached: bool = True
    names_county: bool = False  # and its record must lie in the scope all the same


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
    "viewer": Rule(Words("本人", "Who is asking"), PEOPLE, Reach.SELF),
    "metricCatalogue": Rule(Words("指标目录", "Metric catalogue"), PEOPLE, Reach.NOWHERE),
    "areaName": Rule(
        Words("区划名称", "Names of areas"), PEOPLE, Reach.COUNTY
    ),  # names are public; another county's is null
    "county": Rule(
        Words("全县指标", "The county's figures"), PEOPLE, Reach.COUNTY, _of("code")
    ),  # its `townships` hold only those in scope
    "township": Rule(Words("乡镇指标", "A township's figures"), STAFF, Reach.OWN, _of("code")),
    "auditTrail": Rule(Words("审计日志", "Audit trail"), READS_TRAIL, Reach.OWN, _of_filter),
    "event": Rule(Words("事件", "One event"), READS_TRAIL, Reach.OWN),
    "proof": Rule(
        Words("事件证明", "Proof of an event"), READS_TRAIL, Reach.OWN, _of_log, cached=False, names_county=True
    ),
    "checkpoints": Rule(Words("检查点", "Checkpoints"), PEOPLE, Reach.COUNTY, _of("county"), cached=False),
    "applied": Rule(Words("是否计入", "Whether an event is counted"), PEOPLE, Reach.OWN, cached=False),
    "workQueue": Rule(Words("待办", "Work queue"), STAFF, Reach.OWN, _of("area")),
    "parked": Rule(
        Words("未计入事件", "Events not counted"), COUNTY_OFFICES, Reach.COUNTY, _of("county"), cached=False
    ),
    "positions": Rule(
        Words("日志进度（订阅）", "Positions (subscription)"), PEOPLE, Reach.COUNTY, _of("county"), cached=False
    ),
}


def allow(field: str, principal: Principal, arguments: Arguments) -> str:
    """The area a root field may answer for: the named or the asker's. OfficeMayNotRead, OutOfScope, WrongArgument."""
    rule = TABLE[field]
    if principal.office not in rule.offices:
        raise OfficeMayNotRead
    named, county = rule.names(arguments), rule.reach is Reach.COUNTY or rule.names_county
    if not isinstance(named, str):  # not given; anything but text fails its coercion later
        return principal.county if county else principal.area
    if not (named == principal.county if county else named.startswith(principal.area)):
        raise OutOfScope(area=named[:20])
    if not AREA.fullmatch(named):
        raise WrongArgument(argument="area", why_zh="应为 6 或 9 位区划代码", why_en="area codes have 6 or 9 digits")
    return named


def readable(office: Office) -> list[str]:
    """The root fields that an office may ask for."""
    return [field for field, rule in TABLE.items() if office in rule.offices]


def sees(principal: Principal, area: str) -> bool:
    """Whether a place's own figures and records are in the asker's scope."""
    return principal.reaches(area)
