"""`gonghui login`, `gonghui logout` and `gonghui whoami`: signing in by a code on a page, at any OpenID issuer."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli import session, terminal
from cli.demo import DemoOption, JsonOption
from cli.oauth import Code, Issuer
from deploy.local.trouble import Trouble

IssuerOption = Annotated[
    str | None, typer.Option("--issuer", help="身份服务地址（默认 OIDC_ISSUER 或演示的） · issuer; default: the demo's")
]


def login(
    issuer: IssuerOption = None,
    wait: Annotated[float, typer.Option(min=1, help="最多等待几秒 · seconds to wait at most")] = 600,
    demo: DemoOption = None,
    json: JsonOption = False,
) -> None:
    """Sign in: open the page it names, compare the code, choose your account there."""
    terminal.run(_login, issuer, demo, wait, json)


async def _login(named: str | None, demo: Path | None, wait: float, json: bool) -> int:
    issuer = await Issuer.discover(session.issuer_named(named, demo), session.client_named())
    code = await issuer.code(os.environ.get("OIDC_SCOPE") or "openid")
    if json:
        terminal.print_json({"url": code.url, "code": code.user_code, "complete_url": code.complete_url})
    else:
        _tell(code)
    with terminal.errors.status("") as status:
        granted = await issuer.granted(
            code,
            wait,
            lambda left: status.update(f"等待登录，还有 {left:.0f} 秒 · waiting for the sign-in, {left:.0f} s left"),
        )
    signed_in = session.SignedIn.of(issuer, granted)
    session.keep(signed_in)
    _show(signed_in, json)
    return terminal.HELD


def _tell(code: Code) -> None:
    terminal.console.print(
        f"请在浏览器打开 · Open in a browser:  [bold]{escape(code.url)}[/bold]\n"
        f"输入代码 · and enter the code:       [bold]{escape(code.user_code)}[/bold]\n"
        f"或直接打开 · or open at once:        {escape(code.complete_url)}",
        soft_wrap=True,
    )


def logout(issuer: IssuerOption = None, demo: DemoOption = None) -> None:
    """Sign out: the issuer is told to take these tokens no longer, and they are deleted here."""
    terminal.run(_logout, issuer, demo)


async def _logout(named: str | None, demo: Path | None) -> int:
    name = session.issuer_named(named, demo)
    gone = session.forget(name)  # first: whatever the issuer answers, nothing is left here
    if gone is None:
        terminal.errors.print("没有登录。· Nobody is signed in.")
        return terminal.HELD
    issuer = await Issuer.discover(gone.issuer, gone.client)
    await issuer.revoke(gone.refresh_token)
    terminal.console.print(f"已退出：{escape(gone.account)} · signed out")
    return terminal.HELD


def whoami(issuer: IssuerOption = None, demo: DemoOption = None, json: JsonOption = False) -> None:
    """Show who is signed in here. Exit code 1: nobody."""
    terminal.run(_whoami, issuer, demo, json)


async def _whoami(named: str | None, demo: Path | None, json: bool) -> int:
    signed_in = await session.current(session.issuer_named(named, demo))
    if signed_in is None:
        terminal.errors.print("没有登录，请运行：gonghui login · Nobody is signed in, run: gonghui login")
        return terminal.FAILED
    _show(signed_in, json)
    return terminal.HELD


def _show(signed_in: session.SignedIn, json: bool) -> None:
    expires = datetime.fromtimestamp(signed_in.expires, UTC).astimezone().isoformat(timespec="seconds")
    told = {"account": signed_in.account, "name": signed_in.name, "issuer": signed_in.issuer, "expires": expires}
    if json:
        terminal.print_json(told)
        return
    terminal.console.print(
        f"[bold]{escape(signed_in.name)}[/bold] {escape(signed_in.account)}  {escape(signed_in.issuer)}\n"
        f"令牌到 {expires} 有效，之后自动更新 · token until then, renewed by itself",
        soft_wrap=True,
    )


def nobody() -> Trouble:
    """Nobody is signed in, and no account is named."""
    return Trouble(
        "没有账号：请运行 gonghui login，或设 GONGHUI_TOKEN。",
        "No account is named: run gonghui login, or set GONGHUI_TOKEN to an access token.",
    )
