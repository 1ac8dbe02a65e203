"""`gonghui`: the platform's command line, one file per command."""

import typer

from cli.bootstrap import bootstrap_county
from cli.dashboard import dashboard
from cli.export import export
from cli.fork import fork_log
from cli.keys import app as keys
from cli.login import login, logout, whoami
from cli.rebuild import rebuild, unpark
from cli.tail import tail
from cli.token import token
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
app.command("dashboard", help="县级看板 · The county and its townships")(dashboard)
app.command("export", help="导出证据包 · Export entries with their proofs")(export)
app.command("tail", help="实时事件 · Events as they arrive")(tail)
app.command("login", help="登录（在网页上核对代码） · Sign in, by a code on a page")(login)
app.command("logout", help="退出登录 · Sign out")(logout)
app.command("whoami", help="当前登录的人 · Who is signed in")(whoami)
app.command("token", help="已登录者或演示账号的令牌 · A bearer token of who is signed in, or of a demo account")(token)
app.command("bootstrap", help="任命一个县的首位组织员 · A county's first organiser")(bootstrap_county)
app.command("rebuild", help="重建看板数据 · Fold the read model anew, compare, swap")(rebuild)
app.command("unpark", help="重新处理搁置的事件 · Count parked events, in order")(unpark)
app.add_typer(keys, name="keys", help="个人信息的密钥 · The keys of personal data")
app.command("fork", help="数据库恢复后分叉日志 · Go on with a restored log as a new generation")(fork_log)

if __name__ == "__main__":
    app()
