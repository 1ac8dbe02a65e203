"""Kinds of fields that only the forms about members have."""

from typing import Annotated, Literal
from uuid import UUID

from chassis.fields import Line, words
from contracts.membership import members as codes

EmployerId = Annotated[
    UUID,
    words(
        "工作单位",
        "Employer",
        hint=("可不填；只列出已登记的单位", "Optional; registered units only"),
        picker="employer",
        source="/employers",
    ),
]
RetainedMember = Annotated[
    UUID, words("保留会籍的会员", "Retained members", picker="member", source="/members?state=retained")
]
LivingMember = Annotated[UUID, words("会员", "Members", picker="member", source="/members?state=living")]
ChangedMember = Annotated[
    UUID, words("有过变动的会员", "Members whose membership changed", picker="member", source="/members?changed=true")
]
ExpelledMember = Annotated[
    UUID,
    words("待批准开除的会员", "Expulsions to approve", picker="member", source="/members?state=expulsion"),
]
FlaggedMember = Annotated[
    UUID, words("待核实的会员", "Members to judge", picker="member", source="/members?flagged=true")
]
RetainedFor = Annotated[codes.RetainedFor, words("保留会籍原因", "Why retained", options={**codes.RETAINED_WORDS})]
LeftFor = Annotated[
    Literal["own-request", "deemed", "death"],
    words(
        "离会原因",
        "Why they left",
        hint=("开除会籍另行办理", "An expulsion has a form of its own"),
        options={code: each for code, each in codes.LEFT_WORDS.items() if code != "expelled"},
    ),
]
DecidedBy = Annotated[codes.DecidedBy, words("决定机构", "Decided by", options={**codes.DECIDED_BY_WORDS})]
Decision = Annotated[Line, words("决定文号", "Document of the decision", min_length=2, max_length=60)]
ExpulsionRefusal = Annotated[
    Literal["not-proven", "procedure", "too-severe"],
    words(
        "不予批准原因",
        "Reason",
        options={code: each for code, each in codes.EXPULSION_REFUSAL_WORDS.items() if code != "withdrawn"},
    ),
]
Verdict = Annotated[codes.Verdict, words("核实结论", "Verdict", options={**codes.VERDICT_WORDS})]
Found = Annotated[codes.FlagReason, words("核实情况", "What was found", options={**codes.FLAG_REASON_WORDS})]
