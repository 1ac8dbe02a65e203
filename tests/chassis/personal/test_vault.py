"""The vault: sealed under a key of each person's own, bound to person, field and revision; found by digests alone."""

from uuid import UUID

import asyncpg
import pytest

from chassis.ids import uuid7
from chassis.personal import vault
from chassis.personal.keys import Keyring, PersonalDataAway, Tampered
from chassis.personal.vault import Home, Particulars
from chassis.refusal import NotFound
from tests.chassis.personal.people import Vault
from tests.support.numbers import id_number

NAME, PHONE = "欧阳金丝雀", "13987654321"


async def test_who_is_entered_is_read_again_and_lies_in_the_database_sealed(people: Vault, township: str) -> None:
    number = id_number()
    person = await people.enter(township, name=NAME, id_number=number, phone=PHONE)
    assert await people.read(township, person) == {"name": NAME, "id_number": number, "phone": PHONE}
    tables = ("person", "person_key", "person_field", "blind_index", "vault_key", "vault_secret")
    dumped = str([await people.rows(f"SELECT t::text FROM {table} t") for table in tables])  # noqa: S608
    for secret in (NAME, number, PHONE):
        assert secret not in dumped
        assert secret.encode().hex() not in dumped
    (row,) = await people.rows("SELECT sort, label FROM person WHERE id = $1", person)
    assert row == ("ouyang", f"欧*** {number[:6]}********{number[-4:]}")


async def test_nothing_of_a_persons_particulars_is_in_a_repr(people: Vault, township: str) -> None:
    person = await people.enter(township, name=NAME)
    known = await people.read(township, person)
    assert NAME not in f"{known!r} {known} {[known]} {people.keyring!r}"
    assert known["name"] == NAME


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE person_field SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE person = $1",
        "UPDATE person_field SET sealed = substr(sealed, 1, 10) WHERE person = $1",
        "UPDATE person_field SET revision = revision + 1 WHERE person = $1",
        """UPDATE person_field SET sealed = other.sealed FROM person_field other
        WHERE person_field.person = $1 AND other.person = $1
            AND (person_field.field, other.field) IN (('name', 'id_number'), ('id_number', 'name'))""",
        """UPDATE person_field SET sealed = other.sealed FROM person_field other
        WHERE person_field.person = $1 AND other.person <> $1 AND person_field.field = other.field""",
        """UPDATE person_key SET wrapped = other.wrapped FROM person_key other
        WHERE person_key.person = $1 AND other.person <> $1""",
        "UPDATE person_key SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) WHERE person = $1",
    ],
    ids=["bit", "cut", "revision", "other field", "other person", "other key", "key bit"],
)
async def test_what_was_changed_or_moved_in_the_database_is_not_shown(
    people: Vault, township: str, tampering: str
) -> None:
    """A bit, a length, a revision, another field's, another person's: each is bound to where it belongs."""
    await people.enter(township)
    person = await people.enter(township)
    await people.rows(tampering, person)
    with pytest.raises(Tampered) as raised:
        await people.read(township, person, "name", "id_number")
    assert "王" not in str(raised.value)


async def test_an_earlier_value_put_back_is_not_shown_as_the_present_one(people: Vault, township: str) -> None:
    """The revision is bound to what is sealed."""
    person = await people.enter(township)
    old = (await people.rows("SELECT sealed FROM person_field WHERE person = $1 AND field = 'name'", person))[0][0]
    async with people.tx(township) as tx:
        await vault.change(tx, person, Particulars(name="李四"))
    await people.rows("UPDATE person_field SET sealed = $2 WHERE person = $1 AND field = 'name'", person, old)
    with pytest.raises(Tampered):
        await people.read(township, person, "name")


async def test_changed_fields_are_replaced_and_the_label_and_index_follow(people: Vault, township: str) -> None:
    old, new = id_number(), id_number()
    person = await people.enter(township, id_number=old, phone=PHONE)
    async with people.tx(township) as tx:
        await vault.change(tx, person, Particulars(name="曾三", id_number=new))
        assert await vault.find(tx, township[:6], [old]) == []
        assert [found.person for found in await vault.find(tx, township[:6], [new])] == [person]
    assert await people.read(township, person) == {"name": "曾三", "id_number": new, "phone": PHONE}
    (row,) = await people.rows("SELECT sort, label FROM person WHERE id = $1", person)
    assert row == ("zeng", f"曾* {new[:6]}********{new[-4:]}")


