"""Invented persons and codes: names, ID numbers, social credit codes and bank cards with right check digits.

Nobody real: ID numbers take the sequence codes from 999 downwards, which were kept for people over a hundred and
which nobody born in these years was given; no telephone numbers are invented; no bank has the cards' prefix.
"""

from datetime import date, timedelta
from random import Random

from stdnum import luhn
from stdnum.cn import ric, uscc

SURNAMES = "王储刘汪吴程胡徐朱余方张李陈杨赵周孙马何郑金叶江蒋崔柳章林宋"
GIVEN_FIRST = "文志建国明晓春秋永家德玉秀小海正立云新光成向红长宏义和先少"
GIVEN_LAST = "平华英军芳林生兰梅霞红琴勇强娟斌龙凤燕波峰涛萍敏玲胜友才香"
AREA = "340828"
CARD_PREFIX = "620000"
LAST_SEQUENCE = 999
STRIDE = 7919  # a prime that divides neither span of birthdays: neighbours get birthdays far apart

ADULTS = (date(1966, 1, 1), date(2004, 12, 31))
CHILDREN = (date(2007, 1, 1), date(2019, 12, 31))


def name(index: int) -> str:
    """A name; the same index has the same name for ever."""
    chance = Random(f"name/{index}")  # noqa: S311  # invented, not secret
    first = chance.choice(GIVEN_FIRST) if chance.random() < 0.8 else ""  # noqa: PLR2004  # four of five have two
    return chance.choice(SURNAMES) + first + chance.choice(GIVEN_LAST)


def id_number(index: int, born: tuple[date, date] = ADULTS) -> str:
    """An ID number of its own for each index, born between two days."""
    days = (born[1] - born[0]).days + 1
    birthday = born[0] + timedelta(index * STRIDE % days)
    body = f"{AREA}{birthday:%Y%m%d}{LAST_SEQUENCE - index // days:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def credit_code(prefix: str, index: int) -> str:
    """A social credit code: registering authority and kind (two characters), county, body, check character."""
    body = f"{prefix}{AREA}{990_000_000 + index:09d}"
    return body + str(uscc.calc_check_digit(body))


def bank_card(index: int) -> str:
    """A card number that passes Luhn."""
    body = f"{CARD_PREFIX}{index:012d}"
    return body + luhn.calc_check_digit(body)
