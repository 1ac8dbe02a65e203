"""The language in which an event says what it counts and which work items it opens and ends.

Counts are a pure function of one event: every code they add or remove stands in the event itself. The gateway reads
these declarations and nothing else, so that a new metric or a new work item changes no gateway code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, NamedTuple, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.codes import code_words
from contracts.days import Day
from contracts.envelope import TYPE_PREFIX
from contracts.offices import Office, Words

Unit = Literal["count", "fen", "percent"]
Reading = tuple[tuple[str, str], ...]


class Place(BaseModel):
    """Where something counts: an organisation, and the area code (6 or 9 digits) it lay in at that time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    org: UUID | None = None
    area: str = Field(pattern=r"^\d{6}(\d{3})?$")


def place_of(value: object) -> Place:
    """A place that may have been validated already. ValidationError when it is none."""
    return value if isinstance(value, Place) else Place.model_validate(value)


class Undeclared(TypeError):
    """An event type's declaration names a field it does not have, or a name already taken. Raised at import."""


@dataclass(frozen=True)
class Metric:
    """A figure of the dashboards: stable id, words, unit, and the codes it may be split by."""

    id: str
    zh: str
    en: str
    unit: Unit = "count"
    by: tuple[str, ...] = ()
    definition: Words | None = None

    def __post_init__(self) -> None:
        if METRICS.setdefault(self.id, self) is not self:
            raise Undeclared(self.id)

    @property
    def words(self) -> Words:
        """The metric's name."""
        return Words(self.zh, self.en)


METRICS: dict[str, Metric] = {}


class Fact(NamedTuple):
    """One change of one metric, drawn from one event. `delta` in the metric's unit, `key` only for Reported/Distinct.

    `dims` holds (dimension, code) for the metric's `by`. `place` None means the envelope's own place.
    """

    metric: str
    place: Place | None
    dims: tuple[tuple[str, str], ...]
    delta: int
    key: str | None = None
    retracts: bool = False  # takes an earlier fact of the same day back (Reported: that report never was)


@dataclass(frozen=True)
class Count:
    """How one event type changes one metric.

    `at` names the field with the Place (default: the envelope's), `amount` the field with the amount (default 1),
    `key` the field naming what is reported or counted once; `each` a list field: one fact per element, whose value is
    the key. `reading`: (dimension, field) where a dimension's code stands in another field, as the former one.
    """

    metric: Metric
    sign: int = 1
    at: str | None = None
    amount: str | None = None
    key: str | None = None
    each: str | None = None
    reading: Reading = ()

    def needs(self) -> Iterator[str]:
        """Names of the event's fields that this declaration reads."""
        dims = [field for _, field in self._dims()]
        yield from (name for name in (self.at, self.amount, self.key, self.each, *dims) if name)

    def facts(self, data: dict[str, Any]) -> Iterator[Fact]:
        """Draw the facts from an event's data, as parsed from its JSON (codes are strings, amounts integers)."""
        place = place_of(data[self.at]) if self.at else None
        dims = tuple((name, str(data[field])) for name, field in self._dims() if data.get(field) is not None)
        amount = self.sign * (int(data[self.amount]) if self.amount else 1)
        keys = [str(key) for key in data[self.each]] if self.each else [str(data[self.key]) if self.key else None]
        for key in keys:
            yield Fact(self.metric.id, place, dims, amount, key)

    def _dims(self) -> Iterator[tuple[str, str]]:
        return ((name, dict(self.reading).get(name, name)) for name in self.metric.by)


@dataclass(frozen=True)
class Sum(Metric):
    """Adds up. A stock (members) is summed from the beginning to a day; a flow (money paid) over a period."""

    flow: bool = False

    def plus(self, *, at: str | None = None, amount: str | None = None) -> Count:
        """This event adds one, or the named amount."""
        return Count(self, 1, at, amount)

    def minus(self, *, at: str | None = None, amount: str | None = None, reading: Reading = ()) -> Count:
        """This event takes away one, or the named amount."""
        return Count(self, -1, at, amount, reading=reading)


@dataclass(frozen=True)
class Reported(Metric):
    """A stock somebody reports for a day (headcount): the last report on or before the day holds, per key."""

    def of(self, key: str, *, value: str, at: str | None = None) -> Count:
        """This event reports `value` for what `key` names."""
        return Count(self, 1, at, value, key)


