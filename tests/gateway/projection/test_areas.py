"""Names of areas: the sample's own, and those that an operator brings."""

import json
from pathlib import Path

from services.gateway.projection.areas import name_areas
from tests.gateway.conftest import Folding

DINGYUAN = {"341125": {"zh": "定远县", "en": "Dingyuan County"}}


async def test_areas_of_ones_own_are_named_beside_the_sample(folding: Folding, tmp_path: Path) -> None:
    own = tmp_path / "areas.json"
    own.write_text(json.dumps(DINGYUAN, ensure_ascii=False))
    async with folding.pool.acquire() as connection:
        await name_areas(connection, own)
        rows = await connection.fetch("SELECT code, zh FROM area WHERE code = ANY($1::int[])", [341125, 340828])
    assert {row["code"]: row["zh"] for row in rows} == {341125: "定远县", 340828: "岳西县"}
