"""The county's unions as a tree on a day; what is printed on a union's certificate."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.access.reach import Reach
from chassis.command import ReadTx
from chassis.personal.reading import PersonsTx
from contracts.days import Day
from contracts.declare import Voided
from contracts.membership.organisations import UNION_KIND_WORDS, UnionKind, UnionRenamed
from contracts.membership.restructuring import UnionMoved
from contracts.offices import Office
from services.membership.organisations.commands import organisations
from services.membership.organisations.queries import DIRECTORY

MOST = 5_000
PRINTS = (Office.TOWNSHIP_CLERK, Office.TOWNSHIP_CHAIR, Office.COUNTY_ORGANISER, Office.ENTERPRISE_CHAIR)


class Node(BaseModel):
    """A union as it stood on the day: its name, superior and area then."""

    id: UUID
    label: str
    kind: UnionKind
    kind_words: dict[str, str] = Field(default_factory=dict)
    area: str
    parent: UUID | None
    approved_on: str
    closed_on: str | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the kind."""
        self.kind_words.update(UNION_KIND_WORDS[self.kind]._asdict())


class Certificate(BaseModel):
    """What is printed. `certificate`: legal-person (工会法人资格证书) with a credit code, else base (基层工会证书)."""

    id: UUID
    label: str
    credit_code: str | None
    certificate: str
    certificate_words: dict[str, str] = Field(default_factory=dict)
    kind: UnionKind
    kind_words: dict[str, str] = Field(default_factory=dict)
    superior: str | None
    approved_on: str
    document: str | None
    chair: str | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.kind_words.update(UNION_KIND_WORDS[self.kind]._asdict())
        self.certificate_words.update(CERTIFICATE_WORDS[self.certificate])


CERTIFICATE_WORDS = {
    "legal-person": {"zh": "工会法人资格证书", "en": "Certificate of a union with legal personality"},
    "base": {"zh": "基层工会证书", "en": "Certificate of a base union"},
}


@organisations.query("/tree", words=("工会组织树", "Tree of unions"), offices=DIRECTORY, reach=Reach.COUNTY)
async def tree(tx: ReadTx, on: Annotated[Day | None, Query(title="日期")] = None) -> list[Node]:
    """The approved unions of the county on a day, as the tree stood then: whoever comes later takes nothing away.

    What a later change says the union had before (`former`, `origin`) is what stood on the day.
    """
    return await tx.many(
        Node,
        """SELECT u.id, coalesce(renamed.former, u.name) AS label, u.kind, coalesce(moved.area, u.area) AS area,
            CASE WHEN moved.area IS NULL THEN u.parent ELSE moved.parent END AS parent,
            u.approved_on::text, u.closed_on::text
        FROM unions u
        LEFT JOIN LATERAL (
            SELECT event -> 'data' ->> 'former' AS former FROM journal
            WHERE subject = u.id::text AND type = $3 AND occurred_on > $2 AND NOT EXISTS (
                SELECT FROM journal AS void WHERE void.subject = journal.subject AND void.type = $5
                    AND void.event -> 'data' ->> 'voids' = journal.event_id::text)
            ORDER BY occurred_on, id LIMIT 1
        ) AS renamed ON true
        LEFT JOIN LATERAL (
            SELECT (event -> 'data' ->> 'former')::uuid AS parent, event -> 'data' -> 'origin' ->> 'area' AS area
            FROM journal WHERE subject = u.id::text AND type = $4 AND occurred_on > $2
            ORDER BY occurred_on, id LIMIT 1
        ) AS moved ON true
        WHERE u.county = $1 AND u.approved_on <= $2 AND (u.closed_on IS NULL OR u.closed_on > $2)
        ORDER BY area, label, u.id LIMIT $6""",
        tx.principal.county,
        on or tx.today,
        UnionRenamed.full_type(),
        UnionMoved.full_type(),
        Voided.full_type("membership"),
        MOST,
    )


@organisations.query("/{union}/certificate", words=("工会证书", "Union's certificate"), offices=PRINTS)
async def certificate(tx: PersonsTx, union: UUID) -> Certificate:
    """Of an approved union in the asker's area, or the asker's own. The chair by the masked label, null if unknown."""
    return await tx.one(
        Certificate,
        """SELECT u.id, u.name AS label, u.credit_code, u.kind, p.name AS superior, u.approved_on::text, u.document,
            CASE WHEN u.credit_code IS NULL THEN 'base' ELSE 'legal-person' END AS certificate,
            (SELECT person.label FROM terms t JOIN term_seats s ON s.term = t.id JOIN person ON person.id = s.member
                WHERE t.union_id = u.id AND t.state = 'running' AND s.post = 'chair' AND s.vacated_on IS NULL) AS chair
        FROM unions u LEFT JOIN unions p ON p.id = u.parent
        WHERE u.id = $1 AND u.state = 'active' AND u.area >= $2 AND u.area < $3 AND ($4::uuid IS NULL OR u.id = $4)""",
        union,
        *tx.scope,
        tx.org,
    )
