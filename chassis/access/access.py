"""The door of an application: whose request it is, by token and appointment, and who was turned away."""

from collections.abc import Mapping

from chassis.access.access_log import AccessLog
from chassis.access.authority import Authority
from chassis.access.principal import Identity, Principal
from chassis.access.tokens import Tokens
from chassis.refusal import NoAppointment
from chassis.web.limits import Rates

APPOINTMENT = "gonghui-appointment"
"""Header by which a person with several appointments says which one they act in."""


class Access:
    """Makes principals of requests."""

    def __init__(self, tokens: Tokens, authority: Authority, log: AccessLog, rates: Rates) -> None:
        self.tokens = tokens
        self.authority = authority
        self.log = log
        self.rates = rates

    async def principal(self, headers: Mapping[str, str]) -> Principal:
        """Whom a request acts as. As `identity`, and NoAppointment, AuthorityUnknown, Malformed."""
        identity = await self.identity(headers.get("authorization"))
        return await self.acting(identity, headers.get(APPOINTMENT))

    async def identity(self, authorization: str | None) -> Identity:
        """Who sent a request, which is counted. Unauthenticated, TooManyRequests, Unavailable."""
        identity = await self.tokens.identity(authorization)
        self.rates.admit(identity)
        return identity

    async def acting(self, identity: Identity, chosen: str | None = None) -> Principal:
        """As whom this person acts now; being without an appointment that one had is recorded."""
        try:
            return await self.authority.principal(identity, chosen)
        except NoAppointment as refusal:
            if refusal.former is not None:
                await self.log.refused(refusal.former, "sign-in", refusal.code)
            raise
