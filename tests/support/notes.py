"""A smallest service for the chassis' own tests: notes that are written and changed."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from chassis.app import Service
from chassis.command import Capability, Command, Creation, Done, Paging, ReadTx
from chassis.fields import BusinessDay, words
from chassis.postgres import Tx
from chassis.refusal import Refusal
from chassis.web.paging import Page
from contracts.activities.activities import ActivityCancelled, ActivityPlanned
from contracts.declare import Place
from contracts.offices import PEOPLE, Office

TABLE = """
CREATE TABLE note (id uuid CONSTRAINT note_pkey PRIMARY KEY, area text COLLATE "C" NOT NULL,
    text text NOT NULL CONSTRAINT note_text UNIQUE, revision int NOT NULL);
SELECT protect('note', 'area', 'scope')"""


class TextTaken(Refusal):
    """Two notes of the same text."""

    code = "text-taken"
    zh = "内容重复"
    en = "Another note says the same"


class WriteNote(Creation):
    """Write a note."""

    area: Annotated[str, words("区划", "Area", pattern=r"^\d{6}(\d{3})?$")]
    text: Annotated[str, Field(title="内容", min_length=1, max_length=20)]
    occurred_on: BusinessDay = date(2026, 1, 1)


class ChangeNote(Command):
    """Change a note."""

    text: Annotated[str, Field(min_length=1, max_length=20)]


@dataclass(frozen=True)
class Note:
    """A note's row."""

    id: UUID
    area: str
    text: str
    revision: int


notes = Capability("notes", "/notes", words=("便签", "Notes"), constraints={"note_text": TextTaken})


@notes.command("", words=("写便签", "Write"), offices=(Office.TOWNSHIP_CLERK,), emits=ActivityPlanned)
async def write(tx: Tx, command: WriteNote) -> Done:
    """Write a note."""
    tx.allow(command.area)
    note = tx.new_id(command)
    await tx.run("INSERT INTO note VALUES ($1, $2, $3, 1)", note, command.area, command.text)
    event = ActivityPlanned(activity=note, place=Place(area=command.area), kind="study", planned_on=command.occurred_on)
    return await tx.record(note, event, on=command.occurred_on, revision=1)


@notes.command("/{note}/change", words=("改便签", "Change"), offices=(Office.TOWNSHIP_CLERK,), emits=ActivityCancelled)
async def change(tx: Tx, note: UUID, command: ChangeNote) -> Done:
    """Change a note."""
    old = await tx.one(Note, "SELECT id, area, text, revision FROM note WHERE id = $1 FOR UPDATE", note)
    tx.allow(old.area)
    tx.expect(old.revision)
    await tx.run("UPDATE note SET text = $2, revision = $3 WHERE id = $1", note, command.text, old.revision + 1)
    event = ActivityCancelled(activity=note, place=Place(area=old.area), kind="study")
    return await tx.record(note, event, on=tx.today, revision=old.revision + 1)


@notes.query("", words=("便签列表", "Notes"), offices=tuple(sorted(PEOPLE)))
async def listed(tx: ReadTx, asked: Paging) -> Page[Note]:
    """The notes in one's scope, by text."""
    (after,) = asked.key(str)
    rows = await tx.many(
        Note,
        """SELECT id, area, text, revision FROM note
        WHERE area >= $1 AND area < $2 AND ($3::text IS NULL OR text > $3) ORDER BY text LIMIT $4""",
        *tx.scope,
        after,
        asked.fetch,
    )
    return asked.page(rows, lambda note: [note.text])


@notes.query("/leaders", words=("仅领导", "Leaders only"), offices=(Office.COUNTY_LEADER,))
async def for_leaders(tx: ReadTx) -> dict[str, str]:
    """Only for leaders."""
    return {"today": tx.today.isoformat()}


service = Service("activities", ("便签服务", "Notes"), "tests.support.notes", [notes])
