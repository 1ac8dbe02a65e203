"""Every rule of docs/rules.md is named at the code that enforces it and in the name of a test."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\d+[a-z]?) \|", re.MULTILINE)


def _rules() -> list[tuple[str, str]]:
    """(service, number) of every rule."""
    text = (ROOT / "docs" / "rules.md").read_text()
    found = []
    for section in text.split("\n## ")[1:]:
        found += [(section.split("\n")[0].strip(), number) for number in ROW.findall(section)]
    return found


def _sources(folder: str) -> str:
    return "\n".join(path.read_text() for path in sorted((ROOT / folder).rglob("*.py")))


@pytest.mark.parametrize(("service", "rule"), _rules())
def test_rule_is_named_where_it_is_enforced_and_tested(service: str, rule: str) -> None:
    code = _sources(f"services/{service}") + _sources(f"contracts/{service}")
    assert re.search(rf"\b[Rr]ules?\b(?: \d+[a-z]?,| \d+[a-z]? and)* {rule}\b", code), f"no code names rule {rule}"
    assert f"def test_rule_{rule}_" in _sources("tests"), f"no test is named after rule {rule}"


def test_there_are_rules_to_look_for() -> None:
    assert ("membership", "12a") in _rules()
