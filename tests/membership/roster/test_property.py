"""For random rosters: exactly the rows without a problem in the dry run are admitted."""

import itertools
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import text_table
from tests.support.numbers import id_number

NAMES = st.sampled_from(["王小明", "王 明", "", "John Smith", "\u0007", "x" * 60])
FORMS = st.sampled_from(["农民工", "regular", "派遣", "", "股东"])
DAYS = st.sampled_from(["2026-3-2", "2026年3月2日", "20260302", "46083", "26-3-2", "", "2019-01-01", "2099-01-01"])
PHONES = st.sampled_from(["", "13812345678", "138 1234 5678", "12345"])
ROW = st.tuples(NAMES, st.integers(0, 5), FORMS, DAYS, PHONES)
_rounds = itertools.count()


@given(rows=st.lists(ROW, max_size=12))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whoever_has_no_problem_in_the_dry_run_is_admitted_and_nobody_else(
    place: County, rows: list[tuple[Any, ...]]
) -> None:
    county = County(f"{8 if next(_rounds) else 7}{next(_rounds) % 100_000:05d}", place.service)
    union = await county.base_union()
    numbers = [id_number(), id_number().lower(), id_number(birthday="20200101"), "110105194912310021", "", id_number()]
    bringing = Bringing.of(county)
    table = [["姓名", "身份证号", "用工形式", "入会日期", "手机号"], *((n, numbers[i], *more) for n, i, *more in rows)]
    batch = await bringing.checked(text_table(table), union=union)
    seen = await bringing.seen(batch)
    wrong = {row for row, _, _ in await bringing.problems(batch)}
    filled = {number for number, row in enumerate(table[1:], 2) if any(cell.strip("\u0007 ") for cell in row) or row[0]}
    if seen["state"] == "checked":
        assert (seen["good"], seen["wrong"]) == (len(filled - wrong), len(wrong))
    else:
        assert not filled, seen
    if filled - wrong:
        await bringing.do(batch, "confirm", {"good_only": True})
        await bringing.background()
        assert (await bringing.seen(batch))["refused"] == 0
    made = await county.rows("SELECT row FROM import_row WHERE batch = $1", batch)
    assert {row["row"] for row in made} == filled - wrong
    members = await county.rows("SELECT count(*)::int AS n FROM members WHERE county = $1", county.code)
    assert members[0]["n"] == len(filled - wrong)
