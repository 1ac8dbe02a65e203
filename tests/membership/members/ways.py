"""Short ways that tests of members share."""

from uuid import UUID

from contracts.offices import Office
from tests.membership.people import County
from tests.support.person import Person


def chair_of(place: County, union: str, township: str = "100") -> Person:
    """The chair of an enterprise's union, who sees that union alone."""
    account = f"chair-{union}"
    area = place.code + township
    appointment = place.service.appointed(Office.ENTERPRISE_CHAIR, area, account, UUID(union))
    return Person(place.service.http, place.service.issuer.token(account), appointment)