async def test_an_open_persons_number_is_taken_in_the_county_and_free_when_closed(people: Vault, township: str) -> None:
    """By entering and by changing; another county's index is another one."""
    number = id_number()
    person = await people.enter(township, id_number=number)
    other = township[:6] + "999"
    async with people.tx(other) as tx:
        known = Particulars(name="李四", id_number=number)
        assert not await vault.enter(tx, uuid7(), Home(township[:6], other), known)
        (found,) = await vault.find(tx, township[:6], [number])
        assert (found.person, found.area) == (person, township)
    mine = await people.enter(other)
    with pytest.raises(asyncpg.UniqueViolationError, match="one_open_person_per_id_number"):
        await _change(people, other, mine, Particulars(id_number=number))
    async with people.tx(township) as tx:
        await vault.close(tx, [person])
    await people.enter(other, id_number=number)


async def test_who_is_moved_is_read_where_they_are_and_nowhere_else(people: Vault, township: str) -> None:
    """Key, fields and index move with the person; an offer shows the label alone."""
    person, other = await people.enter(township), township[:6] + "998"
    async with people.tx(other) as tx:
        assert await tx.value("SELECT label FROM person WHERE id = $1", person) is None
    async with people.tx(township) as tx:
        await vault.place(tx, person, Home(township[:6], township), other)
    assert await people.read(other, person) == {}
    async with people.tx(other) as tx:
        assert await tx.value("SELECT label FROM person WHERE id = $1", person)
        await vault.place(tx, person, Home(other[:6], other))
    assert await people.read(township, person) == {}
    assert set(await people.read(other, person)) == {"name", "id_number"}
    async with people.tx(township) as tx:
        assert await tx.value("SELECT label FROM person WHERE id = $1", person) is None
    areas = await people.rows("SELECT DISTINCT area FROM blind_index WHERE person = $1", person)
    assert areas == [(other,)]


async def test_nobody_reads_the_keys_of_another_area(people: Vault, township: str) -> None:
    """The second wall stands before every part but the digests, which the county looks through."""
    person = await people.enter(township)
    async with people.tx(township[:6] + "997") as tx:
        for table in ("person_key", "person_field", "consent"):
            assert await tx.connection.fetch(f"SELECT FROM {table} WHERE person = $1", person) == []
        assert len(await tx.connection.fetch("SELECT FROM blind_index WHERE person = $1", person)) == 3
        with pytest.raises(NotFound):
            await vault.change(tx, person, Particulars(name="李四"))
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await vault.close(tx, [person])
        await tx.run("ROLLBACK; BEGIN")


async def _change(people: Vault, area: str, person: UUID, changed: Particulars) -> None:
    async with people.tx(area) as tx:
        await vault.change(tx, person, changed)


async def test_search_boxes_find_by_surname_whole_name_and_last_four(people: Vault, township: str) -> None:
    await people.enter(township, name=NAME, id_number="11010519491231002X", phone=PHONE)
    async with people.tx(township) as tx:
        known = {row["digest"] for row in await tx.connection.fetch("SELECT digest FROM blind_index")}
        for text in (NAME, "002x", "002X", "4321"):
            assert set(vault.sought(tx, text).digests) & known, text
        assert {vault.sought(tx, text).sort for text in ("欧阳", "ouyang", "OUYANG")} == {"ouyang"}
        assert vault.sought(tx, "欧").beginning == "欧"
        assert vault.sought(tx, "小明").beginning is None
        assert vault.sought(tx, None).digests == []


async def test_nothing_is_read_or_written_before_the_vault_is_open(people: Vault, township: str) -> None:
    person = await people.enter(township)
    people.keyring.erasures_known = False
    with pytest.raises(PersonalDataAway):
        await people.read(township, person)
    people.keyring = Keyring()
    with pytest.raises(PersonalDataAway):
        await people.enter(township)
