"""What units make public, and suggestions about it: to be answered, overdue, answered, rated."""

from deploy.local.sample.county import County
from deploy.local.sample.shown import Shown, shown
from deploy.local.sample.steps import Chain, Stage

OPENNESS, SUGGESTIONS = "/openness", "/openness-suggestions"
MATTERS = (
    ("pay", "notice-board", "quarter", "职工工资发放和加班费情况"),
    ("safety", "meeting", "quarter", "安全生产检查和整改情况"),
    ("welfare-funds", "notice-board", "half-year", "福利费、工会经费使用情况"),
    ("insurance", "group-message", "month", "社会保险费缴纳情况"),
    ("development", "congress", "year", "年度生产经营计划"),
)
WAYS = (
    (26, None, None), (41, None, None), (60, 45, None), (80, 70, "satisfied"), (75, 38, "unsatisfied"),
)  # fmt: skip
"""How many days ago it came and was answered, and how the answer was rated."""


def stage(county: County) -> Stage:
    """Of each union one chain."""
    return [_chain(each, number) for number, each in enumerate(shown(county))]


def _chain(of: Shown, number: int) -> Chain:
    steps: Chain = []
    for at in range(5 if of.showcase else 2):
        category, medium, period, title = MATTERS[(number + at) % len(MATTERS)]
        on = of.back(100 + 7 * at)
        matter = of.record(OPENNESS, category, on)
        matter.steps = steps
        body = {"union": of.union.id, "employer": of.employer.id, "category": category, "medium": medium}
        matter.create(of.clerk, {**body, "period": period, "title": title, "where": "厂务公开栏", "occurred_on": on})
        came, answered, rating = WAYS[(number + at) % len(WAYS)]
        said = of.record(SUGGESTIONS, category, of.back(came))
        said.steps = steps
        more = {"disclosure": matter.id, "body": f"建议进一步细化{title}。"}
        said.create(of.clerk, {**more, "occurred_on": of.back(came)})
        if answered:
            said.then(of.clerk, "answer", {"answer": "下期公开时按项目列明。", "occurred_on": of.back(answered)})
        if answered and rating:
            said.then(of.clerk, "rate", {"rating": rating, "occurred_on": of.back(answered - 6)})
    return steps
