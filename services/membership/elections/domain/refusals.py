"""Why something about elections is not done."""

from chassis.refusal import Refusal


class MorePresent(Refusal):
    """More people than there are."""

    status = 422
    code = "more-than-entitled"
    zh = "到会人数不能超过应到会人数 {entitled}"
    en = "No more can be present than are entitled: {entitled}"


class TooFewPresent(Refusal):
    """Two thirds of those entitled are needed."""

    status = 422
    code = "too-few-present"
    zh = "到会人数须达到应到会人数的三分之二：应到 {entitled} 人，至少 {needed} 人到会"
    en = "Two thirds must be present: at least {needed} of {entitled}"


class TooManyVotes(Refusal):
    """More votes than people present."""

    status = 422
    code = "more-votes-than-present"
    zh = "得票数不能超过到会人数 {present}"
    en = "Nobody gets more votes than people were present: {present}"


class TwiceACandidate(Refusal):
    """A person stands once, for the highest post."""

    status = 422
    code = "twice-a-candidate"
    zh = "同一候选人只填一次（填所竞选的最高职务）"
    en = "Each candidate is entered once, for the highest post"


class NotOurMember(Refusal):
    """Whoever stands is a member here."""

    status = 422
    code = "not-a-member-here"
    zh = "候选人须是本工会（或下级工会）的在会会员"
    en = "A candidate is a member of this union, or of one below it"


class RetainedCannotStand(Refusal):
    """Rule 7: kept membership without vote and without being elected."""

    status = 422
    code = "retained-cannot-stand"
    zh = "保留会籍的会员没有被选举权"
    en = "Whose membership is only retained cannot be elected"


class Relative(Refusal):
    """Rule 5a."""

    status = 422
    code = "relative-of-principal"
    zh = "企业主要负责人的近亲属不得作为本企业工会委员会成员的人选"
    en = "Close relatives of the employer's principal cannot stand for its union committee"


class WrongPosts(Refusal):
    """A committee has a chair and members, an organiser is alone."""

    status = 422
    code = "wrong-posts"
    zh = "设委员会的填主席、副主席、委员，设组织员的只填组织员"
    en = "For a committee: chair, vice chairs, members; for an organiser: that post alone"


class CommitteeTooSmall(Refusal):
    """Fewer seats than a committee needs, or more than one organiser."""

    status = 422
    code = "wrong-number-of-seats"
    zh = "委员会应选名额至少 {least} 人，组织员为 1 人"
    en = "A committee has at least {least} seats, an organiser is one person"


class NotEnoughChoice(Refusal):
    """差额选举: more candidates than seats."""

    status = 422
    code = "too-few-candidates"
    zh = "委员应差额选举：应选 {seats} 人，候选人至少 {needed} 人"
    en = "The committee is elected among more candidates than seats: at least {needed} for {seats}"


class TiedVotes(Refusal):
    """Equal votes where one seat is left."""

    status = 422
    code = "tied-votes"
    zh = "票数相等不能确定当选人，应就票数相等的候选人再次投票"
    en = "Equal votes for the last seat: vote again among those"


class NoChair(Refusal):
    """Nobody got more than half for the first post."""

    status = 422
    code = "no-chair-elected"
    zh = "没有选出主席（组织员）：须获应到会 {entitled} 人的过半数，至少 {needed} 票"
    en = "No chair (organiser) was elected: more than half of {entitled} is needed, at least {needed}"


class TooFewElected(Refusal):
    """The committee cannot work."""

    status = 422
    code = "too-few-elected"
    zh = "当选人数不足 {least} 人，须再次选举"
    en = "Fewer than {least} were elected: vote again"


class LengthNeeded(Refusal):
    """A general election begins a term."""

    status = 422
    code = "term-length-needed"
    zh = "换届选举须填任期"
    en = "A general election states the years of the new term"


class NothingToFill(Refusal):
    """A by-election fills a running term's seats."""

    code = "no-running-term"
    zh = "该工会没有现届，不能补选，请办理换届选举"
    en = "The union has no running term: hold a general election"


class ChairStands(Refusal):
    """A chair is elected when there is none."""

    code = "chair-not-vacant"
    zh = "主席（组织员）没有出缺，不能补选"
    en = "The chair (or organiser) is not vacant"


class SitsAlready(Refusal):
    """Who sits is not elected again."""

    status = 422
    code = "sits-already"
    zh = "候选人已是本届委员会成员"
    en = "A candidate sits in this committee already"


class ElectionWaiting(Refusal):
    """One result at a time."""

    code = "election-waiting"
    zh = "该工会已有待批准的选举结果"
    en = "A result of this union is waiting for approval"


class ElectionDecided(Refusal):
    """Approved, refused or voided before."""

    code = "election-decided"
    zh = "该选举结果已经办结"
    en = "This election has been decided already"


class NotApproved(Refusal):
    """No approval to take back."""

    code = "election-not-approved"
    zh = "该选举结果没有批准"
    en = "This election was not approved"


class BuiltUpon(Refusal):
    """The term went on since."""

    code = "election-built-upon"
    zh = "该届之后已有延期、出缺、补选或换届，请先办理后者"
    en = "The term was extended, lost or gained members, or gave way since: begin there"


class BeforeElection(Refusal):
    """Approved before it was held."""

    status = 422
    code = "before-election"
    zh = "日期早于选举日期 {since}"
    en = "The day lies before the election on {since}"
