"""Talks of a union of one's own for each test."""

import pytest_asyncio

from tests.membership.consultation.talks import Talks, talks_of
from tests.membership.people import County


@pytest_asyncio.fixture
async def talks(place: County) -> Talks:
    """A union that negotiates."""
    return await talks_of(place)
