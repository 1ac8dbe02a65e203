"""What a line of text may hold: all that can be read, in any script; nothing hidden, no line break."""

import unicodedata

from chassis.web.messages import WrongValue

# Controls, formats (zero-width, bidi, tags), surrogates, line and paragraph separators. Unassigned code points pass:
# ideographs are added to Unicode faster than to this table, and people bear them.
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that show nothing
_SHOWN = frozenset("LNPSC")  # with C for what is unassigned or private; marks and spaces show nothing by themselves


def _noncharacter(character: str) -> bool:
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004 - Unicode's 66


def one_line(text: str) -> str:
    """A text as it came. WrongValue when a character in it is hidden or none, or when nothing of it shows.

    How long it must be is for the field to say: an empty one passes.
    """
    if any(unicodedata.category(each) in _HIDDEN or _noncharacter(each) for each in text):
        raise WrongValue(
            "含有换行、控制字符或不可见字符，请删除后重新填写",
            "Holds line breaks, control or invisible characters: remove them and try again",
        )
    if text and not any(unicodedata.category(each)[0] in _SHOWN and each not in _FILLERS for each in text):
        raise WrongValue("没有可见的文字", "Holds nothing that can be seen")
    return text
