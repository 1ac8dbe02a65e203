"""Collective talks, from the offer to an agreement's end: each union's have come to another step."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from deploy.local.sample.county import County, Place
from deploy.local.sample.shown import Shown, active, shown
from deploy.local.sample.steps import Body, Chain, Record, Stage

TALKS = "/consultations"
SIDE = 3
LONG = 3 * 365 - 2  # days of a term of nearly three years
STEPS = {
    "offer": 0, "accept": 8, "name-delegations": 10, "draft": 30, "vote": 38, "sign": 40, "report": 45, "receive": 50,
    "take-effect": 80, "publish": 84,
}  # fmt: skip
"""Each step's day after the offer; the authority's fifteen days may run into a long holiday."""
ROUND = ("offer", "vote", "receive", "draft", "sign", "publish", "report", "accept", "take-effect", "name-delegations")
"""Where the talks of one union after the other have come to."""
KINDS = ("wage", "comprehensive", "wage", "women")


@dataclass
class Talks:
    """Talks of a union that began so many days ago."""

    of: Shown
    what: str
    ago: int
    kind: str = "wage"
    term: int = 364
    union: UUID | None = None
    employers: tuple[UUID, ...] = ()
    steps: Chain | None = None
    ballot: UUID | None = None

    def until(self, last: str, **offer: object) -> Record:
        """With all steps until one; `offer`: more of what the offer says."""
        record = self.of.record(TALKS, self.what, self.on("offer"))
        record.steps = record.steps if self.steps is None else self.steps
        for step in STEPS:
            self._take(record, step, offer)
            if step == last:
                break
        return record

    def on(self, step: str) -> date:
        """The day of a step."""
        return self.of.back(self.ago - STEPS[step])

    def _take(self, record: Record, step: str, offer: dict[str, object]) -> None:
        if step == "offer":
            record.create(self.of.clerk, {**self._offer(), **offer, "occurred_on": self.on(step)})
        elif step == "take-effect":
            record.then(self.of.clerk, step, {"number": "示例人社函1号"})
        else:
            record.then(self.of.clerk, step, {**self._said(step), "occurred_on": self.on(step)})

    def _offer(self) -> Body:
        units = self.employers or (self.of.employer.id,)
        return {
            "union": self.union or self.of.union.id,
            "kind": self.kind,
            "level": "regional" if len(units) > 1 else "single",
            "offered_by": "employer" if self.of.number % 5 == 0 else "workers",
            "employers": units,
            "workers": 24 + len(self.of.members) + 60 * (len(units) - 1),
            "demand": "就本年度工资增长、加班工资和劳动保护进行协商。",
        }

    def _said(self, step: str) -> Body:
        if step == "name-delegations":
            return _delegations(self.of)
        if step == "draft":
            return {"draft": "本年度职工工资平均增长百分之五；高温作业发放防暑降温费。"}
        if step == "vote":
            counted: Body = {"delegates": 45, "present": 40, "yes": 36}
            return {"forum": "congress", **({"ballot": self.ballot} if self.ballot else counted)}
        if step == "sign":
            return {"term_from": self.on("sign"), "term_to": self.on("sign") + timedelta(self.term)}
        if step in {"report", "receive"}:
            return {"number": f"示例协字{self.on(step).year}年{self.of.number + 1}号"}
        return {"means": "notice"} if step == "publish" else {}


def stage(county: County) -> Stage:
    """Of each union one, of the rich township and its neighbours those that were refused or broken off too."""
    found: Stage = []
    for each in shown(county):
        number = each.number
        if len(each.members) < SIDE - 1:
            continue
        last = ROUND[number % len(ROUND)]
        if last == "take-effect" and number % 20 < len(ROUND):  # the day's work puts it into force
            last = "receive"
        found.append(
            Talks(each, "main", STEPS[last] + _since(last, number), KINDS[number % len(KINDS)]).until(last).steps
        )
        found += _more(each, number)
    return found + [chain for place in county.places[::6] for chain in _regional(county, place)]


def voted(of: Shown, ballot: UUID, on: date) -> Chain:
    """Talks whose draft a congress passed by a ballot counted on the platform: they are in force."""
    if len(of.members) < SIDE - 1:
        return []
    ago = (of.county.today - on).days + STEPS["vote"]
    return Talks(of, "voted", ago, ballot=ballot).until("publish" if ago > STEPS["publish"] else "vote").steps


def _since(last: str, number: int) -> int:
    """How many days ago the last step was, so that its clock runs; every third one's has run out."""
    late = number % 3 == 0
    lots = {"offer": (12, 24), "receive": (5, 5), "sign": (4, 12)}
    if ROUND[number % len(ROUND)] == "take-effect":
        return 19 if last == "receive" else 6
    return lots.get(last, (6, 6))[late]


