"""Persons' data in a command's transaction: entered, read, changed, found, moved, erased. Values are never logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from asyncpg import Connection
from asyncpg.pool import PoolConnectionProxy

from chassis.personal import identity
from chassis.personal.keys import DataKey, Keyring
from chassis.personal.surname import COMPOUND, sound, surname
from chassis.postgres import Tx
from chassis.refusal import NotFound

NAME, ID_NUMBER, PHONE, BANK_CARD = "name", "id_number", "phone", "bank_card"
LAST = 4
ERASED = "（已删除）"


_ENTER: LiteralString = "SELECT enter_person($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
_ENTER_CLOSED: LiteralString = """
    WITH entered AS (
        INSERT INTO person (id, county, area, org, sort, label) VALUES ($1, $2, $3, $4, $5, $6)
    ), keyed AS (
        INSERT INTO person_key (person, area, version, wrapped) VALUES ($1, $3, $7, $8)
    ), filled AS (
        INSERT INTO person_field (person, area, field, revision, sealed, shown)
        SELECT $1, $3, each.field, 1, each.sealed, each.shown
        FROM unnest($9::text[], $10::bytea[], $11::text[]) AS each (field, sealed, shown)
    )
    INSERT INTO blind_index (county, kind, digest, person, area, open)
    SELECT $2, each.kind, each.digest, $1, $3, false
    FROM unnest($12::text[] || 'id-number'::text, $13::bytea[] || $14::bytea) AS each (kind, digest)"""
_SEALED: LiteralString = """
    SELECT person, version, wrapped, field, revision, sealed
    FROM person_key JOIN person_field USING (person) WHERE person = ANY($1::uuid[]) AND field = ANY($2::text[])"""
_KEY: LiteralString = "SELECT version, wrapped FROM person_key WHERE person = $1"
_KEYS: LiteralString = "SELECT person, version, wrapped FROM person_key WHERE person = ANY($1::uuid[])"
_REVISIONS: LiteralString = "SELECT field, revision FROM person_field WHERE person = $1"
_REPLACE: LiteralString = """
    INSERT INTO person_field (person, area, field, revision, sealed, shown)
    SELECT $1, $2, each.field, each.revision, each.sealed, each.shown
    FROM unnest($3::text[], $4::int[], $5::bytea[], $6::text[]) AS each (field, revision, sealed, shown)
    ON CONFLICT (person, field) DO UPDATE
        SET revision = excluded.revision, sealed = excluded.sealed, shown = excluded.shown"""
_INDEX: LiteralString = """
    INSERT INTO blind_index (county, kind, digest, person, area)
    SELECT $1, each.kind, each.digest, $2, $3 FROM unnest($4::text[], $5::bytea[]) AS each (kind, digest)
    ON CONFLICT (person, kind) DO UPDATE SET digest = excluded.digest"""
_LABEL: LiteralString = "UPDATE person SET sort = $2, label = $3 WHERE id = $1"
_PLACE: LiteralString = "SELECT county, area FROM person WHERE id = $1 AND erased_at IS NULL FOR UPDATE"
_FIND: LiteralString = """
    SELECT person, area FROM blind_index WHERE county = $1 AND kind = $2 AND digest = ANY($3::bytea[]) AND open"""
_PLACED: LiteralString = "UPDATE person SET area = $2, org = $3, offered_to = $4 WHERE id = $1"
_OPEN: LiteralString = "UPDATE blind_index SET open = $2 WHERE person = ANY($1::uuid[])"
_DROP: LiteralString = "DELETE FROM person WHERE id = ANY($1::uuid[])"
_ERASE: LiteralString = """
    WITH keys AS (DELETE FROM person_key WHERE person = ANY($1::uuid[])),
        fields AS (DELETE FROM person_field WHERE person = ANY($1::uuid[])),
        found AS (DELETE FROM blind_index WHERE person = ANY($1::uuid[])),
        brought AS (SELECT batch FROM import_row WHERE record = ANY($1::uuid[])),
        files AS (DELETE FROM import_key WHERE batch IN (SELECT batch FROM brought)),
        pieces AS (DELETE FROM import_piece WHERE batch IN (SELECT batch FROM brought))
    UPDATE person SET sort = '', label = $2, offered_to = NULL, erased_at = coalesce(erased_at, now())
    WHERE id = ANY($1::uuid[])"""
# What a command remembers of its body is an HMAC, by which who has the service's key could try what the body said.
_FORGET_BODIES: LiteralString = """
    WITH creations AS (UPDATE creation SET body_hmac = '' WHERE id = ANY($1::uuid[]))
    UPDATE idempotency SET body_hmac = '' WHERE answer ->> 'id' = ANY($1::uuid[]::text[])"""


class Particulars(dict[str, str]):
    """What is known of a person, by field. Shown in no error and no log."""

    @classmethod
    def of(cls, **fields: str | None) -> "Particulars":
        """Those that are known."""
        return cls({name: value for name, value in fields.items() if value is not None})

    def __repr__(self) -> str:
        return f"Particulars({', '.join(self)})"

    __str__ = __repr__


@dataclass(frozen=True)
class Found:
    """Somebody found by a digest: who, and in which area to ask."""

    person: UUID
    area: str


@dataclass(frozen=True)
class Sought:
    """What a list's search box means, any of: digests of a whole name or last four, the surname's sound, its sign."""

    digests: list[bytes]
    sort: str | None = None
    beginning: str | None = None


@dataclass(frozen=True)
class Home:
    """Where a person belongs."""

    county: str
    area: str
    org: UUID | None = None


def entering(tx: Tx, person: UUID, home: Home, known: Particulars) -> tuple[object, ...]:
    """The arguments of enter_person(…), in its order. PersonalDataAway."""
    keys = ring(tx)
    key, version, wrapped = keys.fresh(person)
    digests = _digests(keys, home.county, known)
    number = digests.pop("id-number")
    return (
        person, home.county, home.area, home.org, _sort(known), _label(known), version, wrapped,
        list(known), [key.seal(field, 1, text) for field, text in known.items()],
        [shown(field, text) for field, text in known.items()],
        list(digests), list(digests.values()), number,
    )  # fmt: skip


@dataclass(frozen=True)
class Sealing:
    """One person's rows: of person, person_key, person_field and blind_index, in the order of `entering`'s columns."""

    person: tuple[object, ...]
    key: tuple[object, ...]
    fields: list[tuple[object, ...]]
    digests: list[tuple[object, ...]]


def sealed(keys: Keyring, person: UUID, home: Home, known: Particulars) -> Sealing:
    """A person's rows, for who writes many at once (`entering`)."""
    key, version, wrapped = keys.fresh(person)
    county, area = home.county, home.area
    return Sealing(
        (person, county, area, home.org, _sort(known), _label(known)),
        (person, area, version, wrapped),
        [(person, area, field, key.seal(field, 1, text), shown(field, text)) for field, text in known.items()],
        [(county, kind, digest, person, area) for kind, digest in _digests(keys, county, known).items()],
    )


