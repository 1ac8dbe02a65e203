"""Allowances: so many at once, so many a second, everybody by himself, in bounded memory."""

import pytest

from chassis.access.principal import Identity
from chassis.refusal import TooManyRequests
from chassis.settings import Settings
from chassis.web.limits import BY_CLIENT, EVERYBODY, Allowance, Rate, Rates


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(allowance: Allowance, who: str, times: int) -> int:
    """How many of so many requests are let through."""
    let = 0
    for _ in range(times):
        try:
            allowance.take(who)
        except TooManyRequests:
            continue
        let += 1
    return let


def test_a_burst_is_let_through_and_then_the_rate(clock: Clock) -> None:
    allowance = Allowance(Rate(rate=2, burst=10), "test", clock=clock)
    assert taken(allowance, "a", 15) == 10
    assert taken(allowance, "b", 3) == 3, "everybody by himself"
    clock.now += 1
    assert taken(allowance, "a", 15) == 2
    clock.now += 3600
    assert taken(allowance, "a", 15) == 10, "a pause fills it, no more"


def test_who_asks_too_much_is_told_when_to_come_again(clock: Clock) -> None:
    allowance = Allowance(Rate(rate=0.1, burst=1), "test", clock=clock)
    allowance.take("a")
    with pytest.raises(TooManyRequests) as refused:
        allowance.take("a")
    assert (refused.value.status, refused.value.retry_after) == (429, 10)
    assert refused.value.detail == ("请求过于频繁，请 10 秒后再试", "Too many requests: try again in 10 seconds")
    clock.now += 9
    assert taken(allowance, "a", 1) == 0
    clock.now += 1
    assert taken(allowance, "a", 2) == 1


def test_asking_in_vain_does_not_lengthen_the_wait(clock: Clock) -> None:
    allowance = Allowance(Rate(rate=1, burst=1), "test", clock=clock)
    assert taken(allowance, "a", 1000) == 1
    clock.now += 1
    assert taken(allowance, "a", 1) == 1


def test_memory_is_bounded_and_who_was_not_heard_of_for_longest_is_forgotten(clock: Clock) -> None:
    allowance = Allowance(Rate(rate=0.001, burst=1), "test", most=100, clock=clock)
    for number in range(1000):
        allowance.take(str(number))
    assert len(allowance) == 100
    assert taken(allowance, "999", 1) == 0
    assert taken(allowance, "0", 1) == 1


def test_a_check_counts_nothing(clock: Clock) -> None:
    allowance = Allowance(Rate(rate=1, burst=1), "test", clock=clock)
    for _ in range(5):
        allowance.check("a")
    allowance.take("a")
    with pytest.raises(TooManyRequests):
        allowance.check("a")


def admitted(rates: Rates, client: str, times: int) -> int:
    let = 0
    for _ in range(times):
        try:
            rates.admit(Identity("clerk", client=client))
        except TooManyRequests:
            continue
        let += 1
    return let


def test_the_class_follows_from_the_client_that_signed_in(clock: Clock) -> None:
    rates = Rates({"importer": Rate(rate=1, burst=7)}, clock=clock)
    everybody = BY_CLIENT[EVERYBODY].burst
    assert admitted(rates, "gonghui-console", everybody + 50) == everybody
    assert admitted(rates, "a client nobody named", 5) == 0, "no new bucket for the same account"
    assert admitted(rates, "importer", 20) == 7
    assert admitted(rates, "gonghui-demo", 3000) == 3000


def test_a_pages_fifteen_requests_ten_times_over_are_no_hurry(clock: Clock) -> None:
    assert admitted(Rates({}, clock=clock), "gonghui-console", 150) == 150


def shown(rates: Rates, who: str, times: int) -> int:
    let = 0
    for _ in range(times):
        try:
            rates.reveal(who)
        except TooManyRequests:
            continue
        let += 1
    return let


def test_no_minute_sees_more_than_thirty_reveals_and_no_day_more_than_three_hundred(clock: Clock) -> None:
    settings = Settings(service="membership", database_url="")
    rates = Rates({}, settings.reveal_rates, clock)
    seconds = []
    for _ in range(86_400):
        seconds.append(shown(rates, "clerk", 3))
        clock.now += 1
    minutes = [sum(seconds[first : first + 60]) for first in range(0, 3600, 7)]
    assert max(minutes) == 30 - 1
    assert 280 < sum(seconds) <= 300
    assert shown(rates, "another", 100) == 15


def test_classes_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_CLASSES", '{"importer": {"rate": 100, "burst": 500}, "*": {"rate": 1, "burst": 2}}')
    monkeypatch.setenv("DATABASE_URL_MEMBERSHIP", "postgresql://")
    rates = Settings.of("membership").rates
    assert admitted(rates, "gonghui-console", 5) == 2
    assert admitted(rates, "importer", 600) >= 500


def test_who_is_told_of_others_records_too_often_waits_before_asking_again() -> None:
    """Refused before the question is looked at, so that the refusal tells nothing either."""
    now = [0.0]
    rates = Rates({}, (Rate.never_more_than(4, 60),), clock=lambda: now[0])
    for _ in range(5):
        rates.told("prober")
    with pytest.raises(TooManyRequests):
        rates.may_be_told("prober")
    rates.may_be_told("colleague")
    now[0] = 120.0
    rates.may_be_told("prober")