def _more(of: Shown, number: int) -> Stage:
    found: Stage = []
    if of.first and number % 8 == 0:  # in its last three months, when a renewal may be asked for
        old = Talks(of, "old", STEPS["sign"] + 300, "comprehensive").until("publish")
        if number % 16 == 0:
            Talks(of, "renewal", 7, "comprehensive", steps=old.steps).until("offer", purpose="renewal", earlier=old.id)
        found.append(old.steps)
    if of.first and number % 8 == 1:  # over
        found.append(Talks(of, "over", STEPS["sign"] + 380, "women").until("publish").steps)
    if of.place.rich or number % 4 == 2:  # noqa: PLR2004
        found.append(_stopped(of, number))
    if number % 12 == 3:  # noqa: PLR2004
        found.append(Talks(of, "long", 200 if of.first else 170, "safety", LONG).until("publish").steps)
    return found


def _stopped(of: Shown, number: int) -> Chain:
    """Suspended, broken off, refused, coordinated, withdrawn, objected to, or voted down."""
    lot, talks = (number if of.place.rich else number // 4) % 7, Talks(of, "stopped", 60, "comprehensive")
    ends: tuple[tuple[str, str, Body], ...] = (
        ("name-delegations", "suspend", {"until": of.county.today + timedelta(6), "note": "等待年度财务数据"}),
        ("name-delegations", "break-off", {"note": "工资增幅分歧较大"}),
        ("offer", "refuse", {"reason": "unfounded", "note": "企业称经营困难"}),
        ("accept", "withdraw", {"note": "双方另行约定"}),
        ("offer", "refuse", {"reason": "under-way"}),
        ("receive", "object", {"reason": "content", "note": "试用期工资条款需修改"}),
        ("draft", "vote", {"forum": "congress", "delegates": 45, "present": 40, "yes": 15}),
    )
    last, verb, more = ends[lot]
    record = talks.until(last)
    record.then(of.clerk, verb, {**more, "occurred_on": of.back(60 - STEPS[last] - 2)})
    if lot == 4:  # noqa: PLR2004
        outcome = {"coordination": "talks", "occurred_on": of.back(40)}
        record.then(of.place.chair, "coordinate", outcome)
    return record.steps


def _delegations(of: Shown) -> Body:
    """Three on each side; a worker from outside where the union has only two members."""
    members = [worker.id for worker in of.members[:SIDE]]
    outside = SIDE - len(members)
    return {
        "members": members,
        "chief": members[0],
        "chief_as": "chair",
        "outside_workers": outside,
        "employer_side": SIDE,
    }


def _regional(county: County, place: Place) -> Stage:
    """A township's union for several units."""
    unions = [each for each in active(county) if each.place == place]
    units = tuple(employer.id for each in unions for employer in each.union.employers)[:4]
    if not unions or len(units) < 2 or len(unions[0].members) < SIDE - 1:  # noqa: PLR2004
        return []
    talks = Talks(unions[0], "regional", 170, union=place.union, employers=units, term=LONG)
    return [talks.until("publish").steps]
