"""Names of counties and townships, from areas.json into the table that answers read."""

import json
from pathlib import Path
from typing import LiteralString

from chassis.log.tiles import Connection

LIST = Path(__file__).parents[1] / "areas.json"

_NAME: LiteralString = """
    INSERT INTO area (code, zh, en) SELECT * FROM unnest($1::int[], $2::text[], $3::text[])
    ON CONFLICT (code) DO UPDATE SET zh = excluded.zh, en = excluded.en
    WHERE (area.zh, area.en) IS DISTINCT FROM (excluded.zh, excluded.en)"""


def named(own: Path | None = None) -> dict[str, dict[str, str]]:
    """Code → names, of the list and of one's `own` (JSON like the list's); OSError and ValueError when that is none."""
    areas: dict[str, dict[str, str]] = json.loads(LIST.read_text())["areas"]
    return {**areas, **json.loads(own.read_text())} if own else areas


async def name_areas(connection: Connection, own: Path | None = None) -> None:
    """Bring the names up to both lists; what neither names stays. As `named`; LookupError when words are missing."""
    areas = named(own)
    await connection.execute(
        _NAME, [int(code) for code in areas], [name["zh"] for name in areas.values()], [n["en"] for n in areas.values()]
    )
