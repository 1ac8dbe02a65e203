"""PostgreSQL, Kafka and the issuer of a run: each started unless the environment names one of one's own."""

import os
import time
from dataclasses import dataclass

from contracts.personal import VAULTS
from deploy.local import databases, issuer, kafka, kafka_rights, keycloak, postgres
from deploy.local.child import Child
from deploy.local.environment import Servers, topic_prefix
from deploy.local.family import Family, logs
from deploy.local.kafka_walls import Walls
from deploy.local.plan import Plan
from deploy.local.ports import SERVICES
from deploy.local.progress import step
from deploy.local.secret_files import passwords, signing_keys, vault_keys
from deploy.local.tokens import SECRET
from deploy.local.trouble import Trouble

FEEDS = "feeds"


@dataclass(frozen=True)
class Started:
    """The servers of a run: PostgreSQL is ready, the others are on their way until `await_ready()` returns."""

    servers: Servers
    postgres: postgres.Postgres | None
    kafka: kafka.Kafka | None
    issuer: Child | None
    began: float

    def await_ready(self, plan: Plan) -> None:
        """Return when Kafka and the issuer answer. Raises Trouble."""
        if self.kafka:
            ports = ", :".join(str(node.port) for node in self.kafka.nodes)
            with step(f"消息总线 Kafka 4.4 :{ports}", "broker", self.began):
                self.kafka.await_ready()
        if self.issuer:
            with step(f"身份服务 {plan.issuer_url}", "identity", self.began):
                issuer.await_published(self.issuer, plan.issuer_url)


def start(plan: Plan, family: Family) -> Started:
    """Start what the plan asks for, side by side; what runs is in `family` at every moment. Raises Trouble."""
    began = time.monotonic()
    roles = [name for service in SERVICES for name in databases.names(service)]
    kafka_users = kafka_rights.users(SERVICES) if plan.kafka_walls else []
    secrets = passwords(
        plan.run, ["postgres", FEEDS, SECRET, *roles, *map(_kafka_password, kafka_users), *_issuers(plan)]
    )
    cluster = None if plan.kafka else _kafka(plan, family, _walls(plan, secrets))
    bootstrap, replication = (cluster.bootstrap, cluster.replication) if cluster else (plan.kafka, _replication())
    identity = None if plan.issuer else _issuer(plan, family, secrets)
    server = _postgres(plan, family, secrets) if plan.own_databases else None
    if cluster:
        cluster.go_on()
    keys, public = signing_keys(plan.run / "keys", SERVICES)
    dsns = {service: databases.dsns(server, service, secrets) for service in plan.own_databases if server}
    of_role = {
        role: {**{service: dsn[role] for service, dsn in dsns.items()}, **plan.databases} for role in databases.ROLES
    }
    owners = {**of_role["owner"], **plan.owner_databases}
    servers = Servers(
        of_role["app"],
        owners,
        of_role["reader"],
        bootstrap,
        replication,
        secrets[FEEDS],
        keys,
        public,
        vault_keys(plan.run / "keys", VAULTS),
        cluster.walls if cluster else None,
    )
    return Started(servers, server, cluster, identity, began)


def _postgres(plan: Plan, family: Family, secrets: dict[str, str]) -> postgres.Postgres:
    port = plan.ports["postgres"].number
    with step(f"数据库 PostgreSQL 18 :{port}", "database"):
        server = postgres.start(
            plan.run / "postgres",
            port,
            password=secrets["postgres"],
            log=logs(plan.run) / "postgres.log",
            tied=True,
        )
        family.adopt(lambda: [server.child], server.stop)
        databases.prepare(server, plan.own_databases, secrets)
    return server


def _walls(plan: Plan, secrets: dict[str, str]) -> Walls | None:
    if not plan.kafka_walls:
        return None
    users = {user: secrets[_kafka_password(user)] for user in kafka_rights.users(SERVICES)}
    return Walls(plan.run / f"kafka-{plan.kafka_nodes}" / "tls", users, kafka_rights.rights(topic_prefix(), SERVICES))


def _kafka_password(user: str) -> str:
    return f"kafka-{user}"


def _kafka(plan: Plan, family: Family, walls: Walls | None) -> kafka.Kafka:
    nodes = range(1, plan.kafka_nodes + 1)
    cluster = kafka.planned(
        plan.run / f"kafka-{plan.kafka_nodes}",
        plan.kafka_nodes,
        ports=[plan.ports[f"kafka-{node}"].number for node in nodes],
        controllers=[plan.ports[f"kafka-{node}-controller"].number for node in nodes],
        between=[plan.ports[f"kafka-{node}-between"].number for node in nodes] if walls else (),
        log_dir=logs(plan.run),
        tied=True,
        walls=walls,
    )
    family.adopt(lambda: [node.child for node in cluster.nodes if node.child], cluster.stop)
    cluster.begin()
    return cluster


def _replication() -> int:
    text = os.environ.get("KAFKA_REPLICATION") or "1"
    if not text.isdecimal():
        raise Trouble(f"KAFKA_REPLICATION={text} 不是数字。", f"KAFKA_REPLICATION={text} is no number.")
    return int(text)


def _issuers(plan: Plan) -> list[str]:
    """Names of the secrets that only the chosen issuer needs."""
    return keycloak.secret_names() if plan.keycloak else []


def _issuer(plan: Plan, family: Family, secrets: dict[str, str]) -> Child:
    group: list[Child] = []
    family.adopt_group(group)
    log = logs(plan.run) / "issuer.log"
    if plan.keycloak:
        group.append(keycloak.begin(plan, secrets, secrets[SECRET], log))
    else:
        group.append(issuer.begin(plan, secrets[SECRET], log))
    return group[0]
