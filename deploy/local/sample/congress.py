"""Workers' congresses: delegates, sessions with and without a quorum, ballots, and motions on their way."""

from dataclasses import dataclass
from datetime import date, timedelta

from deploy.local.sample.agreements import voted
from deploy.local.sample.county import County
from deploy.local.sample.shown import Shown, shown
from deploy.local.sample.steps import Asked, Body, Chain, Record, Stage

CONGRESSES, SESSIONS, BALLOTS, MOTIONS = "/congresses", "/congress-sessions", "/congress-ballots", "/motions"
OUTSIDE = 40  # delegates who are no members
EMPLOYEES = 120
IN_ASSEMBLY = 12  # workers of an assembly who are recorded by name or seat
MET = 125  # days ago
TITLES = {
    "report": "听取年度工作报告",
    "resolution": "关于职工福利费使用方案的决议",
    "rules": "劳动安全卫生规章制度",
    "wage-draft": "工资专项集体合同草案",
    "cadre-evaluation": "民主评议领导人员",
}


def stage(county: County) -> Stage:
    """Of each union one chain."""
    return [_chain(each) for each in shown(county)]


@dataclass
class Sitting:
    """A congress with its delegates, and how many of all are there."""

    of: Shown
    congress: Record
    assembly: bool
    delegates: int
    entitled: int

    def delegate(self, at: int) -> Asked:
        """A delegate by seat."""
        return Asked(f"/congress-delegates?congress={self.congress.id}&limit=10", at)

    @property
    def some(self) -> Asked:
        """Two delegates."""
        return Asked(f"/congress-delegates?congress={self.congress.id}&limit=10", 0, 2)

    def session(self, what: str, called: date, planned: date, kinds: tuple[str, ...] = ("resolution",)) -> Record:
        """A session that is called, with its agenda."""
        record = self.of.record(SESSIONS, what, called)
        record.steps = self.congress.steps
        body = {"congress": self.congress.id, "planned_on": planned, "occurred_on": called}
        record.create(self.of.clerk, body)
        for kind in kinds:
            item = {"kind": kind, "title": TITLES[kind], "occurred_on": called}
            record.then(self.of.clerk, "add-item", item)
        return record

    def hold(self, session: Record, on: date, absent: int = 3) -> int:
        """How many were there: all but some delegates; of an assembly others too."""
        away = Asked(f"/congress-delegates?congress={self.congress.id}&limit=10", 2, absent)
        others = self.entitled * 4 // 5 - self.delegates if self.assembly else 0
        body = {"everybody": True, "absent": away, "others": max(others, 0), "occurred_on": on}
        session.then(self.of.clerk, "hold", body)
        return self.delegates - absent + max(others, 0)

    def ballot(self, session: Record, item: int, on: date, there: int, yes: int, method: str = "secret") -> Record:  # noqa: PLR0913
        """A ballot, counted; all who were there voted."""
        record = self.of.record(BALLOTS, f"{session.id}/{item}", on)
        record.steps = self.congress.steps
        matter = Asked(f"/congress-agenda?session={session.id}&limit=20", item)
        record.create(self.of.clerk, {"item": matter, "method": method, "occurred_on": on})
        if method == "secret":
            others = max(self.entitled * 4 // 5 - self.delegates, 0) if self.assembly else 0
            record.then(self.of.clerk, "take-papers", {"everybody": True, "others": others, "occurred_on": on})
        if not yes:
            return record
        record.then(self.of.clerk, "close", {"occurred_on": on})
        totals = {"returned": there, "yes": yes, "no": there - yes - 1, "abstain": 1, "invalid": 0}
        tellers = {"teller_one": self.delegate(0), "teller_two": self.delegate(1)}
        return record.then(self.of.clerk, "count", {**totals, **tellers, "occurred_on": on})


def _chain(of: Shown) -> Chain:
    lot = of.number % 6 if not of.showcase else 0
    sitting = _elected(of, assembly=lot in {1, 5}, ago=420 if lot == 3 and of.first else 160)  # noqa: PLR2004
    if lot != 2:  # noqa: PLR2004
        sitting.congress.then(of.clerk, "confirm", {"occurred_on": of.back(390 if lot == 3 and of.first else 145)})  # noqa: PLR2004
    {0: _met, 1: _met_without_ballots, 4: _inquorate, 5: _under_way}.get(lot, _waiting)(sitting)
    return sitting.congress.steps


def _elected(of: Shown, *, assembly: bool, ago: int) -> Sitting:
    on = of.back(ago)
    members = [worker.id for worker in of.since(on)[:5]]
    outside = IN_ASSEMBLY - len(members) if assembly else OUTSIDE
    employees = 40 if assembly else EMPLOYEES
    congress = of.record(CONGRESSES, "this", on)
    body: Body = {"union": of.union.id, "employer": of.employer.id, "employees": employees, "occurred_on": on}
    congress.create(of.clerk, {**body, "form": "assembly" if assembly else "congress"})
    chosen: Body = {"members": members, "non_members": outside - 6, "electing": "一车间", "occurred_on": on}
    congress.then(of.clerk, "elect", chosen)
    congress.then(of.clerk, "elect", {"non_members": 6, "managers": True, "electing": "管理部门", "occurred_on": on})
    delegates = outside + len(members)
    return Sitting(of, congress, assembly, delegates, employees if assembly else delegates)


def _met(sitting: Sitting) -> None:
    """A session with ballots passed and failed, an agreement's draft among them; motions in every state."""
    of, on = sitting.of, sitting.of.back(MET)
    kinds = ("report", "resolution", "wage-draft", "cadre-evaluation", "rules")
    session = sitting.session("first", of.back(MET + 15), on, kinds)
    there = sitting.hold(session, on)
    sitting.ballot(session, 1, on, there, there - 4, "hands")
    draft = sitting.ballot(session, 2, on, there, there - 7)
    sitting.ballot(session, 3, on, there, there - 2)
    sitting.ballot(session, 4, on, there, there // 3)
    session.then(of.clerk, "close", {"occurred_on": on})
    sitting.congress.steps.extend(voted(of, draft.id, on))
    sitting.session("next", of.back(5), of.county.today + timedelta(9), ("resolution", "rules"))
    _release(sitting)
    _motions(sitting, 9 if of.showcase else 3)


def _release(sitting: Sitting) -> None:
    """A delegate resigned; another was elected instead."""
    of, leaving = sitting.of, sitting.delegate(6)
    gone = Asked(leaving.path, leaving.at, 1)
    sitting.congress.then(
        of.clerk, "release", {"delegates": gone, "delegate_end": "resigned", "occurred_on": of.back(4)}
    )
    sitting.congress.then(of.clerk, "elect", {"non_members": 1, "electing": "补选", "occurred_on": of.back(3)})


def _met_without_ballots(sitting: Sitting) -> None:
    """Matters in brief, on days that differ from union to union."""
    of, on = sitting.of, sitting.of.back(MET - sitting.of.number % 20)
    session = sitting.session("first", of.back(MET + 10), on)
    there = sitting.hold(session, on)
    sitting.ballot(session, 0, on, there, there - 3)
    session.then(of.clerk, "close", {"occurred_on": on})
    _motions(sitting, 2)


def _waiting(sitting: Sitting) -> None:
    """Established, or electing still: no session has been called."""


def _inquorate(sitting: Sitting) -> None:
    """Too few came; another session is called, one before it was cancelled."""
    of = sitting.of
    cancelled = sitting.session("cancelled", of.back(60), of.back(40))
    cancelled.then(of.clerk, "cancel", {"session_cancel": "postponed", "occurred_on": of.back(45)})
    session = sitting.session("inquorate", of.back(40), of.back(25))
    few = {"attended": sitting.some, "occurred_on": of.back(25)}
    session.then(of.clerk, "hold", few)
    sitting.session("again", of.back(8), of.county.today + timedelta(of.number % 9))


def _under_way(sitting: Sitting) -> None:
    """It met yesterday: one matter is voted on, another one's papers are not counted yet."""
    of, on = sitting.of, sitting.of.back(1)
    session = sitting.session("today", of.back(12), on, ("resolution", "rules", "cadre-evaluation"))
    there = sitting.hold(session, on)
    sitting.ballot(session, 0, on, there, there - 5)
    sitting.ballot(session, 1, on, there, 0)


def _motions(sitting: Sitting, many: int) -> None:
    """Each has come one step further than the next: a reply is due tomorrow, or overdue."""
    of = sitting.of
    subjects = (
        ("safety", "更换老化的车间照明线路", "后勤部"), ("living", "改善职工食堂菜品和就餐环境", "后勤部"),
        ("pay", "完善加班费核算公示", "人力资源部"), ("training", "组织技能等级培训", "人力资源部"),
        ("production", "设立合理化建议奖", "生产部"), ("rights", "增设女职工休息哺乳室", "工会"),
        ("safety", "高温岗位增配防暑降温设施", "安全部"), ("living", "增加职工班车站点", "后勤部"),
        ("other", "建立职工书屋", "工会"),
    )  # fmt: skip
    for number, (category, title, department) in enumerate(subjects[:many]):
        record = of.record(MOTIONS, str(number), of.back(70))
        record.steps = sitting.congress.steps
        body: Body = {"congress": sitting.congress.id, "category": category, "title": title, "body": f"建议{title}。"}
        record.create(of.clerk, {**body, "proposers": sitting.some, "occurred_on": of.back(70)})
        way = _way(of, (number + of.number) % 9, department)
        for verb, more, ago in way:
            record.then(of.clerk, verb, {**more, "occurred_on": of.back(ago)})


def _way(of: Shown, lot: int, department: str) -> list[tuple[str, Body, int]]:
    """Verbs, what they say, and how many days ago; of the last lot none but the motion itself."""
    content: Body = {"satisfaction": ("satisfied", "mostly")[of.number % 2]}
    no: Body = {"motion_refusal": ("done-already", "out-of-scope")[of.number % 2]}

    def given(ago: int) -> list[tuple[str, Body, int]]:
        return [("file", {}, 60), ("assign", {"department": department}, ago)]

    def answered(ago: int) -> list[tuple[str, Body, int]]:
        return [*given(52), ("reply", {"reply": "已列入本季度计划，责任到人。"}, ago)]

    ways: tuple[list[tuple[str, Body, int]], ...] = (
        given(29),  # due tomorrow
        given(44),  # overdue
        [*answered(40), ("rate", content, 35), ("archive", {}, 34)],
        [*answered(30), ("rate", {"satisfaction": "unsatisfied"}, 20)],  # sent back
        [("refuse", no, 60)],
        answered(8),  # late, and to be rated
        [("file", {}, 3)],  # to be handed over
        [*answered(40), ("rate", content, 5)],  # to be filed away
        [],
    )
    return ways[lot]
