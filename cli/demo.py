"""What `.run/demo.json` says: where the running platform's parts are, and who may use them."""

import json
import os
from pathlib import Path
from typing import Annotated, Any, Self

import typer
from pydantic import BaseModel, ConfigDict, ValidationError

from chassis.log.brokers import Brokers, Login
from deploy.local.places import run_dir
from deploy.local.state import check_running
from deploy.local.trouble import Trouble


class Demo(BaseModel):
    """The running platform. `databases` are DSNs of read-only roles, by service."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    gateway: str
    graphql: str
    services: dict[str, str]
    databases: dict[str, str]
    issuer: str = ""
    kafka: str = ""
    kafka_ca: Path | None = None
    kafka_topic_prefix: str = "gonghui."
    checkpoint_keys: Path | None = None
    environment: Path | None = None
    accounts: list[dict[str, Any]] = []

    @classmethod
    def read(cls, path: Path | None) -> Self:
        """Read the file (default: the launcher's); Trouble when nothing runs here."""
        path = path or run_dir() / "demo.json"
        check_running(path.parent)
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError as error:
            raise Trouble(
                f"没有 {path}：平台尚未启动，请先运行 make demo。",
                f"No {path}: start the platform with `make demo` first.",
            ) from error
        except ValidationError as error:
            raise Trouble(f"{path} 内容不完整：{error}", f"{path} is incomplete: {error}") from error

    def database(self, service: str) -> str:
        """DSN of the read-only role of a service's database; Trouble."""
        dsn = self.databases.get(service)
        if dsn is None:
            raise Trouble(f"没有服务 {service} 的数据库。", f"No database of a service {service!r} is named.")
        return dsn

    def setting(self, *names: str) -> str:
        """First of these variables that is set here, or in what the launcher keeps for tools; Trouble."""
        kept: dict[str, str] = json.loads(self.environment.read_bytes()) if self.environment else {}
        for name in names:
            if value := os.environ.get(name) or kept.get(name):
                return value
        raise Trouble(f"没有设置 {names[0]}。", f"{names[0]} is not set.")

    @property
    def brokers(self) -> Brokers:
        """Kafka's brokers, with the tools' login where the launcher has put up walls (KAFKA_SECURITY=sasl); Trouble."""
        if not self.kafka_ca:
            return Brokers(self.kafka)
        login = Login(self.setting("KAFKA_SASL_USERNAME"), self.setting("KAFKA_SASL_PASSWORD"), self.kafka_ca)
        return Brokers(self.kafka, login)

    def owner(self, service: str) -> str:
        """DSN of the owner role of a service's database; Trouble."""
        return self.setting(f"DATABASE_OWNER_URL_{service.upper()}", f"DATABASE_URL_{service.upper()}")


DemoOption = Annotated[
    Path | None,
    typer.Option("--demo", help="demo.json 的路径（默认 .run/demo.json） · path of demo.json", dir_okay=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON · print JSON")]
