"""A key file for the vaults of a test."""

from pathlib import Path

from chassis.personal.providers import KeyFile


def key_file(path: Path) -> Path:
    """The file, made when it is not there yet."""
    if not path.exists():
        KeyFile.create(path)
    return path
