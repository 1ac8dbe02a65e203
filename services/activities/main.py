"""The activities service, wired: its capabilities in the order of its documents."""

from chassis.app import Service
from services.activities.activities import queries as _activities
from services.activities.activities.commands import activities
from services.activities.registrations import queries as _registrations
from services.activities.registrations.commands import registrations

DECLARED_BESIDE = (_activities, _registrations)  # importing them declares them

service = Service("activities", ("活动服务", "Activities"), "services.activities", [activities, registrations])
