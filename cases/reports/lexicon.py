"""The words the check knows, read from lexicon.toml and compiled once."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _entries() -> dict[str, Any]:
    return tomllib.loads(files("cases.reports").joinpath("lexicon.toml").read_text("utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of one list, as they are written there."""
    return tuple(_entries()["words"][name])


@cache
def verbs(*names: str) -> frozenset[str]:
    """Every form of the verbs of these lists."""
    entries = _entries()["verbs"]
    return frozenset(form for name in names for entry in entries[name] for form in _forms(entry))


@cache
def deeds_in(statement: str) -> re.Pattern[str]:
    """A pattern that finds the verbs of a claim's statement in any of their forms."""
    known = [
        forms
        for name in ("conduct", "accusing", "irregular")
        for forms in map(_forms, _entries()["verbs"][name])
    ]
    found: set[str] = set()
    for word in re.findall(r"[a-z]+", statement.lower()):
        same = {form for forms in known if word in forms for form in forms}
        if not same and word.endswith("ed") and len(word) > 4:
            stem = word.removesuffix("ed")
            same = {word, stem, stem + "e", stem + "s", stem + "es", stem + "ing"}
        found |= same
    return phrases(found) if found else re.compile(r"(?!)")


@cache
def any_of(*lists: str) -> re.Pattern[str]:
    """A pattern that finds any word or phrase of these lists."""
    return phrases(word for name in lists for word in words(name))


@cache
def any_verb(*names: str) -> re.Pattern[str]:
    """A pattern that finds any form of the verbs of these lists."""
    return phrases(verbs(*names))


def phrases(entries: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the entries as whole words, the longest first."""
    ordered = sorted(set(entries), key=len, reverse=True)
    inside = "|".join(re.escape(entry.strip()).replace(r"\ ", r"\s+") for entry in ordered)
    return re.compile(rf"(?<![\w-])(?:{inside})(?![\w-])", re.IGNORECASE)


@cache
def bands() -> dict[str, tuple[int, str]]:
    """Each word of the scale, with its band (from 0) and the wording ("first", "second")."""
    return {
        word: (band, row)
        for row in ("first", "second")
        for band, forms in enumerate(_entries()["likelihood"][row])
        for word in forms.split("/")
    }


@cache
def any_band() -> re.Pattern[str]:
    """A pattern that finds a word of the scale; "remote" alone is too common to be one."""
    return phrases(word for word in bands() if word != "remote")


@cache
def off_scale() -> dict[str, str]:
    """Words of likelihood that name no band, and the band word to weigh instead."""
    return dict(_entries()["likelihood"]["off"])


@cache
def any_off_scale() -> re.Pattern[str]:
    """Such a word, unless "almost" or "nearly" makes a band of it."""
    return re.compile(r"(?<!almost )(?<!nearly )" + phrases(off_scale()).pattern, re.IGNORECASE)


@cache
def mends() -> dict[str, str]:
    """How a word that asserts is put so that it only reports."""
    return dict(_entries()["mends"])


def _forms(entry: str) -> tuple[str, ...]:
    if " " in entry or entry in _entries()["verbs"]["auxiliary"]:
        return tuple(entry.split())
    if entry in _entries()["verbs"]["irregular"]:
        return (entry,)
    stem = entry.removesuffix("e")
    third = entry + ("es" if re.search(r"(?:s|sh|ch|x|z)$", entry) else "s")
    return (entry, third, stem + "ed", stem + "ing")
