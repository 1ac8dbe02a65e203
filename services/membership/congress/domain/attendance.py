"""Who was at a session, pure: of delegates each by name, of an assembly the others by number."""

from dataclasses import dataclass
from uuid import UUID

from chassis.refusal import Refusal
from services.membership.congress.domain.congresses import Congress


class NobodyThere(Refusal):
    """A session that nobody came to did not take place."""

    status = 422
    code = "nobody-there"
    zh = "到会人数为零，请办理取消会议"
    en = "Nobody came: cancel the session"


class TooManyPresent(Refusal):
    """More were there than there are."""

    status = 422
    code = "too-many-present"
    zh = "到会 {present} 人，多于应到 {delegates} 人"
    en = "{present} present are more than the {delegates} there are"


class AbsentAlone(Refusal):
    """Either who was there is named, or who was not."""

    status = 422
    code = "present-or-absent"
    zh = "全体到会时只填缺席代表；否则只填到会代表"
    en = "Where everybody was there name only who was absent; otherwise only who was there"


class OthersInAssembly(Refusal):
    """Delegates are recorded each; only of an assembly are some counted alone."""

    status = 422
    code = "others-in-assembly-only"
    zh = "职工代表须逐一登记；仅职工大会可填写未登记到会人数"
    en = "Delegates are recorded one by one; only an assembly has others that are counted"


@dataclass(frozen=True)
class Attendance:
    """Who of all `delegates` was there: those with a record of their own, and how many others."""

    attended: tuple[UUID, ...]
    others: int
    delegates: int

    @property
    def present(self) -> int:
        """Everybody who was there."""
        return len(self.attended) + self.others


def present(delegates: set[UUID], attended: set[UUID], absent: set[UUID], *, everybody: bool) -> tuple[UUID, ...]:
    """Who was there: those named, or everybody but for those absent. AbsentAlone."""
    if (everybody and attended) or (absent and not everybody):
        raise AbsentAlone("absent")
    return tuple(sorted(delegates - absent if everybody else attended))


def fits(congress: Congress, came: Attendance) -> None:
    """Nobody more than there are. OthersInAssembly, TooManyPresent, NobodyThere."""
    if came.others and congress.form != "assembly":
        raise OthersInAssembly("others")
    if not came.present:
        raise NobodyThere("attended")
    if came.present > came.delegates:
        raise TooManyPresent("attended", present=came.present, delegates=came.delegates)
