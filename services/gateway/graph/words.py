"""Phrases in both languages, offices, and who is asking."""

import strawberry

from chassis.access.principal import Principal
from contracts import offices


@strawberry.type(description="One phrase in Chinese and in English.")
class Words:
    """One phrase in Chinese and in English."""

    zh: str
    en: str


@strawberry.type(description="An office (职务): what somebody is on the platform.")
class Office:
    """An office and its name."""

    id: str
    words: Words


@strawberry.type(description="Who is asking.")
class Viewer:
    """Who is asking."""

    subject: str
    name: str
    office: Office
    area: str
    area_name: Words
    explorer: bool
    reads: list[str] = strawberry.field(description="The root fields that the asker's office may ask for.")


def words(phrase: offices.Words) -> Words:
    """A phrase of the contracts as GraphQL shows it."""
    return Words(zh=phrase.zh, en=phrase.en)


OFFICES = {office.value: Office(id=office.value, words=words(office.words)) for office in offices.Office}


def office_words(office: str) -> Words:
    """Name of an office; an office that this version does not know is shown by its code."""
    known = OFFICES.get(office)
    return known.words if known else Words(zh=office, en=office)


def viewer(principal: Principal, area_name: Words, reads: list[str]) -> Viewer:
    """The asker, from the verified token and the appointment; `reads` as TABLE says."""
    return Viewer(
        subject=principal.subject,
        name=principal.name,
        office=OFFICES[principal.office.value],
        area=principal.area,
        area_name=area_name,
        explorer=principal.explorer,
        reads=reads,
    )
