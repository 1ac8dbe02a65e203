"""ID numbers, cards and names: published examples, every wrong digit, and what may be shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from chassis.personal import identity
from chassis.web.messages import WrongValue

bodies = st.builds(
    lambda area, born, order: f"{area:06d}{born:%Y%m%d}{order:03d}",
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "11010519491231002x"])
def test_published_examples_are_valid(number: str) -> None:
    """Answered in capitals."""
    assert identity.id_number(number) == number.upper()


@given(bodies, st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(body: str, at: int, shift: int) -> None:
    """GB 11643's check digit, or a date that no longer exists."""
    number = body + str(ric.calc_check_digit(body + "0"))
    assert identity.id_number(number) == number
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    with pytest.raises(WrongValue):
        identity.id_number(wrong)


def test_area_code_out_of_the_table_is_known_as_such_and_no_reason_to_refuse() -> None:
    """岳西 340828 in 1970: not in the table, still somebody's number."""
    assert not identity.area_known("340828197001010016")
    assert identity.area_known("11010519491231002X")


def test_bank_card_is_judged_by_luhn() -> None:
    """A published test number, and the same with a wrong digit."""
    assert identity.card_plausible("4111111111111111")
    assert not identity.card_plausible("4111111111111112")


def test_masks_show_ends_alone() -> None:
    """Six and four of a number, one character of a name; short ones lose nothing they do not have."""
    assert identity.masked_number("11010519491231002X") == "110105********002X"
    assert identity.masked_name("王小明") == "王**"
    assert identity.masked_name("买买提·艾山江") == "买***"
    assert identity.masked_name("王") == "王"
    assert identity.birthday("11010519491231002X") == date(1949, 12, 31)
