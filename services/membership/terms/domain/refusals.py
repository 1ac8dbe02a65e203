"""Why something about terms is not done."""

from chassis.refusal import Refusal


class WrongLength(Refusal):
    """Rule 3: 3 or 5 years, the county 5."""

    status = 422
    code = "wrong-term-length"
    zh = "该工会每届任期为 {years} 年"
    en = "A term of this union is of {years} years"


class TermRuns(Refusal):
    """One running term per union."""

    code = "term-running"
    zh = "该工会已有现届，请通过换届选举开始下一届"
    en = "The union has a running term: the next one begins by an election"


class NumberTaken(Refusal):
    """Terms are counted, and none twice."""

    code = "term-number-taken"
    zh = "该工会的这一届已有记录"
    en = "This term of the union is on record already"


class TermEnded(Refusal):
    """It runs no more, or was voided."""

    code = "term-not-running"
    zh = "该届已经结束或作废"
    en = "This term is over, or was voided"


class TermInUse(Refusal):
    """What was built upon is not changed beneath."""

    code = "term-in-use"
    zh = "该届由选举产生，或已有延期、出缺记录，请先办理后者"
    en = "The term began by an election, or was extended or lost a member since: begin there"


class MustHaveCommittee(Refusal):
    """Rule 2: from 25 members on, a committee."""

    status = 422
    code = "committee-needed"
    zh = "会员 {members} 人，达到 {least} 人的应设工会委员会；组织员只限不足 {least} 人的基层工会"
    en = "With {members} members (from {least} on) a committee is needed; an organiser is for small base unions"


class BeforeTerm(Refusal):
    """A day before the term began."""

    status = 422
    code = "before-term"
    zh = "日期早于本届开始日期 {since}"
    en = "The day lies before the term began on {since}"


class ExtensionWaiting(Refusal):
    """One request at a time."""

    code = "extension-waiting"
    zh = "延期申请正在等待批准"
    en = "A request for extension is waiting"


class NoExtensionWaiting(Refusal):
    """Nothing to answer, or to take back."""

    code = "no-extension-waiting"
    zh = "没有待批准的延期申请"
    en = "No request for extension is waiting"


class NotExtended(Refusal):
    """Nothing to take back."""

    code = "term-not-extended"
    zh = "该届没有延期"
    en = "The term was not extended"


class TooFar(Refusal):
    """Rule 3: six months at most, and later than the end."""

    status = 422
    code = "extension-too-long"
    zh = "延期应在 {since} 之后，最迟到 {latest}"
    en = "The new end lies after {since} and no later than {latest}"


class BeforeAsking(Refusal):
    """Answered before it was asked."""

    status = 422
    code = "before-asking"
    zh = "日期早于申请日期 {since}"
    en = "The day lies before the request on {since}"


class UnionStands(Refusal):
    """A term ends early with its union alone."""

    code = "union-stands"
    zh = "该工会仍然存在，届期只能通过换届结束"
    en = "The union stands: its term ends by an election"


class SeatGone(Refusal):
    """The seat is not of this term, or vacant already."""

    status = 422
    code = "seat-not-held"
    zh = "该职位不属于本届，或已经出缺"
    en = "This seat is not of this term, or vacant already"


class NotOfficer(Refusal):
    """Rule 5 is about chairs and vice chairs."""

    status = 422
    code = "not-an-officer"
    zh = "罢免程序用于主席、副主席，委员请按出缺办理"
    en = "Removal by vote is for chairs and vice chairs"


class NotCarried(Refusal):
    """Rule 5: not more than half of all."""

    status = 422
    code = "removal-not-carried"
    zh = "罢免须经全体会员或代表过半数通过：{entitled} 人中至少 {needed} 人赞成"
    en = "A removal needs more than half of all members or delegates: at least {needed} of {entitled}"


class MoreThanAll(Refusal):
    """More votes than voters."""

    status = 422
    code = "more-than-all"
    zh = "赞成人数不能超过全体人数 {entitled}"
    en = "No more can be in favour than there are: {entitled}"


class NoVacancy(Refusal):
    """No seat of the term fell vacant, or somebody sits there again."""

    code = "no-vacancy"
    zh = "没有可以作废的出缺记录"
    en = "There is no vacancy to take back"