async def enter(tx: Tx, person: UUID, home: Home, known: Particulars) -> bool:
    """Enter somebody with an ID number; False, and nothing is entered, when an open person of the county has it."""
    entered: bool = await tx.value(_ENTER, *entering(tx, person, home, known))
    return entered


async def enter_closed(tx: Tx, person: UUID, home: Home, known: Particulars) -> None:
    """Enter somebody with an ID number, whoever has it: it is kept from nobody until `close(…, opened=True)`."""
    await tx.run(_ENTER_CLOSED, *entering(tx, person, home, known))


async def read(tx: Tx, person: UUID, fields: Sequence[str]) -> Particulars:
    """A person's data in full: those of the fields that are known. PersonalDataAway, Tampered."""
    return (await read_all(tx, [person], fields)).get(person, Particulars())


async def read_all(tx: Tx, persons: Sequence[UUID], fields: Sequence[str]) -> dict[UUID, Particulars]:
    """The same of several persons. Their keys are unwrapped for this call alone."""
    keys = ring(tx)
    unwrapped: dict[UUID, DataKey] = {}
    known: dict[UUID, Particulars] = {}
    for row in await tx.connection.fetch(_SEALED, list(persons), list(fields)):
        person: UUID = row["person"]
        if person not in unwrapped:
            unwrapped[person] = keys.unwrapped(person, row["version"], row["wrapped"])
        text = unwrapped[person].open(row["field"], row["revision"], row["sealed"])
        known.setdefault(person, Particulars())[row["field"]] = text
    return known


async def keys_of(tx: Tx, persons: Sequence[UUID]) -> dict[UUID, DataKey]:
    """Persons' keys, for figures that a capability seals in tables of its own; who was erased has none any more.

    PersonalDataAway, Tampered.
    """
    keys = ring(tx)
    rows = await tx.connection.fetch(_KEYS, list(persons))
    return {row["person"]: keys.unwrapped(*row) for row in rows}


