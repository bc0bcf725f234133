"""Characters that no reader sees, spelled by number as in [U+202E].

Left in, one of them could turn the words beside it around (so that a status reads as part of
another sentence), hide a word, or break the file; left out, a quotation would not be exact. What
joins letters (U+200C, U+200D) stays: names in Persian and Hindi are written with it.
"""

import re

_LAST_OF_PLANES = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f" + _LAST_OF_PLANES + "]"
)


def spelled(text: str) -> str:
    """The text with every unseen character spelled; tabs and ends of lines stay."""
    return _UNSEEN.sub(by_number, text)


def by_number(match: re.Match[str]) -> str:
    return f"[U+{ord(match[0]):04X}]"
