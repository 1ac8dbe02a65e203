"""What stands of a record after corrections and voidings."""

from datetime import date
from uuid import UUID, uuid4

import orjson
import pytest

from chassis.parameters import Parameter
from chassis.standing import Recorded, standing
from contracts.activities.activities import ActivityPlanned
from contracts.declare import Corrected, Event, Place, Voided

DAY, LATER = date(2026, 1, 2), date(2026, 1, 3)


def planned(day: date) -> ActivityPlanned:
    """A plan for a day."""
    return ActivityPlanned(activity=UUID(int=1), place=Place(area="340828207"), kind="study", planned_on=day)


def recorded(event: Event, on: date = DAY, event_id: UUID | None = None) -> Recorded:
    """A row of the journal."""
    text = orjson.dumps(event.model_dump(mode="json")).decode()
    return Recorded(event_id or uuid4(), event.full_type("activities"), on, text)


def test_last_correction_holds_under_the_first_events_id() -> None:
    """Twice corrected, day included."""
    first = recorded(planned(DAY))
    one = Corrected.of(first.event_id, planned(DAY), DAY, planned(LATER), LATER, "wrong-entry")
    two = Corrected.of(first.event_id, planned(LATER), LATER, planned(DAY), LATER, "wrong-entry")
    (held,) = standing([first, recorded(one), recorded(two)])
    assert (held.event_id, held.event, held.on) == (first.event_id, planned(DAY), LATER)


def test_voided_event_is_gone_and_the_others_stay_in_order() -> None:
    """Three said, the second voided."""
    rows = [recorded(planned(DAY)) for _ in range(3)]
    gone = Voided.of(rows[1].event_id, planned(DAY), DAY, "duplicate")
    assert [each.event_id for each in standing([*rows, recorded(gone)])] == [rows[0].event_id, rows[2].event_id]


def test_two_parameters_of_one_name_are_refused() -> None:
    """At import."""
    Parameter("a-test-parameter", 1, "测试", "Test", "nowhere")
    with pytest.raises(ValueError, match="a-test-parameter"):
        Parameter("a-test-parameter", 2, "测试", "Test", "nowhere")
