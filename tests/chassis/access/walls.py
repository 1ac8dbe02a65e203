"""What PostgreSQL's catalogue says of the second wall: tables without it, rights the application should not have."""

import asyncpg

from tests.support.databases import APPLICATION, OWNER

Connection = asyncpg.Connection

# Tables that say nothing of any organisation, and why. Whatever else a migration makes needs row-level security.
OPEN = {
    "migration": "which files ran",
    "relay_state": "how far the relay of all counties is",
    "authority_lease": "until when appointments are known",
    "vault_key": "wrapped keys of the service",
    "vault_secret": "wrapped secrets of the service",
    "area": "what counties and townships are called",
    "dim": "codes that metrics are counted by",
}
# Columns by which a row tells where it belongs, or whose it is.
TELLING = (
    "account", "activity", "area", "county", "employer", "household", "log", "member", "org", "place", "principal",
    "region", "to_area", "township", "union_id",
)  # fmt: skip

_TABLES = """
    SELECT relation.relname::text AS name, relnamespace::regnamespace::text AS schema,
        relrowsecurity AND relforcerowsecurity AS walled,
        EXISTS (SELECT FROM pg_policy WHERE polrelid = relation.oid AND polcmd IN ('*', 'r')) AS readable,
        EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation.oid AND attname = ANY($1) AND attnum > 0) AS telling,
        ARRAY(SELECT confrelid::regclass::text FROM pg_constraint
              WHERE conrelid = relation.oid AND contype = 'f' AND confrelid <> relation.oid) AS parents
    FROM pg_class AS relation
    WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
      AND relnamespace::regnamespace::text !~ '^pg_'"""
# A view or a function that runs as its owner would be a door in the wall.
_DOORS = """
    SELECT oid::regclass::text AS name FROM pg_class
    WHERE relkind IN ('v', 'm', 'f') AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
    UNION ALL
    SELECT oid::regprocedure::text FROM pg_proc
    WHERE prosecdef AND pronamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE pg_depend.objid = pg_proc.oid AND deptype = 'e')"""
_ROLE = """
    SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
        OR pg_has_role(rolname, $2, 'MEMBER') FROM pg_roles WHERE rolname = $1"""
_OWNED = """
    SELECT relname::text FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner WHERE rolname = $1
    UNION ALL SELECT nspname FROM pg_namespace JOIN pg_roles ON pg_roles.oid = nspowner WHERE rolname = $1
    UNION ALL SELECT proname FROM pg_proc JOIN pg_roles ON pg_roles.oid = proowner WHERE rolname = $1
    UNION ALL SELECT datname FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba WHERE rolname = $1"""
# TRUNCATE passes by every policy; who may make a trigger or a table may make a door.
_TOO_MUCH = """
    SELECT oid::regclass::text AS name FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
      AND has_table_privilege($1, oid, 'TRUNCATE, TRIGGER, REFERENCES, MAINTAIN')
    UNION ALL
    SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'
      AND has_schema_privilege($1, oid, 'CREATE')
    UNION ALL
    SELECT datname FROM pg_database WHERE datname = current_database()
      AND has_database_privilege($1, oid, 'CREATE, TEMPORARY')"""


async def gaps(connection: "Connection[asyncpg.Record]") -> list[str]:
    """Tables that lack row-level security, FORCE or a policy; open tables that tell of somebody after all."""
    tables = await connection.fetch(_TABLES, TELLING)
    walled = {_called(row) for row in tables if row["walled"]}
    return sorted(
        _called(row)
        for row in tables
        if not (row["walled"] and row["readable"])
        and (row["name"] not in OPEN or row["telling"] or walled.intersection(row["parents"]))
    )


async def doors(connection: "Connection[asyncpg.Record]") -> list[str]:
    """Ways around the wall, and what the application's role may do that it should not."""
    found = [row["name"] for row in await connection.fetch(_DOORS)]
    found += [row["relname"] for row in await connection.fetch(_OWNED, APPLICATION)]
    found += [row["name"] for row in await connection.fetch(_TOO_MUCH, APPLICATION)]
    if await connection.fetchval(_ROLE, APPLICATION, OWNER):
        found.append(APPLICATION)
    return found


def _called(row: asyncpg.Record) -> str:
    return str(row["name"] if row["schema"] == "public" else f"{row['schema']}.{row['name']}")
