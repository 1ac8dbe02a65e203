"""ID numbers, phones, bank cards and names: checked by published rules, shown masked. Nothing here is ever logged."""

from datetime import date
from functools import lru_cache

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from chassis.web.messages import WrongValue

SHOWN_LEAD, SHOWN_TAIL = 6, 4
ID_NUMBER_PATTERN = r"^[0-9]{17}[0-9Xx]$"
PHONE_PATTERN = r"^1[3-9][0-9]{9}$"
BANK_CARD_PATTERN = r"^[0-9]{12,19}$"


def id_number(text: str) -> str:
    """A resident ID number (GB 11643) in capitals. WrongValue when its date or check digit is impossible.

    The area code is not judged here: codes change, and real numbers of 1988 carry codes no table knows.
    """
    number = text.upper()
    try:
        birthday(number)
    except ValueError as error:
        raise WrongValue("身份证号中的出生日期不存在", "The birth date in the ID number does not exist") from error
    if ric.calc_check_digit(number) != number[-1]:
        raise WrongValue("身份证号校验位不正确", "The ID number's check digit is wrong")
    return number


def birthday(number: str) -> date:
    """The birth date that a checked ID number holds."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def area_known(number: str) -> bool:
    """Whether the number's area code is in the table for its birth year. Unknown is a warning, never a refusal."""
    return _in_table(number[:SHOWN_LEAD], number[SHOWN_LEAD:10])


@lru_cache(maxsize=8192)
def _in_table(code: str, year: str) -> bool:
    """The look-up reads a table line by line; it depends on the code and the birth year alone, so it is remembered."""
    try:
        ric.get_birth_place(f"{code}{year}0101")
    except ValidationError:
        return False
    return True


def card_plausible(number: str) -> bool:
    """Whether a bank card number passes Luhn. Failing is a warning: some passbooks have none."""
    return luhn.is_valid(number)


def masked_number(number: str) -> str:
    """110105********002X: the first six and the last four characters."""
    hidden = max(0, len(number) - SHOWN_LEAD - SHOWN_TAIL)
    return number[:SHOWN_LEAD] + "*" * hidden + number[-SHOWN_TAIL:]


def masked_name(name: str) -> str:
    """王**: the first character, the others starred (three at most, so that the length tells little)."""
    return name[:1] + "*" * min(len(name) - 1, 3)


def label(name: str, number: str) -> str:
    """How a person appears in lists: 王** 110105********002X."""
    return f"{masked_name(name)} {masked_number(number)}"