async def change(tx: Tx, person: UUID, changed: Particulars) -> None:
    """Replace these fields; those not named stay. NotFound when erased; the database refuses a taken ID number."""
    if not changed:
        return
    keys = ring(tx)
    place = await tx.connection.fetchrow(_PLACE, person)
    wrapped = await tx.connection.fetchrow(_KEY, person)
    if place is None or wrapped is None:
        raise NotFound
    county, area = place
    key = keys.unwrapped(person, *wrapped)
    revisions = {row["field"]: row["revision"] + 1 for row in await tx.connection.fetch(_REVISIONS, person)}
    rows = [(name, revisions.get(name, 1), text) for name, text in changed.items()]
    await tx.run(
        _REPLACE,
        person,
        area,
        [name for name, _, _ in rows],
        [revision for _, revision, _ in rows],
        [key.seal(*row) for row in rows],
        [shown(name, text) for name, _, text in rows],
    )
    digests = _digests(keys, county, changed)
    await tx.run(_INDEX, county, person, area, list(digests), list(digests.values()))
    if {NAME, ID_NUMBER} & set(changed):
        whole = Particulars({**await read(tx, person, [NAME, ID_NUMBER]), **changed})
        await tx.run(_LABEL, person, _sort(whole), _label(whole))


async def find(tx: Tx, county: str, id_numbers: Sequence[str]) -> list[Found]:
    """Who in the county, in whatever area, has one of these ID numbers and is open."""
    keys = ring(tx)
    digests = [keys.digest(county, "id-number", number) for number in id_numbers]
    return await tx.many(Found, _FIND, county, "id-number", digests)


def sought(tx: Tx, text: str | None) -> Sought:
    """What to compare with: `digest = ANY(digests)`, `sort`, or the beginning of the label."""
    if text is None:
        return Sought([])
    keys, county = ring(tx), tx.principal.county
    digests = [keys.digest(county, NAME, text)]
    if len(text) == LAST:
        digests += [keys.digest(county, kind, text.upper()) for kind in ("id-last4", "phone-last4")]
    if text.isascii() or text in COMPOUND:
        return Sought(digests, sort=sound(text) if text in COMPOUND else text.lower())
    return Sought(digests, beginning=text if len(text) == 1 else None)


async def place(tx: Tx, person: UUID, home: Home, offered_to: str | None = None) -> None:
    """A person and all that belongs to them lie there from now on; the area they are offered to sees the label."""
    await tx.run(_PLACED, person, home.area, home.org, offered_to)


async def close(tx: Tx, persons: Sequence[UUID], *, opened: bool = False) -> None:
    """Their record is void or over: the ID numbers are free for others. `opened` takes that back."""
    await tx.run(_OPEN, list(persons), opened)


async def drop(tx: Tx, persons: Sequence[UUID]) -> None:
    """They should never have been entered: the rows go, and nobody needs to be told."""
    await tx.run(_DROP, list(persons))


async def erase(connection: Connection | PoolConnectionProxy, persons: Sequence[UUID]) -> None:
    """Key, fields, blind index and label are gone, what a command remembers of their words, and files they came by.

    The connection must reach every row.
    """
    await connection.execute(_ERASE, list(persons), ERASED)
    await connection.execute(_FORGET_BODIES, list(persons))


def ring(tx: Tx) -> Keyring:
    """The service's keys. PersonalDataAway."""
    keys: Keyring | None = tx.request.keys
    if keys is None:
        raise RuntimeError("this transaction was begun without the service's keys")
    keys.require()
    return keys


def shown(field: str, text: str) -> str | None:
    """A field masked, as lists may show it; None for what has no such form."""
    if field == NAME:
        return identity.masked_name(text)
    if field == ID_NUMBER:
        return identity.masked_number(text)
    if field == PHONE:
        return f"{text[:3]}****{text[-LAST:]}"
    return f"****{text[-LAST:]}" if field == BANK_CARD else None


def _label(known: Mapping[str, str]) -> str:
    number = known[ID_NUMBER]
    return identity.label(known[NAME], number) if NAME in known else identity.masked_number(number)


def _sort(known: Mapping[str, str]) -> str:
    return sound(surname(known.get(NAME, "")))


def _digests(keys: Keyring, county: str, known: Mapping[str, str]) -> dict[str, bytes]:
    texts: dict[str, str] = {}
    if number := known.get(ID_NUMBER):
        texts |= {"id-number": number, "id-last4": number[-LAST:]}
    if phone := known.get(PHONE):
        texts["phone-last4"] = phone[-LAST:]
    if name := known.get(NAME):
        texts[NAME] = name
    return {kind: keys.digest(county, kind, text) for kind, text in texts.items()}
