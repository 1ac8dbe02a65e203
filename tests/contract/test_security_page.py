"""docs/security.md names tests that are there: a promise whose test was renamed or dropped is noticed."""

import re

from deploy.local.places import ROOT


def test_every_test_that_the_page_names_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", page))
    assert len(named) > 40
    assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []
