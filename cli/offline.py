"""`gonghui verify bundle.json`: an exported bundle, offline, and exactly which positions it covers."""

from pathlib import Path

from chassis.log import bundle as bundles
from chassis.log.bundle import Bundle, Verdict
from chassis.log.checkpoint import CheckpointError, Keys
from cli import terminal
from deploy.local.trouble import Trouble


def verify(path: Path, keys: Path | None, json: bool) -> int:
    """Verify a bundle by the keys of a file, or by its own. Exit code 1: it is empty, or something does not hold."""
    try:
        bundle = Bundle.parse(path.read_bytes())
        known = trusted(keys) if keys else bundle.own_keys()
    except (bundles.BundleMalformed, CheckpointError) as error:
        raise Trouble(f"{path} 不是证据包：{error}", f"{path} is no bundle: {error}") from error
    verdicts = bundles.verify(bundle, known)
    equal = bool(verdicts) and all(each.problem is None for each in verdicts)
    if json:
        terminal.print_json({"equal": equal, "made_at": bundle.made_at, "logs": [_told(each) for each in verdicts]})
    else:
        _show(verdicts)
        _warn(None if keys else bundle)
    return terminal.HELD if equal else terminal.FAILED


def trusted(path: Path | None) -> Keys:
    """Keys of a file that the auditor trusts; Trouble."""
    if path is None:
        raise Trouble("没有公钥：请用 --keys。", "No keys to verify checkpoints by: give --keys.")
    try:
        return Keys.load(path)
    except CheckpointError as error:
        raise Trouble(f"{path} 不是公钥文件：{error}", f"{path} holds no keys: {error}") from error


def _told(verdict: Verdict) -> dict[str, object]:
    return {
        "log": verdict.log,
        "from": verdict.first,
        "to": verdict.last,
        "entries": verdict.entries,
        "checkpoint": verdict.size,
        "root": verdict.root,
        "cosigned_at": verdict.cosigned_at,
        "problem": verdict.problem,
        "position": verdict.position,
    }


def _show(verdicts: list[Verdict]) -> None:
    if not verdicts:
        terminal.console.print("[red]证据包是空的，什么也不能证明。· The bundle is empty: it proves nothing.[/red]")
        return
    columns = ["日志 log", "位置 positions", "已核验 proven", "检查点 checkpoint", "联署 cosigned", "结果 result"]
    rows = [
        [
            each.log,
            f"{each.first}–{each.last}",
            f"{each.entries:,}",
            f"{each.size:,}",
            each.cosigned_at.isoformat() if each.cosigned_at else "—",
            terminal.equal_or(each.problem, each.position),
        ]
        for each in verdicts
    ]
    terminal.table(columns, rows, right=(1, 2, 3))


def _warn(by_its_own: Bundle | None) -> None:
    terminal.errors.print("只核验了所列日志的所列位置。· Nothing is said of other logs and other positions.")
    if by_its_own:
        terminal.errors.print("公钥来自证据包自身，请另行核对。· The keys are the bundle's own: compare them.")
        for name, vkey in by_its_own.keys.items():
            terminal.errors.print(f"  {name}: {vkey}")
