"""`gonghui token ACCOUNT`: a bearer token of the demo issuer."""

from pathlib import Path
from typing import Annotated

import typer

from cli import terminal
from cli.demo import DemoOption, JsonOption
from deploy.local.tokens import bearer


def token(
    account: Annotated[str, typer.Argument(help="演示账号，如 organiser-340828 · demo account")],
    demo: DemoOption = None,
    json: JsonOption = False,
) -> None:
    """Print an access token of five minutes; only the demo's issuer gives one without a sign-in."""
    terminal.run(_token, account, demo, json)


def _token(account: str, path: Path | None, json: bool) -> int:
    found = bearer(account, path.parent if path else None)
    if json:
        terminal.print_json({"account": account, "token": found.token, "expires": found.expires})
    else:
        print(found.token)
    return terminal.HELD
