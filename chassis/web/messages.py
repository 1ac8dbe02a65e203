"""What is wrong with a value, in Chinese and English, by pydantic's error type. Never echoes the value."""

from typing import Any

MESSAGES: dict[str, tuple[str, str]] = {
    "missing": ("必填", "Required"),
    "extra_forbidden": ("不认识的字段", "Unknown field"),
    "string_type": ("应为文字", "Must be text"),
    "string_too_short": ("至少 {min_length} 个字", "At least {min_length} characters"),
    "string_too_long": ("最多 {max_length} 个字", "At most {max_length} characters"),
    "string_pattern_mismatch": ("格式不正确", "Has the wrong form"),
    "int_type": ("应为整数", "Must be a whole number"),
    "int_parsing": ("应为整数", "Must be a whole number"),
    "int_from_float": ("应为整数", "Must be a whole number"),
    "int_parsing_size": ("数字过大", "The number is too large"),
    "bool_type": ("应为是或否", "Must be true or false"),
    "bool_parsing": ("应为是或否", "Must be true or false"),
    "date_type": ("应为日期（YYYY-MM-DD）", "Must be a date (YYYY-MM-DD)"),
    "date_parsing": ("应为日期（YYYY-MM-DD）", "Must be a date (YYYY-MM-DD)"),
    "date_from_datetime_parsing": ("应为日期（YYYY-MM-DD）", "Must be a date (YYYY-MM-DD)"),
    "date_from_datetime_inexact": ("应为日期（YYYY-MM-DD）", "Must be a date (YYYY-MM-DD)"),
    "datetime_parsing": ("应为时间", "Must be a moment in time"),
    "datetime_from_date_parsing": ("应为时间", "Must be a moment in time"),
    "uuid_type": ("应为编号（UUID）", "Must be an id (UUID)"),
    "uuid_parsing": ("应为编号（UUID）", "Must be an id (UUID)"),
    "uuid_version": ("应为 UUIDv{expected_version}", "Must be a UUIDv{expected_version}"),
    "literal_error": ("请从选项中选择", "Choose one of the options"),
    "enum": ("请从选项中选择", "Choose one of the options"),
    "greater_than": ("应大于 {gt}", "Must be greater than {gt}"),
    "greater_than_equal": ("不得小于 {ge}", "Must be at least {ge}"),
    "less_than": ("应小于 {lt}", "Must be less than {lt}"),
    "less_than_equal": ("不得大于 {le}", "Must be at most {le}"),
    "date_greater_than_equal": ("不得早于 {ge}", "Must not lie before {ge}"),
    "date_less_than_equal": ("不得晚于 {le}", "Must not lie after {le}"),
    "too_short": ("至少 {min_length} 项", "At least {min_length} items"),
    "too_long": ("最多 {max_length} 项", "At most {max_length} items"),
    "list_type": ("应为列表", "Must be a list"),
    "model_type": ("应为对象", "Must be an object"),
    "model_attributes_type": ("应为对象", "Must be an object"),
    "dict_type": ("应为对象", "Must be an object"),
    "string_unicode": ("含有无法识别的字符", "Holds characters that cannot be read"),
}


class WrongValue(ValueError):
    """Raised inside a validator: words in both languages. Pydantic carries it in the error's context."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def explain(kind: str, context: dict[str, Any], message: str) -> tuple[str, str]:
    """The sentence for one error; an unknown type says that the value does not fit."""
    cause = context.get("error")
    if isinstance(cause, WrongValue):
        return cause.zh, cause.en
    if isinstance(context.get("ge", context.get("le")), str):  # pydantic gives numbers as they are, days as text
        kind = f"date_{kind}"
    if kind in MESSAGES:
        zh, en = MESSAGES[kind]
        return zh.format(**context), en.format(**context)
    if kind == "value_error":
        return "填写内容有误", "The value does not fit"
    return "填写内容有误", message if kind.startswith(("finite", "multiple")) else "The value does not fit"
