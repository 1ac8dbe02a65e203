"""A county of its own for each activities test."""

import pytest

from tests.activities.people import County
from tests.support.running import Running


@pytest.fixture
def place(activities: Running, county: str) -> County:
    """This test's county."""
    return County(county, activities)
