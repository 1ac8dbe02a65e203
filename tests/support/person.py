"""Somebody signed in, calling a service over HTTP as the console would."""

from typing import Any
from uuid import UUID, uuid4

import httpx


class Person:
    """Sends commands with a fresh Idempotency-Key unless told which, and asks queries."""

    def __init__(self, http: httpx.AsyncClient, token: str, appointment: UUID | None = None) -> None:
        self.http = http
        self.token = token
        self.signed = {"Authorization": f"Bearer {token}"}
        if appointment:
            self.signed["Gonghui-Appointment"] = str(appointment)

    async def post(
        self,
        path: str,
        body: Any = None,
        *,
        revision: int | None = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send a command. `revision` becomes If-Match."""
        sent = {**self.signed, "Idempotency-Key": key or str(uuid4())}
        if revision is not None:
            sent["If-Match"] = f'"{revision}"'
        sent.update(headers or {})
        return await self.http.post(path, json={} if body is None else body, headers=sent)

    async def done(self, path: str, body: Any = None, *, revision: int | None = None) -> dict[str, Any]:
        """Send a command that must succeed; answers its body."""
        answer = await self.post(path, body, revision=revision)
        assert answer.status_code in (200, 201), answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """Ask a query."""
        return await self.http.get(path, params=params, headers=self.signed)
