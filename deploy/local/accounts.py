"""The demo's accounts: those of accounts.json, and a clerk and a chair for every other township and the zone."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from contracts.offices import Office, Words

FILE = Path(__file__).with_name("accounts.json")


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in and is appointed by the sample.

    `area`: a county (6 digits) or a township (9). `org`: what the sample calls the union of that township to which the
    appointment is narrowed (an enterprise chair's, a member's). `shown`: offered first by the picker.
    """

    name: str
    display: str
    office: Office
    area: str
    place: Words
    explorer: bool = False
    shown: bool = True
    org: str | None = None

    @property
    def county(self) -> str:
        """The six-digit county code."""
        return self.area[:6]

    @property
    def public(self) -> dict[str, Any]:
        """What .run/demo.json says of it."""
        return {
            "name": self.name,
            "display": self.display,
            "office": self.office.value,
            "area": self.area,
            "organisation": self.place.zh,
            "explorer": self.explorer,
        }

    @property
    def for_issuer(self) -> dict[str, Any]:
        """What the issuer says of them, and words for its page."""
        kept = _kept()
        words = {
            "county": _county(kept, self.county)._asdict(),
            "place": self.place._asdict(),
            "office": self.office.words._asdict(),
            "may": kept["may"][self.office.value],
        }
        return {
            "name": self.name,
            "display": self.display,
            "explorer": self.explorer,
            "shown": self.shown,
            "words": words,
        }


@dataclass(frozen=True)
class Newcomer:
    """Somebody who may sign in and is appointed to nothing: the platform refuses every request of theirs."""

    name: str
    display: str

    @property
    def for_issuer(self) -> dict[str, Any]:
        """What the issuer says of them; no words of a place or an office."""
        return {"name": self.name, "display": self.display, "explorer": False, "shown": True, "words": None}


@cache
def accounts() -> tuple[Account, ...]:
    """All appointed accounts; the first may send open queries and introspect."""
    kept = _kept()
    named = [
        Account(**{**one, "office": Office(one["office"])}, place=_place(kept, one["area"])) for one in kept["accounts"]
    ]
    known = {account.name for account in named}
    others = [
        Account(name, f"{place.zh}{office.words.zh.removeprefix('乡镇工会')}", office, area, place, shown=False)
        for area in kept["townships"]
        for office, short in ((Office.TOWNSHIP_CLERK, "clerk"), (Office.TOWNSHIP_CHAIR, "chair"))
        if (name := f"{short}-{area}") not in known and (place := _place(kept, area))
    ]
    return (*named, *others)


@cache
def newcomers() -> tuple[Newcomer, ...]:
    """Accounts without an appointment."""
    return tuple(Newcomer(**one) for one in _kept()["newcomers"])


def everybody() -> tuple[Account | Newcomer, ...]:
    """Whoever may sign in."""
    return (*accounts(), *newcomers())


@cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(FILE.read_text())
    return kept


def _county(kept: dict[str, Any], code: str) -> Words:
    one = next(each for each in (kept["county"], kept["neighbour"]) if each["code"] == code)
    return Words(one["zh"], one["en"])


def _place(kept: dict[str, Any], area: str) -> Words:
    if len(area) == 6:  # noqa: PLR2004  # a county's code
        county = _county(kept, area)
        return Words(f"{county.zh}总工会", f"{county.en} federation")
    name = {**kept["townships"], **kept["neighbour"]["townships"]}[area]
    return Words(f"{name}总工会" if name.endswith("开发区") else f"{name}工会", f"Township union {name} ({area})")
