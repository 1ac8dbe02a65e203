"""`gonghui token [ACCOUNT]`: the bearer token of whoever is signed in, or of any account of the demo."""

from pathlib import Path
from typing import Annotated

import typer

from cli import session, terminal
from cli.demo import Demo, DemoOption, JsonOption
from cli.login import nobody
from deploy.local.tokens import bearer


def token(
    account: Annotated[
        str | None,
        typer.Argument(help="演示账号（默认为已登录者） · demo account; default: who is signed in"),
    ] = None,
    demo: DemoOption = None,
    json: JsonOption = False,
) -> None:
    """Print an access token of five minutes. Only the demo gives one of an account without a sign-in."""
    terminal.run(_token, account, demo, json)


async def _token(account: str | None, path: Path | None, json: bool) -> int:
    if account:
        found = bearer(account, path.parent if path else None)
        value, expires = found.token, found.expires
    else:
        signed_in = await session.current(session.issuer_named(None, path))
        if signed_in is None:
            raise nobody()
        account, value, expires = signed_in.account, signed_in.access_token, signed_in.expires
    if json:
        terminal.print_json({"account": account, "token": value, "expires": expires})
    else:
        print(value)
    return terminal.HELD


async def asking(demo: Demo, path: Path | None, given: str | None, account: str | None) -> str:
    """The token with which a command asks the platform.

    As given (GONGHUI_TOKEN); of the demo's account that is named; of whoever is signed in; of the demo's first account.
    Trouble when there is none of them.
    """
    if given:
        return given
    run = path.parent if path else None
    if account:
        return bearer(account, run).token
    signed_in = await session.current(demo.issuer.rstrip("/")) if demo.issuer else None
    if signed_in:
        return signed_in.access_token
    if not demo.accounts:
        raise nobody()
    return bearer(demo.accounts[0]["name"], run).token
