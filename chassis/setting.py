"""The capability by which a county sets its own values of a service's parameters, on a document, or takes them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis import standing
from chassis.access.reach import Reach
from chassis.command import Capability, Command, Creation, Done, Paging, ReadTx
from chassis.fields import BusinessDay, Line, words
from chassis.parameters import Parameter, declared_in, values
from chassis.postgres import Tx
from chassis.refusal import Refusal
from chassis.web.paging import Page
from contracts.days import Day
from contracts.declare import CHANGE_REASON_WORDS, ChangeReason, Place, Voided
from contracts.offices import PEOPLE, Office
from contracts.parameters import ParameterSet

UNIT_WORDS = {
    "fen": ("分", "fen"),
    "percent": ("%", "percent"),
    "days": ("天", "days"),
    "months": ("个月", "months"),
    "hours": ("小时", "hours"),
}
STATE_WORDS = {"set": {"zh": "有效", "en": "Set"}, "void": {"zh": "已作废", "en": "Void"}}
PUBLISHED = tuple(sorted(PEOPLE))  # by a document of the county: lines and caps are everybody's to know
APPROVER = (Office.COUNTY_APPROVER,)

Value = Annotated[int, words("数值", "Value", ge=0, le=10**12)]
Document = Annotated[Line, words("文件号", "Document number", min_length=2, max_length=60)]
Why = Annotated[
    ChangeReason,
    words(
        "更正或作废原因",
        "Reason for the change",
        options={code: tuple(each) for code, each in CHANGE_REASON_WORDS.items()},
    ),
]


class AlreadySet(Refusal):
    """A value for that day is there."""

    code = "parameter-already-set"
    zh = "该参数在该日期已有设定，请先作废"
    en = "This parameter has a value from that day: void it first"


class SettingVoid(Refusal):
    """It was voided before."""

    code = "setting-void"
    zh = "该设定已作废"
    en = "This setting was voided"


class UnknownParameter(Refusal):
    """No rule of this service is calculated with it."""

    status = 422
    code = "no-such-parameter"
    zh = "没有这个参数"
    en = "There is no such parameter"


class OutOfBounds(Refusal):
    """A value that the rule could not be calculated with."""

    status = 422
    code = "value-out-of-bounds"
    zh = "该参数的数值应在 {least} 至 {most} 之间"
    en = "This parameter's value lies between {least} and {most}"


@dataclass(frozen=True)
class Setting:
    """One value of one parameter in a region from a day on."""

    id: UUID
    name: str
    region: str
    valid_from: date
    value: int
    document: str
    state: str
    revision: int


class VoidParameter(Command):
    """A value that should never have been set."""

    reason: Why


class SettingRow(BaseModel):
    """One value somebody set."""

    id: UUID
    revision: int
    label: str
    state: str
    words: dict[str, str]
    parameter: str
    value: int
    valid_from: str
    document: str


class InForce(BaseModel):
    """A parameter's value on a day, its unit and where the default comes from."""

    parameter: str
    words: dict[str, str]
    value: int
    default: int
    unit: str
    source: str


def parameters_of(package: str) -> Capability:
    """The capability `parameters` of the service whose modules lie in `package`.

    Every parameter that the service's rules declare can be set. The service has the table that `values` reads.
    """
    capability = Capability(
        "parameters", "/parameters", words=("参数", "Parameters"), constraints={"one_value_per_day": AlreadySet}
    )
    _commands(capability, package)
    _queries(capability, package)
    return capability


