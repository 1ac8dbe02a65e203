"""A full disk: known by how much is free, or by what a process wrote before it ended."""

import shutil
from pathlib import Path

from deploy.local.trouble import Trouble

ROOM_TO_START = 512 << 20
ROOM_TO_GO_ON = 64 << 20
WORDS = ("No space left", "ENOSPC", "Disk quota exceeded")


class DiskFull(Trouble):
    """No room for what has to be written."""

    def __init__(self, folder: Path, because: tuple[str, str] = ("", ""), *, log: Path | None = None) -> None:
        """`folder` lies on the full disk; `because` says in both languages what became of it."""
        left = free(folder) >> 20
        zh, en = because
        full_zh, full_en = (
            f"磁盘已满：{folder} 只剩 {left} MB。{zh}",
            f"The disk is full: {left} MB left for {folder}. {en}",
        )
        super().__init__(full_zh, full_en.rstrip(), log=log)


def free(folder: Path) -> int:
    """Bytes that may still be written on a folder's disk, or on that of the nearest one that exists."""
    there = next(each for each in (folder, *folder.parents) if each.is_dir())
    return shutil.disk_usage(there).free


def full(folder: Path, said: str = "") -> bool:
    """Whether hardly anything can be written any more, or a process `said` so."""
    return any(word in said for word in WORDS) or free(folder) < ROOM_TO_GO_ON


def check_room(folder: Path) -> None:
    """Raise DiskFull when there is not enough room to start."""
    if free(folder) < ROOM_TO_START:
        room = ROOM_TO_START >> 20
        raise DiskFull(folder, (f"启动至少需要 {room} MB。", f"A start needs {room} MB."))


def explained(folder: Path, error: Trouble) -> Trouble:
    """Name the disk as the cause of a trouble when it is full; otherwise the trouble itself."""
    if isinstance(error, DiskFull) or not full(folder):
        return error
    return DiskFull(folder, (error.zh, error.en), log=error.log)
