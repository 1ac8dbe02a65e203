"""Logs made by hand: envelopes of contracts' events at consecutive positions, as a feed or Kafka would bring them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import orjson

from chassis.ids import uuid7
from chassis.log import merkle
from chassis.log.entry import Entry, timestamp
from chassis.log.journal import envelope
from contracts.declare import Event

START = datetime(2026, 1, 5, 1, 2, 3, 4, UTC)


@dataclass
class Log:
    """One log of a county in the making. `now` is the moment of sequencing of the next entry; it moves by `step`."""

    service: str
    county: str
    now: datetime = START
    step: timedelta = timedelta(seconds=1)
    entries: list[Entry] = field(default_factory=list)

    def add(
        self,
        event: Event,
        on: date,
        *,
        subject: UUID | None = None,
        area: str | None = None,
        org: UUID | None = None,
        actor: str = "clerk",
        office: str = "township-clerk",
    ) -> UUID:
        """Append an event; answers its id."""
        area = area or self.county
        event_id = uuid7()
        full_type = event.full_type(self.service)
        text = envelope(
            self.service,
            {
                "id": str(event_id),
                "type": full_type,
                "subject": str(subject or uuid7()),
                "time": timestamp(self.now),
                "dataschema": f"urn:gonghui:schema:{full_type}",
                "county": self.county,
                "township": area if len(area) > 6 else None,
                "org": str(org) if org else None,
                "actor": actor,
                "office": office,
                "occurredon": on.isoformat(),
                "correlationid": str(uuid7()),
                "data": event.model_dump(mode="json"),
            },
        )
        self.add_text(text)
        return event_id

    def add_text(self, text: str) -> Entry:
        """Append any text."""
        self.now += self.step
        at = timestamp(self.now)
        position = len(self.entries) + 1
        entry = Entry(self.service, self.county, position, position, at, merkle.leaf(at, text), None, text)
        self.entries.append(entry)
        return entry

    def said(self, event_id: UUID) -> dict[str, object]:
        """The envelope of an appended event."""
        found: dict[str, object] = next(
            parsed for entry in self.entries if (parsed := orjson.loads(entry.event))["id"] == str(event_id)
        )
        return found
