"""From an entry's exact text to what the projection needs: the envelope, its declared facts, where it lies."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.log.entry import Entry
from contracts.catalogue import parse
from contracts.declare import DatedFact, Event, Place, facts_of
from contracts.envelope import Envelope
from services.gateway.projection.ids import OutsideCounty, county_of, log_id


@dataclass(frozen=True, slots=True)
class Decoded:
    """One event, read and checked. `original` is the id that its record is corrected by: the first event's."""

    entry: Entry
    log: int
    envelope: Envelope
    event: Event
    area: int
    facts: list[DatedFact]
    original: UUID
    sequenced_at: datetime
    known_month: int

    @property
    def data(self) -> dict[str, Any]:
        """The event's data as parsed from its JSON."""
        return self.envelope.data

    @property
    def changes(self) -> bool:
        """Whether it corrects or voids an earlier event."""
        return self.original != self.envelope.id

    def place(self, field: str | None) -> tuple[int, UUID | None]:
        """Area and organisation of the Place in that field, or the envelope's own when there is no field."""
        if field is None:
            return self.area, self.envelope.org
        return located(Place.model_validate(self.data[field]), self.entry.county)


def month_of(day: date) -> int:
    """Months since year 0: what buckets are keyed by."""
    return day.year * 12 + day.month - 1


def located(place: Place, county: str) -> tuple[int, UUID | None]:
    """Area and organisation of a Place. OutsideCounty when it is not in the log's county."""
    area = int(place.area)
    if county_of(area) != int(county):
        raise OutsideCounty(place.area)
    return area, place.org


def decode(entry: Entry) -> Decoded:
    """Read and check an entry. ValueError (pydantic's included) or KeyError when it cannot be understood."""
    envelope = Envelope.model_validate_json(entry.event)
    if envelope.county != entry.county or not envelope.type.startswith(f"cn.gonghui.{entry.log}."):
        message = f"{envelope.type} of {envelope.county} in the log {entry.log_name}"
        raise OutsideCounty(message)
    if envelope.township and not envelope.township.startswith(envelope.county):
        raise OutsideCounty(envelope.township)
    event = parse(envelope.type, envelope.data)
    corrected = envelope.data.get("corrects") if event.SERVICE == "declare" else None
    voided = envelope.data.get("voids") if event.SERVICE == "declare" else None
    if event.SERVICE == "declare":
        _check_change(envelope.data)
    original = corrected or voided
    sequenced_at = datetime.fromisoformat(entry.sequenced_at)
    return Decoded(
        entry=entry,
        log=log_id(entry.log, entry.county),
        envelope=envelope,
        event=event,
        area=int(envelope.township or envelope.county),
        facts=facts_of(envelope.type, envelope.data, envelope.occurredon),
        original=UUID(original) if original else envelope.id,
        sequenced_at=sequenced_at,
        known_month=month_of(sequenced_at),
    )


def _check_change(data: dict[str, Any]) -> None:
    """A correction carries the data of the type that it corrects, whole."""
    for which in ("before", "after"):
        if which in data:
            parse(data["type"], data[which])
