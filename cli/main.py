"""`gonghui`: the platform's command line, one file per command."""

import typer

from cli.verify import verify

app = typer.Typer(
    name="gonghui",
    help="工会县域平台 · County trade-union platform",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("verify", help="核验：日志、审计与检查点一致；或离线核验证据包 · Verify every log, or a bundle offline")(
    verify
)
