"""A version of the checklist: its items, and what an answer is worth."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.standardisation import ChecklistSet

Answer = Literal["met", "partly", "unmet"]
WORTH = {"met": 2, "partly": 1, "unmet": 0}  # halves of an item's points


class RepeatedCode(Refusal):
    """Two items of one number."""

    status = 422
    code = "item-repeated"
    zh = "检查项编号重复：{item}"
    en = "Two items have the number {item}"


class UnknownItem(Refusal):
    """Not an item of the version that the assessment began with."""

    status = 422
    code = "item-unknown"
    zh = "该版检查表没有编号为 {item} 的检查项"
    en = "This version of the checklist has no item {item}"


class NotLater(Refusal):
    """A version holds from a later day than the one before."""

    status = 422
    code = "version-not-later"
    zh = "生效日期应晚于上一版的 {since}"
    en = "The version must hold from a later day than the one before, {since}"


class ChecklistInUse(Refusal):
    """Assessments keep their version, so it stays as it is."""

    code = "checklist-in-use"
    zh = "已有自评按该版检查表进行，不能更正或作废，请设定新版"
    en = "Assessments have begun by this version: it stays; set a new one"


class ChecklistVoid(Refusal):
    """Voided before."""

    code = "checklist-void"
    zh = "该版检查表已作废"
    en = "This version was voided"


@dataclass(frozen=True)
class Item:
    """One item: `code` numbers it, `points` it is worth in full, `source` is the article it follows."""

    code: str
    section: str
    section_en: str
    text: str
    text_en: str
    points: int
    source: str


@dataclass(frozen=True)
class Checklist:
    """One version. `county` None: shipped with the platform, for all."""

    id: UUID
    county: str | None
    version: int
    title: str
    title_en: str
    document: str
    effective_on: date
    state: str
    revision: int
    items: tuple[Item, ...]

    @property
    def points(self) -> int:
        """What everything is worth."""
        return sum(item.points for item in self.items)


def set_version(new: Checklist, before: date, place: Place) -> ChecklistSet:
    """A county's next version, which holds from a later day than the one before."""
    codes = Counter(item.code for item in new.items)
    for code, times in codes.items():
        if times > 1:
            raise RepeatedCode("items", item=code)
    if new.effective_on <= before:
        raise NotLater("effective_on", since=before)
    return ChecklistSet(
        checklist=new.id,
        place=place,
        version=new.version,
        effective_on=new.effective_on,
        items=len(new.items),
        points=new.points,
    )


def untouched(old: Checklist, *, used: bool) -> None:
    """Only what nobody was assessed by is corrected or voided."""
    if old.state == "void":
        raise ChecklistVoid
    if used:
        raise ChecklistInUse


def points_of(checklist: Checklist, answers: Mapping[str, Answer]) -> int:
    """What the answers are worth: met in full, partly met by half; half a point in the sum is dropped."""
    known = {item.code: item.points for item in checklist.items}
    for code in answers:
        if code not in known:
            raise UnknownItem("answers", item=code)
    return sum(known[code] * WORTH[answer] for code, answer in answers.items()) // 2


def unanswered(checklist: Checklist, answers: Mapping[str, Answer]) -> list[str]:
    """Items without an answer."""
    return [item.code for item in checklist.items if item.code not in answers]
