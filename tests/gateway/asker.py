"""Somebody who asks the gateway's GraphQL interface."""

from typing import Any

import httpx

from contracts.offices import Office
from tests.support.running import Running

ACCEPT = "application/graphql-response+json"


class Asker:
    """Sends GraphQL requests with one token; open queries need `explorer`."""

    def __init__(self, gateway: Running, office: Office, area: str, **claims: Any) -> None:
        self.gateway = gateway
        self.token = gateway.token(office, area, **{"explorer": True, **claims})

    async def send(self, body: Any, **headers: str) -> httpx.Response:
        """POST a body as JSON."""
        sent = {"Authorization": f"Bearer {self.token}", "Accept": ACCEPT}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return await self.gateway.http.post("/graphql", json=body, headers=sent)

    async def data(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        answer = await self.send({"query": query, "variables": variables})
        body = answer.json()
        assert "errors" not in body, body["errors"]
        found: dict[str, Any] = body["data"]
        return found

    async def refused(self, query: str, **variables: Any) -> str:
        """The code of the first error."""
        body = (await self.send({"query": query, "variables": variables})).json()
        code: str = body["errors"][0]["extensions"]["code"]
        return code
