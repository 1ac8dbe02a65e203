"""The environment of each service's processes: addresses, keys and secrets, and of its own database alone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.kafka_rights import TOOLS, serve_user, work_user
from deploy.local.kafka_walls import Walls
from deploy.local.places import CONSOLE
from deploy.local.plan import Plan
from deploy.local.ports import SERVICES

OF_OWN_ISSUER = ("OIDC_ALGORITHMS", "OIDC_TYPES", "OIDC_KEYS_FRESH", "OIDC_RESOURCE", "OIDC_SCOPE")
"""What an issuer of one's own may need: JSON lists of algorithms and of `typ` headers; resource, scope to ask for."""

OF_OWN_KEYS = ("VAULT_KEYS", "VAULT_KEY_NAME", "VAULT_TOKEN_FILE")
"""Where a key server of one's own is: the URL of its transit engine, the key's name, the file with the token."""

PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "VIRTUAL_ENV",
    "SSL_CERT_FILE",
    "OTEL_",
    "COVERAGE_",
    "GONGHUI_",
)
KAFKA_LOGIN = ("KAFKA_SECURITY_PROTOCOL", "KAFKA_SASL_", "KAFKA_CA_FILE")


@dataclass(frozen=True)
class Servers:
    """Where this run's servers are: application and owner DSN per service, Kafka, and the keys."""

    databases: Mapping[str, str]
    owners: Mapping[str, str]
    readers: Mapping[str, str]
    kafka: str
    kafka_replication: int
    feed_token: str
    signing_keys: Mapping[str, Path]
    checkpoint_keys: Path
    vault_keys: Mapping[str, Path]
    kafka_walls: Walls | None = None


def topic_prefix() -> str:
    """What the names of this run's topics begin with."""
    return os.environ.get("KAFKA_TOPIC_PREFIX", "gonghui.")


def shared(plan: Plan, servers: Servers) -> dict[str, str]:
    """Return what every process gets."""
    own = {name: value for name, value in os.environ.items() if name.startswith(PASSED_ON)}
    addresses = {f"SERVICE_URL_{service.upper()}": plan.url(service) for service in SERVICES}
    listening = {f"PORT_{service.upper()}": str(plan.ports[service].number) for service in SERVICES}
    working = {f"WORK_PORT_{service.upper()}": str(plan.ports[f"{service}-work"].number) for service in SERVICES}
    return {
        "CONSOLE_DIST": str(CONSOLE / "dist"),
        **own,
        **addresses,
        **listening,
        **working,
        "KAFKA_BOOTSTRAP_SERVERS": servers.kafka,
        "KAFKA_TOPIC_PREFIX": topic_prefix(),
        "KAFKA_REPLICATION": str(servers.kafka_replication),
        "OIDC_ISSUER": plan.issuer_url,
        "OIDC_AUDIENCE": os.environ.get("OIDC_AUDIENCE", "gonghui"),
        "OIDC_CLIENT_ID": os.environ.get("OIDC_CLIENT_ID", "gonghui-console"),
        **{name: os.environ[name] for name in OF_OWN_ISSUER if name in os.environ},
        "FEED_TOKEN": servers.feed_token,
        "CHECKPOINT_KEYS": str(servers.checkpoint_keys),
        "PYTHONUNBUFFERED": "1",
        "MALLOC_ARENA_MAX": "2",  # eight processes: fewer arenas, less memory
    }


def of_service(plan: Plan, servers: Servers, service: str, *, role: str = "", owner: bool = False) -> dict[str, str]:
    """Return the environment of a service's `serve` or `work`; the owner role's DSN only for migrations."""
    suffix = service.upper()
    own = {
        f"DATABASE_URL_{suffix}": servers.databases[service],
        f"SIGNING_KEY_{suffix}": str(servers.signing_keys[service]),
    }
    if service in servers.vault_keys:
        named = {name: os.environ[name] for name in OF_OWN_KEYS if name in os.environ}
        own |= {f"{name}_{suffix}": value for name, value in named.items()}
        own.setdefault(f"VAULT_KEYS_{suffix}", str(servers.vault_keys[service]))
    if owner:
        own[f"DATABASE_OWNER_URL_{suffix}"] = servers.owners[service]
    if role:
        own |= _kafka_login(servers, work_user(service) if role == "work" else serve_user(service))
    return {**shared(plan, servers), **own}


def _kafka_login(servers: Servers, user: str) -> dict[str, str]:
    """As whom a process comes to Kafka: with walls of this run, or as the environment says of brokers of one's own."""
    if servers.kafka_walls is None:
        return {name: value for name, value in os.environ.items() if name.startswith(KAFKA_LOGIN)}
    return {
        "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
        "KAFKA_SASL_USERNAME": user,
        "KAFKA_SASL_PASSWORD": servers.kafka_walls.passwords[user],
        "KAFKA_CA_FILE": str(servers.kafka_walls.ca),
    }


def of_tools(plan: Plan, servers: Servers) -> dict[str, str]:
    """Return what operators' tools (fork, rebuild, unpark) need: every service's databases and keys."""
    everything: dict[str, str] = {}
    for service in SERVICES:
        everything |= of_service(plan, servers, service, owner=True)
    everything |= _kafka_login(servers, TOOLS)
    return {name: value for name, value in everything.items() if not name.startswith(PASSED_ON)}
