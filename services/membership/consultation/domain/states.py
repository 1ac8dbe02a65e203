"""Where talks stand, in words, and which steps follow from where."""

from typing import Literal

from services.membership.consultation.domain.record import State

STATE_WORDS: dict[str, dict[str, str]] = {
    "offered": {"zh": "已要约，待回应", "en": "Offered, to be answered"},
    "stalled": {"zh": "协商受阻，待协调", "en": "Stalled, to be coordinated"},
    "negotiating": {"zh": "协商中", "en": "Negotiating"},
    "suspended": {"zh": "中止", "en": "Suspended"},
    "drafted": {"zh": "草案待审议", "en": "Draft to be voted on"},
    "passed": {"zh": "已通过，待签字", "en": "Passed, to be signed"},
    "signed": {"zh": "已签字，待报送", "en": "Signed, to be reported"},
    "reported": {"zh": "已报送，待登记收到", "en": "Reported, receipt to be registered"},
    "received": {"zh": "审查中", "en": "Under review"},
    "in-force": {"zh": "已生效", "en": "In force"},
    "published": {"zh": "已公布", "en": "Published"},
    "concluded": {"zh": "已达成解除协议", "en": "Termination agreed"},
    "closed": {"zh": "已终结", "en": "Closed"},
    "ended": {"zh": "已终止", "en": "Ended"},
    "expired": {"zh": "已到期", "en": "Expired"},
    "void": {"zh": "已作废", "en": "Void"},
}
CLOCK_WORDS: dict[str, dict[str, str]] = {
    "offered": {"zh": "回应期限", "en": "Answer due"},
    "suspended": {"zh": "约定恢复协商日", "en": "Talks to resume"},
    "signed": {"zh": "报送期限", "en": "Report due"},
    "received": {"zh": "无异议即生效", "en": "In force unless objected to"},
    "in-force": {"zh": "公布期限", "en": "Publication due"},
    "published": {"zh": "到期", "en": "Term ends"},
}
Step = Literal[
    "accept",
    "refuse",
    "coordinate",
    "withdraw",
    "name-delegations",
    "suspend",
    "resume",
    "break-off",
    "draft",
    "vote",
    "sign",
    "report",
    "receive",
    "object",
    "take-effect",
    "publish",
    "end",
    "void",
    "correct",
]
OPEN: tuple[State, ...] = ("offered", "stalled", "negotiating", "suspended", "drafted", "passed", "signed", "reported",
                           "received")  # fmt: skip
STATES_FOR: dict[Step, tuple[State, ...]] = {
    "accept": ("offered",),
    "refuse": ("offered",),
    "coordinate": ("offered", "stalled"),
    "withdraw": ("offered", "stalled", "negotiating", "suspended", "drafted"),
    "name-delegations": ("negotiating", "suspended"),
    "suspend": ("negotiating",),
    "resume": ("suspended",),
    "break-off": ("negotiating", "suspended"),
    "draft": ("negotiating",),
    "vote": ("drafted",),
    "sign": ("passed",),
    "report": ("signed",),
    "receive": ("reported",),
    "object": ("received", "in-force"),
    "take-effect": ("received",),
    "publish": ("in-force",),
    "end": ("in-force",),
    "void": (*OPEN, "in-force", "concluded", "closed", "ended"),
    "correct": OPEN,
}
"""From which states each step may be taken; lists offer what a command can act on by it."""
