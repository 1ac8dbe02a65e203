"""The one error of the local tools: what went wrong and what to do about it, in Chinese and English."""

from pathlib import Path


class Trouble(Exception):
    """Something the person at the terminal must know; carries both languages and, if there is one, a log to read."""

    def __init__(self, zh: str, en: str, *, log: Path | None = None) -> None:
        """Keep the words; `log` is the file whose last lines explain more."""
        super().__init__(f"{zh}\n{en}")
        self.zh = zh
        self.en = en
        self.log = log
