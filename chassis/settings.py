"""Settings from the environment: where the servers are and which secrets to use."""

import hashlib
import os
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.log.brokers import Brokers, Login
from chassis.web.limits import Rate, Rates


class Settings(BaseSettings):
    """What every service needs. Variables with the service's name win: DATABASE_URL_MEMBERSHIP and so on."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    service: str
    database_url: str
    database_owner_url: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    work_port: int = 0
    kafka_bootstrap_servers: str = ""
    kafka_topic_prefix: str = "gonghui."
    kafka_replication: int = 1
    kafka_security_protocol: Literal["PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    kafka_sasl_username: str = ""
    kafka_sasl_password: str = Field("", repr=False)
    kafka_sasl_password_file: Path | None = None
    kafka_ca_file: Path | None = None
    oidc_issuer: str = ""
    oidc_audience: str = "gonghui"
    oidc_client_id: str = "gonghui-console"
    oidc_algorithms: tuple[str, ...] = ("EdDSA", "ES256", "RS256")
    oidc_types: tuple[str, ...] = ("at+jwt",)
    oidc_keys_fresh: float = Field(default=60.0, gt=0)
    feed_token: str = ""
    signing_key: Path | None = None
    checkpoint_keys: Path | None = None
    vault_keys: str = ""
    vault_key_name: str = "gonghui"
    vault_token_file: Path | None = None
    service_urls: dict[str, str] = Field(default_factory=dict)
    otel_exporter_otlp_endpoint: str = ""
    database_pool_size: int = 10
    body_limit: int = 64 * 1024
    concurrency_limit: int = 200
    rate_classes: dict[str, Rate] = Field(default_factory=dict)
    """OAuth client → how much an account may ask by it; `*` for clients that are not named."""
    reveals_a_minute: int = Field(30, ge=2)
    reveals_a_day: int = Field(300, ge=2)
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""

    @classmethod
    def of(cls, service: str, **overrides: object) -> Self:
        """Read the settings of one service from the environment.

        ValidationError names what is missing (at least the service's database URL).
        """
        suffix = f"_{service.upper()}"
        own = {
            name: value for name in cls.model_fields if (value := os.environ.get(f"{name.upper()}{suffix}")) is not None
        }
        urls = {
            name.removeprefix("SERVICE_URL_").lower(): value
            for name, value in os.environ.items()
            if name.startswith("SERVICE_URL_")
        }
        values: dict[str, Any] = {"service_urls": urls, **own, "service": service, **overrides}
        return cls(**values)

    @property
    def rates(self) -> Rates:
        """What accounts may ask of a process of this service."""
        return Rates(self.rate_classes, self.reveal_rates)

    @property
    def reveal_rates(self) -> tuple[Rate, Rate]:
        """How often an account may see personal data in full: never more in any minute, never more in any day."""
        return Rate.never_more_than(self.reveals_a_minute, 60), Rate.never_more_than(self.reveals_a_day, 86_400)

    @property
    def topic(self) -> str:
        """The service's Kafka topic."""
        return f"{self.kafka_topic_prefix}{self.service}"

    @property
    def brokers(self) -> Brokers:
        """Kafka's brokers, and as whom this process comes to them. OSError when the password's file cannot be read."""
        if self.kafka_security_protocol == "PLAINTEXT":
            return Brokers(self.kafka_bootstrap_servers)
        file = self.kafka_sasl_password_file
        password = file.read_text().strip() if file else self.kafka_sasl_password
        return Brokers(self.kafka_bootstrap_servers, Login(self.kafka_sasl_username, password, self.kafka_ca_file))

    @property
    def body_key(self) -> bytes:
        """Key of the HMAC over command bodies, derived from a secret the service already keeps."""
        secret = self.signing_key.read_bytes() if self.signing_key else self.feed_token.encode()
        return hashlib.sha256(b"gonghui command body\0" + self.service.encode() + b"\0" + secret).digest()
