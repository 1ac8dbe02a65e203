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


async def name_areas(connection: Connection) -> None:
    """Bring the names up to the list; what the list does not name stays."""
    areas = json.loads(LIST.read_text())["areas"]
    await connection.execute(
        _NAME, [int(code) for code in areas], [name["zh"] for name in areas.values()], [n["en"] for n in areas.values()]
    )
