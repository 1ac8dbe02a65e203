"""Kafka's jars: fetched by jgo as deploy/kafka/jgo.lock.toml names them, each checked against its sha256."""

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.constants import MAVEN_CENTRAL_URL
from jgo.env import EnvironmentBuilder, EnvironmentSpec, LockedDependency, LockFile
from jgo.maven import MavenContext, PythonResolver

from deploy.local.places import JARS, KAFKA, TOOLS
from deploy.local.trouble import Trouble

SPEC = KAFKA / "jgo.toml"
LOCK = KAFKA / "jgo.lock.toml"


def install(jars: Path = JARS, lock: Path = LOCK) -> list[Path]:
    """Download what is missing, check every jar, return the classpath. Trouble on a wrong sha256 or no network."""
    context = _context(jars)

    def fetch(locked: LockedDependency) -> Path:
        try:
            path = _artifact(context, locked).resolve()
        except Exception as error:
            raise Trouble(f"无法下载 {_name(locked)}：{error}", f"Cannot download {_name(locked)}: {error}") from error
        _check(path, locked)
        return Path(path)

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(fetch, LockFile.load(lock).dependencies))


def classpath(jars: Path = JARS, lock: Path = LOCK) -> list[Path]:
    """Return the installed jars, each checked, without touching the network. Trouble when one is absent or wrong."""
    context = _context(jars)
    paths = []
    for locked in LockFile.load(lock).dependencies:
        path = _artifact(context, locked).cached_path
        if path is None or not path.exists():
            raise Trouble(
                f"缺少 Kafka 的文件 {_name(locked)}，请运行：make setup",
                f"Kafka's file {_name(locked)} is missing, run: make setup",
            )
        _check(path, locked)
        paths.append(Path(path))
    return paths


def relock() -> None:
    """Resolve jgo.toml anew and write the lock file; for whoever raises Kafka's version."""
    builder = EnvironmentBuilder(context=_context(JARS), cache_dir=TOOLS / "jgo")
    builder.resolve_lockfile(EnvironmentSpec.load(SPEC)).save(LOCK)


def _context(jars: Path) -> MavenContext:
    return MavenContext(resolver=PythonResolver(), repo_cache=jars, remote_repos={"central": MAVEN_CENTRAL_URL})


def _artifact(context: MavenContext, locked: LockedDependency):  # type: ignore[no-untyped-def]  # noqa: ANN202  # jgo does not export the class
    component = context.project(locked.groupId, locked.artifactId).at_version(locked.version)
    return component.artifact(locked.classifier or "", locked.packaging)


def _check(path: Path, locked: LockedDependency) -> None:
    """Compare the file with the lock; a wrong file is removed, so that the next set-up fetches it again."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if not locked.sha256 or found != locked.sha256:
        path.unlink()
        raise Trouble(
            f"{_name(locked)} 的 sha256 与 jgo.lock.toml 不符（应为 {locked.sha256}，实为 {found}），"
            "已删除；请运行：make setup",
            f"{_name(locked)} does not have the sha256 of jgo.lock.toml ({locked.sha256} expected, {found} found); "
            "it was removed, run: make setup",
        )


def _name(locked: LockedDependency) -> str:
    return f"{locked.groupId}:{locked.artifactId}:{locked.version}"


if __name__ == "__main__":
    try:
        relock() if sys.argv[1:] == ["lock"] else install()
    except Trouble as trouble:
        sys.exit(str(trouble))
