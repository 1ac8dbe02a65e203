"""Fresh ID numbers and social credit codes with right check digits. Nobody real."""

import itertools

from stdnum.cn import ric, uscc

_orders = itertools.count(1)


def id_number(*, area: str = "340828", birthday: str = "19900101") -> str:
    """A fresh ID number."""
    body = f"{area}{birthday}{next(_orders) % 1000:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def credit_code(prefix: str = "91") -> str:
    """A fresh social credit code."""
    body = f"{prefix}340828{next(_orders):09d}"
    return body + str(uscc.calc_check_digit(body))
