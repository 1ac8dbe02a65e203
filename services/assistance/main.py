"""The assistance service, wired: its capabilities in the order of its documents."""

from chassis.app import Service
from services.assistance.fund import corrections as _corrections
from services.assistance.fund import queries as _fund
from services.assistance.fund.commands import budgets, fund
from services.assistance.households import privacy as _privacy
from services.assistance.households import queries as _households
from services.assistance.households.commands import households
from services.assistance.parameters.commands import parameters

DECLARED_BESIDE = (_corrections, _fund, _privacy, _households)  # importing them declares them

service = Service(
    "assistance",
    ("帮扶服务", "Assistance"),
    "services.assistance",
    [households, fund, budgets, parameters],
    holds_persons=True,
)
