"""The four services as they are deployed, in the order in which they stand everywhere."""

from chassis.app import Service
from services.activities.main import service as activities
from services.assistance.main import service as assistance
from services.gateway.main import service as gateway
from services.membership.main import service as membership

SERVICES: tuple[Service, ...] = (membership, assistance, activities, gateway)


def correcting() -> list[str]:
    """Names of the services that correct or void records: one of their commands emits a change."""
    return [
        service.name
        for service in SERVICES
        if any(
            event.SERVICE == "declare"
            for capability in service.capabilities
            for command in capability.commands
            for event in command.emits
        )
    ]
