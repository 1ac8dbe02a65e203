"""Who may do what in Kafka (KAFKA_SECURITY=sasl), as a table.

A service's `work` process holds the relay: it alone writes the service's topic. What `serve` is given can only read.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

TOOLS = "gonghui-tools"
"""User of `gonghui tail` and `gonghui fork`: reads every topic."""
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "gateway": ("membership", "assistance", "activities"),
    "membership": ("gateway",),
}
"""Service → the services whose topics it folds or whose witness it is."""


class Resource(IntEnum):
    """What a right is about; Kafka's numbers."""

    TOPIC = 2
    GROUP = 3


class Named(IntEnum):
    """Whether the name is a whole one; Kafka's numbers."""

    EXACTLY = 3
    BEGINNING = 4


class May(IntEnum):
    """Operations; Kafka's numbers. Reading and writing include describing."""

    READ = 3
    WRITE = 4
    CREATE = 5
    DESCRIBE = 8


class Right(NamedTuple):
    """One line of the brokers' access control list: nothing is allowed that no line allows."""

    user: str
    resource: Resource
    name: str
    may: May
    named: Named = Named.EXACTLY


def work_user(service: str) -> str:
    """User of the service's `work` process, which holds its relay."""
    return f"svc-{service}"


def serve_user(service: str) -> str:
    """User of the service's `serve` processes."""
    return f"svc-{service}-serve"


def users(services: Sequence[str]) -> list[str]:
    """Everybody who has a password."""
    return [TOOLS, *(user(service) for service in services for user in (work_user, serve_user))]


def rights(prefix: str, services: Sequence[str]) -> list[Right]:
    """Return the whole table for topics whose names begin with `prefix`."""
    found = [Right(TOOLS, Resource.TOPIC, prefix, May.READ, Named.BEGINNING)]
    for service in services:
        relay, reader = work_user(service), serve_user(service)
        own = f"{prefix}{service}"
        found += [Right(relay, Resource.TOPIC, own, may) for may in (May.WRITE, May.CREATE)]
        for followed in FOLLOWS.get(service, ()):
            found += [Right(user, Resource.TOPIC, f"{prefix}{followed}", May.READ) for user in (relay, reader)]
            group = f"{own}.{followed}"
            found += [
                Right(relay, Resource.GROUP, group, May.READ, Named.BEGINNING),
                Right(reader, Resource.GROUP, group, May.DESCRIBE, Named.BEGINNING),
            ]
    return found
