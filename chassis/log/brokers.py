"""How Kafka is reached: the brokers' addresses, and as whom. The same options for every producer and consumer."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
