"""A county of its own for each membership test."""

import pytest

from tests.membership.people import County
from tests.support.running import Running


@pytest.fixture
def place(membership: Running, county: str) -> County:
    """This test's county."""
    return County(county, membership)
