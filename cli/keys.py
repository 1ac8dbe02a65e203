"""`gonghui keys`: which keys a service's vault is wrapped by, and wrapping everybody's anew by a fresh one."""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer

from chassis.personal import rotation
from chassis.personal.providers import KeyFile, KeysRefused, KeysUnavailable, Provider, provider
from chassis.postgres import Database
from cli import terminal
from cli.demo import Demo, DemoOption, JsonOption
from deploy.local.trouble import Trouble

app = typer.Typer(no_args_is_help=True)
HOLDERS = ("membership", "assistance")
Service = Annotated[str, typer.Argument(help=f"服务 · service: {', '.join(HOLDERS)}")]


@app.command("status")
def status(service: Service, demo: DemoOption = None, json: JsonOption = False) -> None:
    """密钥版本及各自加密的人数 · Key versions and how many persons each wraps."""
    terminal.run(_status, service, demo, json)


@app.command("rotate")
def rotate(
    service: Service,
    above: Annotated[
        bool, typer.Option("--above", help="同时更换上级密钥（密钥文件） · a fresh key above them, too (key file)")
    ] = False,
    settle: Annotated[
        float, typer.Option(min=0, help="等待各进程读到新密钥的秒数 · seconds until every process has the new key")
    ] = rotation.SETTLE_SECONDS,
    demo: DemoOption = None,
    json: JsonOption = False,
) -> None:
    """轮换密钥，分批进行，可随时中断后再次运行 · Rotate in batches; cut off anywhere, run it again."""
    terminal.run(_rotate, service, above, settle, demo, json)


async def _status(service: str, path: Path | None, json: bool) -> int:
    demo = Demo.read(path)
    async with AsyncExitStack() as stack:
        versions = await rotation.status(await _database(demo, service, stack))
    if json:
        terminal.print_json({"service": service, "versions": [vars(each) for each in versions]})
    else:
        rows = [[str(each.version), each.made_at, f"{each.persons:,}"] for each in versions]
        terminal.table(["版本 version", "生成 made", "人数 persons"], rows, right=(0, 2))
    return terminal.HELD


async def _rotate(service: str, above: bool, settle: float, path: Path | None, json: bool) -> int:
    demo = Demo.read(path)
    done = 0

    def moved(count: int) -> None:
        nonlocal done
        done += count
        if not json:
            terminal.errors.print(f"已重新加密 {done:,} 人的密钥 · {done:,} persons' keys wrapped anew")

    async with AsyncExitStack() as stack:
        database = await _database(demo, service, stack)
        try:
            keys = _provider(demo, service)
            if above and isinstance(keys, KeyFile):
                keys.add_key()
            touched = await rotation.rotate(database, keys, service, moved, settle)
            if above:
                await rotation.rewrap_service_keys(database, keys, service)
        except KeysUnavailable as error:
            raise Trouble(f"密钥服务暂不可用，请再次运行：{error}", f"{error}; run it again") from error
        except KeysRefused as error:
            raise Trouble(f"密钥设置有误：{error}", f"{error}") from error
        versions = await rotation.status(database)
    if json:
        terminal.print_json({"service": service, "persons": touched, "versions": [vars(each) for each in versions]})
    else:
        terminal.console.print(f"{service}: {touched:,} 人 · persons; 版本 version {versions[-1].version}")
    return terminal.HELD


async def _database(demo: Demo, service: str, stack: AsyncExitStack) -> Database:
    if service not in HOLDERS:
        names = "、".join(HOLDERS)
        raise Trouble(
            f"{service} 不保存个人信息；可选：{names}。", f"{service} holds no persons; these do: {', '.join(HOLDERS)}."
        )
    database = Database(demo.owner(service), 1)
    await database.open()
    stack.push_async_callback(database.close)
    return database


def _provider(demo: Demo, service: str) -> Provider:
    suffix = service.upper()
    keys = demo.setting(f"VAULT_KEYS_{suffix}", "VAULT_KEYS")
    if not keys.startswith(("https://", "http://")):
        return provider(keys, "", None)
    name = demo.setting(f"VAULT_KEY_NAME_{suffix}", "VAULT_KEY_NAME")
    return provider(keys, name, Path(demo.setting(f"VAULT_TOKEN_FILE_{suffix}", "VAULT_TOKEN_FILE")))