@dataclass(frozen=True)
class Distinct(Metric):
    """How many different keys were counted in a period (people reached, households helped). Not additive."""

    flow: bool = True

    def of(self, key: str, *, at: str | None = None) -> Count:
        """This event counts what `key` names, once."""
        return Count(self, 1, at, None, key)

    def of_each(self, each: str, *, at: str | None = None) -> Count:
        """This event counts each element of the list field `each`, once."""
        return Count(self, 1, at, None, None, each)


@dataclass(frozen=True)
class Ratio(Metric):
    """Numerator over denominator, both metrics and both shown, with the definition's source."""

    unit: Unit = "percent"
    numerator: Metric | None = None
    denominator: Metric | None = None


@dataclass(frozen=True)
class Waiting:
    """A kind of work item: something waits for an office until a day. Found again by (kind, subject)."""

    kind: str
    zh: str
    en: str
    office: Office
    command: str = ""  # "<service>:<path>" of the command that ends it, for the page's link

    def __post_init__(self) -> None:
        if WAITING.setdefault(self.kind, self) is not self:
            raise Undeclared(self.kind)

    def due(self, due: str | None = None, *, appears: str | None = None, at: str | None = None) -> "Opens":
        """Opened by this event. `due` and `appears` name date fields (default: no deadline, from the event's day)."""
        return Opens(self, due, appears, at)


WAITING: dict[str, Waiting] = {}


@dataclass(frozen=True)
class Opens:
    """An event type opens a work item of this kind for its subject."""

    waiting: Waiting
    due: str | None = None
    appears: str | None = None
    at: str | None = None

    def needs(self) -> Iterator[str]:
        """Names of the event's fields that this declaration reads."""
        yield from (name for name in (self.due, self.appears, self.at) if name)


@dataclass(frozen=True)
class Directory:
    """An event type changes the organisation tree: how an organisation is found, named, placed, ended.

    Names of fields: `org` the organisation's id, `place` its Place, `name`, `kind`, `parent`. `change` is what happens.
    """

    change: Literal["found", "approve", "move", "close", "rename", "employer"]
    org: str
    place: str | None = None
    name: str | None = None
    kind: str | None = None
    parent: str | None = None

    def needs(self) -> Iterator[str]:
        """Names of the event's fields that this declaration reads."""
        yield from (name for name in (self.org, self.place, self.name, self.kind, self.parent) if name)


class Event(BaseModel):
    """A domain event's data. Subclasses live in contracts/<service>/<capability>.py and are registered by full type."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    TYPE: ClassVar[str]
    WORDS: ClassVar[tuple[str, str]]
    COUNTS: ClassVar[tuple[Count, ...]] = ()
    OPENS: ClassVar[tuple[Opens, ...]] = ()
    ENDS: ClassVar[tuple[Waiting, ...]] = ()
    DIRECTORY: ClassVar[Directory | None] = None
    RECORDED_BY: ClassVar[tuple[str, ...]] = ()  # of a type in SHARED: the services that record it
    SERVICE: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Register the type; a declaration that names a missing field fails here, at import."""
        module = cls.__module__.split(".")
        service = module[1]
        cls.SERVICE = service
        declared: list[Count | Opens | Directory] = [
            *cls.COUNTS,
            *cls.OPENS,
            *([cls.DIRECTORY] if cls.DIRECTORY else []),
        ]
        for name in (name for part in declared for name in part.needs()):
            if name not in cls.model_fields:
                message = f"{cls.__name__} declares {name!r}, which it does not carry"
                raise Undeclared(message)
        if service == "declare":  # Corrected and Voided belong to every service
            CHANGES[cls.TYPE] = cls
        elif len(module) == 2:  # noqa: PLR2004 - contracts.access, contracts.personal: of no service's own
            SHARED[cls.TYPE] = cls
        elif EVENTS.setdefault(cls.full_type(), cls) is not cls:
            raise Undeclared(cls.full_type())

    @classmethod
    def full_type(cls, service: str | None = None) -> str:
        """`cn.gonghui.<service>.<aggregate>.<past-tense>.v<N>`."""
        return f"{TYPE_PREFIX}{service or cls.SERVICE}.{cls.TYPE}"

    @classmethod
    def words(cls) -> Words:
        """What happened, as people read it."""
        return Words(*cls.WORDS)


