"""Appointments of the demo's accounts, as commands of their county's organiser."""

from datetime import date
from uuid import UUID

from deploy.local.accounts import Account, accounts
from deploy.local.sample.steps import Body, Stage, Step, identifier

DECIDED_ON = date(2024, 6, 3)
"""The same at every run, so that a command sent again is the same command."""


def appointment(account: Account, union: UUID | None = None) -> Step:
    """The command that appoints an account; `union` narrows the office to one."""
    made = identifier(account.county, f"appointment/{account.name}", DECIDED_ON)
    body: Body = {
        "id": str(made),
        "account": account.name,
        "holds": account.office.value,
        "area": account.area,
        "occurred_on": DECIDED_ON,
    }
    if union:
        body["union"] = str(union)
    return Step("membership", f"organiser-{account.county}", "/appointments", body, f"appointment:{made}")


def within_unions(first: dict[str, UUID]) -> Stage:
    """Appointments that need a union first: by township, its first union's id."""
    return [
        [appointment(account, first[account.area])]
        for account in accounts()
        if account.org is not None and account.area in first
    ]
