"""Showing a person's data in full: fields and purpose asked for, the event committed first, then the answer.

A capability declares which fields, which purposes and which offices; everything else is here. The values stand in one
answer, which nobody may keep (Cache-Control: no-store), and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from chassis.command import Command
from chassis.fields import words
from chassis.personal import vault
from chassis.personal.vault import Particulars
from chassis.postgres import Done, Tx
from chassis.refusal import Refusal
from contracts.personal import PERSON_FIELD_WORDS, REVEAL_PURPOSE_WORDS, PersonalDataRevealed

WORDS = ("查看完整信息", "Show in full")
AGAIN_WITHIN = timedelta(minutes=5)
"""How long the same request shows the same again without another event, while the record stays as it is."""

_REVEALED_AT: LiteralString = "SELECT recorded_at FROM journal WHERE event_id = $1"


class ShownBefore(Refusal):
    """The same request more than five minutes later, or of a record that has changed: asked and recorded anew."""

    code = "revealed-before"
    zh = "该次查看已超过五分钟，或记录此后已变更，请重新申请查看"
    en = "This was shown more than five minutes ago, or the record has changed since: ask again"


class NothingKnown(Refusal):
    """None of the fields is known, or the person was erased."""

    status = 404
    code = "nothing-to-reveal"
    zh = "没有所要查看的信息"
    en = "None of what was asked for is known"


class RevealPerson(Command):
    """What every capability's command has beside its own list of fields and purposes."""


def fields_of(*names: str) -> object:
    """The words of a list of fields to choose from."""
    chosen = {name: PERSON_FIELD_WORDS[name] for name in names}
    return words("查看项目", "Fields", options={**chosen}, min_length=1, max_length=len(names))


def purposes_of(*codes: str) -> object:
    """The words of a purpose to choose."""
    return words("查看目的", "Purpose", options={code: REVEAL_PURPOSE_WORDS[code] for code in codes})


async def reveal(  # noqa: PLR0913 - what is shown to whom, and why
    tx: Tx, person: UUID, revision: int, fields: Sequence[str], purpose: str, known: Particulars | None = None
) -> Done:
    """Record who was shown what and why, and answer with the values, which are sent once this is committed.

    `known`: what a capability has opened of its own sealed figures; else the fields are read from the vault.
    The caller has found the person within the asker's scope (tx.allow). NothingKnown, ShownBefore, PersonalDataAway.
    """
    asked = list(dict.fromkeys(fields))
    if known is None:
        known = await vault.read(tx, person, asked)
    if not known:
        raise NothingKnown
    first = tx.request.first
    if first is not None:
        at: datetime | None = await tx.value(_REVEALED_AT, first.event)
        if at is None or tx.now - at > AGAIN_WITHIN or first.revision != revision:
            raise ShownBefore  # or what would be shown is not what was recorded
        return replace(first, shown=known)
    event = PersonalDataRevealed.model_validate({"person": person, "fields": asked, "purpose": purpose})
    done = await tx.record(person, event, on=tx.today, revision=revision)
    return replace(done, shown=known)
