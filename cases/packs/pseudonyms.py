"""Pseudonyms: the same for the same person or platform account in one pack, and in no other.

Each is a keyed digest (HMAC-SHA-256, 60 bits), and each pack has a key of its own. So a reader can
tell two people apart and follow one account through the whole pack, but can neither guess who it
is by trying names nor lay two packs side by side.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

KEY_BYTES = 32
_RUN = re.compile(r"[^\W_]+")
_OVERLAP = 1024
_T = TypeVar("_T")


class Pseudonyms:
    """What is to be put for whom; without a key everything is left as it is."""

    def __init__(self, key: bytes = b"") -> None:
        self._key = key
        self._whole: dict[str, str] = {}
        #: By the first word of a spelling: how far before it the spelling begins, and its lengths.
        self._starts: dict[str, set[tuple[int, int]]] = {}

    def __bool__(self) -> bool:
        return bool(self._key)

    def of(self, kind: str, identity: str) -> str:
        """The pseudonym of someone or something."""
        digest = hmac.digest(self._key, f"{kind}\0{identity}".encode(), "sha256")
        return f"{kind}-{b32encode(digest)[:12].decode()}"

    def add(self, kind: str, identity: str, *spellings: str) -> None:
        """Have the identity, and all its other spellings, replaced wherever they stand."""
        pseudonym = self.of(kind, identity)
        for spelling in filter(None, map(str.lower, (identity, *spellings))):
            self._whole.setdefault(spelling, pseudonym)
            first = _RUN.search(spelling)
            if first and _tells_in_prose(spelling):
                at = first.start(), len(spelling)
                self._starts.setdefault(first[0], set()).add(at)

    def told(self, value: _T) -> _T:
        """The value with pseudonyms in all its text, however deep."""
        return self._told(value) if self else value

    def occur_in(self, chunks: Iterable[bytes]) -> bool:
        """Whether any of them stands in the bytes, as far as these are text."""
        before = ""
        for chunk in chunks:
            words = before + chunk.decode("utf-8", "ignore")
            if self._text(words) != words:
                return True
            before = words[-_OVERLAP:]
        return False

    def _told(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._whole.get(value.lower()) or self._text(value)
        if isinstance(value, dict):
            return {self._told(key): self._told(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self._told(inner) for inner in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{f.name: self._told(getattr(value, f.name)) for f in fields(value)}
            )
        return value

    def _text(self, words: str) -> str:
        lower = words.lower()
        if len(lower) != len(words) or self._starts.keys().isdisjoint(_RUN.findall(lower)):
            return words if len(lower) == len(words) else self._text(lower)
        parts, done = [], 0
        for run in _RUN.finditer(lower):
            if run.start() >= done and (found := self._at(lower, run, done)):
                start, end = found
                parts += [words[done:start], self._whole[lower[start:end]]]
                done = end
        return "".join([*parts, words[done:]])

    def _at(self, lower: str, run: re.Match[str], done: int) -> tuple[int, int] | None:
        """The longest spelling whose first word is this one, if one stands here by itself."""
        for before, length in sorted(self._starts.get(run[0], ()), key=lambda at: -at[1]):
            start = run.start() - before
            end = start + length
            runs_on = lower[end - 1 : end].isalnum() and lower[end : end + 1].isalnum()
            if start >= done and lower[start:end] in self._whole and not runs_on:
                return start, end
        return None


def _tells_in_prose(spelling: str) -> bool:
    """Not so in prose for what is as likely a count, a year or a syllable."""
    return len(spelling) >= (7 if spelling.isdigit() else 4)
