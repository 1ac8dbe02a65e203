"""A county of its own for each assistance test."""

import pytest

from tests.assistance.people import County
from tests.support.running import Running


@pytest.fixture
def place(assistance: Running, county: str) -> County:
    """This test's county."""
    return County(county, assistance)