EVENTS: dict[str, type[Event]] = {}
CHANGES: dict[str, type[Event]] = {}
SHARED: dict[str, type[Event]] = {}
"""Types without a service's business in them, which any service may record: refusals, personal data."""

ChangeReason = Literal["wrong-entry", "duplicate", "wrong-person", "not-true", "other"]
CHANGE_REASON_WORDS = code_words(
    "reason",
    ChangeReason,
    {
        "wrong-entry": ("录入错误", "Wrong entry"),
        "duplicate": ("重复录入", "Duplicate"),
        "wrong-person": ("登记对象错误", "Wrong person"),
        "not-true": ("情况不实", "Not true"),
        "other": ("其他", "Other"),
    },
)


class Corrected(Event):
    """更正: a recorded event said something wrong. Its counts are taken back on its day, the right ones added."""

    TYPE = "record.corrected.v1"
    WORDS = ("更正", "Corrected")

    corrects: UUID = Field(description="id of the event that first said it")
    type: str = Field(description="full type of that event")
    before: dict[str, Any] = Field(description="its data as it has counted until now")
    before_on: Day
    after: dict[str, Any] = Field(description="its data as it counts from now on")
    after_on: Day
    reason: ChangeReason

    @classmethod
    def of(  # noqa: PLR0913 - the six facts of a correction
        cls, corrects: UUID, before: Event, before_on: date, after: Event, after_on: date, reason: ChangeReason
    ) -> Self:
        """Correct `before` (as it has counted) into `after`, both of one event type."""
        if type(before) is not type(after):
            raise TypeError(after)
        return cls(
            corrects=corrects,
            type=before.full_type(),
            before=before.model_dump(mode="json"),
            before_on=before_on,
            after=after.model_dump(mode="json"),
            after_on=after_on,
            reason=reason,
        )


class Voided(Event):
    """作废: a recorded event should never have been. Its counts are taken back on its day."""

    TYPE = "record.voided.v1"
    WORDS = ("作废", "Voided")

    voids: UUID
    type: str
    before: dict[str, Any]
    before_on: Day
    reason: ChangeReason

    @classmethod
    def of(cls, voids: UUID, before: Event, before_on: date, reason: ChangeReason) -> Self:
        """Take back `before` (as it has counted)."""
        return cls(
            voids=voids,
            type=before.full_type(),
            before=before.model_dump(mode="json"),
            before_on=before_on,
            reason=reason,
        )


def event_class(full_type: str) -> type[Event]:
    """Find the class of a full type. KeyError when no such type is known."""
    if full_type in EVENTS:
        return EVENTS[full_type]
    of_any = full_type.removeprefix(TYPE_PREFIX).partition(".")[2]
    return CHANGES.get(of_any) or SHARED[of_any]


class DatedFact(NamedTuple):
    """A fact with the business day it counts on."""

    fact: Fact
    occurred_on: date


def facts_of(full_type: str, data: dict[str, Any], occurred_on: date) -> list[DatedFact]:
    """All facts of one event, corrections and voidings included. Values are integers in the metric's unit."""
    cls = event_class(full_type)
    if cls is Corrected:
        return [
            *_negated(data["type"], data["before"], date.fromisoformat(data["before_on"])),
            *facts_of(data["type"], data["after"], date.fromisoformat(data["after_on"])),
        ]
    if cls is Voided:
        return _negated(data["type"], data["before"], date.fromisoformat(data["before_on"]))
    return [DatedFact(fact, occurred_on) for count in cls.COUNTS for fact in count.facts(data)]


def _negated(full_type: str, data: dict[str, Any], occurred_on: date) -> list[DatedFact]:
    return [
        DatedFact(dated.fact._replace(delta=-dated.fact.delta, retracts=not dated.fact.retracts), dated.occurred_on)
        for dated in facts_of(full_type, data, occurred_on)
    ]


__all__ = [
    "CHANGES",
    "EVENTS",
    "METRICS",
    "SHARED",
    "WAITING",
    "ChangeReason",
    "Corrected",
    "Count",
    "DatedFact",
    "Directory",
    "Distinct",
    "Event",
    "Fact",
    "Metric",
    "Opens",
    "Place",
    "Ratio",
    "Reported",
    "Sum",
    "Undeclared",
    "Voided",
    "Waiting",
    "event_class",
    "facts_of",
]
