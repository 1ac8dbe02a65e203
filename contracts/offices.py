"""The offices of SECURITY: who somebody is on the platform, in both languages."""

from enum import StrEnum
from typing import NamedTuple


class Words(NamedTuple):
    """One phrase in Chinese and in English."""

    zh: str
    en: str


class Office(StrEnum):
    """An office (职务); what it may do stands beside each command."""

    COUNTY_LEADER = "county-leader"
    COUNTY_ORGANISER = "county-organiser"
    COUNTY_ASSISTANCE_CLERK = "county-assistance-clerk"
    COUNTY_APPROVER = "county-approver"
    AUDITOR = "auditor"
    TOWNSHIP_CHAIR = "township-chair"
    TOWNSHIP_CLERK = "township-clerk"
    MEDIATOR = "mediator"
    ENTERPRISE_CHAIR = "enterprise-chair"
    MEMBER = "member"
    SERVICE = "service"

    @property
    def words(self) -> Words:
        """The office's name as people read it."""
        return OFFICE_WORDS[self]


COUNTY_OFFICES = frozenset(
    {
        Office.COUNTY_LEADER,
        Office.COUNTY_ORGANISER,
        Office.COUNTY_ASSISTANCE_CLERK,
        Office.COUNTY_APPROVER,
        Office.AUDITOR,
    }
)
"""Held over a whole county."""
TOWNSHIP_OFFICES = frozenset({Office.TOWNSHIP_CHAIR, Office.TOWNSHIP_CLERK, Office.MEDIATOR})
"""Held over a township."""
UNION_OFFICES = frozenset({Office.ENTERPRISE_CHAIR, Office.MEMBER})
"""Held within one union, which is the scope."""
STAFF = COUNTY_OFFICES | TOWNSHIP_OFFICES
"""Who works for the county's or a township's union."""
PEOPLE = STAFF | UNION_OFFICES
"""Everybody who signs in. A service acts for no person: it reads feeds, by a credential of its configuration."""

OFFICE_WORDS: dict[Office, Words] = {
    Office.COUNTY_LEADER: Words("县总工会领导", "County leader"),
    Office.COUNTY_ORGANISER: Words("县总工会组织员", "County organiser"),
    Office.COUNTY_ASSISTANCE_CLERK: Words("县帮扶中心经办", "County assistance clerk"),
    Office.COUNTY_APPROVER: Words("县总工会审批人", "County approver"),
    Office.AUDITOR: Words("审计员", "Auditor"),
    Office.TOWNSHIP_CHAIR: Words("乡镇工会主席", "Township chair"),
    Office.TOWNSHIP_CLERK: Words("乡镇工会经办", "Township clerk"),
    Office.MEDIATOR: Words("调解员", "Mediator"),
    Office.ENTERPRISE_CHAIR: Words("企业工会主席", "Enterprise union chair"),
    Office.MEMBER: Words("会员", "Member"),
    Office.SERVICE: Words("系统服务", "Service"),
}
