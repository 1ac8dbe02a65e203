"""The import contracts hold, and break when somebody imports what must not be imported."""

from pathlib import Path

import pytest

from tests.contract.trees import Tree

LINT = ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")


def test_import_contracts_hold(tmp_path: Path) -> None:
    code, said = Tree(tmp_path / "tree").run(*LINT)
    assert code == 0, said
    assert "0 broken" in said


@pytest.mark.parametrize(
    ("path", "line", "contract", "said_so"),
    [
        (
            "services/membership/spy.py",
            "import services.assistance.main",
            "services know each other by events alone BROKEN",
            "services.membership is not allowed to import services.assistance",
        ),
        (
            "chassis/spy.py",
            "import services.membership.main",
            "cli > services > chassis > contracts",
            "chassis is not allowed to import services",
        ),
        (
            "services/membership/employers/spy.py",
            "import services.membership.members.commands",
            "imported by itself and its service's main, never by another capability BROKEN",
            "services.membership.employers.spy -> services.membership.members.commands",
        ),
        (
            "services/membership/employers/domain.py",
            "import asyncpg",
            "rules are pure: domain touches no database, network or web BROKEN",
            "services.membership.employers.domain -> asyncpg",
        ),
        (
            "services/membership/members/store.py",
            "from services.membership.members.commands import members",
            "commands > store > domain inside a capability; queries and corrections attach to its commands BROKEN",
            "services.membership.members.store is not allowed to import services.membership.members.commands",
        ),
        (
            "contracts/spy.py",
            "import fastapi",
            "contracts do no I/O BROKEN",
            "contracts.spy -> fastapi",
        ),
        (
            "deploy/local/spy.py",
            "import services.gateway.main",
            "cli > services > chassis > contracts",
            "deploy is not allowed to import services",
        ),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    tmp_path: Path, path: str, line: str, contract: str, said_so: str
) -> None:
    tree = Tree(tmp_path / "tree")
    tree.write(path, f'"""Imports what it must not."""\n\n{line}\n')
    code, said = tree.run(*LINT)
    assert code == 1, said
    assert contract in said
    assert said_so in said
