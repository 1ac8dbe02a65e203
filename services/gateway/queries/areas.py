"""Counties and townships: their codes and names."""

from dataclasses import dataclass
from typing import LiteralString

from chassis.log.tiles import Connection

_COUNTY: LiteralString = """
    SELECT $1::int::text AS code, coalesce(area.zh, $1::text) AS zh, coalesce(area.en, $1::text) AS en
    FROM (SELECT) AS one LEFT JOIN area ON area.code = $1
    WHERE area.code IS NOT NULL OR EXISTS (SELECT FROM projection.log_cursor WHERE county = $1)"""
_TOWNSHIPS: LiteralString = """
    SELECT code::text, coalesce(area.zh, code::text) AS zh, coalesce(area.en, code::text) AS en
    FROM (
        SELECT code FROM area WHERE code BETWEEN $1::int * 1000 AND $1::int * 1000 + 999
        UNION SELECT area FROM projection.located WHERE area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999
    ) AS known LEFT JOIN area USING (code)
    WHERE $2::int IS NULL OR code = $2
    ORDER BY known.code"""
_COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Area:
    """A county (six digits) or township (nine); an area nobody has named is named by its code."""

    code: str
    zh: str
    en: str


async def county(connection: Connection, code: str) -> Area | None:
    """The county; None when neither the list of areas nor any log knows it."""
    row = await connection.fetchrow(_COUNTY, int(code))
    return Area(**row) if row else None


async def townships(connection: Connection, county: str) -> tuple[Area, ...]:
    """All townships of a county by code: those listed, and those in which something was counted."""
    return tuple(Area(**row) for row in await connection.fetch(_TOWNSHIPS, int(county), None))


async def area(connection: Connection, code: str) -> Area | None:
    """A county or a township by code; None when it is unknown."""
    if len(code) == _COUNTY_DIGITS:
        return await county(connection, code)
    row = await connection.fetchrow(_TOWNSHIPS, int(code[:_COUNTY_DIGITS]), int(code))
    return Area(**row) if row else None
