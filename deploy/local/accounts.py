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
    """Somebody who may sign in. `area`: a county (6 digits) or a township (9); `shown`: offered first by the picker."""

    name: str
    display: str
    office: Office
    area: str
    place: Words
    explorer: bool = False
    shown: bool = True

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
        """What the issuer needs: claims, and words for its page."""
        words = {"office": self.office.words._asdict(), "place": self.place._asdict()}
        return {**self.public, "shown": self.shown, "words": words}


@cache
def accounts() -> tuple[Account, ...]:
    """All accounts; the first may send open queries and introspect."""
    kept = json.loads(FILE.read_text())
    county = Words(f"{kept['county']['zh']}总工会", f"{kept['county']['en']} federation")
    named = [
        Account(
            **{**one, "office": Office(one["office"])},
            place=county if one["area"] == kept["county"]["code"] else _place(one["area"], kept["townships"]),
        )
        for one in kept["accounts"]
    ]
    known = {account.name for account in named}
    others = [
        Account(name, f"{place.zh}{office.words.zh.removeprefix('乡镇工会')}", office, area, place, shown=False)
        for area in kept["townships"]
        for office, short in ((Office.TOWNSHIP_CLERK, "clerk"), (Office.TOWNSHIP_CHAIR, "chair"))
        if (name := f"{short}-{area}") not in known and (place := _place(area, kept["townships"]))
    ]
    return (*named, *others)


def _place(area: str, townships: dict[str, str]) -> Words:
    name = townships[area]
    return Words(f"{name}总工会" if name.endswith("开发区") else f"{name}工会", f"Township union {name} ({area})")
