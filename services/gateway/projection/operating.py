"""`python -m services.gateway rebuild|unpark`: what an operator does with the read model, printed as JSON lines."""

import argparse
import sys
from collections.abc import Collection
from contextlib import AsyncExitStack
from dataclasses import asdict

import orjson
import uvloop

from chassis.log.feed import FeedClient, FeedRefused, FeedUnavailable
from chassis.log.projection import Feed
from chassis.log.stored import StoredLog
from chassis.postgres import Database
from chassis.process import spare_collector
from chassis.settings import Settings
from contracts.catalogue import SERVICES
from services.gateway.projection.ids import parse_log
from services.gateway.projection.rebuild import AlreadyRebuilding, Progress, Rebuilt, parked_logs, rebuild

COMMANDS = ("rebuild", "unpark")
OWN = "gateway"


def main(arguments: list[str]) -> None:
    """Exits 1 when nothing could be done, or when a rebuild came out otherwise than what was shown."""
    parser = argparse.ArgumentParser(prog="python -m services.gateway")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("rebuild", help="从日志重建读模型并比对 · fold all logs anew beside, compare, swap")
    unparking = commands.add_parser("unpark", help="重建有搁置事件的日志 · fold anew the logs with parked events")
    unparking.add_argument("logs", nargs="*", help="membership/340828 …; default: all that have one")
    asked = parser.parse_args(arguments)
    settings = Settings.of(OWN)
    spare_collector()
    try:
        if asked.command == "rebuild":
            done = uvloop.run(rebuilt(settings, None, _progress))
        else:
            done = uvloop.run(unparked(settings, [parse_log(name) for name in asked.logs], _progress))
    except (FeedUnavailable, FeedRefused, AlreadyRebuilding, ValueError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    _print({**asdict(done), "hash": done.hash, "differing": done.differing})
    if done.differing and asked.command == "rebuild":
        sys.exit(1)


async def rebuilt(settings: Settings, only: Collection[int] | None = None, progress: Progress | None = None) -> Rebuilt:
    """Rebuild from the feeds that the settings name, and from the gateway's own log. See `rebuild`."""
    async with AsyncExitStack() as stack:
        database = Database(settings.database_url, size=2, everything=True)
        await database.open()
        stack.push_async_callback(database.close)
        feeds: dict[str, Feed] = {OWN: StoredLog(OWN, database)}
        for service in SERVICES:
            url = settings.service_urls.get(service)
            if url and service != OWN:
                feeds[service] = await stack.enter_async_context(FeedClient(service, url, settings.feed_token))
        return await rebuild(_owner(settings), feeds, only, progress)


async def unparked(settings: Settings, logs: Collection[int], progress: Progress | None = None) -> Rebuilt:
    """Fold anew these logs, or all of which an event is parked; events that still cannot be counted stay parked."""
    return await rebuilt(settings, logs or await parked_logs(_owner(settings)), progress)


def _owner(settings: Settings) -> str:
    return settings.database_owner_url or settings.database_url


def _progress(log: str, position: int) -> None:
    _print({"log": log, "position": position})


def _print(line: dict[str, object]) -> None:
    sys.stdout.buffer.write(orjson.dumps(line) + b"\n")
    sys.stdout.flush()
