"""Everything declared: importing this module fills EVENTS, METRICS and WAITING of contracts.declare."""

import importlib
import pkgutil
from typing import Any

import contracts
from contracts.declare import (
    CHANGES,
    EVENTS,
    METRICS,
    SHARED,
    WAITING,
    Distinct,
    Event,
    Metric,
    Ratio,
    Reported,
    Sum,
    Waiting,
    event_class,
)
from contracts.envelope import TYPE_PREFIX

SERVICES = ("membership", "assistance", "activities", "gateway")

for _module in pkgutil.iter_modules(contracts.__path__):  # types of no service's own: access, personal data
    if not _module.ispkg and _module.name != "catalogue":
        importlib.import_module(f"contracts.{_module.name}")
for _service in SERVICES:
    _package = importlib.import_module(f"contracts.{_service}")
    for _module in pkgutil.iter_modules(_package.__path__):
        importlib.import_module(f"{_package.__name__}.{_module.name}")


def types_counting(metric: str) -> list[str]:
    """Full event types behind a metric, so that each number leads to its events. A ratio has those of both parts."""
    declared = METRICS[metric]
    wanted = {metric}
    if isinstance(declared, Ratio):
        wanted = {part.id for part in (declared.numerator, declared.denominator) if part}
    counting = [name for name, cls in EVENTS.items() if any(count.metric.id in wanted for count in cls.COUNTS)]
    services = {name.split(".")[2] for name in counting}
    return counting + [f"{TYPE_PREFIX}{service}.{change}" for service in sorted(services) for change in CHANGES]


def parse(full_type: str, data: dict[str, Any]) -> Event:
    """An event's data as its class. ValidationError when it does not fit, KeyError when the type is unknown."""
    return event_class(full_type).model_validate(data)


__all__ = [
    "CHANGES",
    "EVENTS",
    "METRICS",
    "SERVICES",
    "SHARED",
    "WAITING",
    "Distinct",
    "Event",
    "Metric",
    "Ratio",
    "Reported",
    "Sum",
    "Waiting",
    "parse",
    "types_counting",
]
