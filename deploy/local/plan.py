"""What a local run is to be: read from the environment once, before anything starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.places import run_dir
from deploy.local.ports import SERVICES, Port, ports
from deploy.local.trouble import Trouble

DEFAULT_MEMBERS = 2000


@dataclass(frozen=True)
class Plan:
    """Choices of one run. A server whose address the environment names is not started."""

    run: Path
    ports: dict[str, Port]
    kafka_nodes: int
    members: int
    databases: dict[str, str] = field(repr=False)
    """Service → DSN of a database of one's own; the launcher provides those that are missing."""
    owner_databases: dict[str, str] = field(repr=False)
    kafka: str = ""
    issuer: str = ""
    kafka_walls: bool = False
    """Whether the launcher's Kafka asks for passwords, by TLS, and everybody has only his rights."""
    keycloak: bool = False
    """Whether the launcher's issuer is Keycloak instead of the account picker."""

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> "Plan":
        """Read the environment; Trouble for what is not possible.

        PORT…, KAFKA_NODES, KAFKA_SECURITY, MEMBERS, DATABASE_URL_…, KAFKA_BOOTSTRAP_SERVERS, OIDC_ISSUER, ISSUER.
        """
        nodes = environment.get("KAFKA_NODES") or "1"
        if nodes not in {"1", "3"}:
            raise Trouble(f"KAFKA_NODES={nodes}：只能是 1 或 3。", f"KAFKA_NODES={nodes}: 1 or 3 are possible.")
        members = environment.get("MEMBERS") or str(DEFAULT_MEMBERS)
        if not members.isdecimal():
            raise Trouble(f"MEMBERS={members} 不是人数。", f"MEMBERS={members} is no number of members.")
        security = environment.get("KAFKA_SECURITY") or "plain"
        if security not in {"plain", "sasl"}:
            raise Trouble(
                f"KAFKA_SECURITY={security}：只能是 plain 或 sasl。",
                f"KAFKA_SECURITY={security}: plain or sasl are possible.",
            )
        picked = environment.get("ISSUER") or "demo"
        if picked not in {"demo", "keycloak"}:
            raise Trouble(
                f"ISSUER={picked}：只能是 demo 或 keycloak。", f"ISSUER={picked}: demo or keycloak are possible."
            )
        walls = security == "sasl" and not environment.get("KAFKA_BOOTSTRAP_SERVERS")
        return cls(
            run_dir(),
            ports(environment, int(nodes), kafka_walls=walls),
            int(nodes),
            int(members),
            _databases(environment, "DATABASE_URL"),
            _databases(environment, "DATABASE_OWNER_URL"),
            environment.get("KAFKA_BOOTSTRAP_SERVERS", ""),
            environment.get("OIDC_ISSUER", ""),
            kafka_walls=walls,
            keycloak=picked == "keycloak" and not environment.get("OIDC_ISSUER"),
        )

    @property
    def own_databases(self) -> list[str]:
        """Services whose database the launcher provides."""
        return [service for service in SERVICES if service not in self.databases]

    @property
    def listening(self) -> list[Port]:
        """The ports that the processes of this run will listen on."""
        skipped = {"issuer"} if self.issuer else set()
        if not self.own_databases:
            skipped.add("postgres")
        return [
            port
            for owner, port in self.ports.items()
            if owner not in skipped and not (self.kafka and owner.startswith("kafka"))
        ]

    @property
    def issuer_url(self) -> str:
        """The issuer's identifier, without a slash at the end."""
        own = self.url("issuer") + ("/realms/gonghui" if self.keycloak else "")
        return (self.issuer or own).rstrip("/")

    def url(self, owner: str) -> str:
        """Address of what listens on a port, e.g. `membership` or `gateway-work`."""
        return f"http://127.0.0.1:{self.ports[owner].number}"


def _databases(environment: Mapping[str, str], name: str) -> dict[str, str]:
    return {service: url for service in SERVICES if (url := environment.get(f"{name}_{service.upper()}"))}
