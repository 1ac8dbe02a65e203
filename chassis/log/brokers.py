"""How Kafka is reached: the brokers' addresses, and as whom. The same options for every producer and consumer."""

import asyncio
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer

STOP_SECONDS = 5.0
MECHANISM = "SCRAM-SHA-512"


@dataclass(frozen=True)
class Login:
    """A user of the brokers: TLS to a server that `ca` vouches for (None: the system's), a password by SCRAM."""

    username: str
    password: str = field(repr=False)
    ca: Path | None = None


@dataclass(frozen=True)
class Brokers:
    """Addresses as `host:port,host:port`, empty when there is no Kafka; without a login plain text and nobody."""

    bootstrap: str
    login: Login | None = None

    def __bool__(self) -> bool:
        """Whether there is a Kafka at all."""
        return bool(self.bootstrap)

    @property
    def options(self) -> dict[str, Any]:
        """Keyword arguments of any aiokafka client. OSError when the CA's file cannot be read."""
        if self.login is None:
            return {"bootstrap_servers": self.bootstrap}
        return {
            "bootstrap_servers": self.bootstrap,
            "security_protocol": "SASL_SSL",
            "ssl_context": ssl.create_default_context(cafile=self.login.ca),
            "sasl_mechanism": MECHANISM,
            "sasl_plain_username": self.login.username,
            "sasl_plain_password": self.login.password,
        }


async def leave(consumer: AIOKafkaConsumer) -> None:
    """Leave the group and end the connections. KafkaError, OSError, TimeoutError after five seconds.

    Connections are cut, not closed: on uvloop a TLS connection on which an answer is under way (a fetch always is)
    takes 30 s to be closed in order, and aiokafka awaits that. It has no public way to do one without the other.
    """
    # ruff: noqa: SLF001
    async with asyncio.timeout(STOP_SECONDS):
        if coordinator := consumer._coordinator:
            consumer._coordinator = None
            await coordinator.close()
        if fetcher := consumer._fetcher:  # before its connections are cut: it would open others
            consumer._fetcher = None
            await fetcher.close()
        for connection in consumer._client._conns.values():
            if connection._writer:
                connection._writer.transport.abort()
        await consumer.stop()
