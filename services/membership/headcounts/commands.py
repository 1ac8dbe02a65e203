"""What a township's clerk does with lists of headcounts. A wrong one is put right by the employer's own commands."""

from typing import Annotated
from uuid import UUID

from chassis.command import Capability, Done
from chassis.fields import BusinessDay, words
from chassis.imports import actions, asked
from chassis.imports.asked import Cancel, CheckAgain, ChooseColumns, Confirm, Upload
from chassis.postgres import Tx
from contracts.membership.roster import ImportCancelled, ImportConfirmed, ImportMapped, ImportUploaded
from contracts.offices import Office
from services.membership.fields import Area
from services.membership.headcounts.running import HEADCOUNTS

CLERK = (Office.TOWNSHIP_CLERK,)

headcounts = Capability("headcounts", "/headcounts", words=("职工人数导入", "Headcount import"))

ToChoose = Annotated[
    UUID, words("可核对的人数表", "Lists to check", picker="import", source="/headcounts?state=mapping")
]
ToConfirm = Annotated[
    UUID, words("待确认的人数表", "Lists to confirm", picker="import", source="/headcounts?state=checked")
]
AnyList = Annotated[UUID, words("人数表", "Lists", picker="import", source="/headcounts")]


class UploadHeadcounts(Upload):
    """A list, and the day for every row of it that does not say another."""

    area: Area | None = None
    occurred_on: BusinessDay | None = None


class ChooseHeadcountColumns(ChooseColumns):
    """What its columns hold, and the day for every row."""

    occurred_on: BusinessDay | None = None


@headcounts.command(
    "",
    words=("上传职工人数表", "Upload headcounts"),
    offices=CLERK,
    emits=ImportUploaded,
    body_limit=asked.BODY_LIMIT,
)
async def upload(tx: Tx, command: UploadHeadcounts) -> Done:
    """The file is kept sealed and checked in the background."""
    return await actions.upload(tx, HEADCOUNTS, command, {"occurred_on": command.occurred_on}, command.area)


@headcounts.command(
    "/{batch}/map", words=("指定人数表各列", "Choose a list's columns"), offices=CLERK, emits=ImportMapped
)
async def choose(tx: Tx, batch: ToChoose, command: ChooseHeadcountColumns) -> Done:
    """Kept for the township's next list, and checked again."""
    return await actions.choose(tx, HEADCOUNTS, batch, command, {"occurred_on": command.occurred_on})


@headcounts.command("/{batch}/check", words=("重新核对人数表", "Check a list again"), offices=CLERK, emits=ImportMapped)
async def check(tx: Tx, batch: AnyList, command: CheckAgain) -> Done:
    """As things are now."""
    del command
    return await actions.check(tx, HEADCOUNTS, batch)


@headcounts.command(
    "/{batch}/confirm", words=("确认导入人数表", "Import headcounts"), offices=CLERK, emits=ImportConfirmed
)
async def confirm(tx: Tx, batch: ToConfirm, command: Confirm) -> Done:
    """Every row is reported in the background, as by the single command."""
    return await actions.confirm(tx, HEADCOUNTS, batch, command)


@headcounts.command("/{batch}/cancel", words=("取消人数表导入", "Cancel a list"), offices=CLERK, emits=ImportCancelled)
async def cancel(tx: Tx, batch: AnyList, command: Cancel) -> Done:
    """What is reported by then stays."""
    del command
    return await actions.cancel(tx, HEADCOUNTS, batch)
