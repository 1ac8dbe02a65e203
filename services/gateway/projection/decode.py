"""From an entry's exact text to what the projection needs: the envelope, its declared facts, where it lies."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from chassis.log.entry import Entry
from contracts.catalogue import parse
from contracts.declare import Corrected, DatedFact, Event, Place, Voided, facts_of, place_of
from contracts.envelope import Envelope
from services.gateway.projection.ids import OutsideCounty, county_of, log_id


class Decoded(NamedTuple):
    """One event, read and checked.

    `changes` tells whether it corrects or voids an earlier event; `original` is that event's id, otherwise its own.
    """

    entry: Entry
    log: int
    envelope: Envelope
    event: Event
    area: int
    facts: list[DatedFact]
    changes: bool
    original: UUID
    sequenced_at: datetime
    known_month: int

    @property
    def data(self) -> dict[str, Any]:
        """The event's data as parsed from its JSON."""
        return self.envelope.data

    def place(self, field: str | None) -> tuple[int, UUID | None]:
        """Area and organisation of the Place in that field, or the envelope's own when there is no field."""
        if field is None:
            return self.area, self.envelope.org
        return located(place_of(self.data[field]), self.entry.county)


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
    original, data = envelope.id, event.__dict__  # validated already
    if isinstance(event, Corrected | Voided):
        original = event.corrects if isinstance(event, Corrected) else event.voids
        data = envelope.data  # whose inner data are those of another type
        _check_change(data)
    sequenced_at = datetime.fromisoformat(entry.sequenced_at)
    return Decoded(
        entry=entry,
        log=log_id(entry.log, entry.county),
        envelope=envelope,
        event=event,
        area=int(envelope.township or envelope.county),
        facts=facts_of(envelope.type, data, envelope.occurredon),
        changes=original != envelope.id,
        original=original,
        sequenced_at=sequenced_at,
        known_month=month_of(sequenced_at),
    )


def _check_change(data: dict[str, Any]) -> None:
    """A correction carries the data of the type that it corrects, whole."""
    for which in ("before", "after"):
        if which in data:
            parse(data["type"], data[which])
