"""What a township's clerk does with rosters: upload, choose columns, confirm, undo, cancel."""

from typing import Annotated
from uuid import UUID

from chassis.command import Capability, Done
from chassis.fields import BusinessDay, words
from chassis.imports import actions, asked
from chassis.imports.asked import Cancel, CheckAgain, ChooseColumns, Confirm, Undo, Upload
from chassis.postgres import Tx
from contracts.membership.roster import (
    ImportCancelled,
    ImportConfirmed,
    ImportMapped,
    ImportUndoAsked,
    ImportUploaded,
)
from contracts.offices import Office
from services.membership.fields import Area, EmploymentForm, UnionId
from services.membership.roster.running import ROSTER

CLERK = (Office.TOWNSHIP_CLERK,)

roster = Capability("roster", "/roster", words=("名册导入", "Roster import"))

ToChoose = Annotated[UUID, words("可核对的名册", "Rosters to check", picker="import", source="/roster?state=mapping")]
ToConfirm = Annotated[
    UUID, words("待确认的名册", "Rosters to confirm", picker="import", source="/roster?state=checked")
]
Finished = Annotated[UUID, words("已导入的名册", "Rosters imported", picker="import", source="/roster?state=done")]
AnyRoster = Annotated[UUID, words("名册", "Rosters", picker="import", source="/roster")]


class UploadRoster(Upload):
    """A roster, and what holds for every row of it that does not say otherwise."""

    area: Area | None = None
    union: UnionId | None = None
    employment: EmploymentForm | None = None
    occurred_on: BusinessDay | None = None


class ChooseRosterColumns(ChooseColumns):
    """What its columns hold, and what holds for every row."""

    union: UnionId | None = None
    employment: EmploymentForm | None = None
    occurred_on: BusinessDay | None = None


@roster.command(
    "",
    words=("上传会员名册", "Upload a roster"),
    offices=CLERK,
    emits=ImportUploaded,
    body_limit=asked.BODY_LIMIT,
)
async def upload(tx: Tx, command: UploadRoster) -> Done:
    """The file is kept sealed and checked in the background."""
    return await actions.upload(tx, ROSTER, command, _given(command), command.area)


@roster.command("/{batch}/map", words=("指定名册各列", "Choose a roster's columns"), offices=CLERK, emits=ImportMapped)
async def choose(tx: Tx, batch: ToChoose, command: ChooseRosterColumns) -> Done:
    """Kept for the township's next roster, and checked again."""
    return await actions.choose(tx, ROSTER, batch, command, _given(command))


@roster.command("/{batch}/check", words=("重新核对名册", "Check a roster again"), offices=CLERK, emits=ImportMapped)
async def check(tx: Tx, batch: AnyRoster, command: CheckAgain) -> Done:
    """As things are now."""
    del command
    return await actions.check(tx, ROSTER, batch)


@roster.command("/{batch}/confirm", words=("确认导入名册", "Import a roster"), offices=CLERK, emits=ImportConfirmed)
async def confirm(tx: Tx, batch: ToConfirm, command: Confirm) -> Done:
    """Everybody on it is admitted in the background, as by the single command."""
    return await actions.confirm(tx, ROSTER, batch, command)


@roster.command("/{batch}/undo", words=("撤销名册导入", "Undo a roster"), offices=CLERK, emits=ImportUndoAsked)
async def undo(tx: Tx, batch: Finished, command: Undo) -> Done:
    """The admissions of all to whom nothing has happened since are voided in the background."""
    del command
    return await actions.undo(tx, ROSTER, batch)


@roster.command("/{batch}/cancel", words=("取消名册导入", "Cancel a roster"), offices=CLERK, emits=ImportCancelled)
async def cancel(tx: Tx, batch: AnyRoster, command: Cancel) -> Done:
    """Whoever is admitted by then stays."""
    del command
    return await actions.cancel(tx, ROSTER, batch)


def _given(command: UploadRoster | ChooseRosterColumns) -> dict[str, object]:
    return {name: getattr(command, name) for name in ROSTER.given}
