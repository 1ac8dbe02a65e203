"""Users and rights are put into Kafka by its own protocol, by one whom the brokers know by a certificate.

The command line tools would show passwords in `ps` and start a Java for every user.
"""

import asyncio
import hashlib
import secrets
import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError, NoError, for_code
from aiokafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest, DescribeAclsRequest
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import CompactArray, CompactBytes, CompactString, Int8, Int16, Int32, Schema, TaggedFields

from deploy.local.kafka_rights import Right

ITERATIONS = 4096
DEADLINE = 30.0
ANY, ALLOW, SCRAM_SHA_512 = 1, 3, 2


class _ScramAnswer(Response):  # type: ignore[misc] # published without types
    API_KEY = 51
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "results",
            CompactArray(
                ("user", CompactString("utf-8")),
                ("error_code", Int16),
                ("error_message", CompactString("utf-8")),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _ScramStruct(RequestStruct):  # type: ignore[misc] # as above
    """AlterUserScramCredentials, KIP-554; aiokafka does not have it."""

    FLEXIBLE_VERSION = True
    API_KEY = 51
    API_VERSION = 0
    RESPONSE_TYPE = _ScramAnswer
    SCHEMA = Schema(
        ("deletions", CompactArray(("name", CompactString("utf-8")), ("mechanism", Int8), ("tags", TaggedFields))),
        (
            "upsertions",
            CompactArray(
                ("name", CompactString("utf-8")),
                ("mechanism", Int8),
                ("iterations", Int32),
                ("salt", CompactBytes),
                ("salted_password", CompactBytes),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _Scram(Request[_ScramStruct]):  # type: ignore[misc] # as above
    API_KEY = 51

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._passwords = passwords

    def build(self, request_struct_class: type[_ScramStruct]) -> _ScramStruct:
        upsertions: list[tuple[Any, ...]] = []
        for user, password in self._passwords.items():
            salt = secrets.token_bytes(24)
            salted = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
            upsertions.append((user, SCRAM_SHA_512, ITERATIONS, salt, salted, {}))
        return request_struct_class([], upsertions, {})


class Administrator:
    """The one who may set users and rights: known by a certificate, not by a password. An async context manager."""

    def __init__(self, bootstrap: str, certificate: Path, ca: Path) -> None:
        context = ssl.create_default_context(cafile=ca)
        context.load_cert_chain(certificate)
        self._client = AIOKafkaClient(
            bootstrap_servers=bootstrap, security_protocol="SSL", ssl_context=context, request_timeout_ms=10_000
        )

    async def __aenter__(self) -> Self:
        await self._client.bootstrap()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()

    async def set_passwords(self, passwords: Mapping[str, str]) -> None:
        """Make users, or give them another password. KafkaError."""
        answer = await self._ask(_Scram(passwords))
        for _, code, message, _ in answer.results:
            _check(code, message)

    async def allow(self, right: Right) -> None:
        """Add one right; nothing when it is there. KafkaError."""
        answer = await self._ask(CreateAclsRequest(*_line(right)))
        for code, message in answer.creation_responses:
            _check(code, message)

    async def withdraw(self, right: Right) -> None:
        """Take one right away. KafkaError."""
        await self._delete(*_line(right))

    async def withdraw_all(self) -> None:
        """Take away every right there is. KafkaError."""
        await self._delete(ANY, None, ANY, None, None, ANY, ANY)

    async def _delete(self, *filtered: Any) -> None:
        answer = await self._ask(DeleteAclsRequest(*filtered))
        for code, message, _ in answer.filter_responses:
            _check(code, message)

    async def await_everywhere(self, count: int) -> None:
        """Return when each broker knows so many rights: it learns of them after the controller. KafkaError."""
        while await self._counts() != {count}:  # noqa: ASYNC110 - the brokers tell nobody
            await asyncio.sleep(0.05)

    async def _counts(self) -> set[int]:
        await self._client.force_metadata_update()
        found = set()
        for broker in self._client.cluster.brokers():
            answer = await self._ask(DescribeAclsRequest(ANY, None, ANY, None, None, ANY, ANY), broker.nodeId)
            _check(answer.error_code, answer.error_message)
            found.add(sum(len(acls) for *_, acls in answer.resources))
        return found

    async def _ask(self, request: Request[Any], node: int | None = None) -> Any:
        return await self._client.send(self._client.get_random_node() if node is None else node, request)


def _line(right: Right) -> tuple[int, str, int, str, str, int, int]:
    return right.resource, right.name, right.named, f"User:{right.user}", "*", right.may, ALLOW


def _check(code: int, message: str | None) -> None:
    error = for_code(code)
    if error is not NoError:
        raise error(message or "")


async def set_up(administrator: Administrator, passwords: Mapping[str, str], table: Sequence[Right]) -> None:
    """Make the brokers know these users and these rights and no others; returns when all brokers do. KafkaError."""
    async with administrator:
        await administrator.set_passwords(passwords)
        await administrator.withdraw_all()
        for right in table:
            await administrator.allow(right)
        await administrator.await_everywhere(len(set(table)))


async def set_up_within(
    bootstrap: str, certificate: Path, ca: Path, passwords: Mapping[str, str], table: Sequence[Right]
) -> None:
    """Do that, trying again while a fresh cluster still finds its leader; TimeoutError after half a minute."""
    async with asyncio.timeout(DEADLINE):
        while True:
            try:
                await set_up(Administrator(bootstrap, certificate, ca), passwords, table)
            except KafkaError:
                await asyncio.sleep(0.2)
            else:
                return
