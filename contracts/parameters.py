"""What any service records of the local values that its rules are calculated with."""

from typing import ClassVar
from uuid import UUID

from contracts.days import Day
from contracts.declare import Event, Place


class ParameterSet(Event):
    """A county's own value of a parameter holds from a day on, on a document."""

    TYPE = "parameter.set.v1"
    WORDS = ("设定参数", "Parameter set")
    RECORDED_BY: ClassVar[tuple[str, ...]] = ("assistance", "membership")

    setting: UUID
    place: Place
    parameter: str
    value: int
    valid_from: Day
    document: str
