"""Integers of the read model's tables. They follow from what they stand for, so that a rebuild finds the same ones."""

from functools import cache
from hashlib import sha256
from uuid import UUID

from contracts.catalogue import METRICS, SERVICES

_LOGS_PER_COUNTY = 16
"""Room for services; SERVICES may be appended to, never reordered."""
_COUNTY_DIGITS = 6
_TOWNSHIPS = 1000
"""Township codes are their county's six digits and three more."""


class OutsideCounty(ValueError):
    """An event of one county's log counts something in another county."""


def log_id(service: str, county: str) -> int:
    """Number of a log. ValueError for an unknown service."""
    return int(county) * _LOGS_PER_COUNTY + SERVICES.index(service)


def log_name(log: int) -> str:
    """`<service>/<county>` of a number."""
    return f"{log_service(log)}/{log_county(log)}"


def log_service(log: int) -> str:
    """Service of a log's number."""
    return SERVICES[log % _LOGS_PER_COUNTY]


def log_county(log: int) -> str:
    """County of a log's number."""
    return str(log // _LOGS_PER_COUNTY)


def logs_of(county: str) -> list[int]:
    """Numbers of all logs that a county can have."""
    return [log_id(service, county) for service in SERVICES]


def parse_log(name: str) -> int:
    """Inverse of `log_name`; ValueError when it is none."""
    service, _, county = name.partition("/")
    if len(county) != _COUNTY_DIGITS or not county.isdecimal() or not county.isascii():
        raise ValueError(name)
    return log_id(service, county)


def county_of(area: int) -> int:
    """County of a county's or township's number."""
    return area // _TOWNSHIPS if area >= _TOWNSHIPS * 100_000 else area


@cache
def metric_id(metric: str) -> int:
    """Number of a metric, below 2^31."""
    return int.from_bytes(sha256(metric.encode()).digest()[:4]) >> 1


def metric_ids() -> dict[int, str]:
    """Metric by number. ValueError when two share one, which a rename settles."""
    found = {metric_id(metric): metric for metric in METRICS}
    if len(found) != len(METRICS):
        message = "two metrics share a number: rename one"
        raise ValueError(message)
    return found


Dims = tuple[tuple[str, str], ...]


def dim_code(dims: Dims) -> str:
    """Text of a fact's codes: `programme=living;fund_source=union`, empty for none."""
    return ";".join([f"{name}={code}" for name, code in dims])


def dims_of(code: str) -> Dims:
    """Inverse of `dim_code`."""
    return tuple((name, value) for name, _, value in (part.partition("=") for part in code.split(";") if part))


@cache
def dim_id(code: str) -> int:
    """Number of a fact's codes, below 2^63; 0 for none."""
    return _long(code) if code else 0


@cache
def place_id(org: UUID | None, area: int) -> int:
    """Number of an organisation in an area, below 2^63; the area's own number when there is no organisation."""
    return _long(f"{org}@{area}") if org else area


def _long(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8]) >> 1
