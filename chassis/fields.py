"""Field types every service shares: dates, codes, money, texts, each with its words in both languages."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic.fields import FieldInfo

from chassis.text import one_line
from contracts.days import Day


def words(  # noqa: PLR0913 - what a form shows of one field
    zh: str,
    en: str,
    *,
    hint: tuple[str, str] | None = None,
    picker: str | None = None,
    source: str | None = None,
    unit: str | None = None,
    options: dict[str, tuple[str, str]] | None = None,
    personal: bool = False,
    check: str | None = None,
    **constraints: Any,
) -> FieldInfo:
    """A field as the form shows it.

    `picker` and `source` name what is chosen and the list it comes from; `options` the words of an enumeration's
    codes; `personal` marks what events must never carry; `check` names the check digit (`id-number`, `credit-code`), so
    that forms find a slip together with everything else that is wrong. Further constraints are pydantic's.
    """
    extra: dict[str, Any] = {"x-title-en": en}
    if hint:
        extra["x-hint-en"] = hint[1]
    if picker:
        extra["x-picker"] = picker
        extra["x-picker-source"] = source
    if unit:
        extra["x-unit"] = unit
    if options:
        extra["x-options"] = [{"value": value, "zh": each[0], "en": each[1]} for value, each in options.items()]
    if check:
        extra["x-check"] = check
    if personal:
        extra["x-personal"] = True
    return Field(title=zh, description=hint[0] if hint else None, json_schema_extra=extra, **constraints)  # type: ignore[no-any-return]


BusinessDay = Annotated[
    Day, words("发生日期", "Date", hint=("业务实际发生的日期，不得晚于今天", "The business day; never in the future"))
]
Fen = Annotated[int, words("金额", "Amount", unit="fen", gt=0, le=10**12)]
Line = Annotated[str, AfterValidator(one_line)]
Reason = Annotated[
    str,
    words(
        "原因",
        "Reason",
        options={
            "wrong-entry": ("录入错误", "Wrong entry"),
            "duplicate": ("重复录入", "Duplicate"),
            "wrong-person": ("登记对象错误", "Wrong person"),
            "not-true": ("情况不实", "Not true"),
            "other": ("其他", "Other"),
        },
    ),
]
