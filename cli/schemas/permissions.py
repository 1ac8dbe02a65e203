"""docs/permissions.md, drawn from the declarations: every action against every office, and how far it reaches."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chassis.access.reach import Reach
from chassis.app import Service, create_app
from chassis.command import Declared, Query
from chassis.log.checkpoint import create_key_file
from chassis.settings import Settings
from cli.schemas.documents import NOWHERE
from cli.schemas.pages import GENERATED, table
from contracts.offices import COUNTY_OFFICES, TOWNSHIP_OFFICES, UNION_OFFICES, Office, Words
from services.gateway.graph.authority import TABLE, Rule
from services.gateway.graph.schema import CORE

COUNTY, TOWNSHIP, UNION, OWN, ANY, NONE = "县 C", "乡 T", "会 U", "己 S", "●", "–"
SENSITIVE = "⚑"
GUARD = "only_bearer_of"
SESSION = {
    "GET": Words("本人任职", "What one may act as"),
    "POST": Words("登记登录", "Record a sign-in"),
    "DELETE": Words("登记退出", "Record a sign-out"),
}
LEGEND = """
一处读全：职务 × 事项 × 范围。任职决定职务与范围；以下为每格的范围，范围之外的记录与不存在的记录同样答 404。
All in one place: office × action × scope. The appointment gives office and scope; each cell says how far it reaches.
What lies beyond is answered like what does not exist, 404.

| 符号 / Sign | 含义 / Meaning |
| --- | --- |
| 县 C | 任职所在县 / the appointment's county |
| 乡 T | 任职所在乡镇 / the appointment's township |
| 会 U | 任职所在工会 / the appointment's union |
| 己 S | 仅本账号自己的 / what belongs to the own account alone |
| ● | 不涉及地区，人人相同 / no place, the same for everybody |
| – | 不可以，答 403 `office-may-not` / may not, answered 403 |
| ⚑ | 敏感事项：任职信息超过 5 秒未更新即暂停（503）/ sensitive: waits (503) when appointments are older than 5 s |

经网关 `/api/<服务>/…` 与直接访问服务相同。申请、录入、更正某记录的人不得审批该记录，无论以何职务、受何人委托。
Through the gateway, `/api/<service>/…`, the same holds. Whoever asked for, entered or corrected a record does not
approve it, in whatever office and on whosever behalf.""".strip()


@dataclass(frozen=True)
class Row:
    """One action: how far it reaches for each office that may; the others may not."""

    words: Words
    route: str
    reaches: dict[Office, Reach]
    sensitive: bool = False

    @property
    def cells(self) -> list[str]:
        """As the page shows it."""
        words = f"{self.words.zh}<br>{self.words.en}"
        marks = [mark(office, self.reaches.get(office)) for office in Office]
        return [words, f"`{self.route}`", SENSITIVE if self.sensitive else "", *marks]


@dataclass
class Doors:
    """Routes of an application that no person's appointment opens."""

    walled: list[str] = field(default_factory=list)
    public: list[str] = field(default_factory=list)


def page(services: Iterable[Service]) -> str:
    """The whole page."""
    lines = ["# 权限表 / Permissions", "", GENERATED, "", *LEGEND.splitlines()]
    heads = ["事项 / Action", "路径 / Route", SENSITIVE, *(f"{each.words.zh}<br>{each.words.en}" for each in Office)]
    between: list[Sequence[str]] = []
    for service in services:
        zh, en = service.words
        rows = list(_graph_rows()) if service.name == "gateway" else list(_rows(service))
        lines += ["", f"## {zh} / {en} (`{service.name}`)", ""]
        lines += table(heads, [row.cells for row in rows], centred=len(Office) + 1)
        found = doors(service)
        between.append([f"`{service.name}`", _routes(found.walled), _routes(found.public)])
    lines += ["", "## 不凭任职的路径 / Routes that no appointment opens", ""]
    lines += [
        "服务之间的路径只认配置中的凭据，个人令牌一律答 401，网关不转发。公开路径不含任何组织的数据。",
        "Routes between services open by the credential of the configuration; a person's token is answered 401, and",
        "the gateway forwards none. Public routes hold no organisation's data.",
        "",
    ]
    return (
        "\n".join([*lines, *table(["服务 / Service", "服务之间 / Between services", "公开 / Public"], between)]) + "\n"
    )


def mark(office: Office, reach: Reach | None) -> str:
    """A cell: what a reach means for an office."""
    if reach is None:
        return NONE
    if reach is Reach.NOWHERE:
        return ANY
    if reach is Reach.SELF:
        return OWN
    if reach is Reach.COUNTY or office in COUNTY_OFFICES:
        return COUNTY
    if office in UNION_OFFICES:
        return UNION
    if office in TOWNSHIP_OFFICES:
        return TOWNSHIP
    message = f"{office} acts over no place"
    raise ValueError(message)


def _rows(service: Service) -> Iterator[Row]:
    for capability in service.capabilities:
        yield from (_command(each) for each in capability.commands)
    for capability in service.capabilities:
        yield from (_query(capability.prefix, each) for each in capability.queries)


def _command(declared: Declared) -> Row:
    reaches = dict.fromkeys(declared.offices, declared.reach)
    return Row(declared.words, f"POST {declared.route}", reaches, declared.sensitive)


def _query(prefix: str, query: Query) -> Row:
    return Row(query.words, f"GET {prefix}{query.path}", {each: query.reach_of(each) for each in query.offices})


def _graph_rows() -> Iterator[Row]:
    watched = CORE.subscription_type.fields if CORE.subscription_type else {}
    for name, rule in TABLE.items():
        yield _field(f"subscription {name}" if name in watched else f"query {name}", rule)
    for method, words in SESSION.items():
        yield Row(words, f"{method} /session", dict.fromkeys(Office, Reach.SELF))


def _field(route: str, rule: Rule) -> Row:
    return Row(rule.words, route, dict.fromkeys(rule.offices, rule.reach))


def doors(service: Service) -> Doors:
    """The routes of a service beside those of its capabilities, of GraphQL, the proxy and sessions."""
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key.pem"
        create_key_file(key)
        settings = Settings(service=service.name, database_url=NOWHERE, signing_key=key, otel_exporter_otlp_endpoint="")
        app = create_app(service, settings)
    declared = {each.endpoint for capability in service.capabilities for each in capability.queries}
    found = Doors()
    for route in _flat(app.router.routes):
        methods = set(getattr(route, "methods", None) or ()) - {"HEAD"}
        if getattr(route, "endpoint", None) in declared or methods != {"GET"} or route.path == "/session":
            continue
        guards = [each.dependency.__qualname__ for each in getattr(route, "dependencies", ())]
        walled = any(each.startswith(GUARD) for each in guards)
        (found.walled if walled else found.public).append(f"GET {route.path}")
    return found


def _flat(routes: Iterable[Any]) -> Iterator[Any]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from _flat(inner.routes) if inner is not None else (route,)


def _routes(paths: Iterable[str]) -> str:
    return "<br>".join(f"`{path}`" for path in paths) or "–"
