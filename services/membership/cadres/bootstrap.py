"""A county's first appointment, made with the database's credentials; everything later goes through commands."""

from datetime import datetime

from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.postgres import Database, Request
from chassis.refusal import Refusal
from contracts.offices import Office
from services.membership.cadres import domain, store
from services.membership.cadres.domain import Appointment

SETUP = "system:setup"


class AlreadyBegun(Refusal):
    """The county has appointments: the next is made by command."""

    code = "already-begun"
    zh = "{county} 已有任职记录，请由县组织员在平台上任命"
    en = "{county} has appointments already: its organiser appoints on the platform"


async def bootstrap(database: Database, county: str, account: str, now: datetime) -> None:
    """Append the appointment of a county's first organiser. AlreadyBegun."""
    setup = Principal(SETUP, Office.SERVICE, county)
    async with database.tx(Request("membership", setup, now)) as tx:
        # two at once would both find nothing
        await tx.run("SELECT pg_advisory_xact_lock(hashtextextended($1, 4))", county)
        if await store.any_in(tx, county):
            raise AlreadyBegun(county=county)
        new = Appointment(
            id=uuid7(),
            county=county,
            area=county,
            org=None,
            account=account,
            office=Office.COUNTY_ORGANISER.value,
            since=tx.today,
            until=None,
            delegated_by=None,
            on_behalf_of=None,
            ended=False,
            revision=1,
        )
        event = domain.appoint(new, [SETUP], tx.today)
        await store.insert(tx, new)
        tx.allow(county)
        await tx.record(new.id, event, on=tx.today, revision=1)
