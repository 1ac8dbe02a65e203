"""Kafka's jars are what the lock file says, or nothing starts."""

import shutil
from pathlib import Path

import pytest
from jgo.env import LockFile

from deploy.local import jars
from deploy.local.places import JARS
from deploy.local.trouble import Trouble

ARTIFACT = "kafka-clients"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one of the installed jars, and a lock file that names only it."""
    lock = LockFile.load(jars.LOCK)
    lock.dependencies = [one for one in lock.dependencies if one.artifactId == ARTIFACT]
    lock.save(tmp_path / "lock.toml")
    installed = next(path for path in jars.classpath() if path.name.startswith(ARTIFACT))
    copy = tmp_path / installed.relative_to(JARS)
    copy.parent.mkdir(parents=True)
    shutil.copyfile(installed, copy)
    return tmp_path


def test_installed_jars_are_those_of_the_lock(folder: Path) -> None:
    assert [path.name for path in jars.classpath(folder, folder / "lock.toml")] == ["kafka-clients-4.4.0.jar"]


def test_altered_jar_is_refused_and_removed(folder: Path) -> None:
    path = jars.classpath(folder, folder / "lock.toml")[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(Trouble, match=r"(?s)kafka-clients:4\.4\.0.*sha256.*make setup"):
        jars.classpath(folder, folder / "lock.toml")
    assert not path.exists()


def test_missing_jar_is_named_with_what_to_do(folder: Path) -> None:
    jars.classpath(folder, folder / "lock.toml")[0].unlink()
    with pytest.raises(Trouble, match=r"(?s)kafka-clients:4\.4\.0.*make setup"):
        jars.classpath(folder, folder / "lock.toml")


def test_lock_without_sha256_is_no_lock(folder: Path) -> None:
    lock = LockFile.load(folder / "lock.toml")
    lock.dependencies[0].sha256 = None
    lock.save(folder / "lock.toml")
    with pytest.raises(Trouble, match="sha256"):
        jars.classpath(folder, folder / "lock.toml")
