"""The demo's accounts get their offices: the counties' first organisers by bootstrap, everybody else by command."""

import asyncio
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from contracts.offices import Office
from deploy.local.accounts import accounts
from deploy.local.environment import Servers
from deploy.local.places import ROOT
from deploy.local.plan import Plan
from deploy.local.ports import SERVICES
from deploy.local.progress import step
from deploy.local.sample.appointments import appointment
from deploy.local.sample.loading import Tokens
from deploy.local.sample.sending import Sender
from deploy.local.sample.steps import Load
from deploy.local.secret_files import write_private
from deploy.local.trouble import Trouble

FILE = "appointed.json"
SECONDS = 60


def appoint(plan: Plan, started: Servers) -> None:
    """Appoint who is not yet, except those whose union the sample county founds first. Trouble."""
    everybody = [account for account in accounts() if account.org is None]
    names = [account.name for account in everybody]
    kept = plan.run / FILE
    if kept.exists() and json.loads(kept.read_text()) == names:
        return
    with step(f"任职（{len(everybody)} 个演示账号）", f"appointments of {len(everybody)} demo accounts"):
        first = [account for account in everybody if account.office is Office.COUNTY_ORGANISER]
        database = started.databases["membership"]
        with ThreadPoolExecutor() as side_by_side:
            list(side_by_side.map(lambda account: _bootstrap(account.name, database), first))
        addresses = {service: plan.url(service) for service in SERVICES}
        sender = Sender(addresses, Tokens(plan.run).of, lambda: None)
        steps = [[appointment(account)] for account in everybody if account not in first]
        asyncio.run(sender.run(Load({"membership": [steps]})))
    write_private(kept, names)


def _bootstrap(account: str, database: str) -> None:
    """`gonghui bootstrap`, as an operator would. A county that has begun already is as it should be."""
    command = [sys.executable, "-m", "cli.main", "bootstrap", "--county", account[-6:], "--account", account]
    environment = {**os.environ, "DATABASE_URL_MEMBERSHIP": database}
    try:
        ended = subprocess.run(  # noqa: S603  # a module of ours
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Trouble("首位组织员的任命没有按时完成。", "The bootstrap did not end in time.") from None
    if ended.returncode and "already" not in ended.stderr:
        raise Trouble(f"首位组织员的任命失败：{ended.stderr}", f"The bootstrap failed: {ended.stderr}")