def _commands(capability: Capability, package: str) -> None:
    class SetParameter(Creation):
        """The county's value from a day on."""

        parameter: Annotated[Line, _name_in(package)]
        value: Value
        valid_from: Annotated[Day, words("生效日期", "In force from")]
        document: Document
        occurred_on: BusinessDay

    @capability.command("", words=("设定参数", "Set a parameter"), offices=APPROVER, emits=ParameterSet)
    async def set_parameter(tx: Tx, command: SetParameter) -> Done:
        """Rules calculate with it for days from `valid_from` on; what was decided before stays as it was."""
        _fits(declared_in(package), command.parameter, command.value)
        county = tx.principal.county
        new = Setting(
            tx.new_id(command), command.parameter, county, command.valid_from, command.value, command.document, "set", 1
        )
        tx.allow(county)
        await _insert(tx, new)
        event = ParameterSet(
            setting=new.id,
            place=Place(area=county),
            parameter=new.name,
            value=new.value,
            valid_from=new.valid_from,
            document=new.document,
        )
        return await tx.record(new.id, event, on=command.occurred_on, revision=1)

    @capability.command(
        "/{setting}/void", words=("作废参数", "Void a parameter setting"), offices=APPROVER, emits=Voided
    )
    async def void(tx: Tx, setting: UUID, command: VoidParameter) -> Done:
        """The value before holds again."""
        old = await _lock(tx, setting)
        tx.allow(old.region)
        tx.expect(old.revision)
        if old.state == "void":
            raise SettingVoid
        event_id, said, on = await standing.last(tx, setting, ParameterSet)
        await tx.run("UPDATE parameters SET state = 'void', revision = revision + 1 WHERE id = $1", setting)
        return await tx.record(setting, Voided.of(event_id, said, on, command.reason), on=on, revision=old.revision + 1)


def _queries(capability: Capability, package: str) -> None:
    @capability.query("", words=("参数设定", "Settings"), offices=PUBLISHED, reach=Reach.COUNTY)
    async def listed(tx: ReadTx, asked: Paging) -> Page[SettingRow]:
        """The asker's county's own settings."""
        (after,) = asked.key(UUID)
        rows = await tx.many(
            Setting,
            """SELECT id, name, region, valid_from, value, document, state, revision FROM parameters
            WHERE region = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3""",
            tx.principal.county,
            after,
            asked.fetch,
        )
        known = declared_in(package)
        return asked.page([_shown(row, known) for row in rows], lambda row: [row.id])

    @capability.query("/in-force", words=("现行参数", "In force"), offices=PUBLISHED, reach=Reach.COUNTY)
    async def in_force(tx: ReadTx, on: Annotated[Day | None, Query(title="日期")] = None) -> list[InForce]:
        """Every parameter's value on a day in the asker's county."""
        known = list(declared_in(package).values())
        found = await values(tx, tx.principal.county, on or tx.today, *known)
        return [
            InForce(
                parameter=each.name,
                words={"zh": each.zh, "en": each.en},
                value=value,
                default=each.default,
                unit=each.unit,
                source=each.source,
            )
            for each, value in zip(known, found, strict=True)
        ]


def _name_in(package: str) -> Any:
    """The field that names a parameter: its list is made when documents are written, all rules being imported then."""

    def listed(schema: dict[str, Any]) -> None:
        options = [
            {"value": each.name, "zh": _with_unit(each, 0), "en": _with_unit(each, 1)}
            for each in declared_in(package).values()
        ]
        schema |= {"x-title-en": "Parameter", "enum": [each["value"] for each in options], "x-options": options}

    return Field(title="参数", json_schema_extra=listed)


def _with_unit(parameter: Parameter, language: int) -> str:
    name = (parameter.zh, parameter.en)[language]
    unit = UNIT_WORDS.get(parameter.unit)
    return name if unit is None else f"{name}（{unit[0]}）" if language == 0 else f"{name} ({unit[1]})"


def _fits(known: Mapping[str, Parameter], name: str, value: int) -> None:
    if name not in known:
        raise UnknownParameter("parameter")
    least, most = known[name].least, known[name].most
    if not least <= value <= most:
        raise OutOfBounds("value", least=least, most=most)


def _shown(row: Setting, known: Mapping[str, Parameter]) -> SettingRow:
    """A setting as the list shows it; of a parameter that is no more, its name."""
    words_zh = known[row.name].zh if row.name in known else row.name
    return SettingRow(
        id=row.id,
        revision=row.revision,
        label=f"{words_zh} {row.valid_from}",
        state=row.state,
        words=STATE_WORDS[row.state],
        parameter=row.name,
        value=row.value,
        valid_from=row.valid_from.isoformat(),
        document=row.document,
    )


async def _insert(tx: Tx, new: Setting) -> None:
    await tx.run(
        """INSERT INTO parameters (id, name, region, valid_from, value, document, state, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
        new.id,
        new.name,
        new.region,
        new.valid_from,
        new.value,
        new.document,
        new.state,
        new.revision,
    )


async def _lock(tx: Tx, setting: UUID) -> Setting:
    return await tx.one(
        Setting,
        """SELECT id, name, region, valid_from, value, document, state, revision
        FROM parameters WHERE id = $1 FOR UPDATE""",
        setting,
    )
