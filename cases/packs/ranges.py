"""Which bytes of a file a request asks for: one range (RFC 9110 §14), so that a download resumes.

Several ranges at once, other units and what makes no sense are answered with the whole, as the
standard allows.
"""

import re
from dataclasses import dataclass


class Unsatisfiable(Exception):
    """The range lies beyond the file."""


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes from the first to the last, both included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


def wanted(asked: str, only_if: str, tag: str, size: int) -> Range | None:
    """The range asked for; None for the whole. `asked` and `only_if` are Range and If-Range.

    `tag` is the file's strong ETag: with any other in If-Range the whole is sent (§13.1.5).
    Raises Unsatisfiable.
    """
    found = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", asked.strip())
    if not found or found.group(0) == "bytes=-" or (only_if and only_if.strip() != tag):
        return None
    first, last = found.groups()
    if not first:
        begin, end = max(size - int(last), 0), size - 1
    else:
        begin, end = int(first), min(int(last or size - 1), size - 1)
        if last and int(last) < int(first):
            return None
    if begin >= size:
        raise Unsatisfiable
    return Range(begin, end)
