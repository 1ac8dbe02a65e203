"""The membership service, wired: its capabilities in the order of its documents."""

from chassis.app import Service
from chassis.log.vouching import following, vouching_for
from services.membership.cadres import queries as _cadres
from services.membership.cadres.commands import cadres
from services.membership.employers import queries as _employers
from services.membership.employers.commands import employers
from services.membership.labels.queries import labels
from services.membership.members import corrections as _corrections
from services.membership.members import privacy as _privacy
from services.membership.members import queries as _members
from services.membership.members.commands import members
from services.membership.organisations import queries as _organisations
from services.membership.organisations.commands import organisations
from services.membership.parameters.commands import parameters

DECLARED_BESIDE = (
    _cadres,
    _employers,
    _corrections,
    _privacy,
    _members,
    _organisations,
)  # importing them declares them

service = Service(
    "membership",
    ("会员服务", "Membership"),
    "services.membership",
    [organisations, employers, members, cadres, parameters, labels],
    work=[following("gateway")],  # the gateway watches the services' logs, membership the gateway's
    prepare=vouching_for("gateway"),
    owns_appointments=True,
    holds_persons=True,
)
