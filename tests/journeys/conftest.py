"""Fixtures of the journeys."""

import pytest

from tests.journeys.living import Living
from tests.membership.people import County
from tests.support.running import Running


@pytest.fixture
def living(membership: Running, gateway: Running, county: str) -> Living:
    """This test's county, in which nothing has happened yet."""
    return Living(County(county, membership), gateway)
