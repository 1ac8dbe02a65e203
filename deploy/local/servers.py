"""PostgreSQL, Kafka and the issuer of a run: each started unless the environment names one of one's own."""

import os

from deploy.local import databases, issuer, kafka, postgres
from deploy.local.child import Child
from deploy.local.environment import Servers
from deploy.local.family import Family, logs
from deploy.local.plan import Plan
from deploy.local.ports import SERVICES
from deploy.local.progress import step
from deploy.local.secret_files import passwords, signing_keys
from deploy.local.tokens import SECRET
from deploy.local.trouble import Trouble

FEEDS = "feeds"


def start(plan: Plan, family: Family) -> tuple[Servers, postgres.Postgres | None]:
    """Start what the plan asks for, in order; what runs is in `family` at every moment. Raises Trouble."""
    roles = [name for service in SERVICES for name in databases.names(service)]
    secrets = passwords(plan.run, ["postgres", FEEDS, SECRET, *roles])
    server = _postgres(plan, family, secrets) if plan.own_databases else None
    bootstrap, replication = _kafka(plan, family)
    if not plan.issuer:
        with step(f"身份服务 {plan.issuer_url}", "identity"):
            _issuer(plan, family, secrets[SECRET])
    keys, public = signing_keys(plan.run / "keys", SERVICES)
    dsns = {service: databases.dsns(server, service, secrets) for service in plan.own_databases if server}
    of_role = {
        role: {**{service: dsn[role] for service, dsn in dsns.items()}, **plan.databases} for role in databases.ROLES
    }
    owners = {**of_role["owner"], **plan.owner_databases}
    return (
        Servers(of_role["app"], owners, of_role["reader"], bootstrap, replication, secrets[FEEDS], keys, public),
        server,
    )


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


def _kafka(plan: Plan, family: Family) -> tuple[str, int]:
    if plan.kafka:
        return plan.kafka, _replication()
    nodes = range(1, plan.kafka_nodes + 1)
    ports = [plan.ports[f"kafka-{node}"].number for node in nodes]
    with step(f"消息总线 Kafka 4.4 :{', :'.join(map(str, ports))}", "broker"):
        cluster = kafka.start(
            plan.run / f"kafka-{plan.kafka_nodes}",
            plan.kafka_nodes,
            ports=ports,
            controllers=[plan.ports[f"kafka-{node}-controller"].number for node in nodes],
            log_dir=logs(plan.run),
            tied=True,
        )
        family.adopt(lambda: [node.child for node in cluster.nodes if node.child], cluster.stop)
    return cluster.bootstrap, cluster.replication


def _replication() -> int:
    text = os.environ.get("KAFKA_REPLICATION") or "1"
    if not text.isdecimal():
        raise Trouble(f"KAFKA_REPLICATION={text} 不是数字。", f"KAFKA_REPLICATION={text} is no number.")
    return int(text)


def _issuer(plan: Plan, family: Family, secret: str) -> None:
    group: list[Child] = []
    family.adopt_group(group)
    group.append(issuer.start(plan, secret, logs(plan.run) / "issuer.log"))
