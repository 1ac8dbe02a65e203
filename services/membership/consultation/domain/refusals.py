"""What collective talks and agreements are refused for."""

from chassis.refusal import Refusal


class WrongState(Refusal):
    """The step does not follow from where the talks stand."""

    code = "consultation-elsewhere"
    zh = "当前状态为“{state_zh}”，不能办理此步骤"
    en = "This cannot be done now: the talks are at “{state_en}”"


class BeforeLastStep(Refusal):
    """Steps follow each other in time."""

    status = 422
    code = "before-last-step"
    zh = "日期早于上一步骤的日期 {since}"
    en = "The day lies before the last step's, {since}"


class WrongUnits(Refusal):
    """One employer at the level of one unit, several at a regional or industry level."""

    status = 422
    code = "wrong-units"
    zh = "单个用人单位层级须选一个单位，区域性、行业性至少两个"
    en = "At the level of one unit name one employer, otherwise at least two"


class UnitElsewhere(Refusal):
    """An employer that is not there, was voided, or lies in another township than the union."""

    status = 422
    code = "unit-elsewhere"
    zh = "所选单位不存在或不在该工会所在乡镇"
    en = "A chosen employer does not exist or lies in another township than the union"


class EarlierNeeded(Refusal):
    """Renewal, change and termination name the agreement in force; a new agreement names none."""

    status = 422
    code = "earlier-agreement"
    zh = "续订、变更、解除须选择原合同，新订不选"
    en = "A renewal, change or termination names the earlier agreement, a new one none"


class EarlierNotInForce(Refusal):
    """Only an agreement in force, of the same union, kind and level, is renewed, changed or ended."""

    status = 422
    code = "earlier-not-in-force"
    zh = "原合同须为同一工会、同一种类和层级且已生效的合同"
    en = "The earlier agreement must be in force, of the same union, kind and level"


class TooEarlyToRenew(Refusal):
    """Art. 38: renewal may be asked for within the last three months."""

    status = 422
    code = "too-early-to-renew"
    zh = "期满前 3 个月内方可提出续订，最早 {since}"
    en = "Renewal may be asked for within the last three months, from {since} on"


class RenewalUnderWay(Refusal):
    """One consultation at a time on the same agreement."""

    code = "renewal-under-way"
    zh = "原合同的续订、变更或解除已在协商"
    en = "The earlier agreement is being negotiated already"


class TooFewRepresentatives(Refusal):
    """Art. 19: at least three on each side."""

    status = 422
    code = "too-few-representatives"
    zh = "每方协商代表至少 3 人（集体合同规定第十九条）"
    en = "Each side has at least three representatives (art. 19)"


class UnequalSides(Refusal):
    """Art. 19: equal numbers."""

    status = 422
    code = "unequal-sides"
    zh = "双方协商代表人数应当对等（职工方 {workers} 人，用人单位方 {employer} 人）"
    en = "Both sides have equal numbers of representatives (workers {workers}, employer {employer})"


class TooManyOutsiders(Refusal):
    """Art. 23: at most a third of a side are from outside the unit."""

    status = 422
    code = "too-many-outsiders"
    zh = "本单位以外的代表不得超过本方代表的三分之一（第二十三条）"
    en = "At most a third of a side may be from outside the unit (art. 23)"


class ChiefNotNamed(Refusal):
    """Arts. 19, 20, 23: one chief, of the side's own representatives, who is no outsider."""

    status = 422
    code = "chief-not-among-them"
    zh = "首席代表须为所列本单位职工代表之一"
    en = "The chief must be one of the members named"


class NotTheirMember(Refusal):
    """A representative who is no active member where the union is."""

    status = 422
    code = "representative-elsewhere"
    zh = "所选代表不是该工会所在乡镇的在会会员"
    en = "A chosen representative is no active member where the union is"


class NoDelegations(Refusal):
    """Art. 19: no talks without representatives."""

    code = "no-delegations"
    zh = "请先确定双方协商代表"
    en = "Name both sides' representatives first"


class NotLater(Refusal):
    """Talks go on after the day they stop."""

    status = 422
    code = "not-later"
    zh = "恢复日期须晚于中止日期"
    en = "The talks go on later than they stop"


class WrongVote(Refusal):
    """More votes than present, or more present than delegates."""

    status = 422
    code = "wrong-vote"
    zh = "同意人数不得多于出席人数，出席人数不得多于全体人数"
    en = "No more votes than present, no more present than there are"


class NoQuorum(Refusal):
    """Rule 15: two thirds of the delegates must be present."""

    status = 422
    code = "no-quorum"
    zh = "出席人数不足全体的三分之二（至少 {quorum} 人），不能表决"
    en = "Fewer than two thirds are present (at least {quorum}): there can be no vote"


class VoteNeeded(Refusal):
    """A ballot of the congress, or the three numbers."""

    status = 422
    code = "vote-needed"
    zh = "请选择职代会表决记录，或填写应到、实到和同意人数"
    en = "Choose the congress's ballot, or give how many there are, were present and agreed"


class OtherBallot(Refusal):
    """The ballot is not about this draft."""

    status = 422
    code = "other-ballot"
    zh = "所选表决不是该工会对集体合同草案的已计票表决"
    en = "The ballot is no counted one of this union on a draft agreement"


class BallotUsed(Refusal):
    """A ballot decides on one draft."""

    code = "ballot-used"
    zh = "该表决已用于另一份草案"
    en = "This ballot has decided on another draft"


class TermNeeded(Refusal):
    """An agreement has a term; a termination has none."""

    status = 422
    code = "term-needed"
    zh = "签订集体合同须填写期限起止日，解除协议不填"
    en = "An agreement is signed with the first and last day of its term, a termination without"


class WrongTerm(Refusal):
    """Art. 38: one to three years."""

    status = 422
    code = "wrong-term"
    zh = "期限为 1 至 3 年（第三十八条），截止日应在 {first} 至 {last} 之间"
    en = "The term is one to three years (art. 38): its last day lies between {first} and {last}"


class TermOver(Refusal):
    """It would come into force after its term."""

    status = 422
    code = "term-over"
    zh = "合同将于 {day} 生效，晚于期限截止日"
    en = "It would be in force on {day}, after its term has ended"


class TooLateToObject(Refusal):
    """Rule 15: an objection comes within 15 days of receipt."""

    status = 422
    code = "too-late-to-object"
    zh = "审查期限 {until} 已过，集体合同已生效"
    en = "The time to object ended on {until}: the agreement is in force"


class NotYetInForce(Refusal):
    """Rule 15: in force on the 15th day after receipt."""

    code = "not-yet-in-force"
    zh = "审查期限未满，{day} 无异议即生效"
    en = "The time to object runs: in force on {day} without objection"


class NothingToVoid(Refusal):
    """The last step is not this office's to take back, or followed by itself."""

    code = "nothing-to-void"
    zh = "上一步骤由{office_zh}办理，不能由您作废"
    en = "The last step was taken by: {office_en}, so you cannot take it back"


class BuiltUpon(Refusal):
    """Another consultation rests on this agreement."""

    code = "built-upon"
    zh = "该合同已被续订、变更、解除或到期，请先作废后续协商的步骤"
    en = "The agreement was renewed, changed, ended or has expired: take back what followed first"


class OnlyCoverage(Refusal):
    """Once it was answered, only what the offer says of units and workers can be put right."""

    code = "only-coverage"
    zh = "要约已有后续步骤，只能更正覆盖单位和职工人数"
    en = "The offer was answered: only units and workers covered can be put right"
