"""`gonghui bootstrap`: a county's first organiser, with the membership database's credentials."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from chassis.personal.identity import area_known
from chassis.postgres import Database
from chassis.refusal import Refusal
from cli import terminal
from cli.demo import Demo, DemoOption
from deploy.local.trouble import Trouble
from services.membership.cadres.bootstrap import bootstrap

YEAR = "20200101"  # a birth date, for the table of ID numbers' area codes


def bootstrap_county(
    county: Annotated[str, typer.Option(help="县（六位区划代码） · county, six digits")],
    account: Annotated[
        str, typer.Option(help="首位组织员的账号（令牌中的 sub） · account of the first organiser (`sub`)")
    ],
    database: Annotated[
        str | None,
        typer.Option(
            help="会员服务数据库 DSN，默认取 DATABASE_URL_MEMBERSHIP 或演示环境 · DSN of membership's database"
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")] = False,
    demo: DemoOption = None,
) -> None:
    """Append the county's first appointment; everything later goes through commands."""
    if not (county.isdecimal() and len(county) == 6):  # noqa: PLR2004 - a county code
        terminal.stop(f"{county} 不是六位县级区划代码。", f"{county} is no county code of six digits.")
    if not account or any(not "!" <= each <= "~" for each in account):
        terminal.stop("账号应为可见的 ASCII 字符。", "An account consists of visible ASCII characters.")
    if not (yes or area_known(county + YEAR)):
        typer.confirm(
            f"{county} 不在区划代码表中，仍要登记？· {county} is in no table of codes. Go on?", abort=True, err=True
        )
    terminal.run(_bootstrap, database, demo, county, account)


async def _bootstrap(dsn: str | None, demo: Path | None, county: str, account: str) -> int:
    dsn = dsn or os.environ.get("DATABASE_URL_MEMBERSHIP") or Demo.read(demo).setting("DATABASE_URL_MEMBERSHIP")
    database = Database(dsn, size=1)
    await database.open()
    try:
        await bootstrap(database, county, account, datetime.now(UTC))
    except Refusal as refusal:
        raise Trouble(*refusal.detail) from refusal
    finally:
        await database.close()
    terminal.console.print(
        f"{county} 的首位组织员：{account}。其余任职请登录平台办理。\n"
        f"{account} is {county}'s first organiser. All other appointments are made on the platform."
    )
    return terminal.HELD
