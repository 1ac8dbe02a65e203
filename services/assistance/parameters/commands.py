"""Setting a county's own value of a parameter, on a document, and taking it back."""

from typing import Annotated
from uuid import UUID

from chassis import standing
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay, words
from chassis.postgres import Tx
from contracts.assistance.parameters import ParameterSet
from contracts.days import Day
from contracts.declare import Place, Voided
from contracts.offices import Office
from services.assistance.fields import Document, ParameterName, ParameterValue, Why
from services.assistance.parameters import domain, store

parameters = Capability(
    "parameters",
    "/parameters",
    words=("参数", "Parameters"),
    constraints={"one_value_per_day": domain.AlreadySet},
)


class SetParameter(Creation):
    """The county's value from a day on."""

    parameter: ParameterName
    value: ParameterValue
    valid_from: Annotated[Day, words("生效日期", "In force from")]
    document: Document
    occurred_on: BusinessDay


class VoidParameter(Command):
    """A value that should never have been set."""

    reason: Why


@parameters.command("", words=("设定参数", "Set a parameter"), offices=(Office.COUNTY_APPROVER,), emits=ParameterSet)
async def set_parameter(tx: Tx, command: SetParameter) -> Done:
    """Rules calculate with it for days from `valid_from` on; what was decided before stays as it was."""
    county = tx.principal.county
    new = store.Setting(
        tx.new_id(command), command.parameter, county, command.valid_from, command.value, command.document, "set", 1
    )
    tx.allow(county)
    await store.insert(tx, new)
    event = ParameterSet(
        setting=new.id,
        place=Place(area=county),
        parameter=new.name,
        value=new.value,
        valid_from=new.valid_from,
        document=new.document,
    )
    return await tx.record(new.id, event, on=command.occurred_on, revision=1)


@parameters.command(
    "/{setting}/void", words=("作废参数", "Void a parameter setting"), offices=(Office.COUNTY_APPROVER,), emits=Voided
)
async def void(tx: Tx, setting: UUID, command: VoidParameter) -> Done:
    """The value before holds again."""
    old = await store.lock(tx, setting)
    tx.allow(old.region)
    tx.expect(old.revision)
    if old.state == "void":
        raise domain.SettingVoid
    event_id, said, on = await standing.last(tx, setting, ParameterSet)
    await store.void(tx, setting)
    return await tx.record(setting, Voided.of(event_id, said, on, command.reason), on=on, revision=old.revision + 1)
